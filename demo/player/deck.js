// One picture, several sounds, one playhead. The sound that is heard keeps the time; the picture
// follows it by playing a little faster or slower, which nobody sees and which cannot be heard.

const RUNNING_MS = 600; // what a sound gets to begin; then it is switched to all the same
const CATCH_UP_S = 0.3; // a picture further off than this jumps
const LONGEST_LEAD_S = 0.25;
const TICK_MS = 200;

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves when a sound's time moves on. */
async function running(sound, from_s) {
  const deadline = performance.now() + RUNNING_MS;
  while (sound.currentTime <= from_s && performance.now() < deadline) await wait(4);
}

class Deck {
  /**
   * picture: a muted <video>; shelf: the element that holds the sounds;
   * tell(type, detail): called with "play", "pause", "switch", "position" and "failed".
   */
  constructor(picture, shelf, tell) {
    Object.assign(this, { picture, shelf, tell, sounds: new Map(), active: null });
    this.playing = false;
    this.repeat = false;
    this.played_s = {}; // seconds that were heard, by key
    this.turn = 0; // of a switch: only the newest one may end
    this.lead_s = 0.03; // how far ahead a sound is started so that it is there in time
    this.ticker = null;
  }

  get sound() {
    return this.sounds.get(this.active) ?? null;
  }

  get position_s() {
    return this.sound?.currentTime ?? 0;
  }

  get duration_s() {
    return this.sound?.duration || 0;
  }

  /** items: [{key, sound, picture}]; what was there already plays on. */
  load(items) {
    const wanted = new Map(items.filter((item) => item.sound).map((item) => [item.key, item]));
    for (const key of [...this.sounds.keys()]) if (!wanted.has(key)) this.#remove(key);
    for (const [key, item] of wanted) {
      if (!this.sounds.has(key)) this.#add(key, item.sound);
      else if (this.sounds.get(key).getAttribute("src") !== item.sound) this.#renew(key, item.sound);
    }
    const picture = items.find((item) => item.picture)?.picture ?? "";
    if (picture !== (this.picture.getAttribute("src") ?? "")) {
      if (picture) this.picture.setAttribute("src", picture);
      else this.picture.removeAttribute("src");
      this.picture.load();
      this.#follow();
    }
    if (this.sound === null) this.active = wanted.keys().next().value ?? null;
  }

  async play() {
    const sound = this.sound;
    if (!sound) return;
    if (sound.ended) sound.currentTime = 0;
    this.playing = true;
    this.#start_clock();
    try {
      await Promise.all([sound.play(), this.#play_picture()]);
      this.tell("play", { key: this.active });
    } catch (error) {
      if (error.name !== "AbortError") this.pause(); // interrupted by the next wish, or refused
    }
  }

  pause() {
    this.turn += 1;
    this.playing = false;
    clearInterval(this.ticker);
    for (const sound of this.sounds.values()) sound.pause();
    this.picture.pause();
    this.tell("pause", { key: this.active });
  }

  seek(position_s) {
    if (!this.sound) return;
    const last_s = Math.max(this.duration_s - 0.05, 0);
    this.sound.currentTime = Math.min(Math.max(position_s, 0), last_s);
    this.heard_s = this.sound.currentTime;
    this.picture.currentTime = this.sound.currentTime;
    this.tell("position", { key: this.active });
  }

  /** Switch to another sound; it goes on where this one is, and this one is heard until then. */
  async pick(key) {
    const next = this.sounds.get(key);
    const before = this.sound;
    const turn = ++this.turn;
    if (!next || next === before) return;
    if (!this.playing) {
      next.currentTime = this.position_s;
      return this.#switched(key, before, next);
    }
    next.volume = 0; // and not muted: a phone would stop what is unmuted without a touch
    const from_s = before.currentTime + this.lead_s;
    next.currentTime = from_s;
    try {
      await next.play();
      await running(next, from_s);
    } catch {
      return; // stopped, or switched again
    }
    if (turn !== this.turn) {
      if (next !== this.sound) next.pause();
      return;
    }
    const late_s = before.currentTime - next.currentTime;
    if (Math.abs(late_s) > CATCH_UP_S) next.currentTime = before.currentTime; // sought meanwhile
    this.lead_s = Math.min(Math.max(this.lead_s + late_s / 2, 0), LONGEST_LEAD_S);
    this.#switched(key, before, next);
  }

  #switched(key, before, next) {
    this.#count();
    this.active = key;
    this.heard_s = next.currentTime;
    next.volume = 1;
    if (before) {
      before.volume = 0;
      before.pause();
    }
    this.tell("switch", { key });
  }

  #add(key, url) {
    const sound = new Audio();
    sound.preload = "auto";
    sound.src = url;
    sound.dataset.key = key;
    sound.addEventListener("ended", () => sound === this.sound && this.#ended());
    sound.addEventListener("error", () => this.tell("failed", { key }));
    this.shelf.append(sound);
    this.sounds.set(key, sound);
  }

  /** Another sound under the same key goes on where that one was. */
  #renew(key, url) {
    const sound = this.sounds.get(key);
    const at_s = sound.currentTime;
    sound.src = url;
    sound.currentTime = at_s;
    if (key !== this.active) return;
    this.heard_s = at_s;
    if (this.playing) sound.play().catch(() => {});
  }

  #ended() {
    this.#count();
    this.pause();
    if (this.repeat) this.play();
  }

  #remove(key) {
    const sound = this.sounds.get(key);
    if (key === this.active) this.pause();
    sound.removeAttribute("src");
    sound.load(); // lets go of what was fetched
    sound.remove();
    this.sounds.delete(key);
  }

  async #play_picture() {
    if (this.picture.getAttribute("src")) await this.picture.play().catch(() => {});
  }

  #start_clock() {
    clearInterval(this.ticker);
    this.heard_s = this.position_s;
    this.ticker = setInterval(() => {
      this.#follow();
      this.#count();
      this.tell("position", { key: this.active });
    }, TICK_MS);
  }

  /** Keep the picture with the sound. */
  #follow() {
    const behind_s = this.position_s - this.picture.currentTime;
    if (Math.abs(behind_s) > CATCH_UP_S) this.picture.currentTime = this.position_s;
    else this.picture.playbackRate = 1 + Math.min(Math.max(2 * behind_s, -0.1), 0.1);
    if (this.playing && this.picture.paused && !this.picture.ended) this.#play_picture();
  }

  /** Add what was heard since the last time; a jump is not heard. */
  #count() {
    const passed_s = this.position_s - (this.heard_s ?? this.position_s);
    if (this.playing && passed_s > 0 && passed_s < 2)
      this.played_s[this.active] = (this.played_s[this.active] ?? 0) + passed_s;
    this.heard_s = this.position_s;
  }
}
