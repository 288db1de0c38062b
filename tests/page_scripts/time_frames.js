// Milliseconds from moving the slider of the episode player to the picture, for every frame asked.
async ({ frames, wait }) => {
  const el = document.querySelector('[aria-label="episode player"]');
  const slider = el.querySelector("input[type=range]");
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const out = [];
  if (wait) await pause(wait);
  for (const frame of frames) {
    const start = performance.now();
    slider.value = frame;
    slider.dispatchEvent(new Event("input"));
    while (el.dataset.drawn != String(frame)) await pause(1);
    out.push(performance.now() - start);
  }
  return out;
};
