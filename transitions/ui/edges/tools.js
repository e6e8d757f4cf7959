// The buttons and words about the chosen transition.

/** What marks and their handles are called. */
function namesOf(edges) {
  const fixed = { start: "Start", end: "End" };
  return {
    kind: (mark) => edges.kindOf(mark.kind).name,
    handle: (mark, name) => fixed[name] ?? phaseName(edges, mark, name),
  };
}

function phaseName(edges, mark, key) {
  return edges.kindOf(mark.kind).phases.find((phase) => phase.key === key)?.name ?? key;
}

function showTools(edges) {
  const { mark, marks, data, book } = edges;
  const keys = inOrder(marks).map(([key]) => key);
  edges.find(".place").textContent = mark ? `${keys.indexOf(edges.chosen) + 1} of ${keys.length}` : "none";
  const kind = edges.find('[data-act="kind"]');
  if (mark && kind.value !== mark.kind) kind.value = mark.kind;
  if (!mark) kind.selectedIndex = -1;
  const closed = Boolean(data.closed);
  const off = (name, isOff) => {
    edges.find(`[data-act="${name}"]`).disabled = isOff;
  };
  off("kind", closed || !mark);
  off("add", closed);
  off("join", closed || !mark || neighbour(marks, edges.chosen, 1) === null);
  for (const name of ["split", "refuse", "set-start", "set-end"]) off(name, closed || !mark);
  for (const edge of ["start", "end"]) {
    for (const way of ["back", "on"]) off(`${edge}-${way}`, closed || !mark);
    off(edge, !mark);
    edges.find(`.word[data-act="${edge}"]`).setAttribute("aria-pressed", String(edges.handle === edge));
  }
  off("lock", !mark);
  off("next", !mark || keys[keys.length - 1] === edges.chosen);
  off("previous", !mark || keys[0] === edges.chosen);
  off("undo", closed || !(data.undoable || book.waiting.length));
  off("redo", closed || !(data.redoable || book.waiting.length));
  edges.find('[data-act="gone"]').hidden = closed || data.gone_through || book.waiting.length > 0;
}

/** A chip for each phase that the kind knows or the mark has: its name and time, and what can be done with it. */
function showPhases(edges) {
  const { mark, data } = edges;
  const list = edges.find(".phases");
  const known = mark ? edges.kindOf(mark.kind).phases.map((phase) => phase.key) : [];
  const keys = mark ? [...new Set([...known, ...Object.keys(mark.phases)])] : [];
  const looks = JSON.stringify([mark, edges.handle, Boolean(data.closed)]);
  if (list.dataset.looks === looks) return;
  list.dataset.looks = looks;
  const focused = list.getRootNode().activeElement?.closest?.(".phases button");
  const kept = focused ? [focused.dataset.act, focused.dataset.phase] : null;
  list.replaceChildren(...keys.map((key) => phaseChip(edges, mark, key, Boolean(data.closed))));
  if (kept) list.querySelector(`[data-act="${kept[0]}"][data-phase="${kept[1]}"]`)?.focus({ preventScroll: true });
}

function phaseChip(edges, mark, key, closed) {
  const [item, name] = [document.createElement("li"), phaseName(edges, mark, key)];
  const button = (act, text, label, title) => {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: "word", textContent: text, title, disabled: closed && act !== "phase-take" });
    made.dataset.act = act;
    made.dataset.phase = key;
    if (label) made.setAttribute("aria-label", label);
    item.append(made);
    return made;
  };
  if (mark.phases[key] === undefined) {
    const words = document.createElement("span");
    words.textContent = `${name}: not marked`;
    item.append(words);
  } else {
    const take = button("phase-take", `${name} ${mark.phases[key].toFixed(3)} s`, "", "Move it with the arrow keys (, and .)");
    take.setAttribute("aria-pressed", String(edges.handle === key));
  }
  button("phase-set", "Here", `${name}: here`, "Put it where the film is");
  if (mark.phases[key] !== undefined) button("phase-drop", "×", `Take out ${name}`, "Take it out");
  return item;
}
