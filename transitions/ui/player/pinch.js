// Two fingers on the picture: it grows and shrinks with the way between them, and moves with them.

class Pinch {
  /** `onChange` is called whenever the fingers have changed what `view` shows of the stage. */
  constructor(stage, view, onChange) {
    Object.assign(this, { stage, view, onChange });
    this.fingers = new Map();
  }

  /** A finger comes down; true where it makes two. */
  add(event) {
    if (event.pointerType !== "touch") return false;
    if (event.isPrimary) this.fingers.clear();
    this.fingers.set(event.pointerId, this.placeOf(event));
    this.begin();
    return this.fingers.size > 1;
  }

  drop(event) {
    this.fingers.delete(event.pointerId);
    this.start = null;
  }

  begin() {
    this.start = null;
    if (this.fingers.size !== 2) return;
    const { apart, middle } = this.grip();
    this.start = { apart, scale: this.view.scale, point: this.view.pointAt(middle) };
  }

  /** A finger moves; true where it is one of two. */
  follow(event) {
    if (!this.start || !this.fingers.has(event.pointerId)) return false;
    this.fingers.set(event.pointerId, this.placeOf(event));
    const { apart, middle } = this.grip();
    this.view.pinch((this.start.scale * apart) / this.start.apart, this.start.point, middle);
    this.onChange();
    return true;
  }

  /** Where a finger is, as shares of the stage. */
  placeOf(event) {
    const box = this.stage.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  }

  /** How far apart the two fingers are, in pixels, and the place half way between them. */
  grip() {
    const [one, other] = [...this.fingers.values()];
    const { clientWidth, clientHeight } = this.stage;
    return {
      apart: Math.max(Math.hypot((one[0] - other[0]) * clientWidth, (one[1] - other[1]) * clientHeight), 1),
      middle: [0, 1].map((i) => (one[i] + other[i]) / 2),
    };
  }
}
