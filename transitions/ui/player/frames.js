// Which frame is on the screen, and which moment of the clip it shows.
// `frame_s` holds the source time of every frame of the cut clip; inside the cut file the first frame is at 0.

/** Index of the entry of sorted `times` nearest to `t`. */
function nearest(times, t) {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < t) low = middle + 1;
    else high = middle;
  }
  return low > 0 && t - times[low - 1] <= times[low] - t ? low - 1 : low;
}

/** Times of one cut clip: file time <-> frame number <-> source time. */
class Frames {
  constructor(sourceTimes) {
    this.source = sourceTimes;
    this.file = sourceTimes.map((t) => t - sourceTimes[0]);
    this.last = sourceTimes.length - 1;
  }

  /** The frame whose presentation time in the file is `mediaTime` (seconds). */
  atMediaTime(mediaTime) {
    return nearest(this.file, mediaTime);
  }

  /** The frame on which a video stands that is at `fileTime` (seconds), anywhere between its time and the next one's. */
  standingAt(fileTime) {
    const k = nearest(this.file, fileTime);
    return k > 0 && this.file[k] > fileTime + 1e-4 ? k - 1 : k;
  }

  /** The frame that shows the clip at `t` seconds. */
  atSourceTime(t) {
    return nearest(this.source, t);
  }

  /** Where to seek for frame `k`: its middle, so that rounding never lands on a neighbour. */
  seekTime(k) {
    const start = this.file[k];
    const end = k < this.last ? this.file[k + 1] : start + (start - (this.file[k - 1] ?? start - 0.04));
    return start + (end - start) / 2;
  }
}

const TOLD_LATE_MS = 150;

/**
 * Which frame of a video is on the screen: `onFrame(k)` is told of each that is drawn. Where the machine is busy a browser
 * may draw the frame of a seek while it still tells of the one before, and then never tells of it: what a video stands on
 * that came to rest is told a moment after the seek.
 */
class OnScreen {
  /** `framesOf()` is the video's `Frames` at the time, or nothing. */
  constructor(video, framesOf, onFrame) {
    Object.assign(this, { video, framesOf, onFrame });
    const drawn = (_now, meta) => {
      this.tell(framesOf()?.atMediaTime(meta.mediaTime));
      this.pending = video.requestVideoFrameCallback(drawn);
    };
    this.pending = video.requestVideoFrameCallback(drawn);
    this.sought = () => {
      window.clearTimeout(this.late);
      this.late = window.setTimeout(() => this.catchUp(), TOLD_LATE_MS);
    };
    video.addEventListener("seeked", this.sought);
  }

  close() {
    this.video.cancelVideoFrameCallback(this.pending);
    this.video.removeEventListener("seeked", this.sought);
    window.clearTimeout(this.late);
  }

  tell(k) {
    if (k === undefined) return;
    this.told = { frames: this.framesOf(), k };
    this.onFrame(k);
  }

  catchUp() {
    const { video } = this;
    const frames = this.framesOf();
    if (!frames || video.seeking || !video.paused || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    const k = frames.standingAt(video.currentTime);
    if (this.told?.frames !== frames || this.told.k !== k) this.tell(k);
  }
}
