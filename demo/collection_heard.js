// The sound of one track of the library. It begins only where somebody has just asked for it, and
// silences whatever else the page plays.

const sound = document.createElement("audio");
sound.controls = true;
sound.preload = "none";
const name = document.createElement("p");
name.setAttribute("aria-live", "polite");
const frame = document.createElement("section");
frame.className = "vm-heard";
frame.hidden = true;
frame.append(name, sound);
element.replaceChildren(frame);

const told = (playing) =>
  document.dispatchEvent(
    new CustomEvent("library:heard", { detail: { key: playing ? sound.dataset.key : null } }),
  );

function show(value) {
  frame.hidden = !value?.sound;
  if (!value?.sound) return sound.pause();
  name.textContent = value.name;
  sound.setAttribute("aria-label", `${value.label}: ${value.name}`);
  sound.dataset.key = value.key;
  sound.src = value.sound.url;
  sound.play().catch(() => {}); // where the browser wants another click, the button is there
}

sound.addEventListener("play", () => {
  for (const other of document.querySelectorAll("audio, video")) if (other !== sound) other.pause();
  told(true);
});
sound.addEventListener("pause", () => told(false));
document.addEventListener("player:play", () => sound.pause());
document.addEventListener("library:pause", () => sound.pause());
document.addEventListener("library:again", () => sound.play().catch(() => {}));
watch("value", () => show(props.value));
show(props.value);
