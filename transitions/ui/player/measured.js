// The measured thing, drawn into the picture at its moment, and the value with its margin beside it, where it covers no
// joint. What a rule has drawn is named in its record (`rules.record.Drawn`); here is how.

const DRAWN = {
  "trunk to vertical": drawLean,
  "swing of the trunk": drawSwing,
  "shoulders over hips": drawTwist,
  "rounding of the back": drawBack,
  "way down of the hips": drawWayDown,
  knee: (body) => drawBend(body, [[23, 25, 27], [24, 26, 28]]),
  hip: (body) => drawBend(body, [[11, 23, 25], [12, 24, 26]]),
};
const LEAST_SIZE_PX = 10;
const HEIGHT_SHARE = 0.28;
const SWING_S = 0.2;
const WINDOW_S = 0.125;
const CLEAR_PX = 7;
const FRONTAL_SHARE = 0.45;
const UPWARDS = -Math.PI / 2;

/** One row of the pose on the stage: its points in pixels of the page, and the angles the picture does not show. */
class Body {
  constructor(pose, row, toStage) {
    this.pose = pose;
    this.row = row;
    this.toStage = toStage;
    this.points = this.pointsOf(row);
    this.hips = between(this.points[23], this.points[24]);
    this.shoulders = between(this.points[11], this.points[12]);
    this.trunk = this.hips && this.shoulders ? distance(this.hips, this.shoulders) : 0;
    // Seen from in front, a trunk that leans is short: what is drawn keeps its size by the body's height.
    const ys = this.joints.map((joint) => joint[1]);
    this.size = this.trunk ? Math.max(this.trunk, HEIGHT_SHARE * (Math.max(...ys) - Math.min(...ys))) : 0;
  }

  pointsOf(row) {
    const xy = this.pose.xy[row];
    return Array.from({ length: xy.length / 2 }, (_, i) => (
      xy[2 * i] === null || xy[2 * i + 1] === null ? null : this.toStage(xy[2 * i], xy[2 * i + 1])
    ));
  }

  /** The same body at another time; null where nobody was followed then. */
  at(t) {
    const times = this.pose.t_s;
    const row = nearest(times, t);
    return Math.abs(times[row] - t) <= LONGEST_POSE_GAP_S ? new Body(this.pose, row, this.toStage) : null;
  }

  get t() {
    return this.pose.t_s[this.row];
  }

  angle(name) {
    return this.pose[name][this.row];
  }

  /** Every point that must stay in sight; the two of the face stand for the head. */
  get joints() {
    return [0, 7, 8, ...JOINTS, 29, 30, 31, 32].map((i) => this.points[i]).filter(Boolean);
  }
}

