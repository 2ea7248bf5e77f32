"""Previews really play in Chromium: every codec, turned, copied or proxied, in step."""

from __future__ import annotations

import base64
import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, sync_playwright

from tests.media.synth import (
    H264,
    RATE_HZ,
    features_of,
    ffmpeg,
    lag_and_correlation,
    numbered_clip,
    numbered_pictures,
    read_numbers,
    write_pictures,
)
from viml_core.media.audio import decode_audio
from viml_core.media.preview import render_preview
from viml_core.types import Track

pytestmark = [pytest.mark.slow, pytest.mark.browser]

CHROMIUM = os.environ.get("CHROMIUM", shutil.which("chromium") or "")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SEEN_AT_S = (0.0, 1.02, 2.5, 3.9)
PLAY = """async ([url, times]) => {
  const video = document.createElement('video');
  video.muted = true;
  video.src = URL.createObjectURL(await (await fetch(url)).blob());  // blobs can be sought
  document.body.replaceChildren(video);
  const event = name => new Promise((done, fail) => {
    video.addEventListener(name, done, {once: true});
    video.addEventListener('error', () => fail(new Error(video.error.message)), {once: true});
  });
  await event('loadeddata');
  await video.play();
  await event('timeupdate');
  const played = event('ended');
  video.playbackRate = 4;
  await played;
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  const context = canvas.getContext('2d', {willReadFrequently: true});
  const pictures = [];
  for (const time of times) {
    const there = event('seeked');
    video.currentTime = time;
    await there;
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    context.drawImage(video, 0, 0);
    pictures.push(Array.from(context.getImageData(0, 0, canvas.width, canvas.height).data));
  }
  return {width: video.videoWidth, height: video.videoHeight, duration: video.duration,
          sound: video.webkitAudioDecodedByteCount, pictures};
}"""
HEAR = """async ([url, rate]) => {
  const bytes = await (await fetch(url)).arrayBuffer();
  const sound = await new OfflineAudioContext(2, rate, rate).decodeAudioData(bytes);
  const samples = sound.getChannelData(0);
  const raw = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  let text = '';
  for (let i = 0; i < raw.length; i += 32768) {
    text += String.fromCharCode(...raw.subarray(i, i + 32768));
  }
  return btoa(text);
}"""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM or None, args=FLAGS)
        yield browser.new_page()
        browser.close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The address of a server of `tmp_path`."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        (tmp_path / "page.html").write_text("<body></body>")
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def made(folder: Path, kind: str) -> Path:
    """A clip of 4 s at 25 Hz of the named kind."""
    coding = {
        "vp8.webm": ("-c:v", "libvpx", "-deadline", "realtime", "-b:v", "2M"),
        "vp9.webm": ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-pix_fmt", "yuv420p"),
        "av1.mp4": ("-c:v", "libsvtav1", "-preset", "12", "-pix_fmt", "yuv420p"),
        "hevc10.mp4": ("-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le"),
        "mpeg4.avi": ("-c:v", "mpeg4", "-q:v", "3"),
    }
    path = folder / kind
    if kind in coding:
        return numbered_clip(path, 4.0, 25, *coding[kind])
    plain = numbered_clip(folder / "plain.mp4", 4.7, 25, *H264, "-g", "50")
    if kind == "turned.mp4":
        # The numbers are read along rows, so the stored picture lies on its side.
        pictures = np.rot90(numbered_pictures(100, 160, 120), k=1, axes=(1, 2))
        lying = write_pictures(folder / "lying.mp4", np.ascontiguousarray(pictures), 25, *H264)
        ffmpeg("-display_rotation:v:0", "-90", "-i", lying, "-c", "copy", path)
    elif kind == "trimmed.mp4":
        ffmpeg("-ss", "0.7", "-i", plain, "-c", "copy", path)
    else:
        ffmpeg("-i", plain, "-t", "4", "-c", "copy", "-output_ts_offset", "5", path)
    return path


@pytest.mark.parametrize(
    "kind",
    [
        *("offset.ts", "trimmed.mp4", "turned.mp4", "vp8.webm", "vp9.webm", "av1.mp4"),
        *("hevc10.mp4", "mpeg4.avi"),
    ],
)
def test_a_preview_plays_in_step(
    kind: str, tmp_path: Path, track: Track, site: str, page: Page
) -> None:
    clip = features_of(made(tmp_path, kind), tmp_path)
    preview = render_preview(clip, track, tmp_path / "preview.mp4", start_s=2.0)
    page.goto(f"{site}/page.html")
    played = page.evaluate(PLAY, [f"{site}/{preview.name}", list(SEEN_AT_S)])
    assert (played["width"], played["height"]) == (clip.info.width, clip.info.height)
    assert played["duration"] == pytest.approx(clip.info.duration_s, abs=0.03)
    assert played["sound"] > 0
    shape = (len(SEEN_AT_S), played["height"], played["width"], 4)
    pictures = np.array(played["pictures"], dtype=np.uint8).reshape(shape)[..., :3]
    left = (played["width"] - played["height"]) // 2
    seen = read_numbers(pictures[:, :, left : left + played["height"]])
    first = round(0.7 * 25) if kind == "trimmed.mp4" else 0
    np.testing.assert_allclose(seen, first + np.array(SEEN_AT_S) * 25, atol=1)

    raw = base64.b64decode(page.evaluate(HEAR, [f"{site}/{preview.name}", RATE_HZ]))
    heard = np.frombuffer(raw, dtype=np.float32)
    source = decode_audio(track.path, max_duration_s=60).samples[0, 2 * RATE_HZ :]
    lag, correlation = lag_and_correlation(heard, source[: len(heard)], most=RATE_HZ // 2)
    assert abs(lag) <= 0.02 * RATE_HZ
    assert correlation >= 0.9
    assert len(heard) / RATE_HZ == pytest.approx(clip.info.duration_s, abs=0.05)
