// What part of the picture is seen: how much it is enlarged, and about which point.

const ZOOMS = [1, 1.5, 2, 3, 4];
const ROOM = 0.25;

class View {
  constructor() {
    this.reset();
  }

  reset() {
    this.scale = 1;
    this.centre = [0.5, 0.5];
    this.byHand = false;
  }

  /** The next larger (+1) or smaller (-1) picture, about the person where there is one (shares of the picture). */
  zoom(by, person) {
    const next = by > 0 ? ZOOMS.find((one) => one > this.scale) : ZOOMS.findLast((one) => one < this.scale);
    if (person && (this.scale === 1 || !this.byHand)) this.centre = person;
    this.scale = next ?? this.scale;
    if (this.scale === 1) this.reset();
  }

  /** The point of the picture that is seen at a place of the stage (shares of each). */
  pointAt(place) {
    return place.map((s, i) => this.centre[i] + (s - 0.5) / this.scale);
  }

  /** Enlarge to `scale` with a point of the picture at a place of the stage. */
  pinch(scale, point, place) {
    this.scale = Math.min(Math.max(scale, 1), ZOOMS[ZOOMS.length - 1]);
    if (this.scale === 1) {
      this.reset();
      return;
    }
    this.byHand = true;
    this.centre = this.within(point.map((p, i) => p - (place[i] - 0.5) / this.scale));
  }

  /** The enlargement as it is told. */
  get told() {
    return `${Math.round(this.scale * 10) / 10}`;
  }

  /** Move the picture by a share of the stage. */
  drag(dx, dy) {
    this.byHand = true;
    this.centre = this.within([this.centre[0] - dx / this.scale, this.centre[1] - dy / this.scale]);
  }

  /** Keep the person in the middle of what is seen, unless the picture was moved by hand. */
  follow(person) {
    if (this.scale === 1 || this.byHand || !person) return;
    const free = ROOM / this.scale;
    this.centre = this.within(this.centre.map((c, i) => Math.min(Math.max(c, person[i] - free), person[i] + free)));
  }

  within(centre) {
    const half = 0.5 / this.scale;
    return centre.map((c) => Math.min(Math.max(c, half), 1 - half));
  }

  /** Enlargement, and the offset of the picture's corner, on a stage of this size (pixels of the page). */
  place(width, height) {
    const [x, y] = this.within(this.centre);
    return {
      scale: this.scale,
      left: (0.5 - x * this.scale) * width,
      top: (0.5 - y * this.scale) * height,
    };
  }
}

/** Call `to` with the share of the way along a strip on which the pointer is pressed or drawn. */
function dragAlong(strip, on, to) {
  const move = (event) => {
    if (event.type === "pointermove" && !event.buttons) return;
    const box = strip.getBoundingClientRect();
    to(Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1));
  };
  on(strip, "pointerdown", (event) => {
    strip.setPointerCapture(event.pointerId);
    move(event);
  });
  on(strip, "pointermove", move);
}
