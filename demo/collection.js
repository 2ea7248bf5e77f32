// A library as people look at it: a map, and a table to search and sort. What is pressed is told to
// Python as "listen" or "curate"; what the words are comes with the value.

const PAGE = 100; // rows at first, and with every "more"
const COLUMNS = ["title", "bpm", "length_s", "lufs", "license", "tags"];
const state = { words: {}, tracks: [], own: false, map: null };
let sort = { by: "title", up: true };
let limit = PAGE;
let heard = null; // the key of the track that sounds
let asked = null; // ... or was the last to be asked for

/** An element with attributes and children; what is null or false is left out. */
function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

const clock = (seconds) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
const minus = (number) => String(number).replace("-", "−");
const button = (attributes, text) => make("button", { type: "button", ...attributes }, text);
const named = (track) => `${track.title}, ${track.artist}`;

/* ---- the frame ---- */

const area = make("div", { class: "vm-map-area" });
const about = make("p", { class: "vm-note" });
const landscape = make("section", { class: "vm-map" }, make("h2"), area, about);
const search = make("input", { type: "search", autocomplete: "off" });
const order = make("select");
const count = make("p", { class: "vm-note", role: "status" });
const head = make("tr");
const body = make("tbody");
const more = button({ class: "vm-shown-more" }, "");
const caption = make("caption", { class: "vm-unseen" });
const table = make("table", {}, caption, make("thead", {}, head), body);
const tools = make("div", { class: "vm-tools" });
tools.append(make("label", {}, make("span"), search), make("label", {}, make("span"), order));
const listing = make("section", { class: "vm-tracks" }, make("h2"), tools, count, table, more);
const dialog = make("dialog", { class: "vm-edit" });
const frame = make("div", { class: "vm-library", hidden: true }, landscape, listing, dialog);
element.replaceChildren(frame);

/* ---- rows ---- */

const text_of = (track) =>
  [track.title, track.artist, track.license, track.note, ...track.tags].join(" ").toLowerCase();

function chosen() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = state.tracks.filter((track) => words.every((word) => track.text.includes(word)));
  const value = (track) => (sort.by === "tags" ? track.tags.join(" ") : track[sort.by]);
  const compare = (a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === y) return 0;
    if (x === null || x === "") return 1; // what is not known comes last, either way
    if (y === null || y === "") return -1;
    const before = typeof x === "string" ? x.localeCompare(y) : x - y;
    return sort.up ? before : -before;
  };
  return found.sort(compare);
}

function play_button(track, kind) {
  const made = button({ class: kind, "data-key": track.key, "data-do": "listen" }, "");
  made.setAttribute("aria-label", `${state.words.play} ${named(track)}`);
  made.setAttribute("aria-pressed", track.key === heard);
  return made;
}

function row(track) {
  const { words } = state;
  const facts = [
    track.bpm === null ? null : `${track.bpm} bpm`,
    clock(track.length_s),
    licence(track),
  ];
  const title = make("th", { scope: "row" }, make("b", {}, track.title), make("span", {}, track.artist));
  if (track.note) title.append(make("em", {}, track.note));
  title.append(make("span", { class: "vm-facts" }, facts.filter(Boolean).join(" · ")));
  const tags = make("ul", { class: "vm-tags" }, ...track.tags.slice(0, 4).map((t) => make("li", {}, t)));
  const made = make(
    "tr",
    { "data-key": track.key },
    make("td", {}, play_button(track, "vm-play")),
    title,
    make("td", { class: "vm-number" }, track.bpm === null ? "–" : String(track.bpm)),
    make("td", { class: "vm-number" }, clock(track.length_s)),
    make("td", { class: "vm-number" }, track.lufs === null ? "–" : minus(track.lufs)),
    make("td", {}, licence(track)),
    make("td", {}, tags),
  );
  if (!state.own) return made;
  const edit = button({ "data-do": "edit", "aria-label": `${words.edit} ${named(track)}` }, words.edit);
  const drop = button({ "data-do": "remove", "aria-label": `${words.remove} ${named(track)}` }, words.remove);
  made.append(make("td", { class: "vm-edits" }, edit, drop));
  return made;
}

