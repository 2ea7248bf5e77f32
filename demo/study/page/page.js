// One pair after the other: two sides with one playhead, a choice, a confirmation. The server keeps
// where a rater is and what was heard, so a reload goes on at the same place.

const { words, need_s: needS } = JSON.parse(document.getElementById("told").textContent);
const TICK_S = 2, RETRY_MS = 2000;
const by = id => document.getElementById(id);
const sides = Object.fromEntries([...document.querySelectorAll(".side")].map(card => [card.dataset.side, {
  card, video: card.querySelector("video"), heardS: 0, shownS: 0,
  reportedS: null, // where the playhead was when the server was last told; null while it rests
}]));
let state = null, active = "left", playing = false, sending = false;

// ---- the server

async function ask(path, body) {
  const options = body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(path, options);
  const json = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
  return { ok: answer.ok, status: answer.status, json };
}

async function askUntilReached(path, body) {
  for (;;) {
    try {
      const answer = await ask(path, body);
      if (answer.status !== 503) return answer;
    } catch { /* the network is away */ }
    tell(words.offline, true);
    await new Promise(next => setTimeout(next, RETRY_MS));
  }
}

let lastReport = Promise.resolve();

function report(side, kind, mediaS) {
  const { position } = state;
  sides[side].reportedS = kind === "pause" ? null : mediaS;
  const send = () => ask("plays", { position, plays: [{ side, kind, media_s: mediaS }] });
  lastReport = lastReport.then(send).then(({ ok, json }) => {
    if (ok && state.position === position) hear(json.heard);
  }).catch(() => {}); // what was not reported does not count: it is heard again
}

function hear(heard) {
  for (const [side, seconds] of Object.entries(heard)) sides[side].heardS = seconds;
  show();
}

// ---- playing

async function start() {
  const { video } = sides[active], side = active;
  playing = true;
  show();
  try {
    await video.play();
  } catch (error) {
    playing = false;
    if (error.name !== "AbortError") tell(words.media_failed, true);
    show();
    return;
  }
  if (playing && active === side) report(side, "play", video.currentTime);
}

function stop() {
  const { video, reportedS } = sides[active];
  playing = false;
  video.pause();
  if (reportedS !== null) report(active, "pause", video.currentTime);
  show();
}

const toggle = () => playing ? stop() : start();

function hearSide(side) {
  if (side === active) return toggle();
  const at = sides[active].video.currentTime;
  if (playing) stop();
  active = side;
  const { video } = sides[side];
  video.currentTime = Math.min(at, Math.max(0, (video.duration || at) - 0.1));
  start();
}

function seek(seconds) {
  const goOn = playing;
  if (playing) stop();
  sides[active].video.currentTime = seconds;
  if (goOn) start();
  show();
}

const local = side => {
  const { heardS, reportedS, video } = sides[side];
  return heardS + (reportedS === null ? 0 : Math.max(0, video.currentTime - reportedS));
};

setInterval(() => {
  const { video, reportedS, heardS } = sides[active];
  if (!state || state.done || !playing || reportedS === null) return;
  const way = video.currentTime - reportedS;
  if (way >= TICK_S || (heardS < needS && heardS + way >= needS + 0.1)) report(active, "tick", video.currentTime);
  show();
}, 100);

// ---- what is shown

const clock = seconds => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
const enough = () => Object.values(sides).every(({ heardS }) => heardS >= needS - 0.05);
const chosen = () => document.querySelector("#choices :checked")?.value;

function tell(text, alert = false) {
  if (by("hint").textContent !== text) by("hint").textContent = text;
  by("hint").classList.toggle("alert", alert);
}

function show() {
  for (const [side, { card, heardS }] of Object.entries(sides)) {
    const shown = sides[side].shownS = Math.max(sides[side].shownS, Math.min(local(side), needS));
    card.classList.toggle("active", side === active);
    card.classList.toggle("enough", heardS >= needS - 0.05);
    card.querySelector(".pick").setAttribute("aria-pressed", side === active && playing);
    card.querySelector(".meter i").style.width = `${100 * shown / needS}%`;
    const text = heardS >= needS - 0.05 ? words.heard_enough
      : words.heard.replace("{heard}", shown.toFixed(0)).replace("{needed}", needS);
    if (card.querySelector(".heard").textContent !== text) card.querySelector(".heard").textContent = text;
  }
  const { video } = sides[active];
  by("play").textContent = playing ? words.pause : words.play;
  by("seek").max = video.duration || 1;
  by("seek").value = video.currentTime;
  by("seek").setAttribute("aria-valuetext", clock(video.currentTime));
  by("time").textContent = clock(video.currentTime);
  const missing = !enough() ? words.still_listening : chosen() ? "" : words.choose_first;
  by("confirm").setAttribute("aria-disabled", Boolean(missing) || sending);
  if (!sending) tell(missing);
}

