// The whole clip in one strip: where its moments are and what they are, where something was flagged, which one is open.
// The strip is a slider; the moments' names stand above it.

const SMALL_STEP_S = 1;
const LARGE_STEP_S = 10;
const CHIP_PX = 18;
const MOST_RUNS = 8;

function clockText(t) {
  const whole = Math.round(t);
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n) => String(n).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/** The time as on the cards: ``0:07.4``. */
function fineClock(t) {
  const tenths = Math.round(Math.max(t, 0) * 10);
  const whole = Math.floor(tenths / 10);
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n) => String(n).padStart(2, "0");
  return `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(seconds)}.${tenths % 10}`;
}

/** The time to which a key moves the slider, or null for a key that it has no use for. */
function slidTo(key, t, durationS) {
  const to = {
    ArrowLeft: t - SMALL_STEP_S,
    ArrowDown: t - SMALL_STEP_S,
    ArrowRight: t + SMALL_STEP_S,
    ArrowUp: t + SMALL_STEP_S,
    PageDown: t - LARGE_STEP_S,
    PageUp: t + LARGE_STEP_S,
    Home: 0,
    End: durationS,
  }[key];
  return to === undefined ? null : Math.min(Math.max(to, 0), durationS);
}

/** What the clip holds, in a sentence. */
function clipInWords(clip, segments, moments) {
  const flagged = moments.filter((m) => m.severity).length;
  const untold = moments.filter((m) => m.untold).length;
  const counted = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;
  return `Whole clip, ${clockText(clip.duration_s)}: ${counted(segments.length, "moment")}, `
    + `${counted(flagged, "flag")}, ${untold} cannot be told`;
}

/** Draw segments and flags into the slider; returns the function that moves the playhead to `t`. */
function buildTimeline(slider, clip, segments, moments, openId) {
  const x = (t) => (t / clip.duration_s) * 1000;
  const pixel = 1000 / (slider.clientWidth || 600);
  const strip = svg("svg", { viewBox: "0 0 1000 26", preserveAspectRatio: "none", "aria-hidden": "true" });
  strip.append(svg("rect", { x: 0, y: 7, width: 1000, height: 12, class: "rail" }));
  for (const segment of segments) {
    const width = Math.max(x(segment.end_s) - x(segment.start_s), 2);
    const open = segment.id === openId ? " open" : "";
    strip.append(svg("rect", { x: x(segment.start_s), y: 7, width, height: 12, class: `moment${open}` }));
  }
  for (const moment of moments) {
    if (!(moment.severity || moment.untold)) continue;
    const [width, y] = [7 * pixel, moment.untold ? 20 : 0];
    const look = moment.untold ? "untold" : moment.tone;
    const mark = svg("rect", { x: x(moment.at_s) - width / 2, y, width, height: 6, class: `flag ${look}` });
    const name = svg("title", {});
    name.textContent = moment.label;
    mark.append(name);
    strip.append(mark);
  }
  const head = svg("rect", { x: 0, y: 0, width: 2 * pixel, height: 26, class: "head" });
  strip.append(head);
  slider.replaceChildren(strip);
  slider.setAttribute("aria-label", clipInWords(clip, segments, moments));
  slider.setAttribute("aria-valuemin", "0");
  slider.setAttribute("aria-valuemax", clip.duration_s.toFixed(2));
  return (t) => {
    head.setAttribute("x", x(t) - pixel);
    const here = segments.find((s) => s.start_s <= t && t < s.end_s);
    slider.setAttribute("aria-valuenow", t.toFixed(2));
    slider.setAttribute("aria-valuetext", [`${fineClock(t)} of ${clockText(clip.duration_s)}`, here?.name].filter(Boolean).join(", "));
  };
}

/** The names of the moments over the slider; returns the function that finds room for them. */
function buildNames(names, legend, clip, segments, openId, open) {
  names.replaceChildren();
  const chips = segments.map((segment, i) => {
    const chip = html("button", `chip${segment.id === openId ? " open" : ""}`);
    chip.type = "button";
    chip.tabIndex = -1;  // the slider takes the keyboard, and Enter on it opens the moment
    chip.setAttribute("aria-label", `${i + 1} ${segment.name}, ${fineClock(segment.start_s)}`);
    chip.title = `${segment.name}, ${fineClock(segment.start_s)}`;
    chip.append(html("b", "", String(i + 1)), html("span", "", ` ${segment.name}`));
    chip.addEventListener("click", () => open(segment));
    names.append(chip);
    return chip;
  });
  return () => arrangeChips(names, legend, clip, segments, chips, openId);
}

/** Names where there is room for them; else the moment's number, which the line beneath explains. */
function arrangeChips(names, legend, clip, segments, chips, openId) {
  const width = names.clientWidth;
  if (!width) return;
  const lefts = segments.map((s) => Math.min((s.start_s / clip.duration_s) * width, width - CHIP_PX));
  const shown = crowdedOut(lefts, segments.findIndex((s) => s.id === openId));
  let short = false;
  chips.forEach((chip, i) => {
    chip.hidden = !shown.includes(i);
    if (chip.hidden) return;
    chip.classList.remove("short");
    const next = shown.find((k) => k > i);
    const left = Math.max(Math.min(lefts[i], next === undefined ? width - chip.scrollWidth : lefts[i]), 0);
    const room = (next === undefined ? width : lefts[next]) - 3;
    const fits = left + chip.scrollWidth <= room && (left === lefts[i] || !shown.some((k) => k < i && lefts[k] + CHIP_PX > left));
    chip.classList.toggle("short", !fits);
    chip.style.left = `${fits ? left : lefts[i]}px`;
    short ||= !fits;
  });
  legend.hidden = !short;
  legend.textContent = short ? numbersOf(segments) : "";
}

/** Which moments have room for a number at least; the open one always has. */
function crowdedOut(lefts, openAt) {
  const shown = [];
  lefts.forEach((left, i) => {
    const last = shown[shown.length - 1];
    if (last === undefined || left - lefts[last] >= CHIP_PX) shown.push(i);
    else if (i === openAt) shown[shown.length - 1] = i;
  });
  return shown;
}

/** ``1, 3 Standing up · 2 Sitting down``. */
function numbersOf(segments) {
  const numbers = new Map();
  segments.forEach((s, i) => numbers.set(s.name, [...(numbers.get(s.name) ?? []), i + 1]));
  return [...numbers].map(([name, all]) => `${inRuns(all)} ${name}`).join(" · ");
}

/** ``1–3, 5``. */
function inRuns(numbers) {
  const runs = [];
  for (const n of numbers) {
    const last = runs[runs.length - 1];
    if (last && last[1] === n - 1) last[1] = n;
    else runs.push([n, n]);
  }
  const told = runs.slice(0, MOST_RUNS).map(([a, b]) => (a === b ? `${a}` : `${a}${b - a > 1 ? "–" : ", "}${b}`));
  return [...told, ...(runs.length > MOST_RUNS ? ["…"] : [])].join(", ");
}
