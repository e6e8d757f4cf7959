// What is likely to be asked for next: times to have a picture of, and pieces to have made.

const MOST_AHEAD = 3;
const FRAMES_AHEAD = 6;
const STEPS_AHEAD = 3;

/** Steps away from here that a key may lead to, those of the way one is going first. */
function bothWays(steps, stride) {
  return steps.flatMap((by) => (stride < 0 ? [-by, by] : [by, -by]));
}

/** The last step of the slider again and again; nothing after another one. */
function again(stride) {
  const step = Math.round(stride * 100) / 100;
  if (![SMALL_STEP_S, LARGE_STEP_S].includes(Math.abs(step))) return [];
  return Array.from({ length: STEPS_AHEAD }, (_, i) => (i + 1) * step);
}

/** Where the slider's keys lead, and the pieces beside this one. */
function likelyInClip({ screening, data }) {
  const { reels, at, isWanted: hasFilm, stride } = screening;
  const { duration_s: durationS } = data.clip;
  const { startS, endS } = reels.stretchAt(at);
  const steps = new Set([...again(stride), ...bothWays([LARGE_STEP_S, SMALL_STEP_S], stride)]);
  const pictures = [...steps].map((by) => at + by)
    .filter((t) => t >= 0 && t <= durationS && !(hasFilm && t >= startS && t < endS));
  const next = endS < durationS ? [reels.stretchAt(endS)] : [];
  const before = startS > 0 ? [reels.stretchAt(startS - 1)] : [];
  return [...pictures, 0, durationS, ...(stride < 0 ? [...before, ...next] : [...next, ...before])];
}

/** The findings to which the keys lead, those that follow, and the film of the moment after this one. */
function likelyInMoment({ screening, data }) {
  const { segments, segment, moments, focus, beside } = data;
  const found = moments.findIndex((m) => m.id === focus.id);
  const pictures = moments.slice(found + 1, found + 1 + MOST_AHEAD).map((m) => m.at_s);
  const following = segments[segments.findIndex((s) => s.id === segment.id) + 1];
  const stepped = Object.values(beside ?? {}).map((one) => one.at_s);
  return [...stepped, ...pictures, ...(following ? [screening.reels.momentSpan(following.span_s)] : [])];
}

/** The frames to which a key may lead from frame `k` of a reel: of it, or of a piece beside it that is made already. */
function likelyFrames({ screening, mode }, reel, k) {
  const { reels, stride } = screening;
  const onwards = stride < 0 ? -1 : 1;
  const ahead = Array.from({ length: FRAMES_AHEAD }, (_, i) => (i + 1) * onwards);
  const steps = [...ahead, -onwards, -2 * onwards].map((by) => frameBeside(reels, reel, k + by, mode === WHOLE));
  const t = reel.frames.source[k];
  const bySeconds = again(stride).filter((by) => Math.abs(by) < LARGE_STEP_S);
  const seconds = mode === WHOLE ? [...bySeconds, SMALL_STEP_S * onwards, -SMALL_STEP_S * onwards] : [];
  const jumps = seconds.map((by) => t + by).filter((to) => to >= reel.span.startS && to < reel.span.endS)
    .map((to) => ({ reel, k: reel.frames.atSourceTime(to) }));
  const inReel = steps.filter((one) => one?.reel === reel);
  // Those of another piece last: the film is changed for them.
  const beyond = steps.filter((one) => one && one.reel !== reel);
  return [...(bySeconds.length ? [...jumps, ...inReel] : [...inReel, ...jumps]), ...beyond];
}

/** Frame `k`, counted in a reel, of it or (`goesOver`) of the made piece before or after it; null where there is none. */
function frameBeside(reels, reel, k, goesOver) {
  const { last } = reel.frames;
  if (k >= 0 && k <= last) return { reel, k };
  const beside = goesOver && reels.made(reels.keyOf(reels.stretchAt(k > last ? reel.span.endS : reel.span.startS - 1e-3)));
  if (!beside || beside === reel) return null;
  const there = k > last ? k - last - 1 : beside.frames.last + k + 1;
  return there >= 0 && there <= beside.frames.last ? { reel: beside, k: there } : null;
}
