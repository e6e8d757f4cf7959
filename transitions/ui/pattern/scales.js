// Where a value stands in a plot, and which values are written beside the axes.

const SVG = "http://www.w3.org/2000/svg";
const DAY_MS = 86400000;
/** Python's ordinal of 1970-01-01. */
const EPOCH_DAY = 719163;

function shape(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

/** Round values from `low` to `high`, about `wanted` of them. */
function ticksBetween(low, high, wanted) {
  const rough = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((k) => k * power).find((k) => k >= rough);
  const found = [];
  for (let at = Math.ceil(low / step) * step; at <= high + step * 1e-6; at += step) found.push(Number(at.toPrecision(12)));
  return found;
}

function dayText(ordinal, withYear) {
  const day = new Date((ordinal - EPOCH_DAY) * DAY_MS);
  const options = withYear ? { month: "short", year: "numeric" } : { day: "numeric", month: "short" };
  return day.toLocaleDateString("en-GB", { ...options, timeZone: "UTC" });
}

/** {at: value → 0-1, ticks: [{at, text}]} of a horizontal scale. */
function horizontal(plot) {
  if (plot.scale.kind === "word") {
    const place = new Map(plot.words.map((word, i) => [word, (i + 0.5) / plot.words.length]));
    return { at: (word) => place.get(word), ticks: plot.words.map((word) => ({ at: place.get(word), text: word })) };
  }
  if (plot.scale.kind === "date") {
    const days = plot.points.map((point) => point.x);
    const [low, high] = [Math.min(...days) - 1, Math.max(...days) + 1];
    const at = (x) => (x - low) / (high - low);
    const long = high - low > 200;
    const wanted = [0, 0.5, 1].map((share) => Math.round(low + 1 + share * (high - low - 2)));
    return { at, ticks: [...new Set(wanted)].map((x) => ({ at: at(x), text: dayText(x, long) })) };
  }
  const { low, high } = plot.scale;
  const at = (x) => 0.03 + 0.94 * ((x - low) / (high - low));
  return { at, ticks: ticksBetween(low, high, 5).map((x) => ({ at: at(x), text: String(x) })) };
}
