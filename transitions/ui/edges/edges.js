// Marking transitions: the film, the timeline, the pictures of both edges and the store's answer kept together.

const VIEW_MARGIN = 1.9;
const PX_PER_FRAME = 3;

/** One mounted timeline; lives as long as its place on the page and takes new data on every rerun. */
class Edges {
  constructor(root) {
    this.section = root.querySelector(".edges");
    this.video = this.find(".stage video");
    this.playback = new Playback(this.video, () => this.showPlaying(), () => false); // no film follows
    this.playback.loop = false;
    this.book = new Book((message) => this.trigger("said", message));
    this.chosen = null;
    this.handle = null;
    this.commands = new Commands(this);
    this.listen();
    writeKeySheet(this.find(".help dl"));
  }

  find(selector) {
    return this.section.querySelector(selector);
  }

  listen() {
    this.closing = new AbortController();
    const { signal } = this.closing;
    const on = (target, type, act) => target.addEventListener(type, act, { signal });
    this.hands = new Hands(this, signal);
    for (const type of ["play", "pause"]) on(this.video, type, () => this.showPlaying());
    on(this.video, "ended", () => this.playback.ended());
    on(this.video, "error", () => this.trouble());
    this.seeker = new Seeker(this.video, signal);
    this.strip = new Strip(this.find(".timeline"), pointerOf(this), signal);
    this.shots = { start: new Shot(this.find(".shot.start"), signal), end: new Shot(this.find(".shot.end"), signal) };
    this.onScreen = new OnScreen(this.video, () => this.frames, (k) => this.shown(k));
  }

  close() {
    this.book.settle();
    this.closing.abort();
    this.book.close();
    this.onScreen.close();
    for (const shot of Object.values(this.shots)) shot.close();
    this.letGo();
  }

  /** Stop fetching the film: nobody looks at it any more. */
  letGo() {
    this.playback.pause();
    for (const video of [this.video, ...Object.values(this.shots).map((shot) => shot.video)]) {
      video.removeAttribute("src");
      video.load();
    }
    this.isLetGo = true;
  }

  /** Take the data of a rerun. */
  update(data) {
    const [before, wasTurning] = [this.data ? this.book.marks : {}, this.book.turning];
    const isOther = this.data?.of !== data.of;
    const isOtherFilm = this.isLetGo || this.data?.video.url !== data.video.url;
    const answered = this.book.take(data);
    this.data = data;
    if (isOther) {
      this.handle = null;
      this.chosen = data.chosen ?? inOrder(data.marks)[0]?.[0] ?? null;
    }
    if (isOtherFilm) this.load(data);
    this.fillKinds();
    if (answered && data.answer.trouble) this.say(data.answer.trouble);
    if (isOther || isOtherFilm) this.open(this.going ?? {});
    if (wasTurning && !this.book.turning) this.afterTurn(before);
    this.keepChoice();
    this.draw();
    this.departIfKept();
  }

  /** Leave the timeline once everything that was done on it is kept. */
  depart(where) {
    this.departing = where;
    this.departIfKept();
  }

  departIfKept() {
    if (!this.departing || this.book.unsaved) return;
    this.letGo();
    this.trigger("go", { ...this.departing, nonce: randomHex(4) });
    this.departing = null;
  }

  load(data) {
    this.isLetGo = false;
    this.find(".trouble").hidden = true;
    this.frames = new Frames(data.video.frame_s);
    delete this.section.dataset.frame;
    this.playback.take(this.frames, this.frames.source[0], this.frames.source[this.frames.last]);
    this.playback.frame = 0;
    this.playback.load(data.video.url);
    for (const shot of Object.values(this.shots)) shot.load(data.video.url, this.frames);
    this.find(".stage").style.setProperty("--ratio", String(data.size[0] / data.size[1]));
    this.section.style.setProperty("--ratio", String(data.size[0] / data.size[1]));
    this.section.classList.toggle("portrait", data.size[0] < data.size[1]);
  }

