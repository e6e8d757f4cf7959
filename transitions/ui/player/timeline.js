// The whole clip in one strip: where the transitions are, where something was flagged, which one is open.

function clockText(t) {
  const whole = Math.round(t);
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n) => String(n).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/** Draw segments and flags; returns the function that moves the playhead to `t`. */
function buildTimeline(strip, clip, segments, moments, openId) {
  const x = (t) => (t / clip.duration_s) * 1000;
  const pixel = 1000 / (strip.clientWidth || 600);
  strip.replaceChildren(svg("rect", { x: 0, y: 8, width: 1000, height: 12, class: "rail" }));
  for (const segment of segments) {
    const width = Math.max(x(segment.end_s) - x(segment.start_s), 2);
    const open = segment.id === openId ? " open" : "";
    strip.append(svg("rect", { x: x(segment.start_s), y: 8, width, height: 12, class: `moment${open}` }));
  }
  for (const moment of moments) {
    if (moment.at_s === null || !(moment.severity || moment.untold)) continue;
    const look = moment.severity ?? "untold";
    const [width, y] = [7 * pixel, moment.untold ? 21 : 0];
    const mark = svg("rect", { x: x(moment.at_s) - width / 2, y, width, height: 7, class: `flag ${look}` });
    const name = svg("title", {});
    name.textContent = moment.label;
    mark.append(name);
    strip.append(mark);
  }
  const head = svg("rect", { x: 0, y: 0, width: 2, height: 28, class: "head" });
  strip.append(head);
  const flagged = moments.filter((m) => m.severity).length;
  const untold = moments.filter((m) => m.untold).length;
  const counted = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;
  strip.setAttribute(
    "aria-label",
    `Whole clip, ${clockText(clip.duration_s)}: ${counted(segments.length, "moment")}, ${counted(flagged, "flag")}, `
      + `${untold} cannot be told`,
  );
  return (t) => head.setAttribute("x", x(t) - 1);
}

/** The segment drawn nearest to a click at `share` (0-1) of the strip. */
function segmentNear(segments, clip, share) {
  const t = share * clip.duration_s;
  const away = (s) => Math.max(s.start_s - t, t - s.end_s, 0);
  return segments.reduce((best, s) => (best === null || away(s) < away(best) ? s : best), null);
}
