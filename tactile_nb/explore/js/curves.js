// Panels of lines over steps. Python sends numbers; drawing costs the kernel nothing.

const SIZE = { width: 340, height: 236 };
const MARGIN = { left: 58, bottom: 40, top: 26, right: 14 };
const TEXT = "12px sans-serif"; // as the page around it
const KEY = { height: 17, mark: 20, gap: 16 }; // px of a line of names above the curves
const LIGHT = { ink: "#1a1a1a", grey: "#444", grid: "#e4e4e4" };
const DARK = { ink: "#e0e0e0", grey: "#bbb", grid: "#2c2c2c" };
const LIFTED = {
  "#0072B2": "#43b5f5",
  "#B34700": "#ff944d",
  "#6B6B6B": "#a0a0a0",
  "#009E73": "#3fd0a4",
}; // on dark
const STEPS = [1, 2, 2.5, 5, 10];

/** A number as it stands at an axis or in a description. */
export function show(value) {
  if (!Number.isFinite(value)) return "not finite";
  const size = Math.abs(value);
  if (size >= 1000 || (size && size < 0.01)) return value.toExponential(1);
  return String(Number(value.toPrecision(3)));
}

/** Limits of the vertical axis and the distance of its ticks, in round numbers. */
export function axis(values, fromZero) {
  let low = fromZero ? Math.min(0, ...values) : Math.min(...values);
  let high = Math.max(...values);
  if (!(high > low)) high = low + 1;
  const raw = (high - low) / 4;
  const power = Math.pow(10, Math.floor(Math.log10(raw)));
  const tick = STEPS.find((step) => step * power >= raw) * power;
  high = low + Math.max(1, Math.ceil(((high - low) * 1.02) / tick)) * tick;
  if (!fromZero) low = Math.floor(low / tick) * tick;
  return { low, high, tick };
}

/** What a reader who does not see the panel is told. */
export function description(panel) {
  const newest = (line) => (line.y.length ? show(line.y[line.y.length - 1]) : "no value yet");
  const lines = panel.lines.map((line) => `${line.name} ${newest(line)}`).join(", ");
  const levels = panel.levels.map((level) => `; ${level.name} at ${show(level.y)}`).join("");
  return `${panel.title}, ${panel.unit}: ${lines}${levels}`;
}

/** What is named above the curves: lines that no common legend names, and levels. */
export function keys(panel, legend) {
  const lines = panel.lines.filter((line) => !(line.name in legend));
  return [...lines, ...panel.levels.map((level) => ({ ...level, dashed: true }))];
}

/** Entries in rows no wider than there is room; each gets the place of its left end. */
export function inRows(entries, room, width) {
  const rows = [];
  let left = Infinity;
  for (const entry of entries) {
    const size = KEY.mark + width(entry.name) + KEY.gap;
    if (left + size - KEY.gap > room) {
      rows.push([]);
      left = 0;
    }
    rows[rows.length - 1].push({ ...entry, left });
    left += size;
  }
  return rows;
}

/** From values to places on the canvas; rows: lines of names above the curves. */
function places(panel, rows) {
  const heights = [...panel.lines.flatMap((o) => o.y), ...panel.levels.map((o) => o.y)];
  const { low, high, tick } = axis(heights.filter(Number.isFinite), panel.zero);
  const last = Math.max(1, ...panel.lines.flatMap((o) => o.x));
  const wide = SIZE.width - MARGIN.left - MARGIN.right;
  const top = MARGIN.top + rows * KEY.height;
  const tall = SIZE.height - MARGIN.bottom - top;
  return {
    low,
    high,
    tick,
    last,
    top,
    x: (step) => MARGIN.left + (wide * step) / last,
    y: (value) => SIZE.height - MARGIN.bottom - (tall * (value - low)) / (high - low),
  };
}

/** The colours of a page; a colour of ours that is too dark for it is lifted. */
export function colours(dark) {
  return { ...(dark ? DARK : LIGHT), of: (colour) => (dark && LIFTED[colour]) || colour };
}

const isDark = () => document.body.dataset.jpThemeLight === "false";

function stroke(g, from, to) {
  g.beginPath();
  g.moveTo(...from);
  g.lineTo(...to);
  g.stroke();
}

