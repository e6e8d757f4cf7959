// The keyboard of the timeline, and the sheet that tells it. Keys work wherever the focus is (see the player's keys).

const EDGE_KEYS = {
  " ": "play",
  p: "lock",
  ArrowLeft: "earlier",
  ArrowRight: "later",
  "[": "start",
  "]": "end",
  ",": "previous-handle",
  ".": "next-handle",
  n: "next",
  b: "previous",
  i: "set-start",
  o: "set-end",
  s: "split",
  j: "join",
  a: "add",
  x: "refuse",
  g: "gone",
  e: "leave",
  l: "next-clip",
  k: "previous-clip",
  z: "undo",
  Z: "redo",
  y: "redo",
  d: "slower",
  f: "faster",
  "-": "wider",
  "+": "closer",
  "=": "closer",
  0: "whole",
  "?": "help",
  Escape: "close",
  // Streamlit reruns the page on R and clears its caches on C; here neither does anything.
  r: "nothing",
  c: "nothing",
};

const KEY_SHEET = [
  [["Space"], "play or pause"],
  [["P"], "play this transition again and again"],
  [["N", "B"], "next or previous transition"],
  [["[", "]"], "take the start or the end"],
  [[",", "."], "take the edge or phase before or after"],
  [["←", "→"], "move what is taken by a frame; with nothing taken, the film"],
  [["Shift ←", "Shift →"], "by ten frames"],
  [["I", "O"], "start or end here, also while it plays"],
  [["1 – 9"], "the kind, as numbered in its list"],
  [["A"], "add a transition that was missed"],
  [["X"], "refuse it: there is no such transition"],
  [["S"], "split it where the film is"],
  [["J"], "join it with the next"],
  [["G"], "nothing to change in this clip"],
  [["L", "K"], "next or previous clip of the study"],
  [["E"], "leave the timeline"],
  [["Z", "Y"], "undo or redo"],
  [["D", "F"], "slower or faster"],
  [["−", "+", "0"], "show more, look closer, show all"],
  [["?"], "this list"],
  [["Esc"], "close it, or let go of the edge"],
];

const HELD_KEYS = ["earlier", "later"];

/** A question of the page in front of the timeline; keys pressed there are not for what lies behind. */
const ASKED_FIRST = '[role="dialog"][data-baseweb], [data-testid="stDialog"]';

/** While the sheet of keys is open a key only closes it: nothing is changed by trying what it tells. */
function sheetCommand(key, origin, inside) {
  if (key === "?" || key === "Escape") return { name: "close", by: 1 };
  return key.length === 1 && !hasOwnUse(origin, key, inside) ? { name: "nothing", by: 1 } : null;
}

/** The command of a key press with the number of frames or kind it is for, or null. */
function edgeCommand(event, section, enabled) {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const origin = event.composedPath()[0];
  if (!(origin instanceof Element) || takesText(origin)) return null;
  if (document.querySelector(ASKED_FIRST)) return /^[rc]$/i.test(event.key) ? { name: "nothing", by: 1 } : null;
  const single = event.key.length === 1;
  if (!enabled && single && event.key !== " ") return null;
  const inside = event.composedPath().includes(section);
  if (!section.querySelector(".help").hidden) return sheetCommand(event.key, origin, inside);
  const isGrip = inside && origin.getAttribute("role") === "slider";
  // A button that was clicked keeps the focus: the space bar plays then, and does not split once more.
  if (!isGrip && hasOwnUse(origin, event.key, inside && event.key === "Escape")) return null;
  if (/^[1-9]$/.test(event.key)) return { name: "kind", by: Number(event.key) };
  const letter = single && event.key !== "Z" ? event.key.toLowerCase() : event.key;
  if (isGrip && /^Page(Up|Down)$/.test(event.key)) return { name: event.key === "PageUp" ? "later" : "earlier", by: 10 };
  const name = EDGE_KEYS[letter];
  return name ? { name, by: event.shiftKey ? 10 : 1 } : null;
}

function writeKeySheet(list) {
  list.replaceChildren(
    ...KEY_SHEET.map(([keys, words]) => {
      const row = document.createElement("div");
      const [term, told] = [document.createElement("dt"), document.createElement("dd")];
      for (const key of keys) {
        const cap = document.createElement("kbd");
        cap.textContent = key;
        term.append(cap, " ");
      }
      told.textContent = words;
      row.append(term, told);
      return row;
    }),
  );
}
