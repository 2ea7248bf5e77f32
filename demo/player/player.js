// The player as people use it: picture, controls, waveform, and the list of what can be heard.
// It knows nothing of what the list means; words come with the value, so that they can be others.

const STEP_S = 5;
const TOLD = ["play", "pause", "switch", "position", "failed", "action"];
const TYPED_INTO = "input:not([data-player-seek]), textarea, select, [contenteditable=true]";
const PRESSED = "button, a, summary, [role=button], [role=tab], [role=option], [role=radio]";

/** An element with attributes and children; what is null is left out. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** The address of a medium, which Gradio gives as an object with its `url`. */
const address = (medium) => medium?.url ?? medium ?? null;

const clock = (seconds) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

class Player {
  /** root: an empty element; tell(type, detail): hears what happens, for Python or anybody. */
  constructor(root, tell) {
    this.root = root;
    this.tell = tell;
    this.items = [];
    this.words = {};
    this.rows = new Map();
    this.startable = null; // the key of the item whose start may be moved
    this.#build();
    this.deck = new Deck(this.picture, this.shelf, (type, detail) => this.#happened(type, detail));
    this.#listen();
  }

  /** value: {items, words, report_url}; an item is described in `demo/player/component.py`. */
  show(value) {
    const { items: given = [], words = {}, report_url = null } = value ?? {};
    const items = given.map((item) => ({
      ...item,
      sound: address(item.sound),
      picture: address(item.picture),
    }));
    Object.assign(this, { items, words, report_url });
    this.frame.hidden = items.length === 0;
    this.deck.load(items);
    this.picture.hidden = !items.some((item) => item.picture);
    this.#name_controls();
    this.#arrange();
    this.refresh();
  }

  pick(key) {
    Player.current = this;
    const started = this.deck.active === key && this.deck.playing;
    this.deck.pick(key);
    if (!started && !this.deck.playing) this.deck.play();
    this.refresh();
  }

  toggle() {
    if (this.deck.playing) this.deck.pause();
    else this.deck.play();
  }

  #build() {
    this.picture = make("video", { playsinline: true, preload: "auto", class: "vp-picture" });
    this.picture.muted = true; // the attribute would only be its default
    this.play = make("button", { type: "button", class: "vp-play vp-round" });
    this.seek = make("input", { type: "range", min: 0, step: "any", value: 0, class: "vp-seek" });
    this.seek.dataset.playerSeek = "";
    this.time = make("span", { class: "vp-time", "aria-hidden": "true" });
    this.repeat = make("button", { type: "button", class: "vp-repeat vp-round" });
    this.wide = make("button", { type: "button", class: "vp-wide vp-round" });
    this.now = make("p", { class: "vp-now", "aria-live": "polite" });
    this.wave = make("canvas", { class: "vp-wave", "aria-hidden": "true" });
    this.list = make("ol", { class: "vp-list vm-cards" });
    this.shelf = make("div", { hidden: true });
    const buttons = make("div", { class: "vp-controls" });
    buttons.append(this.play, this.seek, this.time, this.repeat, this.wide);
    this.hint = make("p", { class: "vp-hint" });
    this.stage = make("div", { class: "vp-stage" }, this.picture, buttons);
    const waving = make("div", { class: "vp-waving" }, this.wave);
    this.stage.append(make("div", { class: "vp-heard" }, this.now, waving), this.hint);
    const marked = (start_s) => this.#happened("mark", { key: this.deck.active, start_s });
    this.mark = new StartMark(waving, marked, () => this.#move());
    this.frame = make("section", { class: "vp" }, this.stage, this.list, this.shelf);
    this.frame.hidden = true;
    this.root.replaceChildren(this.frame);
  }

  #listen() {
    this.play.addEventListener("click", () => this.toggle());
    this.picture.addEventListener("click", () => this.toggle());
    this.seek.addEventListener("input", () => this.deck.seek(Number(this.seek.value)));
    this.wide.addEventListener("click", () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else this.stage.requestFullscreen?.();
    });
    this.repeat.addEventListener("click", () => {
      this.deck.repeat = !this.deck.repeat;
      this.repeat.setAttribute("aria-pressed", this.deck.repeat);
    });
    this.root.addEventListener("pointerdown", () => (Player.current = this));
    this.shelf.addEventListener("loadedmetadata", () => this.#move(), true);
    this.list.addEventListener("click", (event) => this.#clicked(event));
    const pressed = (event) => {
      if (!this.root.isConnected) document.removeEventListener("keydown", pressed);
      else if (this.#is_mine(event) && this.#obey(event.key)) event.preventDefault();
    };
    document.addEventListener("keydown", pressed);
    new ResizeObserver(() => this.#draw()).observe(this.frame);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#draw());
  }

  #clicked(event) {
    const row = event.target.closest("li.vp-item");
    const action = event.target.closest("[data-action]");
    if (action) this.#happened("action", { key: row.dataset.key, action: action.dataset.action });
    else if (event.target.closest(".vp-pick") || !event.target.closest("a, button, summary, details"))
      if (this.deck.sounds.has(row.dataset.key)) this.pick(row.dataset.key);
  }

  /** Is a key meant for this player, and for no field or button? */
  #is_mine(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
    if (!this.items.length || this.root.offsetParent === null) return false;
    const others = Player.current?.root.isConnected && Player.current.root.offsetParent !== null;
    if (others && Player.current !== this) return false;
    const target = event.target;
    if (target.closest?.(TYPED_INTO)) return false;
    return event.key !== " " || !target.closest?.(PRESSED); // the space bar presses those
  }

  #obey(key) {
    if (key === " ") this.toggle();
    else if (key === "ArrowLeft") this.deck.seek(this.deck.position_s - STEP_S);
    else if (key === "ArrowRight") this.deck.seek(this.deck.position_s + STEP_S);
    else if (/^[1-9]$/.test(key)) {
      const item = this.items[Number(key) - 1];
      if (!item?.sound) return false;
      this.pick(item.key);
    } else return false;
    return true;
  }

