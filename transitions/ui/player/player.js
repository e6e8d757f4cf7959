// The player: video, skeleton, curves and timeline kept on the same frame.

const COLOURS = { left: "#35c4d8", right: "#ffb14a", middle: "#f4f7f8" };
const LONGEST_POSE_GAP_S = 0.1;

const REPEATED = ["back", "on"];
const PATIENCE_MS = 4000;

/** One mounted player; lives as long as its place on the page and takes new data on every rerun. */
class Player {
  constructor(root) {
    this.root = root;
    this.section = root.querySelector(".player");
    this.video = root.querySelector("video");
    this.canvas = root.querySelector("canvas");
    this.scrub = root.querySelector(".scrub");
    this.playback = new Playback(this.video, () => this.showPlaying());
    this.showSkeleton = true;
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
    on(this.scrub, "input", () => this.playback.seekFrame(Number(this.scrub.value)));
    on(this.find(".timeline"), "click", (event) => this.openAt(event));
    for (const type of ["play", "pause"]) on(video, type, () => this.showPlaying());
    on(video, "loadeddata", () => this.goToFocus());
    on(video, "error", () => this.trouble());
    on(video, "ended", () => this.playback.ended());
    this.dragOver(this.find(".plots"), on);
    const drawn = (_now, meta) => {
      if (this.frames) this.showFrame(this.frames.atMediaTime(meta.mediaTime));
      this.pending = video.requestVideoFrameCallback(drawn);
    };
    this.pending = video.requestVideoFrameCallback(drawn);
    this.sizes = new ResizeObserver(() => this.drawFrame(this.playback.frame));
    this.sizes.observe(this.find(".stage"));
  }

  close() {
    this.closing.abort();
    this.video.cancelVideoFrameCallback(this.pending);
    this.sizes.disconnect();
    this.playback.pause();
  }

  /** Take the data of a rerun; the video is left alone unless it is another one. */
  update(data) {
    const sameVideo = this.data?.video.url === data.video.url;
    const sameFocus = this.data?.focus.nonce === data.focus.nonce;
    const isAnswer = this.data !== undefined && this.data.answers !== data.answers;
    this.data = data;
    this.section.dataset.finding = String(data.focus.id);
    if (isAnswer && data.field) focusField(data.field);
    if (isAnswer && data.said) this.say(data.said);
    if (isAnswer) this.answered();
    this.frames = new Frames(data.video.frame_s);
    this.scrub.max = String(this.frames.last);
    this.playback.take(this.frames, data.segment.start_s, data.segment.end_s);
    const [startS, endS] = [data.video.frame_s[0], data.video.frame_s[this.frames.last]];
    buildPhases(this.find(".phases"), data.segment.phases, startS, endS);
    this.readouts = buildCurves(this.find(".curves"), data.curves, startS, endS, data.evidence);
    this.movePlayhead = buildTimeline(
      this.find(".timeline"), data.clip, data.segments, data.moments, data.segment.id,
    );
    this.find(".whole-length").textContent = clockText(data.clip.duration_s);
    this.find(".stage").style.setProperty("--ratio", String(data.size[0] / data.size[1]));
    this.section.classList.toggle("portrait", data.size[0] < data.size[1]);
    this.section.classList.toggle("plain", data.curves.length === 0);
    this.find(".legend").hidden = data.pose.t_s.length === 0;
    this.find('.controls [data-act="help"]').hidden = data.keys === "playback";
    if (!sameVideo) {
      this.load(data.video.url);
      return;
    }
    if (this.section.dataset.frame) this.showFrame(this.playback.frame);
    if (!sameFocus) this.goToFocus();
  }

  load(url) {
    this.find(".trouble").hidden = true;
    delete this.section.dataset.segment;
    delete this.section.dataset.frame;
    this.playback.load(url);
  }

  goToFocus() {
    this.playback.seekSource(this.data.focus.at_s ?? this.data.segment.start_s);
  }

  showPlaying() {
    const { playing } = this.playback;
    this.section.classList.toggle("playing", playing);
    this.find('[data-act="play"]').setAttribute("aria-label", playing ? "Pause" : "Play");
  }

  /** The pose row of the frame at `t`; null where nobody was followed. */
  poseAt(t) {
    const { t_s: times, xy } = this.data.pose;
    const row = times.length ? nearest(times, t) : -1;
    return row >= 0 && Math.abs(times[row] - t) <= LONGEST_POSE_GAP_S ? xy[row] : null;
  }

  /** Frame `k` is on the screen: draw what goes with it and say so to whoever drives the page. */
  showFrame(k) {
    this.drawFrame(k);
    this.section.dataset.segment = this.data.segment.id;
    this.section.dataset.frame = String(k);
  }

