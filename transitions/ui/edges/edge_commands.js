// What each command does. `frame` is the frame that was on the screen when it was given, `by` a number of frames, the
// number of a kind or the key of a phase.

const ADDED_S = 1;
const OUT_OF_REACH = { start: "A start comes before its end; A adds a transition here.", end: "An end comes after its start." };

/** The method of `Commands` for each command, and what it is given first. */
const COMMANDS = {
  play: ["play"],
  lock: ["playAgainAndAgain"],
  back: ["stepFilm", -1],
  on: ["stepFilm", 1],
  earlier: ["arrow", -1],
  later: ["arrow", 1],
  start: ["take", "start"],
  end: ["take", "end"],
  "phase-take": ["takePhase"],
  "next-handle": ["takeNext", 1],
  "previous-handle": ["takeNext", -1],
  "start-back": ["nudge", "start", -1],
  "start-on": ["nudge", "start", 1],
  "end-back": ["nudge", "end", -1],
  "end-on": ["nudge", "end", 1],
  "set-start": ["setHere", "start"],
  "set-end": ["setHere", "end"],
  "phase-set": ["setPhase"],
  "phase-drop": ["dropPhase"],
  next: ["step", 1],
  previous: ["step", -1],
  kind: ["setKind"],
  split: ["split"],
  join: ["join"],
  add: ["add"],
  refuse: ["refuse"],
  gone: ["goneThrough"],
  "bring-back": ["bringBack"],
  undo: ["turn", "undo"],
  redo: ["turn", "redo"],
  slower: ["changeSpeed", -1],
  faster: ["changeSpeed", 1],
  closer: ["zoom", 0.5],
  wider: ["zoom", 2],
  whole: ["zoom", Infinity],
  leave: ["depart", "pane", "rate"],
  "next-clip": ["depart", "clip", 1],
  "previous-clip": ["depart", "clip", -1],
  help: ["toggleHelp"],
  close: ["close"],
  nothing: ["doNothing"],
};
const NEEDS_MARK = [
  "lock", "start", "end", "phase-take", "next-handle", "previous-handle", "set-start", "set-end", "phase-set", "phase-drop",
  "kind", "split", "join", "refuse",
];

class Commands {
  constructor(edges) {
    this.edges = edges;
    this.book = edges.book;
  }

  run(name, by, frame) {
    if (NEEDS_MARK.includes(name) && !this.edges.mark) {
      this.edges.say("There is no transition here; A adds one.");
      return;
    }
    const [method, ...given] = COMMANDS[name];
    this[method](...given, by, frame);
  }

  timeAt(frame) {
    return this.edges.frames.source[frame];
  }

  play() {
    const { edges } = this;
    if (edges.playback.playing) edges.playback.pause();
    else {
      edges.lock(false);
      edges.playback.play();
    }
  }

  playAgainAndAgain() {
    const { edges } = this;
    if (edges.playback.playing && edges.locked) {
      edges.playback.pause();
      return;
    }
    edges.lock(true);
    edges.playback.seekSource(edges.mark.start_s);
    edges.playback.play();
  }

  stepFilm(by) {
    const { edges } = this;
    edges.playback.pause();
    edges.seek(this.timeAt(edges.playback.inClip((edges.stepping ?? edges.playback.frame) + by)));
  }

  arrow(sign, by) {
    const { handle } = this.edges;
    if (handle) this.nudge(handle, sign * by);
    else this.stepFilm(sign * by);
  }

  take(handle) {
    const { edges } = this;
    edges.choose(edges.chosen, edges.handle === handle ? null : handle);
    edges.focusGrip();
    edges.tell();
  }

  takePhase(key) {
    this.take(key);
  }

  takeNext(by) {
    const { edges } = this;
    const handles = handlesOf(edges.mark);
    const before = by > 0 ? -1 : handles.length;
    const at = (edges.handle ? handles.indexOf(edges.handle) : before) + by;
    edges.choose(edges.chosen, handles[Math.min(Math.max(at, 0), handles.length - 1)]);
    edges.focusGrip();
    edges.tell();
  }

  nudge(handle, by) {
    const { edges } = this;
    const { mark, frames } = edges;
    const t = mark ? timeOf(mark, handle) : undefined;
    if (t === undefined) return;
    if (!edges.inFilm(t)) {
      edges.choose(edges.chosen, handle);
      return;
    }
    edges.sketch(moved(mark, handle, stepFrom(frames, t, by), frames));
    edges.tell(handle);
  }

  setHere(handle, _by, frame) {
    const { edges } = this;
    const next = moved(edges.mark, handle, frame, edges.frames);
    if (timeOf(next, handle) !== this.timeAt(frame)) {
      edges.say(OUT_OF_REACH[handle] ?? "A phase lies within its transition; move the film into it first.");
      return;
    }
    edges.sketch(next);
    this.book.settle();
    edges.draw();
    edges.tell(handle);
  }

  setPhase(key, frame) {
    this.setHere(key, 1, frame);
  }

