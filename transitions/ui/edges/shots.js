// The pictures of the two edges: a video of their own each, standing on one frame.

/** Brings a video to one frame after another; while it is on its way only the newest wish is kept. */
class Seeker {
  constructor(video, signal) {
    this.video = video;
    video.addEventListener("seeked", () => this.next(), { signal });
    video.addEventListener("loadeddata", () => this.next(), { signal });
  }

  want(k, frames) {
    this.wish = frames.seekTime(Math.min(Math.max(k, 0), frames.last));
    if (!this.video.seeking && this.video.readyState >= 1) this.next();
  }

  next() {
    if (this.wish === undefined || this.video.seeking) return;
    const to = this.wish;
    this.wish = undefined;
    if (Math.abs(this.video.currentTime - to) > 1e-4) this.video.currentTime = to;
  }
}

class Shot {
  constructor(figure, signal) {
    this.figure = figure;
    this.video = figure.querySelector("video");
    this.seeker = new Seeker(this.video, signal);
    this.onScreen = new OnScreen(this.video, () => this.frames, (k) => {
      figure.dataset.frame = String(k);
    });
  }

  close() {
    this.onScreen.close();
  }

  load(url, frames) {
    this.frames = frames;
    delete this.figure.dataset.frame;
    this.video.src = url;
    this.video.load();
  }

  /** Show the frame at `t`, and tell the time; nothing for null. */
  show(t) {
    this.figure.classList.toggle("empty", t === null);
    this.figure.querySelector("output").textContent = t === null ? "" : `${t.toFixed(3)} s`;
    if (t !== null) this.seeker.want(this.frames.atSourceTime(t), this.frames);
  }
}
