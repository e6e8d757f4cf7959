// The timeline: a bar for each transition, a grip at each edge, a mark at each phase, all moved by the pointer.
// Elements are kept from one drawing to the next, so that a grip keeps the focus and the pointer while it moves.

const LEAST_VIEW_S = 0.4;
const TICK_STEPS_S = [0.1, 0.2, 0.5, 1, 2, 5, 10, 30];
const TICKS_WANTED = 8;
const SLIDER = ["role", "tabindex", "aria-label", "aria-valuemin", "aria-valuemax", "aria-valuenow", "aria-valuetext"];

function made(name, className) {
  const node = document.createElement(name);
  node.className = className;
  return node;
}

/** The lane of each mark: marks that overlap stand one under the other. */
function lanesOf(marks) {
  const ends = [];
  const lanes = {};
  for (const [key, mark] of inOrder(marks)) {
    let lane = ends.findIndex((end_s) => end_s <= mark.start_s);
    if (lane < 0) lane = ends.length;
    ends[lane] = mark.end_s;
    lanes[key] = lane;
  }
  return { lanes, count: Math.max(ends.length, 1) };
}

class Strip {
  /** `told`: what the pointer asks for: grab(key, handle), drag(t), drop(), give up(), choose(key), look(t). */
  constructor(root, told, signal) {
    this.rail = root.querySelector(".rail");
    this.ruler = root.querySelector(".ruler");
    this.whole = root.querySelector(".whole");
    this.cursor = this.rail.querySelector(".cursor");
    this.told = told;
    this.nodes = new Map();
    this.view = [0, 1];
    const on = (target, type, act) => target.addEventListener(type, act, { signal });
    on(this.rail, "pointerdown", (event) => this.press(event));
    on(this.rail, "pointermove", (event) => this.move(event));
    on(this.rail, "pointerup", () => this.release(true));
    on(this.rail, "pointercancel", () => this.release(false));
    on(this.whole, "pointerdown", (event) => this.told.look(this.share(event, this.whole) * this.clip_s));
  }

  share(event, node) {
    const box = node.getBoundingClientRect();
    return Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
  }

  timeUnder(event) {
    return this.view[0] + this.share(event, this.rail) * (this.view[1] - this.view[0]);
  }

  press(event) {
    if (event.button !== 0 || this.does || event.target.closest(".refused")) return;
    const grip = event.target.closest("[data-handle]");
    const bar = event.target.closest(".bar");
    this.rail.setPointerCapture(event.pointerId);
    if (grip) {
      // A grip is taken where it was touched, not by its middle: picking it up alone moves nothing.
      this.off_s = this.timeUnder(event) - this.told.grab(grip.dataset.key, grip.dataset.handle);
      this.does = "drag";
      event.preventDefault();
      return;
    }
    if (bar) this.told.choose(bar.dataset.key);
    this.does = "look";
    this.told.look(this.timeUnder(event));
  }

  move(event) {
    if (this.does === "drag") this.told.drag(this.timeUnder(event) - this.off_s);
    else if (this.does === "look" && event.buttons) this.told.look(this.timeUnder(event));
  }

  release(keeps) {
    const { does } = this;
    this.does = null;
    if (does === "drag") (keeps ? this.told.drop : this.told.giveUp)();
  }

  get dragging() {
    return this.does === "drag";
  }

  get wide_s() {
    return this.view[1] - this.view[0];
  }

  /** Show so many seconds around a time, within the piece of film there is. */
  lookAt(middle_s, wide_s, [from_s, to_s]) {
    const wide = Math.min(Math.max(wide_s, LEAST_VIEW_S), to_s - from_s);
    const start = Math.min(Math.max(middle_s - wide / 2, from_s), to_s - wide);
    this.view = [start, start + wide];
  }

  x(t) {
    return ((t - this.view[0]) / this.wide_s) * 100;
  }

  /** Draw `marks` and those `refused`; `chosen` is a key, `handle` one of its handles or null. */
  draw({ marks, refused, chosen, handle, names, clip_s, frames }) {
    this.clip_s = clip_s;
    const seen = new Set();
    const { lanes, count } = lanesOf(marks);
    this.rail.style.setProperty("--lanes", String(count));
    for (const [key, mark] of inOrder(marks)) {
      if (mark.end_s <= this.view[0] || mark.start_s >= this.view[1]) continue;
      const look = { key, mark, lane: lanes[key], isChosen: key === chosen, handle, names, frames };
      this.drawMark(look, seen);
    }
    for (const [key, mark] of Object.entries(refused)) this.drawRefused(key, mark, seen);
    for (const [id, node] of this.nodes) {
      if (seen.has(id)) continue;
      node.remove();
      this.nodes.delete(id);
    }
    this.drawRuler();
    this.drawWhole(marks, chosen);
  }

  node(id, seen, make) {
    seen.add(id);
    if (!this.nodes.has(id)) {
      const node = make();
      this.nodes.set(id, node);
      this.rail.append(node);
    }
    return this.nodes.get(id);
  }

