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

function drawing(plot) {
  const picture = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": plot.label });
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
  plot.points.forEach((point, i) => {
    // Points of one value stand beside one another, always at the same place.
    const aside = spread * (((i * 0.618034) % 1) - 0.5);
    const radius = Math.min(2 + Math.sqrt(point.n) * 0.5, 6);
    const dot = shape("circle", { cx: x(point.x) + aside, cy: y(point.y), r: radius, class: "point" });
    dot.append(shape("title", {}, point.name));
    picture.append(dot);
  });
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

function plotFigure(plot, opened) {
  const figure = element("figure", "plot");
  figure.dataset.plot = plot.title;
  figure.append(element("figcaption", "plot-title", plot.title));
  figure.append(element("p", "plot-shown", plot.shown));
  if (!plot.points.length) {
    figure.append(element("p", "plot-empty", "Nothing to show yet."));
    return figure;
  }
  figure.append(element("p", "plot-axis", plot.y_name), drawing(plot));
  if (plot.sentence) figure.append(element("p", "plot-said", plot.sentence));
  const details = element("details");
  details.open = opened.has(plot.title);
  details.append(element("summary", "", "As a table"), table(plot.table));
  figure.append(details);
  return figure;
}

export default function mount({ data, parentElement }) {
  const place = parentElement.querySelector(".tr-plots");
  const open = [...place.querySelectorAll("figure:has(details[open])")].map((figure) => figure.dataset.plot);
  place.replaceChildren(...data.plots.map((plot) => plotFigure(plot, new Set(open))));
}