function drawFrame(g, panel, at, paint) {
  const end = SIZE.width - MARGIN.right;
  const floor = SIZE.height - MARGIN.bottom;
  g.font = "bold 13px sans-serif";
  g.fillStyle = paint.ink;
  g.textAlign = "left";
  g.fillText(panel.title, MARGIN.left, 15);
  g.font = TEXT;
  g.fillStyle = paint.grey;
  g.strokeStyle = paint.grid;
  g.textAlign = "right";
  const first = Math.ceil(at.low / at.tick) * at.tick;
  for (let value = first; value <= at.high + at.tick / 99; value += at.tick) {
    stroke(g, [MARGIN.left, at.y(value)], [end, at.y(value)]);
    g.fillText(show(value), MARGIN.left - 6, at.y(value) + 4);
  }
  g.textAlign = "center";
  for (const part of [0, 0.5, 1]) {
    g.textAlign = part === 1 ? "right" : "center";
    g.fillText(String(Math.round(at.last * part)), at.x(at.last * part), floor + 16);
  }
  g.textAlign = "center";
  g.fillText("step", (MARGIN.left + end) / 2, SIZE.height - 6);
  g.save();
  g.translate(13, (floor + at.top) / 2);
  g.rotate(-Math.PI / 2);
  g.fillText(panel.unit, 0, 0);
  g.restore();
}

function drawLevels(g, panel, at, paint) {
  g.setLineDash([5, 4]);
  g.lineWidth = 1.5;
  for (const level of panel.levels) {
    g.strokeStyle = paint.of(level.color);
    stroke(g, [MARGIN.left, at.y(level.y)], [SIZE.width - MARGIN.right, at.y(level.y)]);
  }
  g.setLineDash([]);
  g.lineWidth = 1;
}

/** Names stand above the curves, where they hide none, each behind a piece of its line. */
function drawKeys(g, rows, paint) {
  g.font = TEXT;
  g.textAlign = "left";
  rows.forEach((row, number) => {
    const y = MARGIN.top + number * KEY.height + 5;
    for (const entry of row) {
      const x = MARGIN.left + entry.left;
      g.lineWidth = 2;
      g.strokeStyle = paint.of(entry.color);
      g.setLineDash(entry.dashed ? [5, 4] : []);
      stroke(g, [x, y], [x + KEY.mark - 5, y]);
      g.fillStyle = paint.ink;
      g.fillText(entry.name, x + KEY.mark, y + 4);
    }
  });
  g.setLineDash([]);
  g.lineWidth = 1;
}

function drawLine(g, line, at, paint) {
  g.strokeStyle = paint.of(line.color);
  g.fillStyle = paint.of(line.color);
  g.lineWidth = 2;
  g.lineJoin = "round";
  g.beginPath();
  let down = false;
  line.x.forEach((step, i) => {
    const value = line.y[i];
    if (!Number.isFinite(value)) {
      down = false; // a gap
      return;
    }
    const place = [at.x(step), at.y(value)];
    if (down) g.lineTo(...place);
    else g.moveTo(...place);
    down = true;
    if (line.dots || line.x.length === 1) g.fillRect(place[0] - 3, place[1] - 3, 6, 6);
  });
  g.stroke();
  g.lineWidth = 1;
}

function drawPanel(canvas, panel, legend) {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = SIZE.width * ratio;
  canvas.height = SIZE.height * ratio;
  const paint = colours(isDark());
  canvas.style.cssText = `width:${SIZE.width}px;height:${SIZE.height}px`;
  const g = canvas.getContext("2d");
  g.scale(ratio, ratio);
  g.font = TEXT;
  const room = SIZE.width - MARGIN.left - MARGIN.right;
  const rows = inRows(keys(panel, legend), room, (name) => g.measureText(name).width);
  const at = places(panel, rows.length);
  drawFrame(g, panel, at, paint);
  drawLevels(g, panel, at, paint);
  for (const line of panel.lines) drawLine(g, line, at, paint);
  drawKeys(g, rows, paint);
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", description(panel));
}

function drawLegend(box, legend) {
  box.innerHTML = "";
  for (const [name, color] of Object.entries(legend)) {
    const entry = document.createElement("span");
    const paint = colours(isDark());
    entry.style.cssText = `border-left:14px solid ${paint.of(color)};padding:0 14px 0 5px`;
    entry.textContent = name;
    box.append(entry);
  }
}

function render({ model, el }) {
  el.classList.add("tactile");
  const box = document.createElement("div");
  const text = document.createElement("div");
  box.style.cssText = "display:flex;flex-wrap:wrap;gap:10px";
  text.setAttribute("aria-live", "off");
  text.style.cssText = "margin:2px 0 4px";
  el.append(text, box);

  const draw = () => {
    const panels = model.get("panels");
    const legend = model.get("legend");
    while (box.children.length > panels.length) box.lastChild.remove();
    while (box.children.length < panels.length) box.append(document.createElement("canvas"));
    panels.forEach((panel, i) => drawPanel(box.children[i], panel, legend));
    drawLegend(text, legend);
    el.dataset.drawn = Number(el.dataset.drawn || 0) + 1;
  };

  const theme = new MutationObserver(draw);
  theme.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
  model.on("change:panels", draw);
  draw();
  return () => {
    theme.disconnect();
    model.off("change:panels", draw);
  };
}

export default { render };
