// What is on the screen: which piece of the clip, which time of it, and whether it is the film or, until that is there, a
// still. Says on the section what is shown, for whoever drives the page.

const PAINT_MS = 150;
const IDLE_MS = 60;
const PASSING_MS = 250;
const SAME_FRAME_S = 2e-3;

class Screening {
  /**
   * `player` is told of `draw()`, of a film that is ready to play (`take(reel)`), of its first picture
   * (`fetchAhead()`), and of a piece that cannot be had (`trouble(words, span)`).
   */
  constructor(player, video, playback, picture) {
    Object.assign(this, { player, video, playback, picture });
    this.reels = new Reels();
    this.decoded = new Decoded();
    this.said = player.section.dataset;
    playback.onSought = (t, k) => this.seek(t, k);
    // The time that is asked for, that of the film's frame, and that of a still where one stands before the film.
    this.at = 0;
    this.frameAt = 0;
    this.stillAt = null;
    // The frame that stands before the film from memory, the one that is sought, and how far one went last.
    this.held = null;
    this.sought = null;
    this.stride = 0;
    // How often something else was asked for, and what of it is on the screen: what comes late never goes back.
    this.asked = 0;
    this.given = 0;
  }

  listen(on) {
    const { video } = this;
    on(video, "loadeddata", () => this.arrive());
    on(video, "seeked", () => this.settle());
    on(video, "ended", () => this.playback.ended());
    const drawn = (_now, meta) => {
      if (this.frames && this.arrived) this.showFrame(this.frames.atMediaTime(meta.mediaTime));
      this.pending = video.requestVideoFrameCallback(drawn);
    };
    this.pending = video.requestVideoFrameCallback(drawn);
  }

  close() {
    for (const timer of [this.opening, this.resting, this.settling]) window.clearTimeout(timer);
    this.video.cancelVideoFrameCallback(this.pending);
    this.playback.pause();
    this.reels.close();
    this.decoded.close();
  }

  get frames() {
    return this.reel?.frames;
  }

  /** The time of the clip that is on the screen. */
  get shownS() {
    return this.stillAt ?? this.frameAt;
  }

  /**
   * Bring the picture at `t` seconds of the clip, in the piece `span`, onto the screen; `going` on playing, or not;
   * `leafing` through the whole clip, or opening a moment.
   */
  show(span, t, going, leafing) {
    this.turn(t);
    this.going = going;
    const key = this.reels.keyOf(span);
    this.wanted = key;
    if (this.reel?.key === key) {
      if (this.video.readyState >= HTMLMediaElement.HAVE_METADATA) this.arrive();
      return;
    }
    this.leaveFilm();
    this.reels.keepAsking([key]);
    if (this.fetching?.key !== key) this.fetching = null;
    this.bringStill(this.reels.made(key));
    // Whoever leafs through the clip passes many pieces: one is made when they stay.
    window.clearTimeout(this.opening);
    if (leafing && !this.reels.made(key)) this.opening = window.setTimeout(() => this.open(span, key), PASSING_MS);
    else this.open(span, key);
  }

  /** A picture of another moment before the page has opened it: what is asked for next is known by then. */
  glimpse(t) {
    this.turn(t);
    this.wanted = null;
    window.clearTimeout(this.opening);
    this.leaveFilm();
    this.bringStill();
  }

  /** From now on the time `t` is asked for. */
  turn(t) {
    if (t !== this.at) this.stride = t - this.at;
    this.at = t;
    this.asked += 1;
  }

  /** The film on the screen is not what is asked for. */
  leaveFilm() {
    this.playback.pause();
    window.clearTimeout(this.settling);
    this.held = null;
    this.sought = null;
    delete this.said.segment;
    delete this.said.frame;
  }

  /** Frame `k` of the film is sought: what is in memory is on the screen before the film is. */
  seek(t, k) {
    this.turn(t);
    if (!this.isWanted) return;
    if (this.arrived) this.hold(k);
    else {
      this.playback.frame = k;
      this.bringStill(this.reel);
    }
  }

  /** Frame `k` of the film, which is on its way to it, from memory where it is there. */
  hold(k) {
    this.sought = k;
    const bitmap = this.arrived && this.video.paused && (this.decoded.picture(this.reel, k) ?? this.stillOf(k));
    if (!bitmap) return;
    this.held = k;
    this.picture.showStill(bitmap);
    this.tellFrame(k);
  }

  /** A still that was fetched before the film was there, where it is of this frame. */
  stillOf(k) {
    const still = this.reels.stillMade(this.at);
    return still && Math.abs(still.t - this.frames.source[k]) < SAME_FRAME_S ? still.bitmap : undefined;
  }

  /** Whether a frame that the film shows is farther from what is sought than the one from memory. */
  isBehind(k) {
    if (this.held === null || !this.video.paused) return false;
    return Math.abs(k - this.sought) > Math.abs(this.held - this.sought);
  }

