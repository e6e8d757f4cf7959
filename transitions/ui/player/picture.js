// The picture: the film or its still, and what is drawn over it: skeleton, legend, the measured thing, the caption.

const COLOURS = { left: "#35c4d8", right: "#ffb14a", middle: "#f4f7f8" };
const LONGEST_POSE_GAP_S = 0.1;
const DRAG_PX = 4;
const TRUNK_POINTS = [11, 12, 23, 24];

class Picture {
  /** `redraw` is called when what is drawn, or how large, has changed. */
  constructor(root, redraw) {
    this.find = (selector) => root.querySelector(selector);
    this.stage = this.find(".stage");
    this.canvas = this.find(".skeleton");
    this.still = this.find("canvas.still");
    this.redraw = redraw;
    this.view = new View();
    this.shown = { skeleton: true, legend: true, measure: true };
    this.moved = false;
  }

  listen(on) {
    const { stage } = this;
    let last = null;
    const pinch = new Pinch(stage, this.view, () => {
      this.moved = true;
      this.redraw();
    });
    on(stage, "pointerdown", (event) => {
      last = this.isPicture(event.target) ? [event.clientX, event.clientY] : null;
      if (!pinch.add(event)) this.moved = false;
    });
    for (const type of ["pointerup", "pointercancel"]) on(stage, type, (event) => pinch.drop(event));
    on(stage, "pointermove", (event) => {
      if (pinch.follow(event)) {
        last = null;
        return;
      }
      if (!last || !event.buttons || this.view.scale === 1) return;
      const by = [event.clientX - last[0], event.clientY - last[1]];
      if (!this.moved && Math.hypot(...by) < DRAG_PX) return;
      if (!this.moved) stage.setPointerCapture(event.pointerId);
      this.moved = true;
      last = [event.clientX, event.clientY];
      this.view.drag(by[0] / stage.clientWidth, by[1] / stage.clientHeight);
      this.redraw();
    });
    on(stage, "dblclick", (event) => this.isPicture(event.target) && this.allOfIt());
    stage.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      this.zoom(event.deltaY < 0 ? 1 : -1);
    }, { passive: false });
  }

  isPicture(node) {
    return node === this.canvas || node === this.stage || node.closest?.(".film") !== null;
  }

  take(data) {
    this.size = data.size;
    this.stage.style.setProperty("--ratio", String(data.size[0] / data.size[1]));
  }

  toggle(name) {
    this.shown[name] = !this.shown[name];
    this.find(`[data-act="${name}"]`).setAttribute("aria-pressed", String(this.shown[name]));
    this.find(".legend").hidden = !(this.shown.legend && this.shown.skeleton);
    this.redraw();
    return this.shown[name];
  }

  zoom(by) {
    this.view.zoom(by, this.person);
    this.redraw();
  }

  allOfIt() {
    this.view.reset();
    this.redraw();
  }

  /** Where the person is, as shares of the picture; null where nobody is followed. */
  personOf(row) {
    const points = TRUNK_POINTS.map((i) => [row[2 * i], row[2 * i + 1]]).filter(([x, y]) => x !== null && y !== null);
    if (!points.length) return null;
    return [0, 1].map((axis) => points.reduce((sum, p) => sum + p[axis], 0) / points.length / this.size[axis]);
  }

  /** Show a bitmap in place of the film. */
  showStill(bitmap) {
    const { still } = this;
    [still.width, still.height] = [bitmap.width, bitmap.height];
    still.getContext("2d").drawImage(bitmap, 0, 0);
    still.hidden = false;
  }

  showFilm() {
    this.still.hidden = true;
  }

  /**
   * Draw what goes over the picture.
   *
   * @param found pose and row of what is shown, or null. @param here the moment that is named and drawn, or null.
   */
  draw(found, here) {
    const { stage, view } = this;
    const row = found ? found.pose.xy[found.row] : null;
    this.person = row ? this.personOf(row) : null;
    view.follow(this.person);
    const [width, height] = [stage.clientWidth, stage.clientHeight];
    const place = view.place(width, height);
    this.find(".film").style.transform = view.scale === 1 ? "" : `translate(${place.left}px, ${place.top}px) scale(${place.scale})`;
    this.find(".zoom").textContent = `${view.told}×`;
    stage.classList.toggle("zoomed", view.scale > 1);
    drawSkeleton(this.canvas, this.shown.skeleton ? row : null, this.size, COLOURS, place);
    this.caption(here);
    const toStage = (x, y) => [
      (x / this.size[0]) * width * place.scale + place.left, (y / this.size[1]) * height * place.scale + place.top,
    ];
    this.measure(found && here?.drawn && this.shown.measure ? new Body(found.pose, found.row, toStage) : null, here);
  }

  /** The measured thing with its value; nothing where the trunk is not seen. */
  measure(body, here) {
    const value = this.find("output.value");
    const draw = DRAWN[here?.drawn];
    const stage = { width: this.stage.clientWidth, height: this.stage.clientHeight };
    const drawing = body && draw && body.size >= LEAST_SIZE_PX ? draw(body, stage, here) : null;
    showDrawing(this.find(".measured"), drawing);
    value.hidden = !drawing?.anchor;
    if (value.hidden) return;
    if (value.textContent !== here.value) value.textContent = here.value;
    placeValue(value, drawing.anchor, body.joints, [...this.taken(), ...discBox(drawing.disc)], stage);
  }

  /** What else is written over the picture. */
  taken() {
    const { left, top } = this.stage.getBoundingClientRect();
    return [".legend", ".caption"].map((place) => this.find(place)).filter((node) => !node.hidden).map((node) => {
      const box = node.getBoundingClientRect();
      return { left: box.left - left, right: box.right - left, top: box.top - top, bottom: box.bottom - top };
    });
  }

  /** Name the finding while it is happening, in the words and the colour of its card. */
  caption(here) {
    const caption = this.find(".caption");
    caption.hidden = !here;
    if (!here) return;
    caption.className = `caption ${here.tone}`;
    // Of what was not flagged the name says already that it was not, or cannot be told.
    const parts = { name: here.label, figure: here.measured, size: here.severity ? here.badge : "", lasted: here.held };
    const told = Object.entries(parts).filter(([, words]) => words);
    const spans = told.map(([part, words], i) => html("span", part, (i ? " · " : "") + words));
    if (caption.textContent !== spans.map((span) => span.textContent).join("")) caption.replaceChildren(...spans);
  }
}

function discBox(disc) {
  if (!disc) return [];
  const { centre: [x, y], radius } = disc;
  return [{ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius }];
}
