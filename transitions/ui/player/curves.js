// The curves under the picture: one small chart per measure, all sharing the time axis of the moment.

const SVG = "http://www.w3.org/2000/svg";

const TICK_SHARE = 23;

function svg(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

function html(name, className, text) {
  const node = document.createElement(name);
  node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

/** Lowest and highest value to show, thresholds that are within reach included. */
function extent(curve) {
  const values = [];
  curve.value.forEach((value, i) => {
    if (value !== null) values.push(value - (curve.spread[i] ?? 0), value + (curve.spread[i] ?? 0));
  });
  if (!values.length) return [0, 1];
  let low = Math.min(...values);
  let high = Math.max(...values);
  const reach = Math.max(Math.abs(low), Math.abs(high)) * 1.6;
  const marks = curve.thresholds.filter((t) => t.value <= reach);
  const first = curve.thresholds[0];
  for (const mark of marks.length ? marks : first ? [first] : []) {
    for (const side of curve.sides) {
      high = Math.max(high, side * mark.value * 1.08);
      low = Math.min(low, side * mark.value * 1.08);
    }
  }
  const missing = Math.max(curve.least_span - (high - low), 0);
  low -= missing / 2;
  high += missing / 2;
  const margin = (high - low) * 0.08;
  return [low - margin, high + margin];
}

/** An SVG path through the points, broken wherever `y` is null. */
function linePath(xs, ys) {
  let path = "";
  let pen = false;
  xs.forEach((x, i) => {
    const y = ys[i];
    if (y === null) {
      pen = false;
      return;
    }
    path += `${pen ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(2)}`;
    pen = true;
  });
  return path;
}

/** The stated 90 % interval as closed outlines, one per unbroken stretch. */
function bandPath(xs, value, spread, y) {
  const outlines = [];
  let upper = [];
  let lower = [];
  const close = () => {
    if (upper.length > 1) outlines.push(`M${upper.join("L")}L${lower.reverse().join("L")}Z`);
    upper = [];
    lower = [];
  };
  xs.forEach((x, i) => {
    if (value[i] === null || spread[i] === null) {
      close();
      return;
    }
    upper.push(`${x.toFixed(1)} ${y(value[i] + spread[i]).toFixed(2)}`);
    lower.push(`${x.toFixed(1)} ${y(value[i] - spread[i]).toFixed(2)}`);
  });
  close();
  return outlines.join("");
}

function thresholdBands(chart, curve, low, high, y) {
  curve.thresholds.forEach((mark, i) => {
    const next = curve.thresholds[i + 1]?.value ?? Infinity;
    for (const sign of curve.sides) {
      const [a, b] = [sign * mark.value, sign * Math.min(next, 1e6)].sort((p, q) => p - q);
      if (b <= low || a >= high) continue;
      const top = y(Math.min(b, high));
      chart.append(
        svg("rect", { x: 0, width: 1000, y: top, height: y(Math.max(a, low)) - top, class: `band ${mark.severity}` }),
      );
    }
  });
}

/** The bands' names, each with its colour and the value from which it counts. */
function nameBands(box, curve) {
  if (!curve.thresholds.length) return;
  const line = html("p", "band-names");
  for (const mark of curve.thresholds) {
    const name = html("span", "", mark.label);
    name.prepend(html("i", mark.severity));
    line.append(name);
  }
  box.append(line);
}

/** The stretch that the finding's number was read from, the number as a level over it, and its name. */
function showEvidence(plot, chart, evidence, x, y) {
  const [from, to] = [x(evidence.from_s), x(evidence.to_s)];
  const wide = Math.max(to - from, 6);
  const left = (from + to) / 2 - wide / 2;
  chart.append(svg("rect", { x: left, width: wide, y: 0, height: 100, class: "stretch" }));
  const level = y(evidence.value);
  chart.append(svg("line", { x1: left, x2: left + wide, y1: level, y2: level, class: "level" }));
  const note = html("span", "read", evidence.label);
  plot.append(note);
  return { note, from: left / 1000, to: (left + wide) / 1000 };
}

/** The line over a chart in which its bands are named. */
function linesOver(box) {
  const known = box.querySelector(".band-names");
  if (known) return known;
  const line = html("p", "band-names");
  box.querySelector(".curve-head").after(line);
  return line;
}

/** How long the value stayed beyond the first band: a bar over that stretch, its length in words with the bands' names. */
function showHeld(box, chart, held, x) {
  const [from, to] = [x(held.from_s), x(held.to_s)];
  chart.append(svg("rect", { x: from, width: Math.max(to - from, 4), y: 0, height: 5, class: "held" }));
  const line = linesOver(box);
  const name = html("span", "held-words", held.label);
  name.prepend(html("i", "held"));
  line.append(name);
}

/** Put the note where the curve does not run: beside its stretch, at the top or at the bottom; else over the chart. */
function placeNote({ note, from, to }, plot, xs, ys) {
  plot.append(note);
  note.classList.remove("aside");
  const [width, height] = [plot.clientWidth, plot.clientHeight];
  if (!width) return;
  const [wide, tall] = [note.offsetWidth / width, (note.offsetHeight / height) * 100];
  const places = [to + 0.01, from - wide - 0.01, (from + to - wide) / 2].flatMap((left) => [1, 99 - tall].map((top) => ({ left, top })));
  const crossed = ({ left, top }) => ys.filter(
    (y, i) => y !== null && xs[i] / 1000 > left && xs[i] / 1000 < left + wide && y > top - 3 && y < top + tall + 3,
  ).length;
  const cost = (place) => crossed(place) + (place.left < 0 || place.left + wide > 1 ? 1000 : 0);
  const best = places.reduce((one, other) => (cost(other) < cost(one) ? other : one));
  if (cost(best) > 0) {
    note.classList.add("aside");
    linesOver(plot.parentElement).append(note);
    return;
  }
  note.style.left = `${Math.min(Math.max(best.left, 0), Math.max(1 - wide, 0)) * 100}%`;
  note.style.top = `${best.top}%`;
}

/** The axis: highest and lowest value, and between them, where there is room, zero and where each band begins. */
function nameTicks(plot, curve, low, high, y) {
  const tell = (value) => `${figureText(value, curve.digits)}${curve.tick_unit}`;
  const tick = (value, place) => {
    const label = html("span", `tick ${place}`, tell(value));
    label.style.top = `${y(value)}%`;
    plot.append(label);
  };
  tick(high, "top");
  tick(low, "bottom");
  const taken = [0, 100];
  const between = [...curve.thresholds.flatMap((mark) => curve.sides.map((side) => side * mark.value)), 0];
  for (const value of between) {
    if (taken.some((other) => Math.abs(other - y(value)) < TICK_SHARE) || y(value) < 0 || y(value) > 100) continue;
    taken.push(y(value));
    tick(value, "inner");
  }
}

/** Build the chart of one curve; returns how to write its value at frame time `t`, and how to find room for its note. */
function buildCurve(parent, curve, startS, endS, evidence) {
  const [low, high] = extent(curve);
  const y = (value) => 100 - ((value - low) / (high - low)) * 100;
  const x = (t) => ((t - startS) / (endS - startS)) * 1000;
  const xs = curve.t_s.map(x);
  const ys = curve.value.map((v) => (v === null ? null : y(v)));
  const box = html("div", "curve");
  const head = html("p", "curve-head");
  const now = html("output", "curve-now");
  const unit = curve.tick_unit === curve.unit ? "" : ` (${curve.unit.trim()})`;
  head.append(html("span", "curve-name", `${curve.label}${unit}`), now);
  box.append(head);
  nameBands(box, curve);
  const chart = svg("svg", { viewBox: "0 0 1000 100", preserveAspectRatio: "none", role: "img" });
  chart.setAttribute("aria-label", curve.summary);
  thresholdBands(chart, curve, low, high, y);
  if (low < 0 && high > 0) chart.append(svg("line", { x1: 0, x2: 1000, y1: y(0), y2: y(0), class: "zero" }));
  chart.append(svg("path", { d: bandPath(xs, curve.value, curve.spread, y), class: "spread" }));
  chart.append(svg("path", { d: linePath(xs, ys), class: "line" }));
  const plot = html("div", "plot");
  plot.append(chart);
  nameTicks(plot, curve, low, high, y);
  const own = evidence?.curve === curve.name;
  const note = own ? showEvidence(plot, chart, evidence, x, y) : null;
  if (own && evidence.held) showHeld(box, chart, evidence.held, x);
  box.append(plot);
  parent.append(box);
  const write = (t) => {
    const i = nearest(curve.t_s, t);
    const [value, spread] = [curve.value[i], curve.spread[i]];
    const margin = spread === null ? "" : ` ± ${spread.toFixed(curve.digits)}`;
    now.textContent = value === null ? "cannot be told here" : `${figureText(value, curve.digits)}${margin}${curve.tick_unit}`;
  };
  return { write, arrange: () => note && placeNote(note, plot, xs, ys) };
}

/** Rebuild all charts; returns how to move every readout to time `t`, and how to find room for what is written. */
function buildCurves(parent, curves, startS, endS, evidence) {
  parent.replaceChildren();
  const charts = curves.map((curve) => buildCurve(parent, curve, startS, endS, evidence));
  return {
    write: (t) => charts.forEach((chart) => chart.write(t)),
    arrange: () => charts.forEach((chart) => chart.arrange()),
  };
}

/** Lines down through all curves at named moments, the names in a row of their own; returns how to find room for them. */
function buildMarks(parent, marks, startS, endS) {
  parent.replaceChildren();
  parent.hidden = !marks.length;
  const lines = marks.map((mark) => {
    const line = html("span", "instant", mark.label);
    const share = (mark.t_s - startS) / (endS - startS);
    line.style.left = `${share * 100}%`;
    parent.append(line);
    return { line, share };
  });
  return () => {
    parent.style.setProperty("--down", `${parent.parentElement.clientHeight - parent.offsetTop}px`);
    lines.forEach(({ line, share }, i) => {
      // The names of two moments that lie close together stand on either side of them.
      const next = lines[i + 1];
      const crowded = next ? (next.share - share) * parent.clientWidth < line.offsetWidth + 6 : false;
      const beyond = share * parent.clientWidth + line.offsetWidth > parent.clientWidth;
      line.classList.toggle("leftwards", crowded || beyond);
    });
  };
}

/** The axis of time under the curves: whole steps of the clip's own clock. */
function buildTimes(parent, startS, endS) {
  parent.replaceChildren();
  const step = [0.2, 0.5, 1, 2, 5, 10, 20].find((one) => (endS - startS) / one <= 6) ?? 30;
  for (let k = Math.ceil((startS + 0.04 * (endS - startS)) / step); k * step < endS - 0.04 * (endS - startS); k += 1) {
    const label = html("span", "time", `${(k * step).toFixed(step < 1 ? 1 : 0)} s`);
    label.style.left = `${((k * step - startS) / (endS - startS)) * 100}%`;
    parent.append(label);
  }
}

/** A number as it is written: what rounds to nothing has no sign. */
function figureText(value, digits) {
  return value.toFixed(digits).replace(/^-(0(\.0+)?)$/, "$1");
}
