// Frames decoded before anybody asks for them: a seek takes a browser some 20 ms when it has nothing else to do, and many
// times that when it has; a picture in memory is there at once.

const LONGEST_SEEK_MS = 1500;

class Decoded {
  constructor() {
    this.video = document.createElement("video");
    Object.assign(this.video, { muted: true, playsInline: true, preload: "auto" });
    this.pictures = new Map();
    this.round = 0;
  }

  keyOf(reel, k) {
    return `${reel.url}#${k}`;
  }

  /** The picture of frame `k` of a reel when it is there; undefined else. */
  picture(reel, k) {
    return this.pictures.get(this.keyOf(reel, k));
  }

  /** Decode these frames (`{reel, k}`), one after the other, until other ones are wanted; let all others go. */
  async prepare(wanted) {
    this.round += 1;
    const { round } = this;
    const keys = new Set(wanted.map(({ reel, k }) => this.keyOf(reel, k)));
    for (const [key, bitmap] of this.pictures) {
      if (!keys.has(key)) this.drop(key, bitmap);
    }
    await this.last;
    for (const { reel, k } of wanted) {
      if (round !== this.round) return;
      if (this.picture(reel, k)) continue;
      this.last = this.decode(reel, k).catch(() => {});
      await this.last;
    }
  }

  async decode(reel, k) {
    const { video } = this;
    if (this.url !== reel.url) {
      this.url = reel.url;
      video.src = reel.url;
      await happened(video, "loadeddata");
    }
    const sought = happened(video, "seeked");
    video.currentTime = reel.frames.seekTime(k);
    await sought;
    const bitmap = await createImageBitmap(video);
    this.drop(this.keyOf(reel, k), this.picture(reel, k));
    this.pictures.set(this.keyOf(reel, k), bitmap);
  }

  drop(key, bitmap) {
    bitmap?.close();
    this.pictures.delete(key);
  }

  close() {
    this.round += 1;
    for (const [key, bitmap] of this.pictures) this.drop(key, bitmap);
    this.video.removeAttribute("src");
    this.video.load();
    this.url = null;
  }
}

/** Resolves when `type` is told of `target`; fails where it is not in time, or something went wrong. */
function happened(target, type) {
  return new Promise((resolve, reject) => {
    const closing = new AbortController();
    const end = (act) => () => {
      closing.abort();
      window.clearTimeout(timer);
      act();
    };
    const timer = window.setTimeout(end(() => reject(new Error(`no ${type}`))), LONGEST_SEEK_MS);
    target.addEventListener(type, end(resolve), { signal: closing.signal });
    target.addEventListener("error", end(() => reject(new Error("no film"))), { signal: closing.signal });
  });
}
