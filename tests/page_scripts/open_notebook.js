// Open a notebook in the running JupyterLab and wait until its kernel answers.
async (path) => {
  const widget = await window.jupyterapp.commands.execute("docmanager:open", { path });
  window.nb = widget;
  await widget.context.ready;
  await widget.context.sessionContext.ready;
  await widget.context.sessionContext.session.kernel.info;
};
