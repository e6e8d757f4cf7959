// The keyboard. Keys work while the player, or nothing at all, has the focus, so that they never take a letter
// from a text field or a press from another control.

const KEYS = {
  " ": "play",
  k: "pause",
  ArrowLeft: "back",
  ArrowRight: "on",
  j: "reverse",
  l: "forward",
  n: "next",
  p: "previous",
  "[": "slower",
  "]": "faster",
  r: "loop",
  s: "skeleton",
  "?": "help",
  Escape: "close",
};

/** The command of a key press in the player, or null. */
function commandOf(event, section, enabled) {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const origin = event.composedPath()[0];
  const inside = event.composedPath().includes(section);
  if (!inside && origin !== document.body) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const command = KEYS[key] ?? null;
  if (!enabled && key.length === 1 && key !== " ") return null;
  const tag = origin.tagName;
  if (key === " " && (tag === "BUTTON" || origin.type === "checkbox")) return null;
  if (tag === "SELECT" && key !== "Escape" && key !== "?") return null;
  return command;
}
