// Where a track starts, as a mark on its waveform: dragged there by mouse or finger, or moved by
// the arrow keys while it has the focus.

const FINE_S = 0.1; // an arrow key; with shift it is a second
const COARSE_S = 5; // page up and down
const SETTLE_MS = 300; // keys that follow each other are told once
const LEAST_LEFT_S = 1; // of a track, behind the mark

class StartMark {
  /** area: what it moves over; tell(start_s): where it was left; moved(): it is to be drawn anew. */
  constructor(area, tell, moved) {
    Object.assign(this, { area, tell, moved, item: null, moved_s: null, grip_px: null });
    this.settling = null; // a timer, while keys may follow
    this.handle = document.createElement("div");
    this.handle.className = "vp-start";
    this.handle.tabIndex = 0;
    this.handle.setAttribute("role", "slider");
    this.handle.setAttribute("aria-valuemin", 0);
    area.append(this.handle);
    area.addEventListener("pointerdown", (event) => this.#grasp(event));
    area.addEventListener("pointermove", (event) => this.#drag(event));
    area.addEventListener("pointerup", () => this.#release());
    area.addEventListener("pointercancel", () => this.#forget());
    this.handle.addEventListener("keydown", (event) => this.#press(event));
    this.show(null, "");
  }

  /** item: {key, start_s, track_s}, null where nothing can be moved. What was moved stays until the
   * item starts elsewhere than before. */
  show(item, label) {
    const same = item?.key === this.item?.key && item?.start_s === this.item?.start_s;
    const moving = this.grip_px !== null || this.settling !== null;
    if (item?.key !== this.item?.key || (!same && !moving)) this.moved_s = null;
    this.item = item;
    this.handle.hidden = item === null;
    if (item) this.handle.setAttribute("aria-label", label);
    this.#place();
  }

  /** Where the track starts: as it was moved, else as it is. */
  get start_s() {
    return this.moved_s ?? this.item?.start_s ?? 0;
  }

  get #last_s() {
    return Math.max(this.item.track_s - LEAST_LEFT_S, 0);
  }

  #grasp(event) {
    const seen = this.handle.offsetParent !== null;
    if (!this.item || !seen || event.button !== 0) return;
    const { left } = this.area.getBoundingClientRect();
    const held = event.target === this.handle; // it stays where it is under the finger
    this.grip_px = held ? event.clientX - left - this.#share() * this.area.clientWidth : 0;
    this.area.setPointerCapture(event.pointerId);
    this.handle.focus({ preventScroll: true });
    event.preventDefault();
    if (!held) this.#drag(event);
  }

  #drag(event) {
    if (this.grip_px === null || !this.item) return;
    const { left, width } = this.area.getBoundingClientRect();
    this.#move(((event.clientX - left - this.grip_px) / width) * this.item.track_s);
  }

  #release() {
    if (this.grip_px === null) return;
    this.grip_px = null;
    if (this.moved_s !== null) this.tell(this.moved_s);
  }

  #forget() {
    this.grip_px = this.moved_s = null;
    this.#place();
    this.moved();
  }

  #press(event) {
    const step_s = event.shiftKey ? 1 : FINE_S;
    const steps = {
      ArrowLeft: -step_s, ArrowDown: -step_s, ArrowRight: step_s, ArrowUp: step_s,
      PageDown: -COARSE_S, PageUp: COARSE_S, Home: -Infinity, End: Infinity,
    };
    if (event.key === "Escape" && this.grip_px !== null) return this.#forget();
    if (!this.item || !(event.key in steps)) return;
    event.preventDefault(); // or the clip would be sought as well
    this.#move(this.start_s + steps[event.key]);
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      this.settling = null;
      if (this.item && this.moved_s !== null) this.tell(this.moved_s);
    }, SETTLE_MS);
  }

  #move(start_s) {
    this.moved_s = Math.round(Math.min(Math.max(start_s, 0), this.#last_s) * 100) / 100;
    this.#place();
    this.moved();
  }

  #share() {
    return this.item.track_s ? this.start_s / this.item.track_s : 0;
  }

  #place() {
    if (!this.item) return;
    const minutes = Math.floor(this.start_s / 60);
    const text = `${minutes}:${(this.start_s % 60).toFixed(2).padStart(5, "0")}`;
    this.handle.style.left = `${100 * this.#share()}%`;
    this.handle.classList.toggle("vp-late", this.#share() > 0.8); // its label goes to the left
    this.handle.dataset.time = text;
    this.handle.setAttribute("aria-valuemax", this.#last_s.toFixed(2));
    this.handle.setAttribute("aria-valuenow", this.start_s.toFixed(2));
    this.handle.setAttribute("aria-valuetext", text);
  }
}
