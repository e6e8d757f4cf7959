// The curves under the picture: one small chart per measure, all sharing the time axis of the moment.

const SVG = "http://www.w3.org/2000/svg";

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

/** Name the thresholds at the right edge, leaving out those that would lie on another's name. */
function nameThresholds(plot, curve, y) {
  let taken = null;
  for (const mark of curve.thresholds) {
    const top = y(curve.sides[0] * mark.value);
    // A name stands above its line: right at the top it would lie on the measure's own name.
    if (top < 14 || top > 100 || (taken !== null && Math.abs(top - taken) < 17)) continue;
    const label = html("span", "mark", mark.label);
    label.style.top = `${top}%`;
    plot.append(label);
    taken = top;
  }
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
  const middle = (from + to) / 20;
  if (middle > 50) note.style.right = `${100 - middle + 1}%`;
  else note.style.left = `${middle + 1}%`;
  plot.append(note);
}

/** The axis: the highest and lowest value of the chart, with the unit. */
function nameEnds(plot, curve, low, high) {
  const tell = (value) => `${value.toFixed(curve.digits).replace(/^-(0(\.0+)?)$/, "$1")}${curve.unit}`;
  plot.append(html("span", "tick top", tell(high)), html("span", "tick bottom", tell(low)));
}

/** Build the chart of one curve; returns the function that writes its value at frame time `t`. */
function buildCurve(parent, curve, startS, endS, evidence) {
  const [low, high] = extent(curve);
  const y = (value) => 100 - ((value - low) / (high - low)) * 100;
  const xs = curve.t_s.map((t) => ((t - startS) / (endS - startS)) * 1000);
  const box = html("div", "curve");
  const head = html("p", "curve-head");
  const now = html("output", "curve-now");
  head.append(html("span", "curve-name", curve.label), now);
  const chart = svg("svg", { viewBox: "0 0 1000 100", preserveAspectRatio: "none", role: "img" });
  chart.setAttribute("aria-label", curve.summary);
  thresholdBands(chart, curve, low, high, y);
  if (low < 0 && high > 0) chart.append(svg("line", { x1: 0, x2: 1000, y1: y(0), y2: y(0), class: "zero" }));
  chart.append(svg("path", { d: bandPath(xs, curve.value, curve.spread, y), class: "spread" }));
  chart.append(svg("path", { d: linePath(xs, curve.value.map((v) => (v === null ? null : y(v)))), class: "line" }));
  const plot = html("div", "plot");
  plot.append(chart);
  nameThresholds(plot, curve, y);
  nameEnds(plot, curve, low, high);
  const x = (t) => ((t - startS) / (endS - startS)) * 1000;
  if (evidence?.curve === curve.name) showEvidence(plot, chart, evidence, x, y);
  box.append(head, plot);
  parent.append(box);
  return (t) => {
    const i = nearest(curve.t_s, t);
    const [value, spread] = [curve.value[i], curve.spread[i]];
    const margin = spread === null ? "" : ` ± ${spread.toFixed(curve.digits)}`;
    now.textContent = value === null ? "cannot be told here" : `${value.toFixed(curve.digits)}${margin}${curve.unit}`;
  };
}

/** Rebuild all charts; returns one function that moves every readout to time `t`. */
function buildCurves(parent, curves, startS, endS, evidence) {
  parent.replaceChildren();
  const readouts = curves.map((curve) => buildCurve(parent, curve, startS, endS, evidence));
  for (const mark of evidence?.marks ?? []) {
    const line = html("span", "instant", mark.label);
    line.style.left = `${((mark.t_s - startS) / (endS - startS)) * 100}%`;
    parent.append(line);
  }
  return (t) => readouts.forEach((readout) => readout(t));
}

/** The strip of named phases above the curves. */
function buildPhases(parent, phases, startS, endS) {
  parent.replaceChildren();
  const share = (t) => ((Math.min(Math.max(t, startS), endS) - startS) / (endS - startS)) * 100;
  for (const phase of phases) {
    const block = html("span", "phase", phase.label);
    block.style.left = `${share(phase.start_s)}%`;
    block.style.width = `${share(phase.end_s) - share(phase.start_s)}%`;
    block.title = phase.label;
    parent.append(block);
  }
  parent.hidden = !phases.length;
}
