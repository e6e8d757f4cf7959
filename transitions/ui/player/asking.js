// Asking the page for something, one thing after the other: what is asked while an answer is awaited waits its turn.

const PATIENCE_MS = 4000;

class Asking {
  constructor(send) {
    this.send = send;
    this.waiting = [];
  }

  ask(what) {
    this.waiting.push(what);
    if (!this.awaited) this.next();
  }

  next() {
    const what = this.waiting.shift();
    if (!what) return;
    this.awaited = window.setTimeout(() => this.answered(), PATIENCE_MS);
    this.send(what);
  }

  answered() {
    window.clearTimeout(this.awaited);
    this.awaited = 0;
    this.next();
  }
}
