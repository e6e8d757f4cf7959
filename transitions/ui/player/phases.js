// The phases of the moment: a strip of blocks, and their names under it, each whole: a name that has no room in the row
// goes one row down.

const NAME_GAP_PX = 8;

/** Build the strip; returns the function that finds room for the names once the width is known. */
function buildPhases(parent, phases, startS, endS) {
  parent.replaceChildren();
  parent.hidden = !phases.length;
  const share = (t) => (Math.min(Math.max(t, startS), endS) - startS) / (endS - startS);
  const strip = html("div", "phase-strip");
  const names = html("div", "phase-names");
  parent.append(strip, names);
  const placed = phases.map((phase) => {
    const block = html("span", "phase-block");
    block.style.left = `${share(phase.start_s) * 100}%`;
    block.style.width = `${(share(phase.end_s) - share(phase.start_s)) * 100}%`;
    strip.append(block);
    const name = html("span", "phase", phase.label);
    names.append(name);
    return { name, from: share(phase.start_s) };
  });
  return () => arrangeNames(names, placed);
}

function arrangeNames(names, placed) {
  const width = names.clientWidth;
  if (!width) return;
  const ends = [];
  for (const { name, from } of placed) {
    const own = name.offsetWidth;
    const left = Math.max(Math.min(from * width, width - own), 0);
    let row = ends.findIndex((end) => end + NAME_GAP_PX <= left);
    if (row < 0) row = ends.push(0) - 1;
    ends[row] = left + own;
    name.style.left = `${left}px`;
    name.style.setProperty("--row", String(row));
    // The line that leads from a name up to where its phase begins.
    name.style.setProperty("--lead", `${from * width - left}px`);
  }
  names.style.setProperty("--rows", String(ends.length));
}
