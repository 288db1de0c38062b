// Arrow keys inside a panel belong to its controls: JupyterLab would leave a list for the next cell.

function render({ el }) {
  const own = (event) => {
    const panel = el.closest(".tactile-panel");
    if (panel && panel.contains(event.target)) {
      const plain = !(event.ctrlKey || event.metaKey);
      event.target.toggleAttribute("data-lm-suppress-shortcuts", plain);
    }
  };
  window.addEventListener("keydown", own, true);
  return () => window.removeEventListener("keydown", own, true);
}

export default { render };
