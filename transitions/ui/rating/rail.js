// The work list: clips in the rater's order, the open one with its findings; made anew with every rerun.

function part(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function opener(className, place, isOpen, open) {
  const button = part("button", className);
  button.type = "button";
  button.dataset.place = place.join("/");
  if (isOpen) button.setAttribute("aria-current", "true");
  button.addEventListener("click", () => open(place));
  return button;
}

function clipRow(clip, open) {
  const item = part("li", `tr-rail-clip${clip.open ? " open" : ""}${clip.done ? " done" : ""}`);
  const head = opener("tr-rail-head", clip.first, false, open);
  head.append(part("span", "tr-rail-name", clip.label), part("span", "tr-rail-status", clip.status));
  const bar = part("i", "tr-rail-bar");
  bar.style.setProperty("--share", `${Math.round(100 * clip.share)}%`);
  head.append(bar);
  item.append(head);
  if (clip.places.length) {
    const list = part("ul", "");
    list.append(...clip.places.map((place) => placeRow(place, open)));
    item.append(list);
  }
  return item;
}

function placeRow(place, open) {
  const item = part("li", "");
  const button = opener(`tr-rail-place${place.said ? " said" : ""}`, place.place, place.open, open);
  button.append(
    part("span", "tr-rail-name", place.name),
    part("span", "tr-rail-when", place.when),
    part("span", "tr-rail-status", place.said),
  );
  item.append(button);
  return item;
}

/** Scroll the list, and nothing else, until the open row is wholly in it. */
function bringIntoSight(list) {
  const row = list.querySelector("[aria-current]") ?? list.querySelector(".open");
  const frame = list.closest(".st-key-queue");
  if (!row || !frame || frame.scrollHeight <= frame.clientHeight) return;
  const [seen, own] = [frame.getBoundingClientRect(), row.getBoundingClientRect()];
  if (own.top < seen.top) frame.scrollTop -= seen.top - own.top + 60;
  else if (own.bottom > seen.bottom) frame.scrollTop += own.bottom - seen.bottom + 60;
}

export default function mount({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector(".tr-rail");
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.place : null;
  const open = (place) => setTriggerValue("ask", { open: place });
  list.replaceChildren(...data.clips.map((clip) => clipRow(clip, open)));
  if (!data.clips.length) list.append(part("li", "tr-rail-empty", data.empty));
  if (focused) list.querySelector(`[data-place="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  requestAnimationFrame(() => bringIntoSight(list));
}
