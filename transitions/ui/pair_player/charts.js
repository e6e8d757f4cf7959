// Curves of both sides on one scale, 0 % at the start of the transition and 100 % at its end.

function chartExtent(chart) {
  const values = [];
  for (const side of [chart.before, chart.after]) {
    for (const row of [...side.each, ...side.edges]) values.push(...row.filter((value) => value !== null));
  }
  let low = Math.min(...values);
  let high = Math.max(...values);
  const missing = Math.max(chart.least_span - (high - low), 0);
  const margin = (high - low + missing) * 0.06;
  low -= missing / 2 + margin;
  high += missing / 2 + margin;
  return [low, high];
}

function drawSideCurves(picture, name, side, y) {
  const xs = side.mean.map((_, i) => (1000 * i) / (side.mean.length - 1));
  picture.append(svg("path", { d: bandPath(xs, side.mean, side.sd, y), class: `spread ${name}` }));
  for (const row of side.each) {
    const line = linePath(xs, row.map((v) => (v === null ? null : y(v))));
    picture.append(svg("path", { d: line, class: `each ${name}` }));
  }
  const mean = linePath(xs, side.mean.map((v) => (v === null ? null : y(v))));
  picture.append(svg("path", { d: mean, class: `mean ${name}` }));
}

/** Where the phases lie, a row of ticks for each side. */
function buildPhaseMarks(marks) {
  const box = html("div", "marks");
  for (const name of ["before", "after"]) {
    for (const mark of marks[name]) {
      const tick = html("span", `tick ${name}`, mark.label);
      if (mark.percent > 60) tick.classList.add("leftwards");
      tick.style.left = `${mark.percent}%`;
      box.append(tick);
    }
  }
  return box;
}

function buildChart(chart, marks) {
  const [low, high] = chartExtent(chart);
  const y = (value) => 100 - ((value - low) / (high - low)) * 100;
  const figure = html("figure", "chart");
  const picture = svg("svg", { viewBox: "0 0 1000 100", preserveAspectRatio: "none", role: "img" });
  picture.setAttribute("aria-label", chart.summary);
  if (low < 0 && high > 0) picture.append(svg("line", { x1: 0, x2: 1000, y1: y(0), y2: y(0), class: "zero" }));
  for (const name of ["before", "after"]) {
    for (const mark of marks[name]) {
      const x = mark.percent * 10;
      picture.append(svg("line", { x1: x, x2: x, y1: 0, y2: 100, class: `phase ${name}` }));
    }
  }
  for (const name of ["before", "after"]) drawSideCurves(picture, name, chart[name], y);
  const plot = html("div", "plot");
  plot.append(picture, html("span", "top", `${high.toFixed(chart.digits)}${chart.unit}`));
  plot.append(html("span", "bottom", `${low.toFixed(chart.digits)}${chart.unit}`));
  for (const name of ["before", "after"]) plot.append(html("div", `cursor ${name}`));
  const scale = html("div", "percents");
  for (const percent of ["0 %", "50 %", "100 %"]) scale.append(html("span", "", percent));
  figure.append(html("figcaption", "", chart.label), buildPhaseMarks(marks), plot, scale);
  return figure;
}

function buildCharts(parent, charts, marks) {
  parent.replaceChildren(...charts.map((chart) => buildChart(chart, marks)));
}

/** Stand the cursor of a side at what its picture shows; out of sight outside the transition. */
function moveCursors(parent, side) {
  for (const cursor of parent.querySelectorAll(`.cursor.${side.name}`)) {
    cursor.style.left = `${side.percent}%`;
    cursor.hidden = side.percent < 0 || side.percent > 100;
  }
}
