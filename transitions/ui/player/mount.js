// The player on the page: one for each place, told of every rerun.

const PLAYERS = new WeakMap();

export default function mount({ data, parentElement, setTriggerValue }) {
  const section = parentElement.querySelector(".player");
  if (!PLAYERS.has(section)) PLAYERS.set(section, new Player(parentElement));
  const player = PLAYERS.get(section);
  player.trigger = setTriggerValue;
  player.update(data);
  // A rerun that overtakes another has the older one's clean-up run: only the newest may close the player.
  player.newest = data;
  return () => {
    if (player.newest !== data) return;
    player.close();
    PLAYERS.delete(section);
  };
}
