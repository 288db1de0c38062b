// Text whose contrast is below 4.5 (WCAG 2, AA), and controls that the keyboard does not reach.
(el) => {
  const linear = (x) => (x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((x) => linear(x / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const numbers = (text) => (text.match(/[\d.]+/g) || []).map(Number);
  const behind = (e) => {
    for (; e; e = e.parentElement) {
      const colour = numbers(getComputedStyle(e).backgroundColor);
      if (colour.length == 3 || colour[3] > 0.9) return colour.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const skipped = (e) =>
    e.closest("[disabled]") || e.closest(".jp-OutputPrompt") || e.closest("svg") || !e.offsetParent;
  const hasText = (e) =>
    [...e.childNodes].some((child) => child.nodeType == 3 && child.textContent.trim());
  const isRead = (e) =>
    (hasText(e) || ["INPUT", "SELECT"].includes(e.tagName)) &&
    e.type != "range" &&
    e.type != "checkbox";
  const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

  const faint = [];
  for (const e of el.querySelectorAll("*")) {
    if (skipped(e) || !isRead(e)) continue;
    const colour = getComputedStyle(e).color;
    const ground = behind(e);
    const found = contrast(luminance(numbers(colour).slice(0, 3)), luminance(ground));
    const what = [e.tagName, colour, ground.join(), e.textContent.slice(0, 40)];
    if (found < 4.5) faint.push([found.toFixed(2), ...what]);
  }
  const controls = [...el.querySelectorAll("button, input, select, textarea")];
  const lost = controls.filter((e) => e.tabIndex < 0 && !e.disabled);
  return [faint, lost.map((e) => e.outerHTML.slice(0, 90))];
};
