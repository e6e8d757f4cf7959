// The question on the screen, and the keys that answer it. Joined behind the player's keys.js, whose rules on text fields
// and controls hold here too.

const RATING_KEYS = {
  1: "yes", a: "yes", 2: "no", d: "no", 3: "unsure", q: "unsure", 0: "untold", x: "untold",
  4: "mild", 5: "moderate", 6: "severe",
  v: "list", e: "edges", h: "commit",
  n: "next", p: "previous", g: "left", u: "undo", y: "redo", t: "note", f: "gone",
  "?": "help", Escape: "close",
  // Streamlit's own; R is the player's, and is stopped here where there is no player.
  c: "nothing",
};
const SIZES = ["mild", "moderate", "severe"];
const FILM = ".st-key-rate_film";
const PATIENCE_MS = 6000;
const YEAR_S = 31536000;

/** One mounted panel; lives as long as its place on the page and takes new data on every rerun. */
class Panel {
  constructor(section) {
    this.section = section;
    this.note = this.find("textarea");
    this.held = new Set();
    this.asked = [];
    this.listen();
  }

  find(selector) {
    return this.section.querySelector(selector);
  }

  listen() {
    this.closing = new AbortController();
    const first = { signal: this.closing.signal, capture: true };
    window.addEventListener("keydown", (event) => this.key(event), first);
    for (const type of ["keypress", "keyup"]) window.addEventListener(type, (event) => this.keyAfter(event), first);
    const on = (target, type, act) => target.addEventListener(type, act, { signal: this.closing.signal });
    on(this.section, "click", (event) => this.click(event));
    on(this.note, "input", () => this.keepDraft());
    on(this.note, "change", () => this.saveNote());
    on(this.note, "keydown", (event) => this.inNote(event));
  }

  close() {
    this.closing.abort();
    window.clearTimeout(this.awaiting);
  }

  /** Take the data of a rerun. */
  update(data) {
    const isAnswer = this.data !== undefined && this.data.answers !== data.answers;
    const samePlace = this.placeOf(this.data) === this.placeOf(data);
    const saved = this.data?.note;
    this.data = data;
    if (!samePlace) this.pending = false;
    if (!samePlace || saved !== data.note) this.showNote();
    this.show();
    if (isAnswer) this.say(data.said);
    this.section.dataset.place = data.place.join("/");
    this.section.dataset.answers = String(data.answers);
    this.section.dataset.word = data.word ?? "";
    remember(data.rater);
    if (isAnswer) this.answered();
  }

  placeOf(data) {
    return data ? [data.study, data.pen, ...data.place].join("/") : "";
  }

  show() {
    const { data } = this;
    const words = {
      clip: data.clip, waits: data.waits, progress: data.progress.words, title: data.title, where: data.where, means: data.means,
    };
    for (const [name, text] of Object.entries(words)) this.find(`.tr-panel-${name}`).textContent = text;
    this.find(".tr-panel-bar").value = data.progress.units ? data.progress.rated / data.progress.units : 0;
    const [, segment] = data.place;
    const writes = data.mode !== "read";
    this.find(".tr-panel-ask").hidden = !segment || !writes;
    this.find(".tr-panel-gone").hidden = Boolean(segment) || !writes;
    this.find(".tr-panel-gone button").setAttribute("aria-pressed", String(data.gone));
    this.find(".tr-panel-question").textContent =
      data.mode === "consensus" ? "What do you agree on?" : "Is it there?";
    this.showOwn(segment && !writes);
    this.showOthers();
    for (const act of ["undo", "redo"]) {
      this.find(`[data-act="${act}"]`).disabled = !writes || !data[`${act}able`];
    }
    this.showAnswer();
  }

  showOwn(shown) {
    const own = this.find(".tr-panel-own");
    own.hidden = !shown || !this.data.own;
    own.textContent = this.data.own ?? "";
  }

  /** Mark what stands, or that a size is awaited. */
  showAnswer() {
    const { word } = this.data;
    for (const button of this.section.querySelectorAll("[data-word]")) {
      button.setAttribute("aria-pressed", String(!this.pending && button.dataset.word === word));
    }
    const there = this.pending || SIZES.includes(word);
    this.find('[data-act="yes"]').setAttribute("aria-pressed", String(there));
    this.find(".tr-panel-sizes").classList.toggle("awaited", Boolean(this.pending));
  }

  showOthers() {
    const { others, mode } = this.data;
    this.find(".tr-panel-others").hidden = !others.length;
    this.find(".tr-panel-others tbody").replaceChildren(...others.map((one) => this.otherRow(one, mode)));
  }

  otherRow(one, mode) {
    const row = document.createElement("tr");
    const cell = (name, text) => {
      const made = document.createElement(name);
      made.textContent = text;
      row.append(made);
      return made;
    };
    cell("th", one.who).scope = "row";
    cell("td", one.note ? `${one.told}: “${one.note}”` : one.told);
    if (mode === "consensus") {
      const place = cell("td", "");
      if (one.word) {
        const take = document.createElement("button");
        take.type = "button";
        take.textContent = "Take";
        take.setAttribute("aria-label", `Take ${one.who}'s word: ${one.told}`);
        take.addEventListener("click", () => this.rate(one.word));
        place.append(take);
      }
    }
    return row;
  }

  draftKey() {
    return `transitions-note/${this.placeOf(this.data)}`;
  }

  showNote() {
    this.note.value = sessionStorage.getItem(this.draftKey()) ?? this.data.note;
  }

  /** What is written waits for its answer, also over a reload. */
  keepDraft() {
    sessionStorage.setItem(this.draftKey(), this.note.value);
  }

  noteNow() {
    return this.note.value.trim();
  }

