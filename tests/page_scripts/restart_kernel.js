// Restart the notebook's kernel and wait until it answers.
async () => {
  const kernel = window.nb.context.sessionContext.session.kernel;
  await kernel.restart();
  await window.nb.context.sessionContext.session.kernel.info;
};
