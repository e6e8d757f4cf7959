// Sends clips to the server, one after the other, and goes on where it was when the connection comes back.
// What is being sent lives in the window, not in the element: another page of the program does not stop it.

const PIECE_BYTES = 16 * 1024 * 1024;
const SILENT_MS = 30_000;
const MOST_WAIT_MS = 20_000;
const TRIES_WITHOUT_SESSION = 8;
const REFUSED = [400, 413, 415];
const FORGET_TRIES = 10;
const FORGET_AGAIN_MS = 2000;
const KEPT_MS = 24 * 3600 * 1000;
const REMEMBERED = "transitions.clips-in";
const WINDOW = crypto.getRandomValues(new Uint32Array(4)).join("-");

class Refusal extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

/** What was begun, by file, for a day: the same file chosen again after a reload goes on. */
const remembered = {
  all() {
    try {
      const kept = Object.entries(JSON.parse(localStorage.getItem(REMEMBERED) ?? "{}"));
      return Object.fromEntries(kept.filter(([, one]) => Date.now() - one.at < KEPT_MS));
    } catch {
      return {};
    }
  },
  put(mark, one) {
    const all = this.all();
    if (one) all[mark] = { ...one, at: Date.now() };
    else delete all[mark];
    try {
      localStorage.setItem(REMEMBERED, JSON.stringify(all));
    } catch {
      // Without storage a reload begins anew; nothing else is lost.
    }
  },
};

