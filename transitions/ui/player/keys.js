// The keyboard. Keys work wherever the focus is, so that the hands stay where they are; they never take a letter
// from a text field, nor a press from a control that has its own use for it.

const KEYS = {
  " ": "play",
  k: "pause",
  ArrowLeft: "back",
  ArrowRight: "on",
  j: "reverse",
  l: "forward",
  n: "next",
  p: "previous",
  a: "agree",
  d: "disagree",
  c: "correct",
  u: "undo",
  "[": "slower",
  "]": "faster",
  r: "loop",
  s: "skeleton",
  g: "legend",
  m: "measure",
  w: "swapMode",
  "+": "closer",
  "=": "closer",
  "-": "farther",
  0: "allOfIt",
  "?": "help",
  Escape: "close",
};
/** What moves the picture; where the page has keys of its own, the player keeps to these (`data.keys`). */
const PLAYBACK = [
  "play", "pause", "back", "on", "reverse", "forward", "slower", "faster", "loop", "skeleton",
  "closer", "farther", "swapMode",
];
/** Buttons whose key means something else there: 0, say, is an answer. */
const UNKEYED = ["allOfIt", "legend", "measure"];
const PRESSED = ["checkbox", "radio", "range", "button", "submit", "file"];

/** Whether letters typed here are text. */
function takesText(node) {
  if (node.tagName === "INPUT") return !PRESSED.includes(node.type);
  return node.tagName === "TEXTAREA" || node.isContentEditable || node.closest?.('[role="listbox"], [role="menu"]');
}

/** Whether the control under the focus has its own use for the key. */
function hasOwnUse(node, key, inside) {
  const tag = node.tagName;
  if (tag === "SELECT") return key !== "Escape" && key !== "?";
  if (key === " ") {
    if (node.type === "checkbox" || node.type === "radio") return true;
    // A control that was clicked keeps the focus without showing it: there the space bar means the picture.
    return ["BUTTON", "A", "SUMMARY"].includes(tag) && (inside || node.matches(":focus-visible"));
  }
  if (key.startsWith("Arrow")) {
    return node.type === "radio" || Boolean(node.closest?.('[role="radiogroup"], [role="tablist"], [role="slider"]'));
  }
  return key === "Escape" && !inside && node !== document.body;
}

/** Whether a dialog of the page lies over the player: what is pressed there is not meant for what lies under it. */
function inDialog(path, section) {
  const dialog = path.find((node) => node.getAttribute?.("role") === "dialog");
  return dialog !== undefined && !section.contains(dialog);
}

/** The command of a key press, or null. */
function commandOf(event, section, enabled) {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const origin = event.composedPath()[0];
  if (!(origin instanceof Element) || takesText(origin)) return null;
  if (inDialog(event.composedPath(), section)) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!enabled && key.length === 1 && key !== " ") return null;
  if (hasOwnUse(origin, key, event.composedPath().includes(section))) return null;
  return KEYS[key] ?? null;
}

/** Put the keyboard into the first field of a place of the page, once it is drawn. */
function focusField(place, tries = 60) {
  const field = document.querySelector(`.st-key-${place} input`);
  if (field) field.focus();
  else if (tries) setTimeout(() => focusField(place, tries - 1), 30);
}

/** Where the page has keys of its own: no button names a key that does something else. */
function unnameKeys(root) {
  for (const act of UNKEYED) {
    const button = root.querySelector(`[data-act="${act}"]`);
    button.title = button.title.replace(/ \(.\)$/, "");
  }
}
