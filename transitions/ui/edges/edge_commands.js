// What each command does to the marks. `frame` is the frame that was on the screen when it was given.

const ADDED_S = 1;

/** The commands by name, for one mounted timeline. */
function commandsOf(edges) {
  const at = (frame) => edges.frames.source[frame];
  const { book } = edges;

  /** Run with the chosen mark, or say that there is none. */
  const withMark = (act) => (by, frame) => {
    if (edges.mark) act(edges.mark, by, frame);
    else edges.say("There is no transition here; A adds one.");
  };

  const take = (handle) => withMark(() => {
    edges.choose(edges.chosen, edges.handle === handle ? null : handle);
    edges.focusGrip();
    edges.tell();
  });

  const takeNext = (by) => withMark((mark) => {
    const handles = handlesOf(mark);
    const from = edges.handle ? handles.indexOf(edges.handle) : by > 0 ? -1 : handles.length;
    edges.choose(edges.chosen, handles[Math.min(Math.max(from + by, 0), handles.length - 1)]);
    edges.focusGrip();
    edges.tell();
  });

  const nudge = (handle, by) => {
    const mark = edges.mark;
    if (!mark || timeOf(mark, handle) === undefined) return;
    if (!edges.inFilm(timeOf(mark, handle))) {
      edges.choose(edges.chosen, handle);
      return;
    }
    edges.sketch(moved(mark, handle, stepFrom(edges.frames, timeOf(mark, handle), by), edges.frames));
    edges.tell(handle);
  };

  const arrow = (sign) => (by) => {
    if (edges.handle) nudge(edges.handle, sign * by);
    else stepFilm(sign * by);
  };

  const stepFilm = (by) => {
    edges.playback.pause();
    const k = edges.playback.inClip((edges.stepping ?? edges.playback.frame) + by);
    edges.seek(at(k));
  };

  const setHere = (handle) => withMark((mark, _by, frame) => {
    const next = moved(mark, handle, frame, edges.frames);
    if (timeOf(next, handle) !== at(frame)) {
      const words = { start: "The start comes before the end; A adds a transition here.", end: "The end comes after the start." };
      edges.say(words[handle] ?? "A phase lies within its transition; move the film into it first.");
      return;
    }
    edges.sketch(next);
    book.settle();
    edges.draw();
    edges.tell(handle);
  });

  const edit = (what, words) => {
    book.send(what);
    edges.keepChoice();
    edges.draw();
    edges.say(words);
  };

  const turn = (does, able, none) => {
    if (!able && !book.waiting.length) edges.say(none);
    else edit({ does }, does === "undo" ? "Undone." : "Redone.");
  };

  const step = (by) => {
    const key = edges.mark ? neighbour(edges.marks, edges.chosen, by) : null;
    if (key) {
      edges.choose(key, null);
      if (edges.playback.playing) edges.seek(edges.mark.start_s);
    } else edges.say(by > 0 ? "That was the last transition." : "That was the first transition.");
  };

  const zoom = (factor) => {
    const t = edges.mark && edges.handle ? timeOf(edges.mark, edges.handle) : at(edges.playback.frame);
    edges.strip.lookAt(t, edges.strip.wide_s * factor, edges.extent);
    edges.draw();
  };

  const changeSpeed = (by) => {
    edges.playback.changeSpeed(by);
    edges.find('[data-act="speed"]').value = String(edges.playback.speed);
    edges.say(`Speed ${edges.playback.speed}`);
  };

  const setKind = withMark((mark, by) => {
    const kind = edges.data.kinds[by - 1];
    if (!kind || kind.id === mark.kind) return;
    edit({ does: "mark", key: edges.chosen, mark: asKind(mark, kind) }, `Now: ${kind.name}.`);
  });

  const split = withMark((mark, _by, frame) => {
    const t = at(frame);
    const [first, second] = [frameUntil(edges.frames, mark.start_s) + 1, frameFrom(edges.frames, mark.end_s) - 1];
    if (frame < first || frame > second) edges.say("Move the film inside the transition first, then split it there.");
    else edit({ does: "split", key: edges.chosen, at_s: t, second: newKey() }, `Split at ${t.toFixed(2)} s.`);
  });

  const join = withMark(() => {
    const other = neighbour(edges.marks, edges.chosen, 1);
    if (other) edit({ does: "join", key: edges.chosen, other }, "Joined with the next.");
    else edges.say("There is no transition after this one to join it with.");
  });

  const add = (_by, frame) => {
    const { frames } = edges;
    const first = Math.min(frame, frames.last - 1);
    if (first < 0) return;
    const end = Math.max(frames.atSourceTime(at(first) + ADDED_S), first + 1);
    const kind = edges.mark?.kind ?? edges.data.kinds[0].id;
    const key = newKey();
    edges.chosen = key;
    edges.handle = null;
    const mark = { kind, start_s: at(first), end_s: at(end), phases: {} };
    edit({ does: "mark", key, mark }, "Added. O ends it where the film is; 1 to 9 say its kind.");
  };

  const refuse = withMark(() => {
    const key = edges.chosen;
    edges.chosen = nextAfterRemoval(edges.marks, key);
    edges.handle = null;
    edit({ does: "refuse", key }, "Refused. Z brings it back.");
  });

  const lockAndPlay = withMark((mark) => {
    if (edges.playback.playing && edges.locked) {
      edges.playback.pause();
      return;
    }
    edges.lock(true);
    edges.playback.seekSource(mark.start_s);
    edges.playback.play();
  });

  const play = () => {
    if (edges.playback.playing) edges.playback.pause();
    else {
      edges.lock(false);
      edges.playback.play();
    }
  };

  const help = (shows) => {
    const sheet = edges.find(".help");
    if (sheet.hidden === !shows) return false;
    sheet.hidden = !shows;
    if (shows) sheet.querySelector("button").focus();
    else edges.section.focus({ preventScroll: true });
    return true;
  };

  return {
    play,
    lock: lockAndPlay,
    back: () => stepFilm(-1),
    on: () => stepFilm(1),
    earlier: arrow(-1),
    later: arrow(1),
    start: take("start"),
    end: take("end"),
    "next-handle": takeNext(1),
    "previous-handle": takeNext(-1),
    "start-back": () => nudge("start", -1),
    "start-on": () => nudge("start", 1),
    "end-back": () => nudge("end", -1),
    "end-on": () => nudge("end", 1),
    "set-start": setHere("start"),
    "set-end": setHere("end"),
    "phase-take": (key) => take(key)(),
    "phase-set": (key, frame) => setHere(key)(1, frame),
    "phase-drop": withMark((mark, key) => {
      const { [key]: _gone, ...phases } = mark.phases;
      edit({ does: "mark", key: edges.chosen, mark: { ...mark, phases } }, "Phase taken out.");
    }),
    next: () => step(1),
    previous: () => step(-1),
    kind: setKind,
    split,
    join,
    add,
    refuse,
    gone: () => (edges.data.gone_through ? null : edit({ does: "gone" }, "Kept: nothing to change in this clip.")),
    undo: () => turn("undo", edges.data.undoable, "There is nothing to undo."),
    redo: () => turn("redo", edges.data.redoable, "There is nothing to redo."),
    slower: () => changeSpeed(-1),
    faster: () => changeSpeed(1),
    closer: () => zoom(0.5),
    wider: () => zoom(2),
    whole: () => zoom(Infinity),
    help: () => help(edges.find(".help").hidden),
    close: () => {
      if (help(false)) return;
      if (edges.strip.dragging) edges.strip.release(false);
      edges.choose(edges.chosen, null, { shows: false });
      edges.section.focus({ preventScroll: true });
    },
    nothing: () => undefined,
  };
}

/** The frame `by` frames on from a time; from between two frames the first step is to the one beside it. */
function stepFrom(frames, t, by) {
  const near = frames.atSourceTime(t);
  const between = Math.abs(frames.source[near] - t) > 1e-9;
  if (!between) return near + by;
  return by > 0 ? frameFrom(frames, t) + by - 1 : frameUntil(frames, t) + by + 1;
}
