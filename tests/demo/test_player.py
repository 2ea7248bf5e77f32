"""What the player is given: all of an item, or under blindness nothing that tells items apart."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
from playwright.sync_api import Route

from demo import listening
from demo.player.component import SCRIPTS, STYLE, PlayerItem, showing
from tests import synth
from viml_core.media.audio import decode_audio
from viml_core.media.loudness import measure_loudness
from viml_core.media.tags import UNKNOWN_LICENSE
from viml_core.types import Track


def item(number: int) -> PlayerItem:
    return PlayerItem(
        key=f"track-{number}",
        label=str(number),
        title=f"Secret title {number}",
        subtitle=f"Secret artist {number}",
        sound=f"/media/{number}",
        picture="/media/clip",
        peaks=(number, 100),
        track_s=30.0,
        start_s=4.0,
        window_s=8.0,
        details=f"<p>Secret model {number}</p>",
        download=Path(f"secret-{number}.mp4"),
        download_name=f"secret-{number}.mp4",
    )


def test_blindness_leaves_letters_and_addresses():
    items = [item(number) for number in (1, 2)]
    told = json.dumps(showing(items, {}, blind=True))
    assert "ecret" not in told and "track-" not in told and "100" not in told
    shown = showing(items, {}, blind=True)["items"]
    assert [(i["key"], i["label"], i["sound"]) for i in shown] == [
        ("A", "A", "/media/1"),
        ("B", "B", "/media/2"),
    ]
    assert "Secret title 1" in json.dumps(showing(items, {}))


@pytest.fixture(scope="module")
def track(tmp_path_factory) -> Track:
    path = synth.track(tmp_path_factory.mktemp("player") / "tone.wav", seconds=6)
    return Track("t", path, "T", "A", UNKNOWN_LICENSE, 6.0, -20.0, -3.0, None, ())


def test_a_drawing_is_as_high_as_the_sound_is_loud(tmp_path):
    half = tmp_path / "half.wav"
    synth.ffmpeg(
        "-f", "lavfi", "-i", "sine=duration=4", "-af", "volume=0.25:enable='gte(t,2)'", half
    )
    heights = np.array(listening.drawn(Track("t", half, "", "", "", 4, -14, -1, None, ())))
    assert len(heights) == listening.PEAKS and heights.max() == 100
    middle = listening.PEAKS // 2
    assert heights[: middle - 4].min() >= 99
    assert heights[middle + 4 :] == pytest.approx(25, abs=1)


def test_a_track_alone_is_as_loud_as_every_preview(tmp_path, track):
    out = listening.sound_alone(track, tmp_path / "alone.m4a")
    sound = decode_audio(out, max_duration_s=100)
    assert sound.duration_s == pytest.approx(6.0, abs=0.1)
    assert measure_loudness(sound).integrated_lufs == pytest.approx(-14, abs=0.5)


def test_the_sound_of_a_preview_is_that_of_the_preview(tmp_path):
    clip = synth.clip(tmp_path / "clip.mp4", seconds=3)
    alone = decode_audio(listening.sound_of(clip), max_duration_s=100)
    under = decode_audio(clip, max_duration_s=100)
    assert np.array_equal(alone.samples, under.samples)


def part_of(file: Path, wanted: str | None) -> dict:
    """An answer with the bytes from where they are wanted: without it nothing can be sought."""
    data = file.read_bytes()
    first = int(wanted.removeprefix("bytes=").split("-")[0]) if wanted else 0
    headers = {
        "Content-Type": "audio/wav",
        "Accept-Ranges": "bytes",
        "Content-Range": f"bytes {first}-{len(data) - 1}/{len(data)}",
    }
    return {"status": 206 if wanted else 200, "body": data[first:], "headers": headers}


@pytest.mark.browser
def test_it_needs_no_gradio_and_reports_what_was_really_heard(browser, tmp_path):
    """As the listening room uses it: blind, on a page of its own, reporting to an address."""
    told: list[dict] = []
    files = {f"/{n}": synth.track(tmp_path / f"{n}.wav", 8, hz=220 * n) for n in (1, 2)}
    scripts = "".join(f"<script>{path.read_text()}</script>" for path in SCRIPTS)
    html = f"<!doctype html><style>{STYLE.read_text()}</style><div id=root></div>{scripts}"

    def serve(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/report":
            told.append(route.request.post_data_json)
            route.fulfill(body="")
        elif path in files:
            route.fulfill(**part_of(files[path], route.request.headers.get("range")))
        else:
            route.fulfill(body=html, content_type="text/html")

    items = [replace(item(n), sound=f"/{n}", picture=None) for n in (1, 2)]
    value = showing(items, {}, blind=True, report_url="/report")
    page = browser.new_page()
    page.route("http://room.test/**", serve)
    page.goto("http://room.test/")
    page.evaluate("v => { new Player(document.querySelector('#root'), () => {}).show(v); }", value)
    page.wait_for_timeout(300)
    assert page.evaluate("[...document.querySelectorAll('audio')].every(a => a.paused)")
    page.locator(".vp-item").first.click()  # beside its button, which the space bar would press
    page.wait_for_timeout(1500)
    page.keyboard.press("2")
    page.wait_for_timeout(1500)
    page.keyboard.press(" ")
    page.wait_for_timeout(200)
    page.close()
    assert {"play", "switch", "position", "pause"} <= {event["type"] for event in told}
    played = told[-1]["played_s"]
    assert set(played) == {"A", "B"}
    assert all(0.7 < seconds < 2.5 for seconds in played.values()), played
    assert played["A"] + played["B"] == pytest.approx(told[-1]["position_s"], abs=0.4)
