// A track as bars: what lies under the clip in the accent colour, the rest quiet, a line where it
// plays. Colours come from the style sheet, so that both themes are right.

/**
 * peaks: heights 0..100 over the whole track; track_s, start_s, window_s: its length, where it
 * begins under the clip, and how much of it is heard; position_s: since start_s, null for none.
 */
function draw_waveform(canvas, { peaks, track_s, start_s, window_s }, position_s = null) {
  const { width, height } = canvas.getBoundingClientRect();
  if (!width || !peaks?.length) return;
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  const style = getComputedStyle(canvas);
  const heard = style.getPropertyValue("--player-heard");
  const unheard = style.getPropertyValue("--player-unheard");
  const bars = Math.max(1, Math.floor(width / 3));
  const end_s = start_s + window_s;
  for (let bar = 0; bar < bars; bar += 1) {
    const first = Math.floor((bar * peaks.length) / bars);
    const last = Math.max(first + 1, Math.floor(((bar + 1) * peaks.length) / bars));
    const tall = Math.max(2, (Math.max(...peaks.slice(first, last)) / 100) * height);
    const at_s = ((bar + 0.5) / bars) * track_s;
    const inside = (at_s >= start_s && at_s < end_s) || at_s < end_s - track_s;
    pen.fillStyle = inside ? heard : unheard;
    pen.fillRect((bar * width) / bars, (height - tall) / 2, 2, tall);
  }
  if (position_s === null) return;
  pen.fillStyle = style.getPropertyValue("--player-head");
  pen.fillRect((((start_s + position_s) % track_s) / track_s) * width - 1, 0, 2, height);
}
