// The player: video, skeleton, curves and timeline kept on the same frame.

const REPEATED = ["back", "on"];
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
    this.screening = new Screening(this, this.video, this.playback, this.picture);
    this.asking = new Asking((what) => this.trigger("open", what));
    this.commands = commandsOf(this);
    this.mode = MOMENT;
    this.keysOn = true;
    this.held = new Set();
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
    on(this.scrub, "input", () => this.screening.frames && this.playback.seekFrame(Number(this.scrub.value)));
    on(this.slider, "keydown", (event) => slide(this, event));
    for (const type of ["play", "pause"]) on(video, type, () => this.showPlaying());
    on(video, "error", () => video.currentSrc && this.trouble());
    this.screening.listen(on);
    this.picture.listen(on);
    dragAlong(this.find(".plots"), on, (share) => this.scrubTo(share));
    dragAlong(this.slider, on, (share) => this.goTo(share * this.data.clip.duration_s, true));
    this.sizes = new ResizeObserver(() => this.arrange());
    for (const place of [".stage", ".plots", ".names"]) this.sizes.observe(this.find(place));
  }

  close() {
    this.closing.abort();
    this.sizes.disconnect();
    this.screening.close();
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
    const wasComing = isAnswer && this.coming !== undefined;
    if (isAnswer) this.coming = undefined;
    if (isAnswer) this.asking.answered();
    this.screening.reels.take(data.clip.pieces, data.clip.duration_s);
    this.picture.take(data);
    if (moved) this.mode = data.segment ? MOMENT : WHOLE;
    this.build();
    if (moved || wasComing) this.show(data.focus.at_s);
    else this.draw();
  }

  /** Everything about the picture that is made anew with each rerun. */
  build() {
    const { segment, curves, evidence, clip, segments, moments, size } = this.data;
    const [startS, endS] = segment?.span_s ?? [0, clip.duration_s];
    this.spanS = [startS, endS];
    const namePhases = buildPhases(this.find(".phases"), segment?.phases ?? [], startS, endS);
    this.charts = buildCurves(this.find(".curves"), curves, startS, endS, evidence);
    const nameMarks = buildMarks(this.find(".marks"), evidence?.marks ?? [], startS, endS);
    if (curves.length) buildTimes(this.find(".times"), startS, endS);
    this.movePlayhead = buildTimeline(this.slider, clip, segments, moments, segment?.id);
    const nameMoments = buildNames(
      this.find(".names"), this.find(".numbers"), clip, segments, segment?.id, (one) => this.openMoment(one),
    );
    this.arrangements = [namePhases, this.charts.arrange, nameMarks, nameMoments];
    this.find(".whole-length").textContent = clockText(clip.duration_s);
    this.section.classList.toggle("portrait", size[0] < size[1]);
    this.section.classList.toggle("curved", curves.length > 0);
    this.section.classList.toggle("bare", Boolean(this.data.is_bare));
    const isGuest = this.data.keys === "playback";
    this.find('.controls [data-act="help"]').hidden = isGuest;
    if (isGuest) unnameKeys(this.root);
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
    const { at } = this.screening;
    const inside = at >= startS && at <= endS;
    this.mode = mode;
    this.showMode();
    this.say(mode === WHOLE ? "Whole clip" : "This moment");
    this.show(mode === WHOLE || inside ? at : this.data.focus.at_s);
  }

  /** Bring the picture at `t` seconds of the clip onto the screen; `going` on playing there, or not. */
  show(t, going = null) {
    const { reels } = this.screening;
    this.find(".trouble").hidden = true;
    this.moveMarks(t);
    const whole = this.mode === WHOLE;
    this.screening.show(whole ? reels.stretchAt(t) : reels.momentSpan(this.spanS), t, going, whole && !going);
  }

  /** A film is ready: from now on frames are counted in it. */
  take(reel) {
    const { segment } = this.data;
    const [startS, endS] = this.mode === WHOLE ? [-Infinity, Infinity] : [segment.start_s, segment.end_s];
    this.scrub.max = String(reel.frames.last);
    this.playback.take(reel.frames, startS, endS);
  }

  /** What is likely to be asked for next. */
  fetchAhead() {
    const { reels, decoded, reel, wanted, isWanted, arrived } = this.screening;
    reels.ahead(this.mode === WHOLE ? likelyInClip(this) : likelyInMoment(this), wanted);
    // A key held down outruns what is decoded ahead, and the film has to keep up with it.
    if (isWanted && arrived && !this.playback.playing && !this.isHeldDown) decoded.prepare(likelyFrames(this, reel, this.playback.frame));
  }

  showPlaying() {
    const { playing } = this.playback;
    this.section.classList.toggle("playing", playing);
    this.find('[data-act="play"]').setAttribute("aria-label", playing ? "Pause" : "Play");
  }

  /** Everything that follows the picture, for the time that is on the screen. */
  draw() {
    if (!this.data) return;
    const t = this.screening.shownS;
    this.picture.draw(this.screening.poseShown(this.data.pose), this.momentAt(t));
    this.moveMarks(t);
  }

  moveMarks(t) {
    const { frames } = this.screening;
    if (frames && this.mode === MOMENT) this.scrub.value = String(frames.atSourceTime(t));
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
    const { frames } = this.screening;
    if (!frames) return;
    this.say(`${frames.source[this.playback.inClip(this.playback.frame + by)].toFixed(2)} seconds`);
    this.playback.step(by);
  }

  /** Over the end of a piece of the whole clip into the next, over its start into the one before, or (0) to the first. */
  goOver(by, going = null) {
    if (this.mode !== WHOLE || !this.screening.reel) return false;
    const { startS, endS } = this.screening.reel.span;
    const to = by === 0 ? 0 : by > 0 ? endS : startS - 1e-3;
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
      this.showMode();
    }
    if (!dragged) this.say(fineClock(to));
    this.show(to);
  }

  scrubTo(share) {
    const [startS, endS] = this.spanS;
    this.goTo(startS + share * (endS - startS));
  }

  /** Open a moment of the timeline: the finding in it that deserves the first look. */
  openMoment(segment) {
    this.asking.ask({ segment: [segment.start_s, segment.end_s], of: this.data.focus.id });
  }

  /** Go to the next (+1) or previous (-1) finding of the list; its picture comes before the page's answer. */
  goToFinding(by) {
    this.playback.pause();
    const beside = this.data.beside?.[by];
    if (beside && !this.asking.awaited) {
      this.coming = beside.id;
      this.screening.glimpse(beside.at_s);
    }
    this.asking.ask({ step: by });
  }

  /** Say something of the finding on the screen; a verdict names the one that was there when its key was pressed. */
  review(what) {
    if (this.data.can_review) this.asking.ask(what);
    else this.say("Choose “For the clinician” to review.");
  }

  key(event) {
    this.isHeldDown = event.repeat;
    const command = commandOf(event, this.section, this.keysOn);
    if (!command || (this.data?.keys === "playback" && !PLAYBACK.includes(command))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.held.add(event.code);
    if (!event.repeat || REPEATED.includes(command)) this.commands[command]();
  }

  keyAfter(event) {
    if (event.type === "keyup" && this.isHeldDown) {
      this.isHeldDown = false;
      this.screening.rest();
    }
    if (!this.held.has(event.code)) return;
    event.stopImmediatePropagation();
    if (event.type === "keyup") this.held.delete(event.code);
  }

  click(event) {
    const action = event.target.closest("button[data-act]")?.dataset.act;
    if (action) this.commands[action]();
    else if (this.picture.isPicture(event.target) && !this.picture.moved) this.commands.play();
  }

  change(event) {
    if (event.target.dataset.act === "speed") this.playback.setSpeed(Number(event.target.value));
    if (event.target.dataset.act === "keys") this.keysOn = event.target.checked;
  }

  /** Say that a film cannot be played, or that a piece (`span`) cannot be had. */
  trouble(words = "This browser could not play the film; the findings beside it are complete all the same.", span = null) {
    if (this.mode === WHOLE && span?.startS > 0 && span.endS >= this.data.clip.duration_s) {
      // A header may promise a little more than the file holds: its last picture lies in the piece before.
      this.show(span.startS - 1e-3);
      return;
    }
    const note = this.find(".trouble");
    note.hidden = false;
    note.textContent = words;
  }

  say(text) {
    this.find(".status").textContent = text;
  }
}
