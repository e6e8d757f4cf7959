// The whole clip in one strip: where the transitions are, where something was flagged, which one is open.

function clockText(t) {
  const whole = Math.floor(t);
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n) => String(n).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/** Draw segments and flags; returns the function that moves the playhead to `t`. */
function buildTimeline(strip, clip, segments, moments, openId) {
  const x = (t) => (t / clip.duration_s) * 1000;
  strip.replaceChildren(svg("rect", { x: 0, y: 8, width: 1000, height: 12, class: "rail" }));
  for (const segment of segments) {
    const width = Math.max(x(segment.end_s) - x(segment.start_s), 2);
    const open = segment.id === openId ? " open" : "";
    strip.append(svg("rect", { x: x(segment.start_s), y: 8, width, height: 12, class: `moment${open}` }));
  }
  for (const moment of moments) {
    if (moment.at_s === null || !moment.severity) continue;
    strip.append(svg("rect", { x: x(moment.at_s) - 4, y: 0, width: 8, height: 7, class: `flag ${moment.severity}` }));
  }
  const head = svg("rect", { x: 0, y: 0, width: 2, height: 28, class: "head" });
  strip.append(head);
  const flagged = moments.filter((m) => m.severity).length;
  const counted = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;
  strip.setAttribute(
    "aria-label",
    `Whole clip, ${clockText(clip.duration_s)}: ${counted(segments.length, "moment")}, ${counted(flagged, "flag")}`,
  );
  return (t) => head.setAttribute("x", x(t) - 1);
}

/** The segment drawn nearest to a click at `share` (0-1) of the strip. */
function segmentNear(segments, clip, share) {
  const t = share * clip.duration_s;
  const away = (s) => Math.max(s.start_s - t, t - s.end_s, 0);
  return segments.reduce((best, s) => (best === null || away(s) < away(best) ? s : best), null);
}
