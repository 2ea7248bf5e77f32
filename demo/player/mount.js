// Ties a player to a `gr.HTML`: Gradio calls this with `element`, `props`, `trigger` and `watch`.
// A custom event exists for Python where its name stands here in quotes: "switch", "action", and
// "finish" and "mark" for the panel that finishes a sound. That lies under the picture once it opens.

const player = new Player(element, (type, detail) => {
  if (type === "action" && detail.action === "finish") finish(detail);
  else if (["switch", "action", "mark"].includes(type)) trigger(type, detail);
});

function finish(detail) {
  const panel = document.querySelector("#finish");
  if (panel.parentElement !== player.frame) player.frame.insertBefore(panel, player.list);
  player.startable = detail.key;
  player.deck.pick(detail.key);
  player.refresh();
  trigger("finish", detail);
  player.frame.scrollIntoView({ behavior: "smooth", block: "start" });
}

const sought = ({ detail }) => {
  if (!element.isConnected) document.removeEventListener("player:seek", sought);
  else if (document.getElementById(detail.player)?.contains(element))
    player.deck.seek(detail.position_s);
};
document.addEventListener("player:seek", sought); // from elsewhere on the page

player.show(props.value);
watch("value", () => player.show(props.value));
