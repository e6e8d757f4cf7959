// The player: video, skeleton, curves and timeline kept on the same frame.

const REPEATED = ["back", "on"];
const PATIENCE_MS = 4000;
const PAINT_MS = 150;
const MOST_AHEAD = 3;
const MOMENT = "moment";
const WHOLE = "whole";

/** One mounted player; lives as long as its place on the page and takes new data on every rerun. */
class Player {
  constructor(root) {
    this.root = root;
    this.section = root.querySelector(".player");
    this.video = root.querySelector("video");
    this.scrub = root.querySelector(".scrub");
    this.slider = root.querySelector(".timeline");
    this.playback = new Playback(this.video, () => this.showPlaying(), (by, going) => this.goOver(by, going));
    this.picture = new Picture(root, () => this.draw());
    this.reels = new Reels();
    this.mode = MOMENT;
    this.at = 0;
    this.keysOn = true;
    this.held = new Set();
    this.asked = [];
    this.listen();
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  listen() {
    const { video, section } = this;
    this.closing = new AbortController();
    const on = (target, type, act) => target.addEventListener(type, act, { signal: this.closing.signal });
    // At the window and before anybody else: Streamlit has uses of its own for R and C, on press and on release.
    const first = { signal: this.closing.signal, capture: true };
    window.addEventListener("keydown", (event) => this.key(event), first);
    for (const type of ["keypress", "keyup"]) window.addEventListener(type, (event) => this.keyAfter(event), first);
    on(section, "click", (event) => this.click(event));
    on(section, "change", (event) => this.change(event));
    on(this.scrub, "input", () => this.frames && this.playback.seekFrame(Number(this.scrub.value)));
    on(this.slider, "keydown", (event) => this.slide(event));
    for (const type of ["play", "pause"]) on(video, type, () => this.showPlaying());
    on(video, "loadeddata", () => this.arrive());
    on(video, "seeked", () => this.settle());
    on(video, "error", () => this.video.currentSrc && this.trouble());
    on(video, "ended", () => this.playback.ended());
    this.picture.listen(on);
    dragAlong(this.find(".plots"), on, (share) => this.scrubTo(share));
    dragAlong(this.slider, on, (share) => this.goTo(share * this.data.clip.duration_s, true));
    const drawn = (_now, meta) => {
      if (this.frames && this.arrived) this.showFrame(this.frames.atMediaTime(meta.mediaTime));
      this.pending = video.requestVideoFrameCallback(drawn);
    };
    this.pending = video.requestVideoFrameCallback(drawn);
    this.sizes = new ResizeObserver(() => this.arrange());
    for (const place of [".stage", ".plots", ".names"]) this.sizes.observe(this.find(place));
  }

  close() {
    this.closing.abort();
    this.video.cancelVideoFrameCallback(this.pending);
    this.sizes.disconnect();
    this.playback.pause();
    this.reels.close();
  }

  /** Take the data of a rerun; the picture is left alone unless another moment, or this one anew, was asked for. */
  update(data) {
    const before = this.data;
    const moved = !before || before.clip.pieces.at !== data.clip.pieces.at || before.focus.nonce !== data.focus.nonce
      || before.segment?.id !== data.segment?.id;
    const isAnswer = before !== undefined && before.answers !== data.answers;
    this.data = data;
    this.section.dataset.finding = String(data.focus.id);
    if (isAnswer && data.field) focusField(data.field);
    if (isAnswer && data.said) this.say(data.said);
    if (isAnswer) this.answered();
    this.reels.take(data.clip.pieces, data.clip.duration_s);
    this.picture.take(data);
    if (moved) this.mode = data.segment ? MOMENT : WHOLE;
    this.build();
    if (moved) this.show(data.focus.at_s);
    else this.draw();
  }

  /** Everything about the picture that is made anew with each rerun. */
  build() {
    const { segment, curves, evidence, clip, segments, moments, size } = this.data;
    const [startS, endS] = segment?.span_s ?? [0, clip.duration_s];
    this.spanS = [startS, endS];
    const namePhases = buildPhases(this.find(".phases"), segment?.phases ?? [], startS, endS);
    this.charts = buildCurves(this.find(".curves"), curves, startS, endS, evidence);
    if (curves.length) buildTimes(this.find(".times"), startS, endS);
    this.movePlayhead = buildTimeline(this.slider, clip, segments, moments, segment?.id);
    const nameMoments = buildNames(
      this.find(".names"), this.find(".numbers"), clip, segments, segment?.id, (one) => this.ask({ segment: one.id }),
    );
    this.arrangements = [namePhases, this.charts.arrange, nameMoments];
    this.find(".whole-length").textContent = clockText(clip.duration_s);
    this.section.classList.toggle("portrait", size[0] < size[1]);
    this.section.classList.toggle("curved", curves.length > 0);
    this.showMode();
  }

  /** Find room for everything that is written, and draw the picture, at the size that they have now. */
  arrange() {
    for (const arrange of this.arrangements ?? []) arrange();
    this.draw();
  }

  showMode() {
    const whole = this.mode === WHOLE;
    this.section.classList.toggle("plain", whole || this.data.curves.length === 0);
    this.section.classList.toggle("in-whole", whole);
    this.find(".modes").hidden = !this.data.segment;
    for (const mode of [MOMENT, WHOLE]) {
      this.find(`[data-act="${mode}"]`).setAttribute("aria-pressed", String(mode === this.mode));
    }
    this.arrange();
  }

  setMode(mode) {
    if (mode === this.mode || !this.data.segment) return;
    const [startS, endS] = this.spanS;
    const inside = this.at >= startS && this.at <= endS;
    this.mode = mode;
    this.showMode();
    this.say(mode === WHOLE ? "Whole clip" : "This moment");
    this.show(mode === WHOLE || inside ? this.at : this.data.focus.at_s);
  }

  get frames() {
    return this.reel?.frames;
  }

  /** Bring the picture at `t` seconds of the clip onto the screen; `going` on playing there, or not. */
  show(t, going = null) {
    const span = this.mode === WHOLE ? this.reels.stretchAt(t) : this.reels.momentSpan(this.spanS);
    this.at = t;
    this.going = going;
    this.find(".trouble").hidden = true;
    if (this.reel?.key === this.reels.keyOf(span)) {
      this.wanted = this.reel.key;
      if (this.video.readyState >= HTMLMediaElement.HAVE_METADATA) this.arrive();
      return;
    }
    this.playback.pause();
    this.moveMarks(t);
    this.bringStill();
    this.open(span);
  }

  /** Fetch a reel and load its film, unless something else is wanted by then. */
  async open(span) {
    const key = this.reels.keyOf(span);
    this.wanted = key;
    delete this.section.dataset.segment;
    delete this.section.dataset.frame;
    try {
      const reel = await this.reels.get(span);
      if (this.wanted !== key) return;
      this.reel = reel;
      this.arrived = false;
      const whole = this.mode === WHOLE;
      this.scrub.max = String(reel.frames.last);
      this.playback.take(reel.frames, whole ? -Infinity : this.data.segment.start_s, whole ? Infinity : this.data.segment.end_s);
      this.playback.load(reel.url);
      this.draw();
    } catch (error) {
      if (this.wanted !== key) return;
      // A header may promise a little more than the file holds: its last picture lies in the piece before.
      if (this.mode === WHOLE && span.startS > 0 && span.endS >= this.data.clip.duration_s) this.show(span.startS - 1e-3);
      else this.trouble(error.message);
    }
  }

  /** The film is there: go to the frame that was asked for. */
  arrive() {
    if (!this.frames || this.wanted !== this.reel.key) return;
    this.playback.frame = this.frames.atSourceTime(this.at);
    this.playback.seekSource(this.at);
    if (this.going === "forward") this.playback.play();
    if (this.going === "backward") this.playback.playBackwards();
    this.going = null;
  }

  /** A seek is done. Where it stays within one frame the browser shows no new one, and says nothing more. */
  settle() {
    if (!this.frames || this.wanted !== this.reel.key) return;
    const firstSeek = !this.arrived;
    this.arrived = true;
    if (!firstSeek) return;
    window.setTimeout(() => {
      const there = this.section.dataset.frame !== undefined || this.wanted !== this.reel?.key;
      if (!there) this.showFrame(this.frames.atMediaTime(this.video.currentTime - 1e-3));
    }, PAINT_MS);
    this.fetchAhead();
  }

  /** While a film is being made: one picture of the time that is wanted, of the newest one when several are. */
  async bringStill() {
    if (this.bringing) return;
    this.bringing = true;
    for (let t = null; t !== this.at && this.section.dataset.frame === undefined;) {
      t = this.at;
      const still = await this.reels.still(t).catch(() => null);
      if (still && t === this.at && this.section.dataset.frame === undefined) this.showStill(still);
    }
    this.bringing = false;
  }

  showStill({ t, bitmap }) {
    this.picture.showStill(bitmap);
    this.stillAt = t;
    this.draw();
    this.section.dataset.picture = "still";
    this.section.dataset.shown = t.toFixed(3);
  }

  /** What is likely to be asked for next: the pieces about this one, the other moments. */
  fetchAhead() {
    if (this.mode === MOMENT) {
      const { segments, segment } = this.data;
      const here = segments.findIndex((s) => s.id === segment.id);
      const near = [...segments.slice(here + 1, here + MOST_AHEAD), ...segments.slice(Math.max(here - 1, 0), here)];
      this.reels.ahead(near.map((s) => Math.round(s.start_s * 1000) / 1000));
      return;
    }
    const { duration_s: durationS } = this.data.clip;
    const { startS, endS } = this.reel.span;
    const [next, before] = [endS < durationS ? [this.reels.stretchAt(endS)] : [], startS > 0 ? [this.reels.stretchAt(startS - 1)] : []];
    this.reels.ahead([...next, 0, durationS, ...before]);
  }

  showPlaying() {
    const { playing } = this.playback;
    this.section.classList.toggle("playing", playing);
    this.find('[data-act="play"]').setAttribute("aria-label", playing ? "Pause" : "Play");
  }

  /** The pose of the frame at `t` and its row there; null where nobody was followed. */
  poseAt(t) {
    for (const pose of [this.reel?.pose, this.data.pose]) {
      const row = pose?.t_s.length ? nearest(pose.t_s, t) : -1;
      if (row >= 0 && Math.abs(pose.t_s[row] - t) <= LONGEST_POSE_GAP_S) return { pose, row };
    }
    return null;
  }

  /** Frame `k` is on the screen: draw what goes with it and say so to whoever drives the page. */
  showFrame(k) {
    this.stillAt = null;
    this.picture.showFilm();
    this.at = this.frames.source[k];
    this.playback.frame = k;
    this.draw();
    this.section.dataset.segment = this.data.segment?.id ?? "";
    this.section.dataset.frame = String(k);
    this.section.dataset.picture = "film";
    this.section.dataset.shown = this.at.toFixed(3);
    this.playback.shown(k);
  }

  /** Everything that follows the picture, for the time that is on the screen. */
  draw() {
    if (!this.data) return;
    const t = this.stillAt ?? this.at;
    this.picture.draw(this.poseAt(t), this.momentAt(t));
    this.moveMarks(t);
  }

  moveMarks(t) {
    if (this.frames && this.mode === MOMENT) this.scrub.value = String(this.frames.atSourceTime(t));
    this.scrub.setAttribute("aria-valuetext", `${t.toFixed(2)} seconds into the clip`);
    this.find(".clock").textContent = `${t.toFixed(2)} s`;
    this.find(".now").textContent = fineClock(t);
    const [first, last] = this.spanS;
    const share = Math.min(Math.max((t - first) / Math.max(last - first, 1e-6), 0), 1);
    this.find(".cursor").style.left = `${share * 100}%`;
    this.charts.write(t);
    this.movePlayhead(t);
  }

  /** The finding that is happening at `t`; of several at once the one that is open. */
  momentAt(t) {
    const { moments, focus, segment } = this.data;
    const happening = moments.filter((m) => (m.severity || m.id === focus.id) && m.from_s <= t && t <= m.to_s
      && (this.mode === WHOLE || m.segment_id === segment.id));
    return happening.find((m) => m.id === focus.id) ?? happening[0] ?? null;
  }

  step(by) {
    if (!this.frames) return;
    this.say(`${this.frames.source[this.playback.inClip(this.playback.frame + by)].toFixed(2)} seconds`);
    this.playback.step(by);
  }

  /** Over the end of a piece of the whole clip into the next, or over its start into the one before. */
  goOver(by, going = null) {
    if (this.mode !== WHOLE || !this.reel) return false;
    const { startS, endS } = this.reel.span;
    const to = by > 0 ? endS : startS - 1e-3;
    if (to < 0 || to >= this.data.clip.duration_s) return false;
    this.show(to, going);
    return true;
  }

  /** Go to a time of the clip: within the moment where it is part of it, else in the whole clip. */
  goTo(t, dragged = false) {
    const to = Math.min(Math.max(t, 0), this.data.clip.duration_s);
    const [startS, endS] = this.spanS;
    this.playback.pause();
    if (this.mode === MOMENT && (to < startS || to > endS)) {
      this.mode = WHOLE;
      this.at = to;
      this.showMode();
    }
    if (!dragged) this.say(fineClock(to));
    this.show(to);
  }

  scrubTo(share) {
    const [startS, endS] = this.spanS;
    this.goTo(startS + share * (endS - startS));
  }

  /** A key on the slider. */
  slide(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = slidTo(event.key, this.at, this.data.clip.duration_s);
    const here = this.data.segments.find((s) => s.start_s <= this.at && this.at <= s.end_s);
    if (to === null && !(event.key === "Enter" && here)) return;
    event.preventDefault();
    event.stopPropagation();
    if (to === null) this.ask({ segment: here.id });
    else this.goTo(to);
  }

  /**
   * Ask the page for something, one thing after the other: what is asked while an answer is awaited waits its turn.
   * A verdict names the finding that was on the screen when its key was pressed.
   */
  ask(what) {
    this.asked.push(what);
    if (!this.awaiting) this.askNext();
  }

  askNext() {
    const what = this.asked.shift();
    if (!what) return;
    this.awaiting = window.setTimeout(() => this.answered(), PATIENCE_MS);
    this.trigger("open", what);
  }

  answered() {
    window.clearTimeout(this.awaiting);
    this.awaiting = 0;
    this.askNext();
  }

  /** Go to the next (+1) or previous (-1) finding of the list. */
  goToFinding(by) {
    this.playback.pause();
    this.ask({ step: by });
  }

  /** Say something of the finding on the screen. */
  review(what) {
    if (this.data.can_review) this.ask(what);
    else this.say("Choose “For the clinician” to review.");
  }

  key(event) {
    const command = commandOf(event, this.section, this.keysOn);
    if (!command) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.held.add(event.code);
    if (!event.repeat || REPEATED.includes(command)) this.command(command);
  }

  keyAfter(event) {
    if (!this.held.has(event.code)) return;
    event.stopImmediatePropagation();
    if (event.type === "keyup") this.held.delete(event.code);
  }

  click(event) {
    const action = event.target.closest("button[data-act]")?.dataset.act;
    if (action === MOMENT || action === WHOLE) this.setMode(action);
    else if (action) this.command(action);
    else if (this.picture.isPicture(event.target) && !this.picture.moved) this.command("play");
  }

  change(event) {
    if (event.target.dataset.act === "speed") this.playback.setSpeed(Number(event.target.value));
    if (event.target.dataset.act === "keys") this.keysOn = event.target.checked;
  }

  command(name) {
    const { playback, picture, data } = this;
    const commands = {
      play: () => (playback.playing ? playback.pause() : this.frames && playback.play()),
      pause: () => playback.pause(),
      back: () => this.step(-1),
      on: () => this.step(1),
      reverse: () => this.frames && playback.playBackwards(),
      forward: () => (this.video.paused ? this.frames && playback.play() : this.changeSpeed(1)),
      next: () => this.goToFinding(1),
      previous: () => this.goToFinding(-1),
      agree: () => this.review({ verdict: "agree", of: data.focus.id }),
      disagree: () => this.review({ verdict: "disagree", of: data.focus.id }),
      correct: () => this.review({ correct: data.focus.id }),
      undo: () => this.review({ undo: true }),
      slower: () => this.changeSpeed(-1),
      faster: () => this.changeSpeed(1),
      loop: () => this.toggleLoop(),
      skeleton: () => this.toggle("skeleton", "Skeleton"),
      legend: () => this.toggle("legend", "Left and right"),
      measure: () => this.toggle("measure", "What was measured"),
      whole: () => this.setMode(this.mode === WHOLE ? MOMENT : WHOLE),
      closer: () => this.zoom(() => picture.zoom(1)),
      farther: () => this.zoom(() => picture.zoom(-1)),
      allOfIt: () => this.zoom(() => picture.allOfIt()),
      help: () => this.toggleHelp(this.find(".help").hidden),
      close: () => this.toggleHelp(false),
    };
    commands[name]();
  }

  changeSpeed(by) {
    this.playback.changeSpeed(by);
    this.find("select").value = String(this.playback.speed);
    this.say(`Speed ${this.playback.speed}`);
  }

  toggleLoop() {
    const loop = !this.playback.loop;
    this.playback.loop = loop;
    this.find('[data-act="loop"]').setAttribute("aria-pressed", String(loop));
    this.say(loop ? "Repeating the moment" : "Playing once");
  }

  toggle(name, words) {
    this.say(`${words} ${this.picture.toggle(name) ? "shown" : "hidden"}`);
  }

  zoom(act) {
    act();
    this.say(`Enlarged ${this.picture.view.scale} times`);
  }

  toggleHelp(show) {
    const help = this.find(".help");
    if (help.hidden === !show) return;
    help.hidden = !show;
    if (show) help.querySelector('button[data-act="help"]').focus();
    else this.section.focus();
  }

  trouble(words = "This browser could not play the film; the findings beside it are complete all the same.") {
    const note = this.find(".trouble");
    note.hidden = false;
    note.textContent = words;
  }

  say(text) {
    this.find(".status").textContent = text;
  }
}

/** Call `to` with the share of the way along a strip on which the pointer is pressed or drawn. */
function dragAlong(strip, on, to) {
  const move = (event) => {
    if (event.type === "pointermove" && !event.buttons) return;
    const box = strip.getBoundingClientRect();
    to(Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1));
  };
  on(strip, "pointerdown", (event) => {
    strip.setPointerCapture(event.pointerId);
    move(event);
  });
  on(strip, "pointermove", move);
}

const PLAYERS = new WeakMap();

export default function mount({ data, parentElement, setTriggerValue }) {
  const section = parentElement.querySelector(".player");
  if (!PLAYERS.has(section)) PLAYERS.set(section, new Player(parentElement));
  const player = PLAYERS.get(section);
  player.trigger = setTriggerValue;
  player.update(data);
  // A rerun that overtakes another has the older one's clean-up run: only the newest may close the player.
  player.newest = data;
  return () => {
    if (player.newest !== data) return;
    player.close();
    PLAYERS.delete(section);
  };
}