  /** Fetch a reel and load its film, unless something else is wanted by then. */
  async open(span, key) {
    if (this.wanted !== key || this.fetching?.key === key) return;
    const own = { key };
    this.fetching = own;
    try {
      const reel = await this.reels.get(span);
      if (this.wanted !== key) return;
      this.reel = reel;
      this.sent = false;
      this.arrived = false;
      this.player.take(reel);
      // A key that comes before the film does counts from here.
      this.playback.frame = reel.frames.atSourceTime(this.at);
      this.playback.load(reel.url);
      this.player.draw();
    } catch (error) {
      // One that was let go says nothing, not even when its piece is wanted again by then.
      if (this.fetching === own && this.wanted === key) this.player.trouble(error.message, span);
    } finally {
      if (this.fetching === own) this.fetching = null;
    }
  }

  get isWanted() {
    return this.reel !== undefined && this.wanted === this.reel.key;
  }

  /** The film is there: go to the frame that was asked for. */
  arrive() {
    if (!this.isWanted) return;
    this.sent = true;
    const k = this.frames.atSourceTime(this.at);
    this.playback.frame = k;
    this.video.currentTime = this.frames.seekTime(k);
    this.hold(k);
    if (this.going === "forward") this.playback.play();
    if (this.going === "backward") this.playback.playBackwards();
    this.going = null;
  }

  /** A seek is done. Where it stays within one frame the browser shows no new one, and says nothing more. */
  settle() {
    // The end of a seek in the film before may be told when this one is loading already.
    if (!this.isWanted || !this.sent) return;
    this.arrived = true;
    window.clearTimeout(this.settling);
    this.settling = window.setTimeout(() => {
      // By now another film may be loading, which stands at its start.
      if (!this.isWanted || !this.arrived || this.video.seeking) return;
      // A frame that was drawn while the one before was told is never told: it is, once the film stands on it.
      const k = this.frames.standingAt(this.video.currentTime);
      if (this.said.frame === undefined || (this.video.paused && this.said.frame !== String(k))) this.showFrame(k);
    }, PAINT_MS);
  }

  /** Something else is on the screen: once nothing more happens, fetch what is likely to be asked for next. */
  rest() {
    window.clearTimeout(this.resting);
    this.resting = window.setTimeout(() => this.player.fetchAhead(), IDLE_MS);
  }

  /** Frame `k` of the film is on the screen. */
  showFrame(k) {
    if (!this.isWanted || this.isBehind(k)) return;
    const isKnown = this.held === k && this.said.frame === String(k);
    this.held = null;
    this.picture.showFilm();
    // A frame that is shown on the way to another is not what was asked for; only playing moves on by itself.
    if (!this.video.paused) this.at = this.reel.frames.source[k];
    if (!isKnown) this.tellFrame(k);
  }

  /** Frame `k` is seen: draw what goes with it and say so. */
  tellFrame(k) {
    this.stillAt = null;
    this.frameAt = this.frames.source[k];
    this.playback.frame = k;
    this.given = this.asked;
    this.player.draw();
    Object.assign(this.said, {
      segment: this.player.data.segment?.id ?? "", frame: String(k), picture: "film", shown: this.frameAt.toFixed(3),
    });
    this.playback.shown(k);
    // While playing, what comes next is fetched once for each piece.
    if (this.aheadOf !== this.reel.key || !this.playback.playing) this.rest();
    this.aheadOf = this.reel.key;
  }

  /**
   * While a film is being made or loaded: one picture of the time that is wanted. What is in memory is shown at once, of
   * `reel` too, where that is made; of others each that comes, on the way to the newest, so that a key held down is seen.
   */
  bringStill(reel) {
    const frame = reel?.frames.atSourceTime(this.at);
    const decoded = reel && this.decoded.picture(reel, frame);
    const known = decoded ? { t: reel.frames.source[frame], bitmap: decoded } : this.reels.stillMade(this.at);
    if (known) this.showStill(known);
    else this.fetchStills();
  }

  async fetchStills() {
    if (this.bringing) return;
    this.bringing = true;
    for (let asked = null; asked !== this.asked && this.given !== this.asked && this.said.frame === undefined;) {
      asked = this.asked;
      const still = await this.reels.still(this.at).catch(() => null);
      if (still && asked > this.given && this.said.frame === undefined) this.showStill(still, asked);
    }
    this.bringing = false;
  }

  showStill({ t, bitmap }, asked = this.asked) {
    this.picture.showStill(bitmap);
    this.stillAt = t;
    this.given = asked;
    this.player.draw();
    Object.assign(this.said, { picture: "still", shown: t.toFixed(3) });
    this.rest();
  }

  /** The pose of what is shown and its row there, `first` where the film's own is not known; null without anybody. */
  poseShown(first) {
    for (const pose of [this.reel?.pose, first]) {
      const row = pose?.t_s.length ? nearest(pose.t_s, this.shownS) : -1;
      if (row >= 0 && Math.abs(pose.t_s[row] - this.shownS) <= LONGEST_POSE_GAP_S) return { pose, row };
    }
    return null;
  }
}
