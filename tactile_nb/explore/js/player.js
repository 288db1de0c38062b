// A slider, buttons, a canvas, the cursor over the timeline, and the moments that are here already.

const KEPT = 600; // moments
const AHEAD = 24; // moments asked for while it plays
const NEAR = 3; // and while it stands
const ASKED_AT_ONCE = 4;

/** The moments to ask for: from the first that is neither here nor asked for. */
export function missing(first, many, count, known) {
  const stop = Math.min(count, first + many);
  let start = first;
  while (start < stop && known(start)) start++;
  return start < stop ? [start, stop] : null;
}

/** The next contact (direction 1) or the one before (-1); undefined where there is none. */
export function nextContact(contacts, frame, direction) {
  const starts = contacts.map((contact) => contact[0]);
  return direction > 0
    ? starts.find((start) => start > frame)
    : starts.filter((start) => start < frame).pop();
}

/** Where a frame stands in the timeline, as a share of its width. */
export function place(frame, count, left, right) {
  return left + ((right - left) * frame) / Math.max(1, count - 1);
}

/** The frame at a share of the timeline's width. */
export function frameAt(share, count, left, right) {
  return Math.round(((share - left) / (right - left)) * (count - 1));
}

/** The moment that is farthest from the one that is looked at. */
export function farthest(frames, from) {
  return [...frames].sort((a, b) => Math.abs(b - from) - Math.abs(a - from))[0];
}

/** What a key does: a way to go, or a name; undefined: nothing. */
export function keyMeaning(key) {
  const ways = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowDown: -1,
    ArrowUp: 1,
    PageDown: 10,
    PageUp: -10,
  };
  const names = { Home: "first", End: "last", " ": "play", n: "next", p: "previous" };
  return ways[key] ?? names[key.length === 1 ? key.toLowerCase() : key];
}

function page(id) {
  return `
    <canvas role="img" style="max-width:100%"></canvas>
    <div style="position:relative;width:fit-content;max-width:100%;cursor:pointer">
      <img style="display:block;max-width:100%" alt="">
      <div style="position:absolute;top:0;bottom:0;width:2px;background:#B30000;pointer-events:none"></div>
    </div>
    <div class="tactile-row">
      <label for="${id}">frame</label>
      <input type="range" id="${id}" min="0" step="1" style="width:420px">
      <output for="${id}" aria-live="off"></output>
    </div>
    <div class="tactile-row" role="toolbar" aria-label="playback">
      <button aria-label="play">▶ play</button>
      <button>◀ contact (P)</button>
      <button>contact ▶ (N)</button>
      <span></span>
    </div>`;
}

class Player {
  constructor(model, el) {
    this.model = model;
    this.el = el;
    this.cache = new Map(); // frame -> picture and caption
    this.asked = new Set();
    this.timer = null;
    this.alive = true;
    this.url = null;
    el.classList.add("tactile");
    el.tabIndex = 0;
    el.setAttribute("role", "group");
    el.setAttribute("aria-label", "episode player");
    el.innerHTML = page("t" + Math.random().toString(36).slice(2));
    const [canvas, strip, row, bar] = el.children;
    this.canvas = canvas;
    this.graphics = canvas.getContext("2d");
    this.strip = strip;
    [this.shot, this.cursor] = strip.children;
    [, this.input, this.output] = row.children;
    [this.playButton, this.previousButton, this.nextButton, this.words] = bar.children;
  }

  get count() {
    return this.model.get("count");
  }

  get frame() {
    return this.model.get("frame");
  }

  want(first, many) {
    const known = (frame) => this.cache.has(frame) || this.asked.has(frame);
    const range = missing(first, many, this.count, known);
    if (!range || this.asked.size > (many > 1 ? 0 : ASKED_AT_ONCE)) return;
    for (let frame = range[0]; frame < range[1]; frame++) this.asked.add(frame);
    this.model.send({ want: range, version: this.model.get("version") });
  }

  draw = () => {
    const frame = this.frame;
    const moment = this.cache.get(frame);
    const { model, canvas, input } = this;
    const share = place(frame, this.count, model.get("left"), model.get("right"));
    input.value = frame;
    this.cursor.style.left = 100 * share + "%";
    if (!moment) {
      this.want(frame, 1);
      return;
    }
    if (canvas.width !== moment.image.width || canvas.height !== moment.image.height) {
      canvas.width = moment.image.width;
      canvas.height = moment.image.height;
    }
    this.graphics.drawImage(moment.image, 0, 0);
    this.output.textContent = moment.caption;
    canvas.setAttribute("aria-label", moment.caption);
    input.setAttribute("aria-valuetext", moment.caption);
    this.el.dataset.drawn = frame;
    this.want(Math.min(this.count - 1, frame + 1), this.timer ? AHEAD : NEAR);
  };