const licence = (track) => (track.license === "unknown" ? state.words.no_licence : track.license);

function list() {
  const found = chosen();
  body.replaceChildren(...found.slice(0, limit).map(row));
  more.hidden = found.length <= limit;
  const { words } = state;
  count.textContent = words.count.replace("{found}", found.length).replace("{all}", state.tracks.length);
  for (const column of head.children) {
    const by = column.dataset.by;
    if (by) column.setAttribute("aria-sort", by !== sort.by ? "none" : sort.up ? "ascending" : "descending");
  }
  order.value = `${sort.by} ${sort.up ? "up" : "down"}`;
  for (const point of area.querySelectorAll(".vm-point"))
    point.classList.toggle("vm-faint", search.value !== "" && !found.some((t) => t.key === point.dataset.key));
}

function headings() {
  const { words } = state;
  head.replaceChildren(make("th", { scope: "col" }, make("span", { class: "vm-unseen" }, words.play)));
  for (const by of COLUMNS) {
    const press = button({ "data-by": by }, words[by]);
    head.append(make("th", { scope: "col", "data-by": by }, press));
  }
  if (state.own)
    head.append(make("th", { scope: "col" }, make("span", { class: "vm-unseen" }, words.acts)));
  const orders = COLUMNS.flatMap((by) => [
    make("option", { value: `${by} up` }, `${words[by]} ↑`),
    make("option", { value: `${by} down` }, `${words[by]} ↓`),
  ]);
  order.replaceChildren(...orders);
}

/* ---- the map ---- */

/** One stop of the tab key for all points; the arrows lead from one to the next. */
function rove(point) {
  for (const other of area.querySelectorAll(".vm-point")) other.tabIndex = other === point ? 0 : -1;
}

function draw_map() {
  const { map, words } = state;
  landscape.hidden = !map;
  if (!map) return;
  const by_key = new Map(state.tracks.map((track) => [track.key, track]));
  area.setAttribute("aria-label", words.map_label);
  area.setAttribute("role", "group");
  area.replaceChildren();
  for (const [key, x, y] of map.points) {
    const track = by_key.get(key);
    const point = play_button(track, "vm-point");
    point.style.left = `${4 + 92 * x}%`;
    point.style.top = `${6 + 88 * (1 - y)}%`;
    point.append(make("span", { "aria-hidden": "true" }, named(track)));
    if (x > 0.5) point.classList.add("vm-leftwards");
    area.append(point);
  }
  if (area.firstChild) rove(area.firstChild);
  if (map.star) {
    const star = make("span", { class: "vm-star", role: "img", "aria-label": map.star_name }, "★");
    star.style.left = `${4 + 92 * Math.min(1, Math.max(0, map.star[0]))}%`;
    star.style.top = `${6 + 88 * (1 - Math.min(1, Math.max(0, map.star[1])))}%`;
    star.append(make("span", { "aria-hidden": "true" }, map.star_name));
    area.append(star);
  }
  about.textContent = [map.shown, words.map_hint, map.star ? "" : map.star_name].filter(Boolean).join(" ");
}

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

area.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  const from = event.target.closest(".vm-point");
  if (!step || !from) return;
  event.preventDefault();
  event.stopPropagation(); // or a player would jump
  const centre = (point) => {
    const { left, top, width, height } = point.getBoundingClientRect();
    return [left + width / 2, top + height / 2];
  };
  const [x0, y0] = centre(from);
  let best = null;
  let nearest = Infinity;
  for (const point of area.querySelectorAll(".vm-point")) {
    const [x, y] = centre(point);
    const ahead = (x - x0) * step[0] + (y - y0) * step[1];
    const aside = Math.abs((x - x0) * step[1]) + Math.abs((y - y0) * step[0]);
    if (point === from || ahead <= 0 || ahead + 2 * aside >= nearest) continue;
    nearest = ahead + 2 * aside;
    best = point;
  }
  if (best) {
    rove(best);
    best.focus();
  }
});

