// Keys, buttons and the pointer, turned into commands.

const EDITS = ["set-start", "set-end", "split", "join", "add", "refuse", "kind", "gone", "bring-back", "undo", "redo"];
const NUDGES = ["earlier", "later", "start-back", "start-on", "end-back", "end-on"];

class Hands {
  constructor(edges, signal) {
    this.edges = edges;
    this.keysOn = true;
    this.held = new Set();
    const on = (target, type, act, options = {}) => target.addEventListener(type, act, { signal, ...options });
    // At the window and before anybody else: Streamlit has uses of its own for R and C, on press and on release.
    on(window, "keydown", (event) => this.key(event), { capture: true });
    for (const type of ["keypress", "keyup"]) on(window, type, (event) => this.keyAfter(event), { capture: true });
    on(window, "blur", () => this.letGo());
    on(edges.section, "click", (event) => this.click(event));
    on(edges.section, "change", (event) => this.change(event));
    on(edges.section, "pointerdown", () => { this.isPointer = true; }, { capture: true });
    on(edges.section, "keydown", () => { this.isPointer = false; });
    on(edges.section, "focusin", (event) => this.focused(event));
  }

  key(event) {
    const command = edgeCommand(event, this.edges.section, this.keysOn);
    if (!command) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.held.add(event.code);
    if (!event.repeat || HELD_KEYS.includes(command.name)) this.command(command.name, command.by);
  }

  /** A nudge is saved when its key is let go: a key that is held is one edit. */
  keyAfter(event) {
    if (!this.held.has(event.code)) return;
    event.stopImmediatePropagation();
    if (event.type !== "keyup") return;
    this.held.delete(event.code);
    if (!this.edges.strip.dragging) this.settle();
  }

  /** The window lost the keyboard: keys that are still held will not be heard of again. */
  letGo() {
    this.held.clear();
    if (!this.edges.strip.dragging) this.settle();
  }

  settle() {
    const { book } = this.edges;
    if (!book.draft) return;
    book.settle();
    this.edges.draw();
  }

  click(event) {
    const button = event.target.closest("button");
    if (!button) {
      if (event.target.closest(".stage")) this.command("play");
      return;
    }
    const { act, phase, key, given } = button.dataset;
    // A bar pressed by the keyboard: the pointer has chosen it already.
    if (key && event.detail === 0) this.edges.choose(key, null);
    if (given) this.command("bring-back", given);
    if (act) this.command(act, phase ?? 1);
    if (act && NUDGES.includes(act)) this.settle();
  }

  change(event) {
    const { act } = event.target.dataset;
    // A list that was clicked gives the keyboard back; one that is moved through by keys keeps it.
    if (this.isPointer && event.target.tagName === "SELECT") event.target.blur();
    if (act === "speed") this.edges.playback.setSpeed(Number(event.target.value));
    if (act === "keys") this.keysOn = event.target.checked;
    if (act === "kind") this.command("kind", event.target.selectedIndex + 1);
  }

  /** A grip that gets the focus is taken. */
  focused(event) {
    const { key, handle } = event.target.dataset;
    const { edges } = this;
    if (!handle || edges.strip.dragging || (edges.chosen === key && edges.handle === handle)) return;
    edges.choose(key, handle);
  }

  /** Carry out a command at the frame that is on the screen; edits wait for the outcome of an undo under way. */
  command(name, by = 1, frame = this.edges.playback.frame) {
    const { edges } = this;
    const isEdit = EDITS.includes(name) || NUDGES.includes(name) || name.startsWith("phase-");
    if (isEdit && edges.data.closed) {
      edges.say(edges.data.closed);
      return;
    }
    if (isEdit && edges.book.turning && !["undo", "redo"].includes(name)) {
      edges.book.later.push([name, by, frame]);
      return;
    }
    if (!NUDGES.includes(name)) this.settle();
    const root = edges.section.getRootNode();
    const hadFocus = edges.section.contains(root.activeElement);
    edges.commands.run(name, by, frame);
    // What had the focus may be gone with its transition.
    if (hadFocus && !edges.section.contains(root.activeElement)) edges.section.focus({ preventScroll: true });
  }
}

/** What the timeline asks for when the pointer is on it. */
function pointerOf(edges) {
  const { book } = edges;
  return {
    grab(key, handle) {
      edges.hands.settle();
      edges.choose(key, handle, { shows: false });
      edges.dragged = edges.mark;
      return timeOf(edges.mark, handle);
    },
    drag(t) {
      if (edges.data.closed || book.turning || !edges.dragged) return;
      edges.sketch(moved(edges.dragged, edges.handle, edges.frames.atSourceTime(t), edges.frames));
    },
    drop() {
      book.settle();
      edges.draw();
      edges.tell();
    },
    giveUp() {
      book.drop();
      edges.draw();
    },
    choose: (key) => edges.choose(key, null, { shows: false }),
    look(t) {
      edges.playback.pause();
      if (edges.inFilm(t)) edges.seek(t);
      else edges.go(t, { at_s: t });
    },
  };
}