function distance(a, b) {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

function angleOf(from, to) {
  return Math.atan2(to[1] - from[1], to[0] - from[0]);
}

function away(from, angle, length) {
  return [from[0] + Math.cos(angle) * length, from[1] + Math.sin(angle) * length];
}

function told(point) {
  return `${point[0].toFixed(1)} ${point[1].toFixed(1)}`;
}

function segmentPath(a, b) {
  return `M${told(a)}L${told(b)}`;
}

/** The shorter way round from one angle to another. */
function turnBetween(from, to) {
  return Math.atan2(Math.sin(to - from), Math.cos(to - from));
}

function arcPath(centre, radius, from, to) {
  const turn = turnBetween(from, to);
  return `M${told(away(centre, from, radius))}A${radius} ${radius} 0 0 ${turn > 0 ? 1 : 0} ${told(away(centre, to, radius))}`;
}

function wedgePath(centre, radius, from, to) {
  return `${arcPath(centre, radius, from, to)}L${told(centre)}Z`;
}

/** An arrow's head at the end of an arc. */
function arrowPath(tip, heading, size) {
  return `M${told(away(tip, heading + 2.6, size))}L${told(tip)}L${told(away(tip, heading - 2.6, size))}`;
}

/** Trunk against the vertical. */
function drawLean({ hips, shoulders, size }) {
  const now = angleOf(hips, shoulders);
  const radius = size * 0.62;
  return {
    strokes: [segmentPath(hips, shoulders), arcPath(hips, radius, UPWARDS, now)],
    fills: [wedgePath(hips, radius, UPWARDS, now)],
    dashes: [segmentPath(hips, away(hips, UPWARDS, size * 1.15))],
    anchor: away(hips, UPWARDS + turnBetween(UPWARDS, now) / 2, radius),
  };
}

/** How far the trunk has swung in the last moment: where it was, where it is, an arrow from one to the other. */
function drawSwing(body) {
  const { hips, shoulders, size } = body;
  const before = body.at(body.t - SWING_S);
  if (!before?.trunk) return drawLean(body);
  const [then, now] = [angleOf(before.hips, before.shoulders), angleOf(hips, shoulders)];
  const radius = size * 0.8;
  const heading = now + (Math.sign(turnBetween(then, now)) * Math.PI) / 2;
  return {
    strokes: [segmentPath(hips, shoulders), arcPath(hips, radius, then, now), arrowPath(away(hips, now, radius), heading, 9)],
    fills: [wedgePath(hips, radius, then, now)],
    dashes: [segmentPath(hips, away(hips, then, size))],
    anchor: away(hips, then + turnBetween(then, now) / 2, radius),
  };
}

/** Shoulders and hips in the picture, and beside the trunk how they are turned, seen from above. */
function drawTwist(body, stage) {
  const { points, hips, shoulders } = body;
  const strokes = [[11, 12], [23, 24]].filter(([a, b]) => points[a] && points[b]).map(([a, b]) => segmentPath(points[a], points[b]));
  const twist = body.angle("twist_deg");
  const middle = between(hips, shoulders);
  if (twist === null) return { strokes, anchor: middle };
  const { centre, radius } = dialOf(body, stage, middle);
  const turned = (-twist * Math.PI) / 180;  // to the left is against the clock, seen from above; angles here go with it
  const across = (angle, share) => segmentPath(away(centre, angle, radius * share), away(centre, angle + Math.PI, radius * share));
  return {
    strokes: [...strokes, across(turned, 0.86), arcPath(centre, radius * 0.6, 0, turned)],
    fills: [wedgePath(centre, radius * 0.86, 0, turned), wedgePath(centre, radius * 0.86, Math.PI, Math.PI + turned)],
    dashes: [across(0, 0.86), segmentPath(middle, away(centre, angleOf(centre, middle), radius))],
    disc: { centre, radius },
    note: { at: [centre[0], centre[1] + radius - 5], text: "from above" },
    anchor: away(centre, angleOf(middle, centre), radius),
  };
}

/** A dial beside the trunk, on the side where it covers least of the body and stays on the stage. */
function dialOf(body, stage, middle) {
  const radius = Math.min(Math.max(body.size * 0.34, 24), 46);
  const reach = Math.max(...[11, 12, 23, 24].map((i) => (body.points[i] ? Math.abs(body.points[i][0] - middle[0]) : 0)));
  const places = [1, -1].flatMap((side) => [1.6, 2.4, 3.2].map((far) => [middle[0] + side * (reach + radius * far), middle[1]]));
  const cost = (place) => body.joints.filter((joint) => distance(joint, place) < radius + CLEAR_PX).length * 10
    + outside(place, radius, stage) + distance(place, middle) / 1000;
  return { centre: places.reduce((best, place) => (cost(place) < cost(best) ? place : best)), radius };
}

function outside([x, y], radius, { width, height }) {
  return Math.max(radius - x, 0) + Math.max(x + radius - width, 0) + Math.max(radius - y, 0) + Math.max(y + radius - height, 0);
}

/** The back's bend over the straight line from hips to shoulders; beside the body where the picture shows it from in front. */
function drawBack(body, stage) {
  const { points, hips, shoulders, trunk } = body;
  const rounding = Math.max(body.angle("rounding_deg") ?? 0, 0);
  const across = points[11] && points[12] ? distance(points[11], points[12]) : 0;
  if (across > FRONTAL_SHARE * trunk) return drawBackBeside(body, stage, rounding);
  const front = points[0] ?? between(points[25], points[26]) ?? shoulders;
  const side = Math.sign(Math.sin(angleOf(hips, front) - angleOf(hips, shoulders))) || 1;
  const { path, top } = bentPath(hips, shoulders, rounding, side);
  return { strokes: [path], fills: [`${path}Z`], dashes: [segmentPath(hips, shoulders)], anchor: top };
}

function drawBackBeside(body, stage, rounding) {
  const { hips, shoulders } = body;
  const middle = between(hips, shoulders);
  const { centre, radius } = dialOf(body, stage, middle);
  const [low, high] = [away(centre, -UPWARDS, radius * 0.75), away(centre, UPWARDS, radius * 0.75)];
  const { path } = bentPath(low, high, rounding, 1);
  return {
    strokes: [segmentPath(hips, shoulders), path],
    fills: [`${path}Z`],
    dashes: [segmentPath(low, high), segmentPath(middle, away(centre, angleOf(centre, middle), radius))],
    disc: { centre, radius },
    note: { at: [centre[0], centre[1] + radius - 5], text: "from the side" },
    anchor: away(centre, angleOf(middle, centre), radius),
  };
}

/** A line bent by an angle, to the left of its way there (1) or to the right (-1), and its point farthest off. */
function bentPath(from, to, bend, side) {
  // An arc that bends by so much stands this far off its chord: half of it times the tangent of a quarter of the angle.
  const height = (distance(from, to) / 2) * Math.tan((bend * Math.PI) / 720);
  const off = angleOf(from, to) - (side * Math.PI) / 2;
  const middle = between(from, to);
  return { path: `M${told(from)}Q${told(away(middle, off, height * 2))} ${told(to)}`, top: away(middle, off, height + 8) };
}

/** The way down of the hips beside the body: from where, to where, how far by now; the quickest part thick. */
function drawWayDown(body, stage, moment) {
  const { hips, size } = body;
  const height = (t) => body.at(t)?.hips?.[1] ?? null;
  const times = body.pose.t_s.filter((t) => t >= moment.at_s - 2 && t <= (moment.landing_s ?? moment.at_s + 1));
  const seen = times.map(height).filter((y) => y !== null);
  const [top, bottom] = [Math.min(...seen, hips[1]), Math.max(...seen, hips[1])];
  const xs = body.joints.map((joint) => joint[0]);
  const right = Math.max(...xs) + size * 0.35;
  const x = right < stage.width - 24 ? right : Math.max(Math.min(...xs) - size * 0.35, 12);
  const tick = (y) => segmentPath([x - 9, y], [x + 9, y]);
  const [quick, slow] = [height(moment.at_s - WINDOW_S), height(moment.at_s + WINDOW_S)];
  const strokes = [tick(top), segmentPath([x, top], [x, hips[1]]), arrowPath([x, hips[1]], Math.PI / 2, 9)];
  if (bottom - top > 2) strokes.push(tick(bottom));
  return {
    strokes,
    thick: quick === null || slow === null ? [] : [segmentPath([x, quick], [x, slow])],
    dashes: [segmentPath(hips, [x, hips[1]]), segmentPath([x, top], [x, bottom])],
    anchor: [x, (top + bottom) / 2],
  };
}

/** The bend at a joint, on both sides of the body. */
function drawBend({ points, size }, chains) {
  const there = chains.filter((chain) => chain.every((i) => points[i]));
  const radius = size * 0.3;
  const arms = there.map(([a, joint, b]) => ({
    centre: points[joint], from: angleOf(points[joint], points[a]), to: angleOf(points[joint], points[b]), a: points[a], b: points[b],
  }));
  return {
    strokes: arms.flatMap((arm) => [segmentPath(arm.a, arm.centre), segmentPath(arm.centre, arm.b), arcPath(arm.centre, radius, arm.from, arm.to)]),
    fills: arms.map((arm) => wedgePath(arm.centre, radius, arm.from, arm.to)),
    dashes: [],
    anchor: arms[0]?.centre ?? null,
  };
}

/** Put a drawing into the layer; every line has a dark edge, so that it is seen on any picture. */
function showDrawing(layer, drawing) {
  layer.replaceChildren();
  if (!drawing) return;
  if (drawing.disc) {
    const [cx, cy] = drawing.disc.centre;
    layer.append(svg("circle", { cx, cy, r: drawing.disc.radius, class: "disc" }));
  }
  for (const d of drawing.fills ?? []) layer.append(svg("path", { d, class: "wedge" }));
  for (const look of ["edge", "ink"]) {
    for (const d of drawing.dashes ?? []) layer.append(svg("path", { d, class: `${look} dashed` }));
    for (const d of drawing.strokes ?? []) layer.append(svg("path", { d, class: look }));
    for (const d of drawing.thick ?? []) layer.append(svg("path", { d, class: `${look} thick` }));
  }
  if (drawing.note) {
    const note = svg("text", { x: drawing.note.at[0], y: drawing.note.at[1], "text-anchor": "middle" });
    note.textContent = drawing.note.text;
    layer.append(note);
  }
}

/** Where the value stands: near its drawing, on the stage, over no joint and nothing else that is written there. */
function placeValue(label, anchor, joints, taken, stage) {
  const [width, height] = [label.offsetWidth, label.offsetHeight];
  const places = [16, 34, 60, 95].flatMap((far) => [0, 1, 2, 3, 4, 5, 6, 7].map((eighth) => {
    const angle = (eighth * Math.PI) / 4;
    const [x, y] = away(anchor, angle, far);
    return { far, left: x - width / 2 + (Math.cos(angle) * width) / 2, top: y - height / 2 + (Math.sin(angle) * height) / 2 };
  }));
  const over = ({ left, top }) => joints.filter(
    ([x, y]) => x > left - CLEAR_PX && x < left + width + CLEAR_PX && y > top - CLEAR_PX && y < top + height + CLEAR_PX,
  ).length;
  const on = ({ left, top }) => taken.filter(
    (box) => left < box.right && left + width > box.left && top < box.bottom && top + height > box.top,
  ).length;
  const off = ({ left, top }) => Math.max(4 - left, 0) + Math.max(left + width - stage.width + 4, 0)
    + Math.max(4 - top, 0) + Math.max(top + height - stage.height + 4, 0);
  const cost = (place) => over(place) * 100 + on(place) * 100 + off(place) * 10 + place.far / 100;
  const best = places.reduce((one, other) => (cost(other) < cost(one) ? other : one));
  label.style.left = `${Math.round(Math.min(Math.max(best.left, 2), Math.max(stage.width - width - 2, 2)))}px`;
  label.style.top = `${Math.round(Math.min(Math.max(best.top, 2), Math.max(stage.height - height - 2, 2)))}px`;
}
