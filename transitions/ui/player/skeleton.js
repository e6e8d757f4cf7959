// The skeleton over the picture: left and right of the person in two colours, each with a dark halo so that it
// reads on any background.

const BONES = {
  middle: [[11, 12], [23, 24]],
  left: [[11, 13], [13, 15], [11, 23], [23, 25], [25, 27], [27, 29], [29, 31], [27, 31]],
  right: [[12, 14], [14, 16], [12, 24], [24, 26], [26, 28], [28, 30], [30, 32], [28, 32]],
};
const JOINTS = [11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28];

function strokeBones(context, points, bones) {
  context.beginPath();
  for (const [a, b] of bones) {
    if (!points[a] || !points[b]) continue;
    context.moveTo(...points[a]);
    context.lineTo(...points[b]);
  }
  context.stroke();
}

/** The middle between two points, or null where one is missing. */
function between(a, b) {
  return a && b ? [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] : null;
}

/** The trunk's line from hips to shoulders, and the head on its neck. */
function strokeTrunkAndHead(context, points) {
  const [hips, shoulders, head] = [[23, 24], [11, 12], [7, 8]].map(([a, b]) => between(points[a], points[b]));
  if (!shoulders) return;
  context.beginPath();
  if (hips) {
    context.moveTo(...hips);
    context.lineTo(...shoulders);
  }
  if (head) {
    const neck = Math.hypot(head[0] - shoulders[0], head[1] - shoulders[1]);
    const radius = neck * 0.45;
    const share = neck ? (neck - radius) / neck : 0;
    context.moveTo(...shoulders);
    context.lineTo(shoulders[0] + (head[0] - shoulders[0]) * share, shoulders[1] + (head[1] - shoulders[1]) * share);
    context.moveTo(head[0] + radius, head[1]);
    context.arc(...head, radius, 0, 2 * Math.PI);
  }
  context.stroke();
}

const WHOLE_PICTURE = { scale: 1, left: 0, top: 0 };

/**
 * Draw one pose row (flat x, y pairs in `size` pixels, null where unseen) over the canvas; `place` is how much the picture
 * is enlarged and where its corner lies, in pixels of the page.
 */
function drawSkeleton(canvas, row, size, colours, place = WHOLE_PICTURE) {
  const ratio = window.devicePixelRatio || 1;
  const width = Math.round(canvas.clientWidth * ratio);
  const height = Math.round(canvas.clientHeight * ratio);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext("2d");
  context.clearRect(0, 0, width, height);
  if (!row) return;
  const points = [];
  for (let i = 0; i < row.length / 2; i += 1) {
    const [x, y] = [row[2 * i], row[2 * i + 1]];
    points.push(x === null || y === null ? null : [
      (x / size[0]) * width * place.scale + place.left * ratio,
      (y / size[1]) * height * place.scale + place.top * ratio,
    ]);
  }
  const line = Math.max(2.5 * ratio, width / 220);
  context.lineCap = "round";
  for (const [widen, halo] of [[2 * ratio, true], [0, false]]) {
    context.lineWidth = line + widen;
    for (const [side, bones] of Object.entries(BONES)) {
      context.strokeStyle = halo ? "rgba(10, 20, 25, 0.55)" : colours[side];
      strokeBones(context, points, bones);
      if (side === "middle") strokeTrunkAndHead(context, points);
    }
  }
  context.fillStyle = "#ffffff";
  for (const j of JOINTS) {
    if (!points[j]) continue;
    context.beginPath();
    context.arc(...points[j], line * 0.8, 0, 2 * Math.PI);
    context.fill();
  }
}
