// The player: video, skeleton, curves and timeline kept on the same frame.

const SPEEDS = [0.25, 0.5, 1, 1.5, 2];
const COLOURS = { left: "#35c4d8", right: "#ffb14a", middle: "#f4f7f8" };

/** One mounted player; lives as long as its place on the page and takes new data on every rerun. */
class Player {
  constructor(root) {
    this.root = root;
    this.section = root.querySelector(".player");
    this.video = root.querySelector("video");
    this.canvas = root.querySelector("canvas");
    this.scrub = root.querySelector(".scrub");
    this.frame = 0;
    this.showSkeleton = true;
    this.keysOn = true;
    this.loop = true;
    this.reverse = null;
    this.listen();
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  listen() {
    const { video, section } = this;
    this.closing = new AbortController();
    const on = (target, type, act) => target.addEventListener(type, act, { signal: this.closing.signal });
    on(document, "keydown", (event) => this.key(event));
    on(section, "click", (event) => this.click(event));
    on(section, "change", (event) => this.change(event));
    on(this.scrub, "input", () => this.seekFrame(Number(this.scrub.value)));
    on(this.find(".timeline"), "click", (event) => this.openAt(event));
    for (const type of ["play", "pause"]) on(video, type, () => this.showPlaying());
    on(video, "loadeddata", () => this.seekFrame(this.startFrame()));
    on(video, "error", () => this.trouble());
    on(video, "ended", () => this.atEnd());
    this.dragOver(this.find(".plots"), on);
    const drawn = (_now, meta) => {
      if (this.frames) {
        this.drawFrame(this.frames.atMediaTime(meta.mediaTime));
        this.section.dataset.frame = String(this.frame);
      }
      this.pending = video.requestVideoFrameCallback(drawn);
    };
    this.pending = video.requestVideoFrameCallback(drawn);
    this.sizes = new ResizeObserver(() => this.drawFrame(this.frame));
    this.sizes.observe(this.find(".stage"));
  }

  close() {
    this.closing.abort();
    this.video.cancelVideoFrameCallback(this.pending);
    this.sizes.disconnect();
    this.stopReverse();
    this.video.pause();
  }

  /** Take the data of a rerun; the video is left alone unless it is another one. */
  update(data) {
    const sameVideo = this.data?.video.url === data.video.url;
    const sameFocus = this.data?.focus.nonce === data.focus.nonce;
    this.data = data;
    this.frames = new Frames(data.video.frame_s);
    this.scrub.max = String(this.frames.last);
    const [startS, endS] = [data.video.frame_s[0], data.video.frame_s[this.frames.last]];
    buildPhases(this.find(".phases"), data.segment.phases, startS, endS);
    this.readouts = buildCurves(this.find(".curves"), data.curves, startS, endS);
    this.movePlayhead = buildTimeline(
      this.find(".timeline"), data.clip, data.segments, data.moments, data.segment.id,
    );
    this.find(".whole-length").textContent = clockText(data.clip.duration_s);
    this.find(".stage").style.aspectRatio = `${data.size[0]} / ${data.size[1]}`;
    if (!sameVideo) this.load(data.video.url);
    else if (!sameFocus) this.seekFrame(this.startFrame());
    else this.drawFrame(this.frame);
  }

  load(url) {
    this.stopReverse();
    this.video.pause();
    this.find(".trouble").hidden = true;
    delete this.section.dataset.frame;
    this.video.src = url;
    this.video.load();
    this.video.playbackRate = Number(this.find("select").value);
  }

  startFrame() {
    const { focus, segment } = this.data;
    return this.frames.atSourceTime(focus.at_s ?? segment.start_s);
  }

  seekFrame(k) {
    const frame = Math.min(Math.max(k, 0), this.frames.last);
    this.video.currentTime = this.frames.seekTime(frame);
  }

  /** Everything that follows the picture: called with the frame that is on the screen. */
  drawFrame(k) {
    if (!this.data) return;
    this.frame = k;
    const t = this.frames.source[k];
    const row = this.data.pose.t_s.length ? this.data.pose.xy[nearest(this.data.pose.t_s, t)] : null;
    drawSkeleton(this.canvas, this.showSkeleton ? row : null, this.data.size, COLOURS);
    this.scrub.value = String(k);
    this.scrub.setAttribute("aria-valuetext", `${t.toFixed(2)} seconds into the clip`);
    this.find(".clock").textContent = `${t.toFixed(2)} s`;
    this.placeCursor(t);
    this.readouts(t);
    this.movePlayhead(t);
    this.caption(t);
    if (this.loop && !this.video.paused && t >= this.data.segment.end_s) this.backToStart();
  }

  placeCursor(t) {
    const [first, last] = [this.frames.source[0], this.frames.source[this.frames.last]];
    this.find(".cursor").style.left = `${((t - first) / Math.max(last - first, 1e-6)) * 100}%`;
  }

  /** Name the flag while it is happening. */
  caption(t) {
    const here = this.data.moments.find(
      (m) => m.severity && m.segment_id === this.data.segment.id && m.at_s !== null && Math.abs(m.at_s - t) < 0.35,
    );
    const caption = this.find(".caption");
    caption.hidden = !here;
    caption.className = `caption ${here?.severity ?? ""}`;
    if (here && caption.textContent !== here.label) caption.textContent = here.label;
  }

  backToStart() {
    this.seekFrame(this.frames.atSourceTime(this.data.segment.start_s));
  }

  atEnd() {
    if (!this.loop) return;
    this.backToStart();
    this.play();
  }

  play() {
    this.stopReverse();
    if (this.frame >= this.frames.last) this.backToStart();
    this.video.play().catch((error) => {
      if (error.name !== "AbortError") this.trouble();
    });
  }

  pause() {
    this.stopReverse();
    this.video.pause();
  }

  /** Play backwards by stepping: browsers cannot play a video in reverse. */
  playBackwards() {
    this.video.pause();
    this.stopReverse();
    const rate = Number(this.find("select").value);
    const wait = ((this.frames.file[this.frames.last] / Math.max(this.frames.last, 1)) * 1000) / rate;
    this.reverse = window.setInterval(() => {
      if (this.frame === 0) this.stopReverse();
      else if (!this.video.seeking) this.seekFrame(this.frame - 1);
    }, wait);
    this.showPlaying();
  }

  stopReverse() {
    window.clearInterval(this.reverse);
    this.reverse = null;
    this.showPlaying();
  }

  showPlaying() {
    const playing = !this.video.paused || this.reverse !== null;
    this.section.classList.toggle("playing", playing);
    this.find('[data-act="play"]').setAttribute("aria-label", playing ? "Pause" : "Play");
  }

  step(by) {
    this.pause();
    this.seekFrame(this.frame + by);
    this.say(`${this.frames.source[Math.min(Math.max(this.frame + by, 0), this.frames.last)].toFixed(2)} seconds`);
  }

  setSpeed(rate) {
    this.find("select").value = String(rate);
    this.video.playbackRate = rate;
    this.say(`Speed ${rate}`);
  }

  changeSpeed(by) {
    const at = SPEEDS.indexOf(Number(this.find("select").value)) + by;
    this.setSpeed(SPEEDS[Math.min(Math.max(at, 0), SPEEDS.length - 1)]);
  }

  forward() {
    if (this.video.paused) this.play();
    else this.changeSpeed(1);
  }

  /** Go to the next (+1) or previous (-1) finding, in time order; another moment's is opened by the page. */
  goToFinding(by) {
    const { moments, focus } = this.data;
    if (!moments.length) {
      this.say("There are no findings in this list.");
      return;
    }
    const at = moments.findIndex((m) => m.id === focus.id);
    const target = moments[(at + by + moments.length) % moments.length];
    this.pause();
    this.say(target.label);
    this.trigger("open", { finding: target.id });
  }

  openAt(event) {
    const box = event.currentTarget.getBoundingClientRect();
    const segment = segmentNear(this.data.segments, this.data.clip, (event.clientX - box.left) / box.width);
    if (segment) this.trigger("open", { segment: segment.id });
  }

  dragOver(plots, on) {
    const move = (event) => {
      if (event.type === "pointermove" && !event.buttons) return;
      const box = plots.getBoundingClientRect();
      const share = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
      const { source, last } = this.frames;
      this.pause();
      this.seekFrame(this.frames.atSourceTime(source[0] + share * (source[last] - source[0])));
    };
    on(plots, "pointerdown", (event) => {
      plots.setPointerCapture(event.pointerId);
      move(event);
    });
    on(plots, "pointermove", move);
  }

  key(event) {
    const command = commandOf(event, this.section, this.keysOn);
    if (!command) return;
    event.preventDefault();
    event.stopPropagation();
    this.command(command);
  }

  click(event) {
    const action = event.target.closest("button[data-act]")?.dataset.act;
    if (action) this.command(action);
    else if (event.target === this.canvas || event.target === this.video) this.command("play");
  }

  change(event) {
    if (event.target.dataset.act === "speed") this.setSpeed(Number(event.target.value));
    if (event.target.dataset.act === "keys") this.keysOn = event.target.checked;
  }

  command(name) {
    const commands = {
      play: () => (this.section.classList.contains("playing") ? this.pause() : this.play()),
      pause: () => this.pause(),
      back: () => this.step(-1),
      on: () => this.step(1),
      reverse: () => this.playBackwards(),
      forward: () => this.forward(),
      next: () => this.goToFinding(1),
      previous: () => this.goToFinding(-1),
      slower: () => this.changeSpeed(-1),
      faster: () => this.changeSpeed(1),
      loop: () => this.toggleLoop(),
      skeleton: () => this.toggleSkeleton(),
      help: () => this.toggleHelp(this.find(".help").hidden),
      close: () => this.toggleHelp(false),
    };
    commands[name]();
  }

  toggleLoop() {
    this.loop = !this.loop;
    this.find('[data-act="loop"]').setAttribute("aria-pressed", String(this.loop));
    this.say(this.loop ? "Repeating the moment" : "Playing once");
  }

  toggleSkeleton() {
    this.showSkeleton = !this.showSkeleton;
    this.drawFrame(this.frame);
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
