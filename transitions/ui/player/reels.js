// The pieces of the clip, fetched from the page's own server and kept while the page is open: reels, which are small
// films with the time of each frame and the pose in them, and stills, which are there long before a reel is.

const KEPT_REELS = 12;
const KEPT_STILLS = 60;

/** Where the page's own server is; Streamlit's front end is told the same (`ui/server.py`). */
function addressOf(path) {
  const root = window.__streamlit?.BACKEND_BASE_URL ?? document.baseURI;
  return new URL(path, root.endsWith("/") ? root : `${root}/`);
}

/** What the server answers; an error where it says one, or says nothing. */
async function fetched(path) {
  const answer = await fetch(addressOf(path));
  if (!answer.ok || answer.status === 204) throw new Error("This piece of the clip could not be opened.");
  return answer;
}

async function fetchedData(path) {
  const data = await (await fetched(path)).json();
  if (data.error) throw new Error(data.error);
  return data;
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
    for (const reel of this.kept.values()) reel.then((made) => URL.revokeObjectURL(made.url)).catch(() => {});
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

  /** Promise of the reel of a span; asked for once, and again only after it failed. */
  get(span) {
    const key = this.keyOf(span);
    const known = this.kept.get(key);
    this.kept.delete(key);
    const reel = known ?? this.fetch(key, span);
    this.kept.set(key, reel);
    if (!known) reel.catch(() => this.kept.get(key) === reel && this.kept.delete(key));
    for (const old of this.kept.keys()) {
      if (this.kept.size <= KEPT_REELS) break;
      this.kept.get(old).then((made) => URL.revokeObjectURL(made.url)).catch(() => {});
      this.kept.delete(old);
    }
    return reel;
  }

  async fetch(key, span) {
    const made = await fetchedData(`${this.pieces.at}/${key}.json`);
    const film = await (await fetched(made.film)).blob();
    return { key, span, url: URL.createObjectURL(film), frames: new Frames(made.frame_s), pose: made.pose };
  }

  /** Promise of the picture at `t`: a bitmap and the time that it shows. */
  still(t) {
    const key = Math.round(t * 1000);
    const known = this.stills.get(key);
    if (known) return known;
    const still = this.fetchStill(key);
    this.stills.set(key, still);
    still.catch(() => this.stills.delete(key));
    if (this.stills.size > KEPT_STILLS) this.stills.delete(this.stills.keys().next().value);
    return still;
  }

  async fetchStill(key) {
    const answer = await fetched(`${this.pieces.at}/${key}.jpg`);
    return { t: Number(answer.headers.get("X-Time-S")), bitmap: await createImageBitmap(await answer.blob()) };
  }

  /** Fetch what is likely to be asked for next, one thing after the other, until something else is asked for. */
  async ahead(wanted) {
    this.round += 1;
    const { round } = this;
    for (const one of wanted) {
      if (round !== this.round) return;
      await (typeof one === "number" ? this.still(one) : this.get(one)).catch(() => {});
    }
  }
}