  /** Put a bar where it is seen, so that its name is too. */
  stretch(node, from_s, to_s) {
    const [left, right] = [Math.max(this.x(from_s), 0), Math.min(this.x(to_s), 100)];
    node.style.left = `${left}%`;
    node.style.width = `${right - left}%`;
  }

  drawMark(look, seen) {
    const { key, mark, lane, isChosen, names } = look;
    const bar = this.node(`${key} bar`, seen, () => {
      const button = made("button", "bar");
      button.type = "button";
      button.dataset.key = key;
      button.append(made("span", "bar-name"));
      return button;
    });
    bar.style.setProperty("--lane", String(lane));
    bar.classList.toggle("chosen", isChosen);
    bar.setAttribute("aria-pressed", String(isChosen));
    bar.setAttribute("aria-label", `${names.kind(mark)}, ${mark.start_s.toFixed(2)} to ${mark.end_s.toFixed(2)} seconds`);
    bar.firstChild.textContent = names.kind(mark);
    this.stretch(bar, mark.start_s, mark.end_s);
    for (const name of handlesOf(mark)) this.drawGrip(name, look, seen);
  }

  drawGrip(name, { key, mark, lane, isChosen, handle, names, frames }, seen) {
    const t = timeOf(mark, name);
    if (t < this.view[0] - 1e-9 || t > this.view[1] + 1e-9) return;
    const grip = this.node(`${key} ${name}`, seen, () => {
      const node = made("span", name === "start" || name === "end" ? `grip ${name}` : "grip phase");
      Object.assign(node.dataset, { key, handle: name });
      return node;
    });
    grip.style.setProperty("--lane", String(lane));
    grip.classList.toggle("chosen", isChosen);
    grip.classList.toggle("held", isChosen && name === handle);
    grip.title = names.handle(mark, name);
    grip.dataset.s = String(t);
    grip.style.left = `${this.x(t)}%`;
    if (isChosen) this.tellSlider(grip, mark, name, t, { names, frames });
    else for (const attribute of SLIDER) grip.removeAttribute(attribute);
  }

  tellSlider(grip, mark, name, t, { names, frames }) {
    const [low, high] = reachOf(mark, name, frames).map((k) => frames.source[Math.min(Math.max(k, 0), frames.last)]);
    const told = {
      role: "slider",
      tabindex: "0",
      "aria-label": `${names.handle(mark, name)} of ${names.kind(mark)}`,
      "aria-valuemin": Math.min(low, t).toFixed(3),
      "aria-valuemax": Math.max(high, t).toFixed(3),
      "aria-valuenow": t.toFixed(3),
      "aria-valuetext": `${t.toFixed(3)} seconds`,
    };
    for (const [attribute, value] of Object.entries(told)) grip.setAttribute(attribute, value);
  }

  drawRefused(key, mark, seen) {
    if (mark.end_s <= this.view[0] || mark.start_s >= this.view[1]) return;
    const ghost = this.node(`${key} refused`, seen, () => {
      const button = made("button", "refused");
      Object.assign(button, { type: "button", textContent: "refused · bring back" });
      button.dataset.given = key;
      return button;
    });
    ghost.setAttribute("aria-label", `Refused at ${mark.start_s.toFixed(2)} seconds: bring it back`);
    this.stretch(ghost, mark.start_s, mark.end_s);
  }

  drawRuler() {
    const step = TICK_STEPS_S.find((one) => this.wide_s / one <= TICKS_WANTED) ?? 60;
    const ticks = [];
    for (let n = Math.ceil(this.view[0] / step - 1e-6); n * step <= this.view[1] + 1e-6; n += 1) {
      const tick = made("span", "tick");
      tick.textContent = `${(n * step).toFixed(step < 1 ? 1 : 0)} s`;
      tick.style.left = `${this.x(n * step)}%`;
      ticks.push(tick);
    }
    this.ruler.replaceChildren(...ticks);
  }

  /** The whole clip in a thin line, with the stretch that the timeline shows. */
  drawWhole(marks, chosen) {
    const share = (t) => `${(t / this.clip_s) * 100}%`;
    const pieces = inOrder(marks).map(([key, mark]) => {
      const piece = made("i", key === chosen ? "piece chosen" : "piece");
      piece.style.left = share(mark.start_s);
      piece.style.width = share(mark.end_s - mark.start_s);
      return piece;
    });
    const seen = made("b", "seen");
    seen.style.left = share(this.view[0]);
    seen.style.width = share(this.wide_s);
    this.whole.replaceChildren(...pieces, seen);
    this.whole.hidden = this.wide_s >= this.clip_s * 0.98;
  }

  placeCursor(t) {
    this.cursor.hidden = t < this.view[0] - 1e-9 || t > this.view[1] + 1e-9;
    this.cursor.style.left = `${this.x(t)}%`;
  }
}