  dropPhase(key) {
    const { mark, chosen } = this.edges;
    const { [key]: _dropped, ...phases } = mark.phases;
    this.edit({ does: "mark", key: chosen, mark: { ...mark, phases } }, "Phase taken out.");
  }

  step(by) {
    const { edges } = this;
    const key = edges.mark ? neighbour(edges.marks, edges.chosen, by) : null;
    if (!key) {
      edges.say(by > 0 ? "That was the last transition." : "That was the first transition.");
      return;
    }
    edges.choose(key, null);
    if (edges.playback.playing) edges.seek(edges.mark.start_s);
    edges.say(namesOf(edges).kind(edges.mark));
  }

  setKind(number) {
    const { data, mark, chosen } = this.edges;
    const kind = data.kinds[number - 1];
    if (kind && kind.id !== mark.kind) this.edit({ does: "mark", key: chosen, mark: asKind(mark, kind) }, `Now: ${kind.name}.`);
  }

  split(_by, frame) {
    const { mark, frames, chosen } = this.edges;
    const [first, last] = [frameUntil(frames, mark.start_s) + 1, frameFrom(frames, mark.end_s) - 1];
    if (frame < first || frame > last) {
      this.edges.say("Move the film inside the transition first, then split it there.");
      return;
    }
    const t = this.timeAt(frame);
    this.edit({ does: "split", key: chosen, at_s: t, second: newKey() }, `Split at ${t.toFixed(2)} s.`);
  }

  join() {
    const { marks, chosen } = this.edges;
    const other = neighbour(marks, chosen, 1);
    if (other) this.edit({ does: "join", key: chosen, other }, "Joined with the next.");
    else this.edges.say("There is no transition after this one to join it with.");
  }

  add(_by, frame) {
    const { edges } = this;
    const { frames } = edges;
    const first = Math.min(frame, frames.last - 1);
    if (first < 0) return;
    const end = Math.max(frames.atSourceTime(this.timeAt(first) + ADDED_S), first + 1);
    const kind = edges.mark?.kind ?? edges.data.kinds[0].id;
    const key = newKey();
    edges.chosen = key;
    edges.handle = null;
    const mark = { kind, start_s: this.timeAt(first), end_s: this.timeAt(end), phases: {} };
    this.edit({ does: "mark", key, mark }, "Added. O ends it where the film is; 1 to 9 say its kind.");
  }

  refuse() {
    const { edges } = this;
    const key = edges.chosen;
    const next = nextAfterRemoval(edges.marks, key);
    this.edit({ does: "refuse", key }, "Refused. Z brings it back.");
    if (next) edges.choose(next, null);
  }

  /** Let a refused transition stand again, as it was found. */
  bringBack(key) {
    const { edges } = this;
    this.edit({ does: "mark", key, mark: edges.data.given[key] }, "Brought back.");
    edges.choose(key, null);
  }

  goneThrough() {
    if (this.edges.data.gone_through) return;
    this.edit({ does: "gone" }, "Kept: nothing to change in this clip.");
  }

  edit(what, words) {
    this.book.send(what);
    this.edges.keepChoice();
    this.edges.draw();
    this.edges.say(words);
  }

  turn(does) {
    const able = does === "undo" ? this.edges.data.undoable : this.edges.data.redoable;
    if (!able && !this.book.waiting.length) this.edges.say(`There is nothing to ${does}.`);
    else this.edit({ does }, does === "undo" ? "Undone." : "Redone.");
  }

  changeSpeed(by) {
    const { edges } = this;
    edges.playback.changeSpeed(by);
    edges.find('[data-act="speed"]').value = String(edges.playback.speed);
    edges.say(`Speed ${edges.playback.speed}`);
  }

  zoom(factor) {
    const { edges } = this;
    const t = edges.mark && edges.handle ? timeOf(edges.mark, edges.handle) : this.timeAt(edges.playback.frame);
    edges.strip.lookAt(t, edges.strip.wide_s * factor, edges.extent);
    edges.draw();
  }

  depart(way, where) {
    if (this.edges.data.ways.includes(way)) this.edges.depart({ [way]: where });
  }

  toggleHelp() {
    this.showHelp(this.edges.find(".help").hidden);
  }

  /** Returns whether that changed anything. */
  showHelp(shows) {
    const sheet = this.edges.find(".help");
    if (sheet.hidden === !shows) return false;
    sheet.hidden = !shows;
    if (shows) sheet.querySelector("button").focus();
    else this.edges.section.focus({ preventScroll: true });
    return true;
  }

  close() {
    const { edges } = this;
    if (this.showHelp(false)) return;
    if (edges.strip.dragging) edges.strip.release(false);
    edges.choose(edges.chosen, null, { shows: false });
    edges.section.focus({ preventScroll: true });
  }

  doNothing() {}
}

/** The frame `by` frames on from a time; from between two frames the first step is to the one beside it. */
function stepFrom(frames, t, by) {
  const near = frames.atSourceTime(t);
  if (Math.abs(frames.source[near] - t) <= 1e-9) return near + by;
  return by > 0 ? frameFrom(frames, t) + by - 1 : frameUntil(frames, t) + by + 1;
}