  /** Begin with another clip or piece of it. */
  open({ key = this.chosen, handle = null, at_s = null }) {
    this.going = null;
    this.chosen = this.marks[key] ? key : this.chosen;
    this.handle = this.mark ? handle : null;
    this.showAround();
    this.lock(false);
    this.seek(at_s ?? (this.mark ? timeOf(this.mark, this.handle ?? "start") : this.frames.source[0]));
  }

  /** What was undone or redone is chosen and shown; what was done meanwhile is done on top of it. */
  afterTurn(before) {
    const after = this.marks;
    const [changed] = changedKeys(before, after).filter((key) => after[key]);
    if (changed) this.choose(changed, changed === this.chosen ? this.handle : null);
    for (const [name, by, frame] of this.book.later.splice(0)) this.hands.command(name, by, frame);
    this.hands.settle();
  }

  get marks() {
    return this.book.marks;
  }

  get mark() {
    return this.marks[this.chosen] ?? null;
  }

  /** Never leave nothing chosen where there is something. */
  keepChoice() {
    if (this.mark) {
      if (this.handle && timeOf(this.mark, this.handle) === undefined) this.handle = null;
      return;
    }
    this.handle = null;
    this.chosen = inOrder(this.marks)[0]?.[0] ?? null;
  }

  kindOf(id) {
    return this.data.kinds.find((kind) => kind.id === id) ?? { id, name: id, phases: [] };
  }

  /** Choose a transition, and the edge or phase that the arrow keys move; the film goes there unless it plays. */
  choose(key, handle, { shows = true } = {}) {
    const mark = this.marks[key];
    if (!mark) return;
    this.chosen = key;
    this.handle = handle && timeOf(mark, handle) !== undefined ? handle : null;
    const t = timeOf(mark, this.handle ?? "start");
    if (!this.inFilm(t)) {
      this.go(t, { key, handle, at_s: t });
      return;
    }
    if (shows) this.bringIntoView(mark, t);
    if (this.locked) this.lock(true);
    if (!this.playback.playing && shows) this.seek(t);
    this.draw();
  }

  inFilm(t) {
    const { source, last } = this.frames;
    const [from_s, to_s] = this.data.clip.window_s;
    return (t >= source[0] || from_s <= 0) && (t <= source[last] || to_s >= this.data.clip.duration_s);
  }

  /** Ask for another piece of a long clip. */
  go(t, going) {
    this.going = going;
    this.trigger("go", { at_s: t, nonce: randomHex(4) });
  }

  seek(t) {
    this.stepping = this.frames.atSourceTime(t);
    this.seeker.want(this.stepping, this.frames);
  }

  /** Show the chosen mark otherwise, not saved yet; the film shows what is moved, unless it plays. */
  sketch(mark) {
    this.book.sketch(this.chosen, mark);
    if (!this.playback.playing && this.handle) this.seek(timeOf(mark, this.handle));
    this.draw();
  }

  /** Say where the edge or phase stands. */
  tell(handle = this.handle) {
    if (!this.mark || !handle) return;
    this.say(`${namesOf(this).handle(this.mark, handle)} at ${timeOf(this.mark, handle).toFixed(3)} s`);
  }

  /** Put the keyboard on the grip that is taken, unless it is busy elsewhere on the page. */
  focusGrip() {
    const { activeElement } = document;
    if (activeElement && activeElement !== document.body && !activeElement.shadowRoot?.contains(this.section)) return;
    this.section.querySelector(".grip.held")?.focus({ preventScroll: true });
  }

  /** The piece of film there is, as the timeline shows it. */
  get extent() {
    return [this.frames.source[0], Math.max(this.frames.source[this.frames.last], this.frames.source[0] + LEAST_VIEW_S)];
  }

  /** Show as much of the timeline as leaves a few pixels a frame, and the whole of what is chosen. */
  showAround() {
    const [from_s, to_s] = this.extent;
    const frame_s = (to_s - from_s) / Math.max(this.frames.last, 1);
    const legible_s = ((this.find(".rail").clientWidth || 320) / PX_PER_FRAME) * frame_s;
    const { mark } = this;
    const wide_s = Math.max(legible_s, mark ? (mark.end_s - mark.start_s) * VIEW_MARGIN : 0);
    this.strip.lookAt(mark ? (mark.start_s + mark.end_s) / 2 : from_s, wide_s, this.extent);
  }

