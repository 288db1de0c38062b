// Show the notebook from its beginning.
() => {
  const panels = document.querySelectorAll(".jp-NotebookPanel .jp-WindowedPanel-outer");
  panels.forEach((panel) => {
    panel.scrollTop = 0;
  });
};
