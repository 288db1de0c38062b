// Run a command of the notebook; window.done says when it is over.
({ command, last }) => {
  if (last) window.nb.content.activeCellIndex = window.nb.content.widgets.length - 1;
  window.done = 0;
  window.jupyterapp.commands.execute(command).then(() => {
    window.done = 1;
  });
};
