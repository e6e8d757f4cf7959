// The day: the line, its key, the table behind it, and the keys n, p and o.

const DAY_KEYS = { n: { step: 1 }, p: { step: -1 }, o: { review: true } };

function node(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function keyItem(swatch, text) {
  const item = node("li");
  item.append(node("span", `swatch ${swatch}`), node("span", "", text));
  return item;
}

function rowsTable(head, rows) {
  const made = node("table");
  const header = node("thead");
  const top = node("tr");
  for (const name of head) {
    const cell = node("th", "", name);
    cell.scope = "col";
    top.append(cell);
  }
  header.append(top);
  const body = node("tbody");
  for (const values of rows) {
    const row = node("tr");
    row.append(...values.map((value) => node("td", "", value)));
    body.append(row);
  }
  made.append(header, body);
  return made;
}

/** Whether a key pressed there is text, or has a use of its own. */
function isTyped(target) {
  if (!(target instanceof Element)) return false;
  const typed = target.tagName === "INPUT" && !["checkbox", "radio", "button"].includes(target.type);
  return typed || target.tagName === "TEXTAREA" || target.tagName === "SELECT" || target.isContentEditable
    || Boolean(target.closest('[role="listbox"], [role="dialog"], [role="menu"]'));
}

/** Listen for the keys as long as the day stands on the page; Streamlit must not see them. */
function listen(root, ask) {
  const hear = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyped(event.composedPath()[0])) return;
    const wanted = DAY_KEYS[event.key];
    if (!wanted || !root.isConnected) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.type === "keydown") ask(wanted);
  };
  for (const type of ["keydown", "keyup"]) window.addEventListener(type, hear, true);
  return () => ["keydown", "keyup"].forEach((type) => window.removeEventListener(type, hear, true));
}

export default function mount({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".tr-day");
  const frame = root.querySelector(".day-frame");
  const ask = (wanted) => setTriggerValue("open", wanted);
  const draw = () => frame.replaceChildren(buildLine(data, Math.max(frame.clientWidth, 280), (id) => ask({ moment: id })));
  draw();
  root.querySelector(".day-key").replaceChildren(...data.key.map(([swatch, text]) => keyItem(swatch, text)));
  root.querySelector(".day-table").replaceChildren(rowsTable(data.table.head, data.table.rows));
  root.dataset.open = String(data.moments.find((one) => one.open)?.id ?? "");
  root.stop?.();
  const size = new ResizeObserver(() => {
    if (Math.abs(frame.clientWidth - Number(frame.firstChild?.getAttribute("width"))) > 2) draw();
  });
  size.observe(frame);
  const silence = listen(root, ask);
  root.stop = () => {
    size.disconnect();
    silence();
  };
  return () => root.stop();
}
