// One side of the pair: its video, its skeleton, and the other side's skeleton laid over it.
// Time is shared as `tau`: seconds from the moment that both sides are lined up at, as the viewer sees them pass.

const SKELETON = { left: "#35c4d8", right: "#ffb14a", middle: "#f4f7f8" };
const GHOSTS = {
  before: { left: "#8fb4ff", right: "#8fb4ff", middle: "#8fb4ff" },
  after: { left: "#ffa45c", right: "#ffa45c", middle: "#ffa45c" },
};
const LONGEST_POSE_GAP_S = 0.1;
const NUDGE = 4;
const MOST_NUDGE = 0.3;

class Side {
  /** `onShown` is called with every frame that is on the screen. */
  constructor(name, root, onShown) {
    this.name = name;
    this.root = root;
    this.video = root.querySelector("video");
    this.speed = 1;
    this.frame = 0;
    this.onScreen = new OnScreen(this.video, () => this.frames, (k) => {
      this.frame = k;
      onShown(this);
    });
  }

  close() {
    this.onScreen.close();
    this.video.pause();
  }

  take(data, anchor) {
    const sameVideo = this.data?.video.url === data.video.url;
    this.data = data;
    this.frames = new Frames(data.video.frame_s);
    this.lineUpAt(anchor);
    this.root.querySelector(".where").textContent = data.where;
    this.video.setAttribute("aria-label", `${data.title}: ${data.where}, as filmed`);
    this.root.querySelector(".stage").style.setProperty("--ratio", String(data.size[0] / data.size[1]));
    if (sameVideo) return;
    delete this.root.dataset.frame;
    this.frame = 0;
    this.video.src = data.video.url;
    this.video.load();
  }

  lineUpAt(anchor) {
    this.anchorS = this.data.anchors[anchor].at_s;
    this.feet = this.data.anchors[anchor].feet;
  }

  /** The time in the clip at `tau`. */
  sourceAt(tau) {
    return this.anchorS + tau * this.speed;
  }

  tauOf(source) {
    return (source - this.anchorS) / this.speed;
  }

  get first() {
    return this.tauOf(this.frames.source[0]);
  }

  get last() {
    return this.tauOf(this.frames.source[this.frames.last]);
  }

  /** How long a frame stands, in `tau`. */
  get frameLength() {
    return (this.last - this.first) / Math.max(this.frames.last, 1);
  }

  frameAt(tau) {
    return this.frames.atSourceTime(this.sourceAt(tau));
  }

  /** Before its first frame or after its last there is nothing to show: it waits there. */
  waitsAt(tau) {
    return tau < this.first || tau > this.last + this.frameLength;
  }

  /** Stop and show the frame of `tau`; resolves when it is there. */
  async seek(tau) {
    this.video.pause();
    this.say(tau);
    const at = this.frames.seekTime(this.frameAt(tau));
    if (Math.abs(this.video.currentTime - at) < 1e-4 && !this.video.seeking) return;
    const there = new Promise((resolve) => this.video.addEventListener("seeked", resolve, { once: true }));
    this.video.currentTime = at;
    await there;
  }

  say(tau) {
    const held = this.root.querySelector(".held");
    held.hidden = !this.waitsAt(tau);
    held.textContent = tau < this.first ? "not begun" : "ended";
  }

  /** `tau` of the frame that is on the screen. */
  get shownTau() {
    return this.tauOf(this.frames.source[this.frame]);
  }

  /** Whether it plays on at `tau`: begun, and not at its last frame yet. */
  movesAt(tau) {
    return tau >= this.first && this.frame < this.frames.last && !this.video.ended;
  }

  /**
   * Keep to the other while playing, by what is on the screen: `lead` is how far this side is ahead (in `tau`).
   * A little ahead or behind is made up by the rate; further ahead it stands until the other has come.
   */
  follow(lead, patience, rate) {
    const { video } = this;
    if (lead > patience) {
      video.pause();
      return;
    }
    this.setRate(rate * (1 - Math.max(-MOST_NUDGE, Math.min(MOST_NUDGE, lead * NUDGE))));
    if (video.paused) this.start();
  }

  /** A pause that overtakes the start is no error; an unplayable clip raises "error" itself. */
  start() {
    return this.video.play().catch(() => undefined);
  }

  setRate(rate) {
    const wanted = Math.max(rate * this.speed, 0.0625);
    if (Math.abs(this.video.playbackRate - wanted) > 0.015 * wanted) this.video.playbackRate = wanted;
  }

  /** The pose at a time in the clip; null where nobody was followed. */
  poseAt(t) {
    const { t_s: times, xy } = this.data.pose;
    const row = times.length ? nearest(times, t) : -1;
    return row >= 0 && Math.abs(times[row] - t) <= LONGEST_POSE_GAP_S ? xy[row] : null;
  }

  draw(other, shown) {
    const t = this.frames.source[this.frame];
    const own = shown.skeleton ? this.poseAt(t) : null;
    drawSkeleton(this.root.querySelector(".skeleton"), own, this.data.size, SKELETON);
    const ghost = shown.overlay ? other.standingAs(this, other.frames.source[other.frame]) : null;
    drawSkeleton(this.root.querySelector(".ghost"), ghost, this.data.size, GHOSTS[other.name]);
  }

  /** Own pose moved onto the other's picture: as tall as the person there, feet on the same spot when lined up. */
  standingAs(other, t) {
    const row = this.poseAt(t);
    if (!row || !this.feet || !other.feet) return null;
    const scale = other.data.tall_px / this.data.tall_px;
    return row.map((value, i) => (value === null ? null : other.feet[i % 2] + scale * (value - this.feet[i % 2])));
  }

  /** How much of the transition has passed, in percent. */
  get percent() {
    const t = this.frames.source[this.frame];
    return (100 * (t - this.data.start_s)) / (this.data.end_s - this.data.start_s);
  }
}