function node(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function button(label, name, press) {
  const made = node("button", "", label);
  made.type = "button";
  made.setAttribute("aria-label", name);
  made.addEventListener("click", press);
  return made;
}

function size(bytes) {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(0)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

function span(seconds) {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** One chosen file on its way, and its row. */
class Clip {
  constructor(file, sender) {
    this.file = file;
    this.sender = sender;
    this.mark = `${file.name}|${file.size}|${file.lastModified}`;
    this.id = remembered.all()[this.mark]?.id ?? null;
    this.state = "waiting";
    this.said = "";
    this.sent = 0;
    this.placeKnown = false;
    this.isRefused = false;
    this.row = node("li");
    const words = node("p");
    this.name = node("strong", "", `${file.name} `);
    this.told = node("span", "tr-soft");
    words.append(this.name, this.told);
    this.bar = node("progress");
    this.bar.max = Math.max(1, file.size);
    this.bar.setAttribute("aria-label", `${file.name}: how much has arrived`);
    this.pauseButton = button("Pause", `Pause ${file.name}`, () => this.turn());
    const buttons = node("span", "tr-buttons");
    buttons.append(this.pauseButton, button("Remove", `Remove ${file.name}`, () => sender.remove(this)));
    this.row.append(words, buttons, this.bar);
    this.show();
  }

  /** Pause what is under way, go on with what was paused or stopped. */
  turn() {
    const moving = this.state === "sending" || this.state === "waiting";
    this.set(moving ? "paused" : "waiting");
    if (moving) this.request?.abort();
    this.wake?.();
    this.sender.pump();
  }

  set(state, said = "") {
    this.state = state;
    this.said = said;
    this.show();
    this.sender.changed();
  }

  show() {
    const { size: whole } = this.file;
    const part = `${size(Math.min(this.sent, whole))} of ${size(whole)}`;
    const left = this.rate > 0 ? `, about ${span((whole - this.sent) / this.rate)} left` : "";
    const words = {
      waiting: `${size(whole)}, waiting for its turn`,
      sending: this.said || part + left,
      paused: `paused at ${part}`,
      here: `${size(whole)}, arrived`,
      stopped: this.said,
    };
    this.told.textContent = words[this.state];
    this.bar.value = whole ? this.sent : 1;
    this.bar.hidden = this.state === "here" || this.isRefused;
    this.pauseButton.hidden = this.bar.hidden;
    this.name.hidden = this.state === "stopped" && this.said.includes(this.file.name);
    const label = { paused: "Go on", stopped: "Try again" }[this.state] ?? "Pause";
    if (this.pauseButton.textContent !== label) {
      this.pauseButton.textContent = label;
      this.pauseButton.setAttribute("aria-label", `${label}: ${this.file.name}`);
    }
  }

  note(sent) {
    const now = performance.now();
    if (this.noted && now - this.noted.at > 250) {
      const rate = (1000 * (sent - this.noted.sent)) / (now - this.noted.at);
      if (rate >= 0) this.rate = this.rate ? 0.8 * this.rate + 0.2 * rate : rate;
      this.noted = { at: now, sent };
    } else {
      this.noted ??= { at: now, sent };
    }
    this.sent = sent;
    this.show();
  }
}

class Sender {
  constructor() {
    this.clips = [];
    this.at = { address: "", ticket: "", accept: [], no_video: "" };
    this.busy = false;
    this.changed = () => {};
  }

  add(files) {
    for (const file of files) {
      const clip = new Clip(file, this);
      if (this.clips.some((other) => other.mark === clip.mark)) continue;
      this.clips.push(clip);
      if (!this.at.accept.some((suffix) => file.name.toLowerCase().endsWith(suffix))) {
        clip.isRefused = true;
        clip.set("stopped", this.at.no_video.replace("{name}", file.name));
      }
    }
    this.changed();
    this.pump();
  }

  remove(clip) {
    this.clips.splice(this.clips.indexOf(clip), 1);
    const was = clip.state;
    clip.state = "removed";
    clip.request?.abort();
    clip.wake?.();
    remembered.put(clip.mark, null);
    if (clip.id) this.drop(clip.id);
    if (was === "sending") clip.row.remove();
    this.changed();
  }

  /** Forget an upload, tried again while a connection that a reload broke off still counts as another window. */
  async drop(id) {
    for (let tries = 0; tries < FORGET_TRIES; tries += 1) {
      // Another window that is really sending it has written it down again after its last piece.
      if (tries && Object.values(remembered.all()).some((one) => one.id === id)) return;
      try {
        return await this.ask("DELETE", id);
      } catch (refusal) {
        if (refusal.status === 404) return;
      }
      await new Promise((settle) => setTimeout(settle, FORGET_AGAIN_MS));
    }
  }

  async pump() {
    if (this.busy) return;
    this.busy = true;
    try {
      for (let clip; (clip = this.clips.find((one) => one.state === "waiting")); ) await this.send(clip);
    } finally {
      this.busy = false;
    }
  }

  async send(clip) {
    clip.set("sending");
    for (let failures = 0; clip.state === "sending"; ) {
      try {
        await this.step(clip);
        failures = 0;
      } catch (refusal) {
        // Also of one that was paused: what the browser has sent need not have arrived.
        clip.placeKnown = false;
        clip.noted = null;
        if (clip.state !== "sending") return;
        failures += 1;
        if (refusal.status === 404) {
          clip.id = null;
        } else if (refusal.status !== 409) {
          const lost = !refusal.status || refusal.status === 423 || [500, 502, 503, 504].includes(refusal.status);
          const mayReturn = lost || (refusal.status === 403 && failures < TRIES_WITHOUT_SESSION);
          clip.isRefused = REFUSED.includes(refusal.status);
          if (!mayReturn) return clip.set("stopped", refusal.message);
          clip.said = refusal.status === 423 ? refusal.message : "The connection is lost; it goes on by itself.";
          clip.show();
        }
        await this.pause(clip, Math.min(MOST_WAIT_MS, 500 * 2 ** failures));
      }
    }
  }

  /** The next thing to do for a clip: begin it, learn its place, or send a piece. */
  async step(clip) {
    if (!clip.id) {
      const answer = await this.ask("POST", "", JSON.stringify({ name: clip.file.name, size: clip.file.size }));
      clip.id = (await answer.json()).id;
      clip.sent = 0;
      clip.placeKnown = true;
      remembered.put(clip.mark, { id: clip.id, name: clip.file.name, size: clip.file.size, sent: 0 });
    } else if (!clip.placeKnown) {
      const answer = await this.ask("HEAD", clip.id);
      clip.sent = Number(answer.headers.get("upload-offset"));
      clip.placeKnown = true;
    }
    clip.said = "";
    if (clip.sent < clip.file.size) {
      clip.note(await this.piece(clip));
      remembered.put(clip.mark, { id: clip.id, name: clip.file.name, size: clip.file.size, sent: clip.sent });
    }
    if (clip.sent >= clip.file.size && clip.state === "sending") clip.set("here");
  }

  async ask(method, id, body) {
    const url = id ? `${this.at.address}/${id}` : this.at.address;
    const headers = { "X-Ticket": this.at.ticket, "X-Window": WINDOW };
    const answer = await fetch(url, { method, body, headers, cache: "no-store" });
    if (!answer.ok) throw new Refusal(answer.status, await answer.text());
    return answer;
  }

  /** Send one piece and return how much is there then; fetch does not tell how far it is, XMLHttpRequest does. */
  piece(clip) {
    const from = clip.sent;
    return new Promise((settle, refuse) => {
      const request = new XMLHttpRequest();
      clip.request = request;
      let silent;
      const listen = () => {
        clearTimeout(silent);
        silent = setTimeout(() => request.abort(), SILENT_MS);
      };
      request.open("PATCH", `${this.at.address}/${clip.id}`);
      request.setRequestHeader("X-Ticket", this.at.ticket);
      request.setRequestHeader("X-Window", WINDOW);
      request.setRequestHeader("Upload-Offset", String(from));
      request.upload.addEventListener("progress", (event) => {
        listen();
        if (clip.state === "sending") clip.note(from + event.loaded);
      });
      request.addEventListener("loadend", () => {
        clearTimeout(silent);
        clip.request = null;
        if (request.status === 204) settle(Number(request.getResponseHeader("Upload-Offset")));
        else refuse(new Refusal(request.status, request.responseText));
      });
      listen();
      request.send(clip.file.slice(from, from + PIECE_BYTES));
    });
  }

  /** Wait, but not once the network is back or somebody presses a button. */
  pause(clip, wait) {
    return new Promise((settle) => {
      const end = () => {
        clearTimeout(timer);
        window.removeEventListener("online", end);
        clip.wake = null;
        settle();
      };
      const timer = setTimeout(end, wait);
      clip.wake = end;
      window.addEventListener("online", end);
    });
  }
}

const senders = (window.__transitionsClipsIn ??= new Map());

/** The sender of a round; the next round begins when all that arrived was taken in. */
function senderOf(round) {
  for (const [other, sender] of senders) {
    if (other === round) continue;
    for (const clip of sender.clips) if (clip.state === "here") remembered.put(clip.mark, null);
    senders.delete(other);
  }
  if (!senders.has(round)) senders.set(round, new Sender());
  return senders.get(round);
}

/** Files that were begun before a reload and are not chosen now. */
function leftRows(sender, redraw) {
  const marks = new Set(sender.clips.map((clip) => clip.mark));
  return Object.entries(remembered.all())
    .filter(([mark, one]) => !marks.has(mark) && one.sent < one.size)
    .map(([mark, one]) => {
      const row = node("li");
      const words = node("p");
      const part = `${size(one.sent)} of ${size(one.size)} are here.`;
      words.append(node("strong", "", one.name), " ", node("span", "tr-soft", `${part} Choose the same file again to go on.`));
      const forget = button("Forget", `Forget ${one.name}`, () => {
        remembered.put(mark, null);
        sender.drop(one.id);
        redraw();
      });
      row.append(words, forget);
      return row;
    });
}

function arrange(list, rows) {
  const same = rows.length === list.children.length && rows.every((row, i) => row === list.children[i]);
  if (!same) list.replaceChildren(...rows);
}

/** What the server is told of the clips, in words that can be compared. */
function summary(clips) {
  return JSON.stringify(
    clips.map((clip) => ({
      id: clip.id ?? "",
      name: clip.file.name,
      here: clip.state === "here",
      trouble: clip.state === "stopped" ? clip.said : "",
    })),
  );
}

function believed(files) {
  return JSON.stringify(files.map(({ id, name, here, trouble }) => ({ id, name, here, trouble })));
}

function heard(clips) {
  const here = clips.filter((clip) => clip.state === "here").length;
  const stopped = clips.find((clip) => clip.state === "stopped");
  if (stopped) return stopped.said;
  return clips.length ? `${here} of ${clips.length} arrived` : "";
}

/** Dropping files anywhere on the field; the input takes those dropped on itself, and looks the part here. */
function wire(element, sender) {
  const input = element.querySelector("input");
  const drop = element.querySelector(".tr-drop");
  input.onchange = () => {
    sender().add([...input.files]);
    input.value = "";
  };
  drop.ondragover = () => drop.classList.add("over");
  drop.ondragleave = drop.ondrop = () => drop.classList.remove("over");
}

export default function mount({ data, parentElement, setStateValue }) {
  const element = parentElement.querySelector(".tr-clips-in");
  const sender = senderOf(data.round);
  sender.at = data;
  element.querySelector("input").accept = data.accept.join(",");
  wire(element, () => sender);
  let told = believed(data.files);
  let telling = 0;
  const tell = () => {
    telling = 0;
    const now = summary(sender.clips);
    if (now === told || !element.isConnected) return;
    told = now;
    setStateValue("files", JSON.parse(now));
  };
  const redraw = () => {
    arrange(element.querySelector(".tr-chosen"), sender.clips.map((clip) => clip.row));
    element.querySelector(".tr-left").replaceChildren(...leftRows(sender, redraw));
    const says = element.querySelector(".tr-heard");
    const words = heard(sender.clips);
    if (says.textContent !== words) says.textContent = words;
  };
  sender.changed = () => {
    redraw();
    telling ||= setTimeout(tell, 60);
  };
  redraw();
  // Not while the page is being put together: what was sent meanwhile on another page is told after it stands.
  if (summary(sender.clips) !== told) telling = setTimeout(tell, 400);
  return () => {
    clearTimeout(telling);
  };
}