  go(frame) {
    const inside = Math.max(0, Math.min(this.count - 1, frame));
    if (inside === this.frame) return;
    this.model.set("frame", inside);
    this.model.save_changes();
    this.draw();
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.playButton.textContent = "▶ play";
    this.playButton.setAttribute("aria-label", "play");
  }

  start() {
    if (this.frame >= this.count - 1) this.go(0);
    this.playButton.textContent = "❚❚ pause";
    this.playButton.setAttribute("aria-label", "pause");
    this.timer = setInterval(() => this.advance(), 1000 / Math.min(60, this.model.get("fps")));
  }

  advance() {
    const next = this.frame + 1;
    if (this.cache.has(next)) this.go(next);
    else this.want(next, AHEAD);
    if (this.frame >= this.count - 1) this.stop();
  }

  toggle() {
    if (this.timer) this.stop();
    else this.start();
  }

  contact(direction) {
    const contacts = this.model.get("contacts");
    const frame = nextContact(contacts, this.frame, direction);
    if (frame === undefined) {
      this.words.textContent = contacts.length
        ? "no more contact this way"
        : "no contact in this episode";
      return;
    }
    this.words.textContent = "";
    this.go(frame);
  }

  forget() {
    this.cache.forEach((moment) => moment.image.close());
    this.cache.clear();
    this.asked.clear();
  }

  // another episode
  fresh = () => {
    this.stop();
    this.forget();
    this.input.max = this.count - 1;
    const bytes = this.model.get(this.model.get("dark") ? "timeline_dark" : "timeline");
    if (this.url) URL.revokeObjectURL(this.url);
    this.url = null;
    if (bytes && bytes.byteLength) {
      this.url = URL.createObjectURL(new Blob([bytes], { type: "image/png" }));
      this.shot.src = this.url;
    }
    this.shot.alt = this.model.get("about");
    this.draw();
  };

  got = async (message, buffers) => {
    const old = () => message.version !== this.model.get("version");
    if (old()) return;
    const image = await createImageBitmap(new Blob([buffers[0]], { type: "image/jpeg" }));
    if (!this.alive || old()) {
      image.close();
      return;
    }
    this.asked.delete(message.frame);
    if (this.cache.size > KEPT) {
      const far = farthest(this.cache.keys(), this.frame);
      this.cache.get(far).image.close();
      this.cache.delete(far);
    }
    this.cache.set(message.frame, { image, caption: message.caption });
    if (message.frame === this.frame || !this.cache.has(this.frame)) this.draw();
    else if (!this.asked.size && this.timer) this.want(this.frame + 1, AHEAD);
  };

  click = (event) => {
    const box = this.strip.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    this.go(frameAt(share, this.count, this.model.get("left"), this.model.get("right")));
  };

  key = (event) => {
    if (event.target.tagName === "BUTTON" && event.key === " ") return;
    const meaning = keyMeaning(event.key);
    if (meaning === undefined) return;
    const actions = {
      first: () => this.go(0),
      last: () => this.go(this.count - 1),
      play: () => this.toggle(),
      next: () => this.contact(1),
      previous: () => this.contact(-1),
    };
    if (typeof meaning === "number") this.go(this.frame + meaning);
    else actions[meaning]();
    event.preventDefault();
    event.stopPropagation();
  };

  // The pictures come with a ground that suits the page
  tell = () => {
    this.model.set("dark", document.body.dataset.jpThemeLight === "false");
    this.model.save_changes();
  };

  listen() {
    this.theme = new MutationObserver(this.tell);
    this.theme.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
    this.tell();
    this.input.addEventListener("input", () => this.go(Number(this.input.value)));
    this.playButton.onclick = () => this.toggle();
    this.previousButton.onclick = () => this.contact(-1);
    this.nextButton.onclick = () => this.contact(1);
    this.strip.addEventListener("click", this.click);
    this.el.addEventListener("keydown", this.key);
    this.model.on("msg:custom", this.got);
    this.model.on("change:version", this.fresh);
    this.model.on("change:frame", this.draw);
    this.fresh();
  }

  end() {
    this.alive = false;
    this.theme.disconnect();
    this.stop();
    if (this.url) URL.revokeObjectURL(this.url);
    this.forget();
    this.model.off("msg:custom", this.got);
    this.model.off("change:version", this.fresh);
    this.model.off("change:frame", this.draw);
  }
}

function render({ model, el }) {
  const player = new Player(model, el);
  player.listen();
  return () => player.end();
}

export default { render };