function begin(next) {
  const before = state;
  state = next;
  active = "left";
  playing = false;
  by("progress").textContent = words.progress.replace("{done}", Math.min(state.position + 1, state.total)).replace("{total}", state.total);
  by("bar").setAttribute("aria-valuemax", state.total);
  by("bar").setAttribute("aria-valuenow", state.position);
  by("bar").firstElementChild.style.width = `${100 * state.position / state.total}%`;
  by("task").hidden = state.done;
  by("end").hidden = !state.done;
  for (const [side, { video }] of Object.entries(sides)) {
    Object.assign(sides[side], { reportedS: null, shownS: 0 });
    video.pause();
    if (state.done) video.removeAttribute("src");
    else video.src = `media/${state.position}/${side}`;
  }
  if (state.done) return by("end").querySelector("h1").focus();
  by("question").textContent = state.text ? words.question_with_words : words.question;
  by("text").textContent = state.text;
  by("text").hidden = !state.text;
  document.querySelector(".chip.of-words").hidden = !state.text;
  by("answer").reset();
  hear(state.heard);
  if (before) {
    window.scrollTo(0, 0);
    by("question").focus({ preventScroll: true });
  }
}

// ---- answering

async function confirm() {
  if (sending || !enough() || !chosen()) return show();
  sending = true;
  if (playing) stop();
  show();
  const reasons = [...document.querySelectorAll("#reasons :checked")].map(box => box.value);
  const comment = by("comment").querySelector("textarea").value;
  await lastReport;
  const vote = { position: state.position, choice: chosen(), reasons, comment };
  const { ok, status, json } = await askUntilReached("votes", vote);
  sending = false;
  if (ok) begin(json);
  else if (status === 409 || status === 410) location.reload(); // it was counted, or ended, elsewhere
  else {
    show();
    tell(json.error ?? words.offline, true);
  }
}

function choose(value) {
  const box = [...document.querySelectorAll("#choices input")].find(box => box.value === value);
  if (box) box.checked = true;
  show();
}

const KEYS = {
  " ": toggle, s: () => hearSide(active === "left" ? "right" : "left"), enter: confirm,
  arrowleft: () => choose("left"), a: () => choose("left"),
  arrowright: () => choose("right"), b: () => choose("right"),
  t: () => choose("tie"), x: () => choose("both bad"),
};

document.addEventListener("keydown", event => {
  const key = event.key.toLowerCase(), { target } = event;
  if (!state || state.done || event.ctrlKey || event.metaKey || event.altKey || !(key in KEYS)) return;
  if (target.closest("textarea, summary")) return;
  if (target.id === "seek" && key.startsWith("arrow")) return;
  if (key === " " && target.closest("button, [type=checkbox]")) return;
  if (key === "enter" && target.closest("button") && !(chosen() && enough())) return;
  event.preventDefault();
  if (!event.repeat) KEYS[key]();
});

function build() {
  by("how").textContent = words.how;
  by("code").textContent = words.code;
  by("confirm").textContent = words.confirm;
  by("seek").setAttribute("aria-label", words.seek);
  by("end").querySelector("h1").textContent = words.done_title;
  by("end").querySelector("p").textContent = words.done;
  by("choices").setAttribute("aria-label", words.question);
  by("comment").querySelector("span").textContent = words.comment;
  by("reasons").querySelector("legend").textContent = words.reasons_title;
  by("keys").querySelector("summary").textContent = words.keys_title;
  const make = (tag, parent, options = {}) => parent.appendChild(Object.assign(document.createElement(tag), options));
  for (const { value, key, label } of words.choices) {
    const box = make("label", by("choices"));
    make("input", box, { type: "radio", name: "choice", value, onchange: show });
    make("kbd", box, { textContent: key, ariaHidden: true });
    make("span", box, { textContent: label });
  }
  for (const [value, name] of words.reasons) {
    const chip = make("label", by("reasons"), { className: value === words.words_reason ? "chip of-words" : "chip" });
    make("input", chip, { type: "checkbox", value });
    make("span", chip, { textContent: name });
  }
  for (const [key, meaning] of words.keys) {
    make("kbd", make("dt", by("keys").querySelector("dl")), { textContent: key });
    make("dd", by("keys").querySelector("dl"), { textContent: meaning });
  }
  for (const [side, { card, video }] of Object.entries(sides)) {
    card.querySelector(".pick").onclick = video.onclick = () => hearSide(side);
    video.onloadedmetadata = show;
    video.onerror = () => video.getAttribute("src") && tell(words.media_failed, true);
    video.onended = () => { // round and round, so that a short clip can be compared, too
      if (side !== active) return;
      stop();
      video.currentTime = 0;
      start();
    };
  }
  by("play").onclick = toggle;
  by("seek").oninput = event => seek(Number(event.target.value));
  by("answer").onsubmit = event => {
    event.preventDefault();
    confirm();
  };
}

build();
askUntilReached("state").then(({ ok, json }) => ok ? begin(json) : tell(json.error ?? words.offline, true));
