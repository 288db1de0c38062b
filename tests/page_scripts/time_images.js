// Milliseconds from moving the first slider of a panel to its new image, 25 times.
async () => {
  const cell = document.querySelector(".jp-OutputArea");
  const slider = cell.querySelector("input[type=range]");
  const image = cell.querySelector("img");
  const out = [];
  for (let k = 0; k < 25; k++) {
    const start = performance.now();
    const shown = new Promise((resolve) => image.addEventListener("load", resolve, { once: true }));
    slider.value = -1.7 + k * 0.05;
    slider.dispatchEvent(new Event("input"));
    await shown;
    out.push(performance.now() - start);
  }
  return out;
};
