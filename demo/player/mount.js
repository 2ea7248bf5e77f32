// Ties a player to a `gr.HTML`: Gradio calls this with `element`, `props`, `trigger` and `watch`.
// A custom event exists for Python where its name stands here in quotes: "switch", "action".

const player = new Player(element, (type, detail) => {
  if (type === "switch" || type === "action") trigger(type, detail);
});
player.show(props.value);
watch("value", () => player.show(props.value));