  /** Rows in the order of the items; a row that is there is kept, and so is the focus in it. */
  #arrange() {
    const keys = new Set(this.items.map((item) => item.key));
    for (const [key, row] of this.rows) if (!keys.has(key)) this.rows.delete(key) && row.remove();
    this.items.forEach((item, index) => {
      const row = this.rows.get(item.key) ?? this.#new_row(item.key);
      if (this.list.children[index] !== row) this.list.insertBefore(row, this.list.children[index]);
      this.#fill(row, item, index + 1);
    });
  }

  #new_row(key) {
    const row = make("li", { class: "vp-item vm-card" });
    row.dataset.key = key;
    const pick = make("button", { type: "button", class: "vp-pick" });
    pick.append(make("span", { class: "vp-label" }), make("canvas", { class: "vp-thumb" }));
    row.append(pick, make("div", { class: "vp-details" }), make("div", { class: "vp-foot" }));
    this.rows.set(key, row);
    return row;
  }

  #fill(row, item, number) {
    const fresh = JSON.stringify([item, number]);
    if (row.filled === fresh) return;
    row.filled = fresh;
    row.id = `result-${number}`;
    const [pick, details, foot] = row.children;
    const name = [item.label, item.title].filter(Boolean).join(": ");
    pick.disabled = !item.sound;
    pick.setAttribute("aria-label", `${item.sound ? this.words.pick : this.words.waiting} ${name}`);
    pick.firstChild.textContent = item.label;
    if (details.shown !== item.details) details.innerHTML = details.shown = item.details ?? "";
    foot.replaceChildren();
    if (item.download) {
      const link = make("a", {
        href: address(item.download.file),
        download: item.download.name,
        class: "vp-download",
      });
      foot.append(Object.assign(link, { textContent: this.words.download }));
    }
  }

  #name_controls() {
    this.frame.setAttribute("aria-label", this.words.player ?? "");
    this.seek.setAttribute("aria-label", this.words.seek ?? "");
    this.wide.setAttribute("aria-label", this.words.wide ?? "");
    this.repeat.setAttribute("aria-label", this.words.repeat ?? "");
    this.repeat.setAttribute("aria-pressed", this.deck.repeat);
    this.hint.textContent = this.words.keys ?? "";
  }

  #happened(type, detail) {
    const told = { ...detail, position_s: this.deck.position_s, played_s: this.deck.played_s };
    if (type === "position") this.#move();
    else this.refresh();
    this.root.dispatchEvent(new CustomEvent(`player:${type}`, { detail: told, bubbles: true }));
    this.tell(type, told);
    if (this.report_url)
      fetch(this.report_url, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ type, ...told }),
        keepalive: true,
      }).catch(() => {}); // what was not heard of is not counted
  }

  get #item() {
    return this.items.find((item) => item.key === this.deck.active) ?? null;
  }

  refresh() {
    const { playing, active } = this.deck;
    this.play.setAttribute("aria-label", (playing ? this.words.pause : this.words.play) ?? "");
    this.play.disabled = active === null;
    this.frame.classList.toggle("vp-playing", playing);
    for (const [key, row] of this.rows) {
      row.classList.toggle("vp-active", key === active);
      row.firstChild.setAttribute("aria-pressed", key === active);
    }
    const item = this.#item;
    const startable = item?.track_s && item.key === this.startable;
    this.mark.show(startable ? item : null, this.words.start);
    const heard = item ? [item.label, item.title, item.subtitle].filter(Boolean).join(" · ") : "";
    if (this.now.textContent !== heard) this.now.textContent = heard;
    this.#move();
    this.#draw();
  }

  #move() {
    const { position_s, duration_s } = this.deck;
    this.seek.max = duration_s || 1;
    this.seek.value = position_s;
    this.seek.style.setProperty("--share", duration_s ? position_s / duration_s : 0);
    this.seek.setAttribute("aria-valuetext", `${clock(position_s)} / ${clock(duration_s)}`);
    this.time.textContent = `${clock(position_s)} / ${clock(duration_s)}`;
    this.#draw_heard();
  }

  #draw_heard() {
    const item = this.#item;
    if (item) draw_waveform(this.wave, this.#marked(item), this.deck.position_s);
  }

  /** An item as it lies while its start is being moved. */
  #marked(item) {
    return this.mark.item ? { ...item, start_s: this.mark.start_s } : item;
  }

  #draw() {
    for (const item of this.items) {
      const thumb = this.rows.get(item.key)?.querySelector(".vp-thumb");
      if (thumb) draw_waveform(thumb, item);
    }
    this.#draw_heard();
  }
}
