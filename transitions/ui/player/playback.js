// Playing, pausing, stepping, speed and repetition, counted in frames of the cut clip.

const SPEEDS = [0.25, 0.5, 1, 1.5, 2];

class Playback {
  /**
   * `onChange` is called whenever playing starts or stops; `onEdge(by, playing)` at the end (1) or the start (-1) of the
   * film, or to begin anew (0), and returns whether it went on to another one.
   */
  constructor(video, onChange, onEdge) {
    this.video = video;
    this.onChange = onChange;
    this.onEdge = onEdge;
    this.onSought = () => {};
    this.frame = 0;
    this.speed = 1;
    this.loop = true;
    this.reverse = null;
    this.running = false;
  }

  /** Take a cut clip: its `Frames`, and the stretch of it that is repeated (seconds of the source). */
  take(frames, startS, endS) {
    this.frames = frames;
    this.startS = startS;
    this.endS = endS;
  }

  load(url) {
    this.pause();
    this.video.src = url;
    this.video.load();
    this.video.playbackRate = this.speed;
  }

  get playing() {
    return !this.video.paused || this.reverse !== null;
  }

  inClip(k) {
    return Math.min(Math.max(k, 0), this.frames.last);
  }

  /** Go to a frame; `onSought` is told its time and its number. */
  seekFrame(k) {
    const frame = this.inClip(k);
    this.video.currentTime = this.frames.seekTime(frame);
    this.onSought(this.frames.source[frame], frame);
  }

  seekSource(t) {
    this.seekFrame(this.frames.atSourceTime(t));
  }

  /** Told of every frame on the screen: turns back at the end of the moment. */
  shown(k) {
    this.frame = k;
    if (this.loop && !this.video.paused && this.frames.source[k] >= this.endS) this.seekSource(this.startS);
  }

  ended() {
    // A seek to the last frame ends the film too; only what was playing goes on.
    if (!this.running || this.onEdge(1, "forward") || !this.loop || this.startS === -Infinity) return;
    this.seekSource(this.startS);
    this.play();
  }

  play() {
    this.stopReverse();
    if (this.frame >= this.frames.last) {
      if (this.onEdge(1, "forward") || (this.startS === -Infinity && this.onEdge(0, "forward"))) return;
      this.seekSource(this.startS);
    }
    this.running = true;
    // A pause or another clip that overtakes the start is no error; an unplayable clip raises "error" itself.
    this.video.play().catch(() => this.onChange());
  }

  pause() {
    this.running = false;
    this.stopReverse();
    this.video.pause();
  }

  /** Play backwards by stepping: browsers cannot play a video in reverse. */
  playBackwards() {
    this.pause();
    const frameMs = (this.frames.file[this.frames.last] / Math.max(this.frames.last, 1)) * 1000;
    this.reverse = window.setInterval(() => {
      if (this.frame === 0) this.onEdge(-1, "backward") || this.stopReverse();
      else if (!this.video.seeking) this.seekFrame(this.frame - 1);
    }, frameMs / this.speed);
    this.onChange();
  }

  stopReverse() {
    window.clearInterval(this.reverse);
    this.reverse = null;
    this.onChange();
  }

  step(by) {
    this.pause();
    const to = this.frame + by;
    if ((to < 0 || to > this.frames.last) && this.onEdge(by)) return;
    this.seekFrame(to);
  }

  setSpeed(speed) {
    this.speed = speed;
    this.video.playbackRate = speed;
  }

  /** The next slower (-1) or faster (+1) speed. */
  changeSpeed(by) {
    const at = SPEEDS.indexOf(this.speed) + by;
    this.setSpeed(SPEEDS[Math.min(Math.max(at, 0), SPEEDS.length - 1)]);
  }
}
