// One line of the recording: a lane for each state, transitions above them, flags at the top.

const LINE_SVG = "http://www.w3.org/2000/svg";
const LANES = ["moving", "standing", "sitting", "untold", "out_of_view"];
const LANE_PX = 20;
const TOP_PX = 34;
const FOOT_PX = 22;

function mark(name, attributes, text) {
  const made = document.createElementNS(LINE_SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

function atText(t) {
  const whole = Math.round(t);
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n) => String(n).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/** Seconds between two ticks, so that their words have room. */
function tickStep(duration, width) {
  const wanted = duration / Math.max(width / 90, 2);
  return [1, 2, 5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200].find((s) => s >= wanted) ?? 14400;
}

function lanesOf(data) {
  const there = new Set(data.stretches.map((stretch) => stretch.state));
  return LANES.filter((lane) => there.has(lane));
}

/** Draw the line at a width; `choose` is called with the id of a moment that is clicked. */
function buildLine(data, width, choose) {
  const lanes = lanesOf(data);
  const height = TOP_PX + lanes.length * LANE_PX + FOOT_PX;
  const x = (t) => (t / data.duration_s) * width;
  const picture = mark("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": data.label });
  for (const [i, lane] of lanes.entries()) {
    const y = TOP_PX + i * LANE_PX;
    picture.append(mark("rect", { x: 0, y: y + 1, width, height: LANE_PX - 2, class: "rail" }));
    for (const stretch of data.stretches.filter((one) => one.state === lane)) {
      const wide = Math.max(x(stretch.end_s) - x(stretch.start_s), 1);
      const bar = mark("rect", { x: x(stretch.start_s), y: y + 1, width: wide, height: LANE_PX - 2, class: `state ${lane}` });
      bar.append(mark("title", {}, stretch.words));
      picture.append(bar);
    }
  }
  const base = TOP_PX + lanes.length * LANE_PX;
  for (let t = 0; t <= data.duration_s; t += tickStep(data.duration_s, width)) {
    picture.append(mark("line", { x1: x(t), x2: x(t), y1: base, y2: base + 4, class: "tick" }));
    const side = t === 0 ? "start" : x(t) > width - 30 ? "end" : "middle";
    picture.append(mark("text", { x: x(t), y: base + 17, class: `when ${side}` }, atText(t)));
  }
  for (const one of data.transitions) {
    const tick = mark("rect", { x: x(one.start_s), y: 20, width: Math.max(x(one.end_s) - x(one.start_s), 1.5), height: 11, class: "transition" });
    tick.append(mark("title", {}, one.words));
    picture.append(tick);
  }
  for (const one of [...data.moments].reverse()) picture.append(flag(one, x(one.at_s), choose));
  return picture;
}

function flag(one, x, choose) {
  const half = one.open ? 8 : 5;
  const points = `${x - half},${one.open ? 2 : 6} ${x + half},${one.open ? 2 : 6} ${x},18`;
  const made = mark("polygon", { points, class: `flag ${one.tone}${one.open ? " open" : ""}`, "data-moment": one.id });
  made.append(mark("title", {}, one.words));
  made.addEventListener("click", () => choose(one.id));
  return made;
}
