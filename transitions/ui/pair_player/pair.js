// Two recordings on one clock: played, stepped and scrubbed together.

const PAIR_KEYS = { " ": "play", ArrowLeft: "back", ArrowRight: "on", s: "skeleton", o: "overlay" };

/** One mounted pair; lives as long as its place on the page and takes new data on every rerun. */
class Pair {
  constructor(root) {
    this.section = root.querySelector(".pair");
    const shown = (side) => this.shown(side);
    this.before = new Side("before", root.querySelector(".side.before"), shown);
    this.after = new Side("after", root.querySelector(".side.after"), shown);
    this.sides = [this.before, this.after];
    this.scrub = root.querySelector(".scrub");
    this.view = { skeleton: true, overlay: false };
    this.tau = 0;
    this.rate = 1;
    this.playing = false;
    this.turn = 0;
    this.listen();
  }

  find(selector) {
    return this.section.querySelector(selector);
  }

  listen() {
    this.closing = new AbortController();
    const on = (target, type, act) => target.addEventListener(type, act, { signal: this.closing.signal });
    on(this.section, "click", (event) => this.click(event));
    on(this.section, "change", (event) => this.change(event));
    on(this.section, "keydown", (event) => this.key(event));
    on(this.scrub, "input", () => this.goTo(this.range[0] + Number(this.scrub.value) * this.finest));
    for (const side of this.sides) {
      on(side.video, "error", () => this.trouble());
      on(side.video, "loadeddata", () => this.goTo(this.tau));
    }
    this.sizes = new ResizeObserver(() => this.draw());
    this.sizes.observe(this.find(".sides"));
  }

  close() {
    this.closing.abort();
    this.sizes.disconnect();
    this.playing = false;
    for (const side of this.sides) side.close();
  }

  update(data) {
    const same = this.data?.nonce === data.nonce;
    this.data = data;
    if (same) return;
    this.stop();
    this.find(".trouble").hidden = true;
    this.anchor = data.anchors.some((one) => one.key === this.anchor) ? this.anchor : data.anchor;
    const choice = this.find('[data-act="anchor"]');
    choice.replaceChildren(...data.anchors.map((one) => new Option(one.label, one.key, false, one.key === this.anchor)));
    const ratios = [data.before, data.after].map((side) => `${side.size[0] / side.size[1]}fr`);
    this.find(".sides").style.setProperty("--columns", ratios.join(" "));
    this.before.take(data.before, this.anchor);
    this.after.take(data.after, this.anchor);
    buildCharts(this.find(".charts"), data.charts, data.marks);
    this.find(".key").hidden = !data.charts.length;
    this.measure();
    this.tau = 0;
    this.goTo(0);
  }

  /** The stretch of the shared clock in which either side has a picture, and its smallest step. */
  measure() {
    this.range = [
      Math.min(this.before.first, this.after.first),
      Math.max(this.before.last, this.after.last),
    ];
    this.finest = Math.min(this.before.frameLength, this.after.frameLength);
    this.scrub.max = String(Math.round((this.range[1] - this.range[0]) / this.finest));
  }

  inRange(tau) {
    return Math.min(Math.max(tau, this.range[0]), this.range[1]);
  }

  /** Stop and show both at `tau`. */
  async goTo(tau) {
    this.stop();
    this.tau = this.inRange(tau);
    this.tell();
    await Promise.all(this.sides.map((side) => side.seek(this.tau)));
  }

  step(by) {
    const finer = this.before.frameLength <= this.after.frameLength ? this.before : this.after;
    const next = finer.frameAt(this.tau) + by;
    const { source, last } = finer.frames;
    const inside = next >= 0 && next <= last && !finer.waitsAt(this.tau);
    return this.goTo(inside ? finer.tauOf(source[next]) : this.tau + by * this.finest);
  }

  stop() {
    this.turn += 1;
    this.playing = false;
    for (const side of this.sides) side.video.pause();
    this.showPlaying();
  }

  async play() {
    await this.goTo(this.tau >= this.range[1] - this.finest ? this.range[0] : this.tau);
    const turn = this.turn;
    this.playing = true;
    this.showPlaying();
    const ready = this.sides.filter((side) => side.movesAt(this.tau));
    for (const side of ready) side.setRate(this.rate);
    await Promise.all(ready.map((side) => side.start()));
    if (turn !== this.turn) return;
    const tick = () => {
      if (turn !== this.turn) return;
      if (this.advance()) window.requestAnimationFrame(tick);
      else this.playAgain();
    };
    window.requestAnimationFrame(tick);
  }

