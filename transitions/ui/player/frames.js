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