  bringIntoView(mark, t) {
    const [from_s, to_s] = this.strip.view;
    const slack = 0.02 * this.strip.wide_s;
    if (mark.start_s >= from_s && mark.end_s <= to_s && t >= from_s + slack && t <= to_s - slack) return;
    const wide_s = Math.max(this.strip.wide_s, (mark.end_s - mark.start_s) * VIEW_MARGIN);
    this.strip.lookAt((mark.start_s + mark.end_s) / 2, wide_s, this.extent);
  }

  /** Frame `k` is on the screen. */
  shown(k) {
    this.playback.frame = k;
    if (this.stepping === k || this.playback.playing) this.stepping = null;
    const t = this.frames.source[k];
    this.find(".clock").textContent = `${t.toFixed(2)} s`;
    const [from_s, to_s] = this.strip.view;
    if (this.playback.playing && !this.strip.dragging && (t < from_s || t > to_s)) {
      this.strip.lookAt(t + 0.4 * this.strip.wide_s, this.strip.wide_s, this.extent);
      this.draw();
    }
    this.strip.placeCursor(t);
    this.section.dataset.frame = String(k);
    this.playback.shown(k);
  }

  /** Play the chosen transition again and again, or the film as it is. */
  lock(locks) {
    const { source, last } = this.frames;
    const { mark } = this;
    this.locked = locks && mark !== null;
    this.playback.loop = this.locked;
    if (this.locked) this.playback.take(this.frames, mark.start_s, Math.min(mark.end_s, source[last]));
    else this.playback.take(this.frames, source[0], source[last]);
    this.find('[data-act="lock"]').setAttribute("aria-pressed", String(this.locked));
  }

  /** Draw everything that depends on the marks. */
  draw() {
    if (this.locked) this.lock(true);
    const { marks, mark, data } = this;
    const gone = Object.entries(data.given).filter(([key]) => !marks[key]);
    this.strip.draw({
      marks,
      refused: Object.fromEntries(gone),
      chosen: this.chosen,
      handle: this.handle,
      names: namesOf(this),
      clip_s: data.clip.duration_s,
      frames: this.frames,
    });
    this.strip.placeCursor(this.frames.source[this.playback.frame]);
    for (const [edge, shot] of Object.entries(this.shots)) shot.show(mark ? timeOf(mark, edge) : null);
    showTools(this);
    showPhases(this);
    this.section.dataset.unsaved = String(this.book.unsaved);
    this.section.dataset.chosen = this.chosen ?? "";
  }

  showPlaying() {
    const { playing } = this.playback;
    this.section.classList.toggle("playing", playing);
    this.find('[data-act="play"]').setAttribute("aria-label", playing ? "Pause" : "Play");
  }

  fillKinds() {
    const words = JSON.stringify(this.data.kinds);
    if (this.kindsShown === words) return;
    this.kindsShown = words;
    const options = this.data.kinds.map((kind, n) => new Option(n < 9 ? `${n + 1} ${kind.name}` : kind.name, kind.id));
    this.find('[data-act="kind"]').replaceChildren(...options);
  }

  trouble() {
    const note = this.find(".trouble");
    note.hidden = false;
    note.textContent = "This browser could not play the clip; reload the page, or open it in another browser.";
  }

  say(text) {
    this.find(".status").textContent = text;
  }
}

const EDGES = new WeakMap();

export default function mount({ data, parentElement, setTriggerValue }) {
  const section = parentElement.querySelector(".edges");
  if (!EDGES.has(section)) EDGES.set(section, new Edges(parentElement));
  const edges = EDGES.get(section);
  edges.trigger = setTriggerValue;
  edges.update(data);
  // A rerun that overtakes another has the older one's clean-up run: only the newest may close the timeline.
  edges.newest = data;
  return () => {
    if (edges.newest !== data) return;
    edges.close();
    EDGES.delete(section);
  };
}
