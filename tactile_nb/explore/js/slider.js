// A native range input with its label and its value beside it.

/** Where a value stands on the track, and which value a place stands for. */
export function scale(log) {
  return log
    ? { to: (value) => Math.log10(value), from: (place) => Math.pow(10, place) }
    : { to: (value) => value, from: (place) => place };
}

/** A value as it stands beside the slider. */
export function valueText(value, log, unit) {
  const rounded = log ? Number(value.toPrecision(3)) : Number(value.toFixed(6));
  return unit ? `${rounded} ${unit}` : String(rounded);
}

function render({ model, el }) {
  const id = "t" + Math.random().toString(36).slice(2);
  const log = model.get("log");
  const { to, from } = scale(log);
  el.classList.add("tactile", "tactile-row");
  el.innerHTML =
    `<label for="${id}"></label>` +
    `<input type="range" id="${id}">` +
    `<output for="${id}"></output>`;
  const [label, input, output] = el.children;
  // the arrows are its own, not the notebook's
  input.dataset.lmSuppressShortcuts = "";

  const draw = () => {
    const value = model.get("value");
    const text = valueText(value, log, model.get("unit"));
    label.textContent = model.get("label");
    input.min = to(model.get("min"));
    input.max = to(model.get("max"));
    input.step = model.get("step");
    if (Math.abs(from(Number(input.value)) - value) > 1e-12) {
      input.value = to(value);
    }
    output.textContent = text;
    input.setAttribute("aria-valuetext", text);
    input.disabled = model.get("disabled");
  };

  input.addEventListener("input", () => {
    model.set("value", from(Number(input.value)));
    model.save_changes();
    draw();
  });
  model.on("change", draw);
  draw();
  return () => model.off("change", draw);
}

export default { render };