  /** A note on what is rated already is kept at once; else it goes with the answer. */
  saveNote() {
    const { word, note } = this.data;
    if (word && this.noteNow() !== note) this.rate(word, true);
  }

  inNote(event) {
    if (event.key !== "Escape" && !(event.key === "Enter" && (event.ctrlKey || event.metaKey))) return;
    event.preventDefault();
    event.stopPropagation();
    this.section.focus();
  }

  key(event) {
    const command = this.commandOf(event);
    if (!command) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.held.add(event.code);
    if (!event.repeat) this.command(command);
  }

  commandOf(event) {
    const origin = event.composedPath()[0];
    if (!(origin instanceof Element) || takesText(origin) || event.altKey) return null;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (!this.find(".tr-panel-help").hidden) return this.inHelp(event, key);
    if (event.ctrlKey || event.metaKey) {
      if (key === "y") return "redo";
      return key === "z" ? (event.shiftKey ? "redo" : "undo") : null;
    }
    if (document.querySelector('[role="dialog"][data-baseweb], [data-testid="stDialog"]')) return null;
    if (key === "r") return document.querySelector(FILM) ? null : "nothing";
    if (hasOwnUse(origin, key, event.composedPath().includes(this.section))) return null;
    return key === "Escape" ? null : (RATING_KEYS[key] ?? null);
  }

  /** While the sheet of keys is open a key only closes it: nothing is rated by trying what it tells. */
  inHelp(event, key) {
    if (key === "?" || key === "Escape") return "close";
    if (key === " " && event.composedPath()[0].closest(".tr-panel-help button")) return null;
    const copies = (event.ctrlKey || event.metaKey) && !["y", "z"].includes(key);
    return key.length === 1 && !copies ? "nothing" : null;
  }

  keyAfter(event) {
    if (!this.held.has(event.code)) return;
    event.stopImmediatePropagation();
    if (event.type === "keyup") this.held.delete(event.code);
  }

  click(event) {
    const action = event.target.closest("button[data-act]")?.dataset.act;
    if (action) this.command(action);
  }

  command(name) {
    const clip = this.data.place[0];
    const commands = {
      yes: () => this.sayYes(),
      no: () => this.rate("not_observed"),
      unsure: () => this.rate("possible"),
      untold: () => this.rate("cannot_tell"),
      mild: () => this.rate("mild"),
      moderate: () => this.rate("moderate"),
      severe: () => this.rate("severe"),
      next: () => this.ask({ step: 1 }),
      previous: () => this.ask({ step: -1 }),
      left: () => this.ask({ left: true }),
      undo: () => this.turn("undo", clip),
      redo: () => this.turn("redo", clip),
      list: () => this.ask({ list: 1 }),
      edges: () => this.ask({ pane: "segments" }),
      commit: () => this.ask({ commit: true }),
      gone: () => this.lookedThrough(clip),
      note: () => this.note.focus(),
      help: () => this.toggleHelp(this.find(".tr-panel-help").hidden),
      close: () => this.toggleHelp(false),
      nothing: () => {},
    };
    commands[name]();
  }

  /** It is there: what is kept needs a size with it. */
  sayYes() {
    if (!this.mayWrite() || SIZES.includes(this.data.word)) return;
    this.pending = true;
    this.showAnswer();
    this.say("How large? 4 a little, 5 quite a bit, 6 a lot.");
  }

  mayWrite() {
    if (this.data.mode === "read") this.say("These ratings are committed; they stay as they are.");
    return this.data.mode !== "read" && Boolean(this.data.place[1]);
  }

  rate(word, stay = false) {
    if (!this.mayWrite()) return;
    const [clip, segment, rule] = this.data.place;
    sessionStorage.removeItem(this.draftKey());
    this.ask({ rate: { clip, segment, rule, word, note: this.noteNow(), stay } });
  }

  turn(way, clip) {
    if (this.data.mode === "read") this.mayWrite();
    else this.ask({ turn: way, clip });
  }

  lookedThrough(clip) {
    if (this.data.mode !== "read" && !this.data.place[1]) this.ask({ gone: clip });
  }

  /** Ask for one thing after the other; an answer names the place that was on the screen when its key was pressed. */
  ask(what) {
    this.asked.push(what);
    if (!this.awaiting) this.askNext();
  }

  askNext() {
    const what = this.asked.shift();
    if (!what) return;
    this.awaiting = window.setTimeout(() => this.answered(), PATIENCE_MS);
    this.trigger("ask", what);
  }

  answered() {
    window.clearTimeout(this.awaiting);
    this.awaiting = 0;
    this.askNext();
  }

  toggleHelp(show) {
    const help = this.find(".tr-panel-help");
    if (help.hidden === !show) return;
    help.hidden = !show;
    if (show) help.querySelector("button").focus();
    else this.section.focus();
  }

  say(text) {
    this.find(".tr-panel-status").textContent = text;
  }
}

/** So that the next visit with this browser knows who sits here. */
function remember(name) {
  if (!name) return;
  document.cookie = `transitions_rater=${encodeURIComponent(name)}; path=/; max-age=${YEAR_S}; samesite=strict`;
}

const PANELS = new WeakMap();

export default function mount({ data, parentElement, setTriggerValue }) {
  const section = parentElement.querySelector(".tr-panel");
  if (!PANELS.has(section)) PANELS.set(section, new Panel(section));
  const panel = PANELS.get(section);
  panel.trigger = setTriggerValue;
  panel.update(data);
  // A rerun that overtakes another has the older one's clean-up run: only the newest may close the panel.
  panel.newest = data;
  return () => {
    if (panel.newest !== data) return;
    panel.close();
    PANELS.delete(section);
  };
}