/* ---- what is pressed ---- */

function listen(key) {
  if (key === heard) return document.dispatchEvent(new CustomEvent("library:pause"));
  if (key === asked) return document.dispatchEvent(new CustomEvent("library:again"));
  asked = key;
  trigger("listen", { key });
}

function field(label, name, value, hint) {
  const input = make("input", { name, value, type: "text" });
  return make("label", {}, make("span", {}, label), input, hint ? make("small", {}, hint) : null);
}

function ask(title, fields, done, act) {
  const { words } = state;
  const cancel = button({ class: "vm-cancel" }, words.cancel);
  const acts = make("div", { class: "vm-edits" }, cancel, make("button", { class: "vm-done" }, done));
  const heading = make("h2", { id: "vm-edit-title" }, title);
  const form = make("form", { method: "dialog" }, heading, ...fields, acts);
  cancel.addEventListener("click", () => dialog.close());
  form.addEventListener("submit", () => act(Object.fromEntries(new FormData(form))));
  dialog.setAttribute("aria-labelledby", "vm-edit-title");
  dialog.replaceChildren(form);
  dialog.showModal();
}

function edit(track) {
  const { words } = state;
  const fields = [
    field(words.title, "title", track.title),
    field(words.artist, "artist", track.artist),
    field(words.license, "license", track.license, words.license_hint),
    field(words.tags, "tags", track.tags.join(", "), words.tags_hint),
  ];
  fields[0].querySelector("input").required = true;
  ask(`${words.edit}: ${track.title}`, fields, words.save, (typed) =>
    trigger("curate", { action: "edit", key: track.key, ...typed }),
  );
}

function remove(track) {
  const { words } = state;
  const said = words.remove_question.replace("{title}", track.title);
  ask(said, [make("p", {}, words.remove_meaning)], words.remove, () =>
    trigger("curate", { action: "remove", key: track.key }),
  );
}

frame.addEventListener("click", (event) => {
  const pressed = event.target.closest("button");
  const by = pressed?.dataset.by;
  const what = pressed?.dataset.do;
  if (by) {
    sort = { by, up: sort.by === by ? !sort.up : true };
    list();
  } else if (what) {
    const key = pressed.closest("[data-key]").dataset.key;
    const track = state.tracks.find((one) => one.key === key);
    if (pressed.classList.contains("vm-point")) rove(pressed);
    ({ listen: () => listen(key), edit: () => edit(track), remove: () => remove(track) })[what]();
  }
});
more.addEventListener("click", () => {
  limit += PAGE;
  list();
});
search.addEventListener("input", () => {
  limit = PAGE;
  list();
});
order.addEventListener("change", () => {
  const [by, way] = order.value.split(" ");
  sort = { by, up: way === "up" };
  list();
});
document.addEventListener("library:heard", (event) => {
  heard = event.detail.key;
  for (const one of frame.querySelectorAll("[data-do=listen]"))
    one.setAttribute("aria-pressed", one.dataset.key === heard);
});
document.addEventListener("click", (event) => {
  if (element.isConnected && event.target.closest(".vm-put-back"))
    trigger("curate", { action: "put back" });
});

function show(value) {
  Object.assign(state, value ?? {});
  frame.hidden = !state.tracks.length;
  if (frame.hidden) return;
  for (const track of state.tracks) track.text = text_of(track);
  const { words } = state;
  landscape.firstChild.textContent = words.map;
  listing.firstChild.textContent = caption.textContent = words.tracks;
  tools.children[0].firstChild.textContent = words.search;
  tools.children[1].firstChild.textContent = words.order;
  more.textContent = words.more;
  headings();
  draw_map();
  list();
}

watch("value", () => show(props.value));
show(props.value);