  /** Everything that follows the picture. */
  drawFrame(k) {
    if (!this.data) return;
    const t = this.frames.source[k];
    drawSkeleton(this.canvas, this.showSkeleton ? this.poseAt(t) : null, this.data.size, COLOURS);
    this.scrub.value = String(k);
    this.scrub.setAttribute("aria-valuetext", `${t.toFixed(2)} seconds into the clip`);
    this.find(".clock").textContent = `${t.toFixed(2)} s`;
    this.placeCursor(t);
    this.readouts(t);
    this.movePlayhead(t);
    this.caption(t);
    this.playback.shown(k);
  }

  placeCursor(t) {
    const [first, last] = [this.frames.source[0], this.frames.source[this.frames.last]];
    this.find(".cursor").style.left = `${((t - first) / Math.max(last - first, 1e-6)) * 100}%`;
  }

  /** Name the flag while it is happening. */
  caption(t) {
    const happening = this.data.moments.filter(
      (m) => m.severity && m.segment_id === this.data.segment.id && m.at_s !== null && Math.abs(m.at_s - t) < 0.35,
    );
    // Of several at once the one that is open is named.
    const here = happening.find((m) => m.id === this.data.focus.id) ?? happening[0];
    const caption = this.find(".caption");
    caption.hidden = !here;
    caption.className = `caption ${here?.severity ?? ""}`;
    const words = here ? [here.label, here.measured].filter(Boolean).join(" · ") : "";
    if (here && caption.textContent !== words) caption.textContent = words;
  }

  step(by) {
    const { playback, frames } = this;
    this.say(`${frames.source[playback.inClip(playback.frame + by)].toFixed(2)} seconds`);
    playback.step(by);
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

  openAt(event) {
    const box = event.currentTarget.getBoundingClientRect();
    const segment = segmentNear(this.data.segments, this.data.clip, (event.clientX - box.left) / box.width);
    if (segment) this.ask({ segment: segment.id });
  }

  dragOver(plots, on) {
    const move = (event) => {
      if (event.type === "pointermove" && !event.buttons) return;
      const box = plots.getBoundingClientRect();
      const share = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
      const { source, last } = this.frames;
      this.playback.pause();
      this.playback.seekSource(source[0] + share * (source[last] - source[0]));
    };
    on(plots, "pointerdown", (event) => {
      plots.setPointerCapture(event.pointerId);
      move(event);
    });
    on(plots, "pointermove", move);
  }

  key(event) {
    const command = commandOf(event, this.section, this.keysOn);
    if (!command || (this.data?.keys === "playback" && !PLAYBACK.includes(command))) return;
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
    if (action) this.command(action);
    else if (event.target === this.canvas || event.target === this.video) this.command("play");
  }

  change(event) {
    if (event.target.dataset.act === "speed") this.playback.setSpeed(Number(event.target.value));
    if (event.target.dataset.act === "keys") this.keysOn = event.target.checked;
  }

  command(name) {
    const commands = {
      play: () => (this.playback.playing ? this.playback.pause() : this.playback.play()),
      pause: () => this.playback.pause(),
      back: () => this.step(-1),
      on: () => this.step(1),
      reverse: () => this.playback.playBackwards(),
      forward: () => (this.video.paused ? this.playback.play() : this.changeSpeed(1)),
      next: () => this.goToFinding(1),
      previous: () => this.goToFinding(-1),
      agree: () => this.review({ verdict: "agree", of: this.data.focus.id }),
      disagree: () => this.review({ verdict: "disagree", of: this.data.focus.id }),
      correct: () => this.review({ correct: this.data.focus.id }),
      undo: () => this.review({ undo: true }),
      slower: () => this.changeSpeed(-1),
      faster: () => this.changeSpeed(1),
      loop: () => this.toggleLoop(),
      skeleton: () => this.toggleSkeleton(),
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

  toggleSkeleton() {
    this.showSkeleton = !this.showSkeleton;
    this.find(".legend").setAttribute("aria-pressed", String(this.showSkeleton));
    this.drawFrame(this.playback.frame);
    this.say(this.showSkeleton ? "Skeleton shown" : "Skeleton hidden");
  }

  toggleHelp(show) {
    const help = this.find(".help");
    if (help.hidden === !show) return;
    help.hidden = !show;
    if (show) help.querySelector('button[data-act="help"]').focus();
    else this.section.focus();
  }

  trouble() {
    const note = this.find(".trouble");
    note.hidden = false;
    note.textContent = "This browser could not play the moment; the findings beside it are complete all the same.";
  }

  say(text) {
    this.find(".status").textContent = text;
  }
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
