// The pieces of the clip, fetched from the page's own server and kept while the page is open: reels, which are small
// films with the time of each frame and the pose in them, and stills, which are there long before a reel is.

const KEPT_REELS = 12;
const KEPT_STILLS = 60;

/** A film on the screen, or opened in this very instant, is read on at its address until another takes its place. */
const READ_ON_MS = 30_000;

/** Where the page's own server is; Streamlit's front end is told the same (`ui/server.py`). */
function addressOf(path) {
  const root = window.__streamlit?.BACKEND_BASE_URL ?? document.baseURI;
  return new URL(path, root.endsWith("/") ? root : `${root}/`);
}

/** What the server answers; an error where it says one, or says nothing. */
async function fetched(path, signal) {
  const answer = await fetch(addressOf(path), { signal });
  if (!answer.ok || answer.status === 204) throw new Error("This piece of the clip could not be opened.");
  return answer;
}

async function fetchedData(path, signal) {
  const data = await (await fetched(path, signal)).json();
  if (data.error) throw new Error(data.error);
  return data;
}

function letGo(entry) {
  entry.closing.abort();
  const forget = (reel) => window.setTimeout(() => URL.revokeObjectURL(reel.url), READ_ON_MS);
  entry.promise.then(forget).catch(() => {});
}

class Reels {
  constructor() {
    this.kept = new Map();
    this.stills = new Map();
    this.round = 0;
  }

  /** Take where the pieces of a clip are; those of another clip are let go. */
  take(pieces, durationS) {
    if (this.pieces?.at !== pieces.at) this.close();
    this.pieces = pieces;
    this.durationS = durationS;
  }

  close() {
    this.round += 1;
    for (const entry of this.kept.values()) letGo(entry);
    this.kept.clear();
    this.stills.clear();
  }

  /** The span of a moment's film. */
  momentSpan([startS, endS]) {
    return { startS, endS, px: this.pieces.moment_px };
  }

  /** The piece of the whole clip in which the time `t` lies. */
  stretchAt(t) {
    const { stretch_s: length, whole_px: px } = this.pieces;
    const number = Math.max(Math.min(Math.floor(t / length), Math.ceil(this.durationS / length) - 1), 0);
    return { startS: number * length, endS: (number + 1) * length, px };
  }

  keyOf(span) {
    return `${span.px}/${Math.round(span.startS * 1000)}-${Math.round(span.endS * 1000)}`;
  }

  /** The reel of a key when it is there; undefined else. */
  made(key) {
    return this.kept.get(key)?.reel;
  }

  /**
   * Promise of the reel of a span; asked for once, and again only after it failed. `ahead` of anybody's need the server
   * makes it when it has time.
   */
  get(span, ahead = false) {
    const key = this.keyOf(span);
    const known = this.kept.get(key);
    this.kept.delete(key);
    const entry = known ?? this.ask(key, span, ahead);
    this.kept.set(key, entry);
    for (const [old, one] of this.kept) {
      if (this.kept.size <= KEPT_REELS) break;
      letGo(one);
      this.kept.delete(old);
    }
    return entry.promise;
  }

  ask(key, span, ahead) {
    const closing = new AbortController();
    const entry = { closing, promise: this.fetch(key, span, ahead, closing.signal) };
    entry.promise.then((reel) => {
      entry.reel = reel;
    }).catch(() => this.kept.get(key) === entry && this.kept.delete(key));
    return entry;
  }

  async fetch(key, span, ahead, signal) {
    const made = await fetchedData(`${this.pieces.at}/${key}.json${ahead ? "?ahead" : ""}`, signal);
    const film = await (await fetched(made.film, signal)).blob();
    return { key, span, url: URL.createObjectURL(film), frames: new Frames(made.frame_s), pose: made.pose };
  }

  /** Of what is not there yet only these are still wanted: the server need not make the others. */
  keepAsking(keys) {
    for (const [key, entry] of this.kept) {
      if (entry.reel || keys.includes(key)) continue;
      entry.closing.abort();
      this.kept.delete(key);
    }
  }

  /** The picture at `t` when it is there; undefined else. */
  stillMade(t) {
    return this.stills.get(Math.round(t * 1000))?.still;
  }

  /** Promise of the picture at `t`: a bitmap and the time that it shows. */
  still(t) {
    const key = Math.round(t * 1000);
    const known = this.stills.get(key);
    if (known) return known.promise;
    const entry = { promise: this.fetchStill(key) };
    this.stills.set(key, entry);
    entry.promise.then((still) => {
      entry.still = still;
    }).catch(() => this.stills.delete(key));
    if (this.stills.size > KEPT_STILLS) this.stills.delete(this.stills.keys().next().value);
    return entry.promise;
  }

  async fetchStill(key) {
    const answer = await fetched(`${this.pieces.at}/${key}.jpg`);
    return { t: Number(answer.headers.get("X-Time-S")), bitmap: await createImageBitmap(await answer.blob()) };
  }

  /** Fetch what is likely to be asked for beside `key`, one thing after the other, until something else is. */
  async ahead(wanted, key) {
    this.keepAsking([key, ...wanted.filter((one) => typeof one !== "number").map((span) => this.keyOf(span))]);
    this.round += 1;
    const { round } = this;
    for (const one of wanted) {
      if (round !== this.round) return;
      await (typeof one === "number" ? this.still(one) : this.get(one, true)).catch(() => {});
    }
  }
}
