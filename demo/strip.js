// Pictures of the clip in order; pressing one seeks the player there, and the one that plays is
// marked. Gradio calls this with `element`, `props` and `watch`.

let shown = []; // [{time_s, button}]
let player = "";

function show({ glimpses = [], title = "", player: id = "" } = {}) {
  player = id;
  const list = document.createElement("ol");
  list.setAttribute("aria-label", title);
  shown = glimpses.map(({ time_s, clock, seen, name, picture }) => {
    const item = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button" });
    const image = Object.assign(document.createElement("img"), { src: picture.url, alt: name });
    const time = Object.assign(document.createElement("time"), { textContent: clock });
    const what = Object.assign(document.createElement("span"), { textContent: seen });
    for (const part of [time, what]) part.setAttribute("aria-hidden", "true"); // the picture's alt
    button.append(image, time, what);
    button.addEventListener("click", () => seek(time_s));
    item.append(button);
    list.append(item);
    return { time_s, button };
  });
  const heading = Object.assign(document.createElement("h3"), { textContent: title });
  element.replaceChildren(...(shown.length ? [heading, list] : []));
}

function seek(position_s) {
  const detail = { player, position_s };
  document.dispatchEvent(new CustomEvent("player:seek", { detail }));
}

function mark(event) {
  if (!element.isConnected) return document.removeEventListener("player:position", mark);
  if (!document.getElementById(player)?.contains(event.target)) return;
  const before = shown.filter(({ time_s }) => time_s <= event.detail.position_s + 0.05);
  const now = before.at(-1) ?? shown[0];
  for (const glimpse of shown)
    if (glimpse === now) glimpse.button.setAttribute("aria-current", "true");
    else glimpse.button.removeAttribute("aria-current");
}

document.addEventListener("player:position", mark);
show(props.value);
watch("value", () => show(props.value));
