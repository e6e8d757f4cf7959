// What the player does by name, whether a key or a button asked for it.

/** The commands of a player, as keys (`KEYS`) and buttons (`data-act`) name them. */
function commandsOf(player) {
  const { playback, picture } = player;
  const there = () => player.screening.frames !== undefined;
  // Of whose picture is seen: the page may not have opened it yet.
  const seen = () => player.coming ?? player.data.focus.id;
  const verdict = (name) => player.review({ verdict: name, of: seen() });
  return {
    play: () => (playback.playing ? playback.pause() : there() && playback.play()),
    pause: () => playback.pause(),
    back: () => player.step(-1),
    on: () => player.step(1),
    reverse: () => there() && playback.playBackwards(),
    forward: () => (playback.video.paused ? there() && playback.play() : changeSpeed(player, 1)),
    next: () => player.goToFinding(1),
    previous: () => player.goToFinding(-1),
    agree: () => verdict("agree"),
    disagree: () => verdict("disagree"),
    correct: () => player.review({ correct: seen() }),
    undo: () => player.review({ undo: true }),
    slower: () => changeSpeed(player, -1),
    faster: () => changeSpeed(player, 1),
    loop: () => toggleLoop(player),
    skeleton: () => toggleLayer(player, "skeleton", "Skeleton"),
    legend: () => toggleLayer(player, "legend", "Left and right"),
    measure: () => toggleLayer(player, "measure", "What was measured"),
    swapMode: () => player.setMode(player.mode === WHOLE ? MOMENT : WHOLE),
    [MOMENT]: () => player.setMode(MOMENT),
    [WHOLE]: () => player.setMode(WHOLE),
    closer: () => enlarge(player, () => picture.zoom(1)),
    farther: () => enlarge(player, () => picture.zoom(-1)),
    allOfIt: () => enlarge(player, () => picture.allOfIt()),
    help: () => toggleHelp(player, player.find(".help").hidden),
    close: () => toggleHelp(player, false),
  };
}

function changeSpeed(player, by) {
  player.playback.changeSpeed(by);
  player.find("select").value = String(player.playback.speed);
  player.say(`Speed ${player.playback.speed}`);
}

function toggleLoop(player) {
  const loop = !player.playback.loop;
  player.playback.loop = loop;
  player.find('[data-act="loop"]').setAttribute("aria-pressed", String(loop));
  player.say(loop ? "Repeating the moment" : "Playing once");
}

function toggleLayer(player, name, words) {
  player.say(`${words} ${player.picture.toggle(name) ? "shown" : "hidden"}`);
}

function enlarge(player, act) {
  act();
  player.say(`Enlarged ${player.picture.view.told} times`);
}

function toggleHelp(player, show) {
  const help = player.find(".help");
  if (help.hidden === !show) return;
  help.hidden = !show;
  if (show) help.querySelector('button[data-act="help"]').focus();
  else player.section.focus();
}

/** A key on the slider. */
function slide(player, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { at } = player.screening;
  const { segments, clip } = player.data;
  const to = slidTo(event.key, at, clip.duration_s);
  const here = segments.find((s) => s.start_s <= at && at <= s.end_s);
  if (to === null && !(event.key === "Enter" && here)) return;
  event.preventDefault();
  event.stopPropagation();
  if (to === null) player.openMoment(here);
  else player.goTo(to);
}
