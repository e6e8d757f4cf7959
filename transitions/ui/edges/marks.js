// Marked transitions as plain values, and what edits make of them. Nothing here touches the page.
// A mark is {kind, start_s, end_s, phases: {key: seconds}}; `marks` holds them by key, times are seconds of the clip.

/** [key, mark] of every mark in the order of time. */
function inOrder(marks) {
  return Object.entries(marks).sort(
    ([one, a], [other, b]) => a.start_s - b.start_s || a.end_s - b.end_s || (one < other ? -1 : 1),
  );
}

/** The key of the mark `by` places on from `key` in the order of time; null at either end. */
function neighbour(marks, key, by) {
  const keys = inOrder(marks).map(([one]) => one);
  return keys[keys.indexOf(key) + by] ?? null;
}

/** The key that is chosen when `key` is gone: what comes after it, else what comes before, else null. */
function nextAfterRemoval(marks, key) {
  return neighbour(marks, key, 1) ?? neighbour(marks, key, -1);
}

/** Where a handle of a mark stands: "start", "end" or the key of a phase. */
function timeOf(mark, handle) {
  if (handle === "start") return mark.start_s;
  return handle === "end" ? mark.end_s : mark.phases[handle];
}

/** The handles of a mark from left to right. */
function handlesOf(mark) {
  const phases = Object.keys(mark.phases).sort((a, b) => mark.phases[a] - mark.phases[b]);
  return ["start", ...phases, "end"];
}

/** First frame shown at `t` or later; one beyond the last where there is none. */
function frameFrom(frames, t) {
  const near = frames.atSourceTime(t);
  return frames.source[near] < t ? near + 1 : near;
}

/** Last frame shown at `t` or before; -1 where there is none. */
function frameUntil(frames, t) {
  const near = frames.atSourceTime(t);
  return frames.source[near] > t ? near - 1 : near;
}

/** The first and last frame on which a handle may stand: a mark is never shorter than a frame. */
function reachOf(mark, handle, frames) {
  if (handle === "start") return [0, frameFrom(frames, mark.end_s) - 1];
  if (handle === "end") return [frameUntil(frames, mark.start_s) + 1, frames.last];
  return [frameFrom(frames, mark.start_s), frameUntil(frames, mark.end_s)];
}

/** The mark with a handle on frame `k`, or as near as it may come; phases that an edge passes go with it. */
function moved(mark, handle, k, frames) {
  const [low, high] = reachOf(mark, handle, frames);
  if (low > high) return mark;
  const t = frames.source[Math.min(Math.max(k, low), high)];
  const next = { ...mark, phases: { ...mark.phases } };
  if (handle === "start") next.start_s = t;
  else if (handle === "end") next.end_s = t;
  else next.phases[handle] = t;
  for (const [key, at] of Object.entries(next.phases)) {
    next.phases[key] = Math.min(Math.max(at, next.start_s), next.end_s);
  }
  return next;
}

/** The mark as one of another kind: of its phases those that the kind has too are kept. */
function asKind(mark, kind) {
  const known = kind.phases.map((phase) => phase.key);
  const phases = Object.fromEntries(Object.entries(mark.phases).filter(([key]) => known.includes(key)));
  return { ...mark, kind: kind.id, phases };
}

function sameMark(a, b) {
  const flat = (mark) => JSON.stringify([mark.kind, mark.start_s, mark.end_s, Object.entries(mark.phases).sort()]);
  return flat(a) === flat(b);
}

function splitMark(mark, t) {
  const part = (keeps) => Object.fromEntries(Object.entries(mark.phases).filter(([, at]) => keeps(at)));
  return [
    { ...mark, end_s: t, phases: part((at) => at < t) },
    { ...mark, start_s: t, phases: part((at) => at >= t) },
  ];
}

function joinMarks(mark, other) {
  return {
    kind: mark.kind,
    start_s: Math.min(mark.start_s, other.start_s),
    end_s: Math.max(mark.end_s, other.end_s),
    phases: { ...(other.kind === mark.kind ? other.phases : {}), ...mark.phases },
  };
}

/** The marks after an edit, as the page shows them until the store has answered. */
function afterEdit(marks, edit) {
  const next = { ...marks };
  const mark = marks[edit.key];
  if (edit.does === "mark") next[edit.key] = edit.mark;
  if (edit.does === "refuse") delete next[edit.key];
  if (edit.does === "split" && mark) [next[edit.key], next[edit.second]] = splitMark(mark, edit.at_s);
  if (edit.does === "join" && mark && marks[edit.other]) {
    next[edit.key] = joinMarks(mark, marks[edit.other]);
    delete next[edit.other];
  }
  return next;
}

/** The keys whose marks differ. */
function changedKeys(before, after) {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => !before[key] || !after[key] || !sameMark(before[key], after[key]));
}
