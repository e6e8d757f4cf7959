// What the rater does, on its way to the store: shown at once, sent at once, and kept until the store has answered.
// Every message holds all that is not answered yet, so that none is lost where one message overtakes another; each
// edit has a number, by which the page takes it in once.

const RESEND_MS = 4000;

function randomHex(bytes) {
  const drawn = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(drawn, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A key as `annotation.edits.new_key` makes them. */
function newKey() {
  return `added-${randomHex(6)}`;
}

class Book {
  /** `post` carries a message to the page. */
  constructor(post) {
    this.post = post;
    this.from = randomHex(8);
    this.number = 0;
    this.waiting = [];
    this.kept = {};
    this.draft = null;
    this.later = [];
    this.of = null;
  }

  /** Take what the store holds; returns whether something that was awaited is answered. */
  take(data) {
    if (data.of !== this.of) {
      this.settle();
      this.later = [];
    }
    this.of = data.of;
    this.where = { of: data.of, clip: data.clip.id, window_s: data.clip.window_s };
    this.kept = data.marks;
    const before = this.waiting.length;
    if (data.answer.from === this.from) this.waiting = this.waiting.filter((edit) => edit.n > data.answer.n);
    const answered = this.waiting.length < before;
    if (!this.waiting.length) window.clearTimeout(this.again);
    return answered;
  }

  close() {
    window.clearTimeout(this.again);
  }

  /** Whether an undo or redo is on its way: what is done meanwhile waits for its outcome. */
  get turning() {
    return this.waiting.some((edit) => edit.does === "undo" || edit.does === "redo");
  }

  get unsaved() {
    return this.waiting.length > 0 || this.draft !== null;
  }

  /** The marks as they stand, with what is being done. */
  get marks() {
    const own = this.waiting.filter((edit) => edit.of === this.of);
    const marks = own.reduce(afterEdit, this.kept);
    return this.draft ? { ...marks, [this.draft.key]: this.draft.mark } : marks;
  }

  /** Show a mark otherwise without saving it yet: while it is dragged, or a key is held. */
  sketch(key, mark) {
    this.draft = { key, mark };
  }

  drop() {
    this.draft = null;
  }

  /** Save what is sketched, as one edit. */
  settle() {
    if (!this.draft) return;
    const { key, mark } = this.draft;
    this.draft = null;
    const before = this.marks[key];
    if (!before || !sameMark(before, mark)) this.send({ does: "mark", key, mark });
  }

  send(edit) {
    this.number += 1;
    this.waiting.push({ ...edit, ...this.where, n: this.number });
    this.sendAll();
  }

  sendAll() {
    window.clearTimeout(this.again);
    if (!this.waiting.length) return;
    this.post({ from: this.from, edits: this.waiting });
    this.again = window.setTimeout(() => this.sendAll(), RESEND_MS);
  }
}
