// The queue of moments: rows are made anew with every rerun, the open one is marked and scrolled to.

function node(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function badge(finding) {
  return node("span", `tr-badge ${finding.tone}`, finding.badge);
}

function openButton(finding, className, open) {
  const button = node("button", className);
  button.type = "button";
  button.dataset.finding = String(finding.id);
  if (finding.open) button.setAttribute("aria-current", "true");
  button.addEventListener("click", () => open(finding.id));
  return button;
}

/** The picture of a moment; one that was shown before is the same node, so that it is neither fetched again nor flickers. */
function picture(address, shown) {
  const known = shown.get(address);
  if (known) return known;
  const made = node("img", "moment-picture");
  made.alt = ""; // its words stand beside it
  made.loading = "lazy";
  made.decoding = "async";
  made.src = address;
  return made;
}

function momentRow(row, open, shown) {
  const item = node("li", `moment${row.open ? " open" : ""}`);
  const button = openButton(row.main, "moment-main", open);
  const words = node("span", "moment-words");
  words.append(
    badge(row.main),
    node("span", "moment-name", row.main.name),
    node("span", "moment-when", row.when),
    node("span", `moment-status ${row.tone}`, row.status),
  );
  button.append(picture(row.picture, shown), words);
  item.append(button);
  if (row.reasons.length) item.append(reasons(row, open));
  return item;
}

/** The other findings of a moment; those of the open moment can be opened, of the others they are counted. */
function reasons(row, open) {
  if (!row.open) return node("p", "moment-more", row.more);
  const list = node("ul", "reasons");
  for (const reason of row.reasons) {
    const item = node("li", "");
    const button = openButton(reason, "reason", open);
    button.append(badge(reason), node("span", "reason-name", reason.name));
    if (reason.status) button.append(node("span", "moment-status", reason.status));
    item.append(button);
    list.append(item);
  }
  return list;
}

/** Scroll the list, and nothing else, until the open row is wholly in it. */
function showOpen(list) {
  const row = list.querySelector(".moment.open");
  const frame = list.closest(".st-key-queue");
  if (!row || !frame || frame.scrollHeight <= frame.clientHeight) return;
  const [seen, own] = [frame.getBoundingClientRect(), row.getBoundingClientRect()];
  if (own.top < seen.top) frame.scrollTop -= seen.top - own.top + 8;
  else if (own.bottom > seen.bottom) frame.scrollTop += Math.min(own.bottom - seen.bottom, own.top - seen.top) + 8;
}

export default function mount({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector(".tr-queue");
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.finding : null;
  const open = (id) => setTriggerValue("open", { finding: id });
  const shown = new Map([...list.querySelectorAll("img")].map((image) => [image.getAttribute("src"), image]));
  list.replaceChildren(...data.rows.map((row) => momentRow(row, open, shown)));
  // The row that had the focus is another node now; the keyboard goes on from where it was.
  if (focused) list.querySelector(`[data-finding="${focused}"]`)?.focus({ preventScroll: true });
  requestAnimationFrame(() => showOpen(list));
}
