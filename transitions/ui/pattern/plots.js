// Small plots of one quantity. Everything a plot shows stands in its table too.

const WIDTH = 350;
const HEIGHT = 200;
const INSET = { left: 38, right: 10, top: 10, bottom: 28 };

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** Where a point leads: an address, so that it opens beside the page too, followed within the page when it is pressed. */
function leadTo(link, point, open) {
  const { recording, finding } = point;
  link.setAttribute("href", `review?recording=${recording}${finding === null ? "" : `&finding=${finding}`}`);
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open({ recording, finding });
  });
  return link;
}

function dotLink(point, { x, y }, open) {
  const link = shape("a", { "aria-label": `${point.name}. Open it`, tabindex: -1 });
  const radius = Math.min(2 + Math.sqrt(point.n) * 0.5, 6);
  const dot = shape("circle", { cx: x, cy: y, r: radius, class: point.agreed ? "point agreed" : "point" });
  dot.append(shape("title", {}, point.name));
  link.append(dot);
  return leadTo(link, point, open);
}

/** One stop of the Tab key for all points; arrows go through them from left to right. */
function stepThrough(picture, links) {
  const moves = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, Home: -Infinity, End: Infinity };
  links[0]?.setAttribute("tabindex", 0);
  picture.addEventListener("keydown", (event) => {
    const by = moves[event.key];
    const from = links.indexOf(event.target);
    if (by === undefined || from < 0) return;
    event.preventDefault();
    const to = links[Math.min(Math.max(from + by, 0), links.length - 1)];
    links[from].setAttribute("tabindex", -1);
    to.setAttribute("tabindex", 0);
    to.focus();
  });
}

function drawing(plot, open) {
  const picture = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "group", "aria-label": plot.label });
  const inner = { width: WIDTH - INSET.left - INSET.right, height: HEIGHT - INSET.top - INSET.bottom };
  const y = (value) => INSET.top + inner.height * (1 - value / plot.y_top);
  for (const tick of ticksBetween(0, plot.y_top, 4)) {
    picture.append(shape("line", { x1: INSET.left, x2: WIDTH - INSET.right, y1: y(tick), y2: y(tick), class: "grid" }));
    picture.append(shape("text", { x: INSET.left - 6, y: y(tick) + 4, class: "tick end" }, String(tick)));
  }
  const scale = horizontal(plot);
  const x = (value) => INSET.left + inner.width * scale.at(value);
  const room = inner.width / Math.max(scale.ticks.length, 1) / 6.6;
  scale.ticks.forEach((tick, i) => {
    const edge = plot.scale.kind === "date" ? ["start", "middle", "end"][i] ?? "middle" : "middle";
    const short = plot.scale.kind === "word" && tick.text.length > room ? `${tick.text.slice(0, Math.max(room - 1, 3))}…` : tick.text;
    const at = { x: INSET.left + inner.width * tick.at, y: HEIGHT - 10, class: `tick ${edge}` };
    picture.append(shape("text", at, short));
  });
  const spread = plot.scale.kind === "word" ? inner.width / Math.max(plot.words.length, 1) * 0.5 : plot.scale.kind === "number" ? 10 : 0;
  const dots = plot.points.map((point, i) => {
    // Points of one value stand beside one another, always at the same place.
    const aside = spread * (((i * 0.618034) % 1) - 0.5);
    const at = { x: x(point.x) + aside, y: y(point.y) };
    return { ...at, link: dotLink(point, at, open) };
  });
  picture.append(...dots.map(({ link }) => link));
  stepThrough(picture, dots.sort((a, b) => a.x - b.x || a.y - b.y).map(({ link }) => link));
  for (const middle of plot.middles) {
    const half = spread * 0.6;
    const line = { x1: x(middle.word) - half, x2: x(middle.word) + half, y1: y(middle.y), y2: y(middle.y), class: "centre" };
    picture.append(shape("line", line));
  }
  return picture;
}

function table({ head, rows, note }) {
  const wrap = element("div", "plot-table");
  wrap.tabIndex = 0;
  wrap.setAttribute("role", "region");
  wrap.setAttribute("aria-label", `Numbers: ${head[0]}`);
  const made = element("table");
  const top = element("tr");
  for (const name of head) {
    const cell = element("th", "", name);
    cell.scope = "col";
    top.append(cell);
  }
  const body = element("tbody");
  for (const values of rows) {
    const row = element("tr");
    values.forEach((value, i) => {
      const cell = element(i ? "td" : "th", "", value);
      if (!i) cell.scope = "row";
      row.append(cell);
    });
    body.append(row);
  }
  const header = element("thead");
  header.append(top);
  made.append(header, body);
  wrap.append(made);
  if (note) wrap.append(element("p", "plot-note", note));
  return wrap;
}

/** Every point in words, each leading to its recording; made when it is asked for, for there may be hundreds. */
function everyPoint(plot, open) {
  const list = element("ul", "plot-points");
  for (const point of plot.points) {
    const item = element("li");
    item.append(leadTo(element("a", "", point.name), point, open));
    list.append(item);
  }
  return list;
}

function behind(plot, opened, open) {
  const details = element("details");
  const fill = () => {
    if (!details.open || details.querySelector(".plot-table")) return;
    const shown = table(plot.table);
    shown.append(everyPoint(plot, open));
    details.append(shown);
  };
  details.append(element("summary", "", "As a table"));
  details.addEventListener("toggle", fill);
  details.open = opened.has(plot.title);
  fill();
  return details;
}

function plotFigure(plot, opened, open) {
  const figure = element("figure", "plot");
  figure.dataset.plot = plot.title;
  figure.append(element("figcaption", "plot-title", plot.title));
  figure.append(element("p", "plot-shown", plot.shown));
  if (!plot.points.length) {
    figure.append(element("p", "plot-empty", "Nothing to show yet."));
    return figure;
  }
  figure.append(element("p", "plot-axis", plot.y_name), drawing(plot, open));
  if (plot.sentence) figure.append(element("p", "plot-said", plot.sentence));
  figure.append(behind(plot, opened, open));
  return figure;
}

export default function mount({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".tr-plots");
  const opened = new Set([...place.querySelectorAll("figure:has(details[open])")].map((figure) => figure.dataset.plot));
  const open = (wanted) => setTriggerValue("open", wanted);
  place.replaceChildren(...data.plots.map((plot) => plotFigure(plot, opened, open)));
}