  /** Move the shared clock to what both show, and hold back whichever is ahead; false at the end of both. */
  advance() {
    const moving = this.sides.filter((side) => side.movesAt(this.tau));
    if (!moving.length) return false;
    const slowest = Math.min(...moving.map((side) => side.shownTau));
    this.tau = Math.max(this.tau, slowest);
    const patience = Math.max(this.before.frameLength, this.after.frameLength);
    for (const side of this.sides) {
      side.say(this.tau);
      if (moving.includes(side)) side.follow(side.shownTau - slowest, patience, this.rate);
    }
    this.tell();
    return true;
  }

  playAgain() {
    this.tau = this.range[0];
    return this.play();
  }

  /** Pause on one moment for both: wherever each had got to, both then show the frame of the shared clock. */
  pause() {
    return this.goTo(this.tau);
  }

  showPlaying() {
    this.section.classList.toggle("playing", this.playing);
    this.find('[data-act="play"]').setAttribute("aria-label", this.playing ? "Pause" : "Play");
  }

  /** A frame of a side is on the screen: draw what goes with it and say so to whoever drives the page. */
  shown(side) {
    side.root.dataset.frame = String(side.frame);
    side.root.dataset.at = (side.frames.source[side.frame] - side.anchorS).toFixed(4);
    this.draw();
    moveCursors(this.section, side);
  }

  draw() {
    if (!this.data) return;
    this.before.draw(this.after, this.view);
    this.after.draw(this.before, this.view);
  }

  tell() {
    this.scrub.value = String(Math.round((this.tau - this.range[0]) / this.finest));
    const name = this.data.anchors.find((one) => one.key === this.anchor).label;
    const words = `${Math.abs(this.tau).toFixed(2)} seconds ${this.tau < 0 ? "before" : "after"}: ${name}`;
    this.scrub.setAttribute("aria-valuetext", words);
    const sign = this.tau < -0.005 ? "−" : "+";
    this.find(".clock").textContent = `${sign}${Math.abs(this.tau).toFixed(2)} s`;
  }

  click(event) {
    const action = event.target.closest("button[data-act]")?.dataset.act;
    if (action) this.command(action);
    else if (event.target.closest(".stage")) this.command("play");
  }

  key(event) {
    const command = PAIR_KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    const tag = event.composedPath()[0].tagName;
    if (!command || event.ctrlKey || event.metaKey || event.altKey) return;
    if (tag === "SELECT" || tag === "INPUT" || (tag === "BUTTON" && event.key === " ")) return;
    event.preventDefault();
    event.stopPropagation();
    this.command(command);
  }

  change(event) {
    const { act } = event.target.dataset;
    const { value } = event.target;
    if (act === "anchor") this.lineUpAt(value);
    if (act === "rate") this.setRate(Number(value));
    if (act === "before-speed") this.setSpeed(this.before, Number(value));
    if (act === "after-speed") this.setSpeed(this.after, Number(value));
  }

  lineUpAt(anchor) {
    this.anchor = anchor;
    for (const side of this.sides) side.lineUpAt(anchor);
    this.measure();
    this.goTo(0);
  }

  setRate(rate) {
    this.rate = rate;
    this.again();
  }

  setSpeed(side, speed) {
    side.speed = speed;
    this.measure();
    this.again();
  }

  /** Go on as before with what was changed. */
  again() {
    if (this.playing) this.play();
    else this.goTo(this.tau);
  }

  command(name) {
    const commands = {
      play: () => (this.playing ? this.pause() : this.play()),
      back: () => this.step(-1),
      on: () => this.step(1),
      skeleton: () => this.toggle("skeleton"),
      overlay: () => this.toggle("overlay"),
    };
    commands[name]();
  }

  toggle(name) {
    this.view[name] = !this.view[name];
    this.find(`[data-act="${name}"]`).setAttribute("aria-pressed", String(this.view[name]));
    this.draw();
    const what = name === "overlay" ? "The other side's skeleton" : "Skeletons";
    this.find(".status").textContent = `${what} ${this.view[name] ? "shown" : "hidden"}`;
  }

  trouble() {
    const note = this.find(".trouble");
    note.hidden = false;
    note.textContent = "This browser could not play one of the recordings; the figures on this page are complete.";
  }
}

const PAIRS = new WeakMap();

export default function mount({ data, parentElement }) {
  const section = parentElement.querySelector(".pair");
  if (!PAIRS.has(section)) PAIRS.set(section, new Pair(parentElement));
  const pair = PAIRS.get(section);
  pair.update(data);
  // A rerun that overtakes another has the older one's clean-up run: only the newest may close the pair.
  pair.newest = data;
  return () => {
    if (pair.newest !== data) return;
    pair.close();
    PAIRS.delete(section);
  };
}
