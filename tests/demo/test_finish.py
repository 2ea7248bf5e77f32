"""Finishing on the page: what is set is heard, and what is exported is what was promised."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import zipfile
from pathlib import Path

import numpy as np
import pytest
from imageio_ffmpeg import get_ffmpeg_exe
from playwright.sync_api import Locator, Page, expect

from demo import texts
from demo.settings import EXAMPLES_DIR
from tests import synth
from tests.demo.conftest import RunningPage, Visit, eventually
from tests.demo.steps import BUSY_S, add_clip, ask, choose_example, heard, ready
from viml_core.config import STARTER_LIBRARY
from viml_core.media.audio import decode_audio, decode_excerpt, resample
from viml_core.media.loudness import measure_loudness
from viml_core.types import FloatArray, Waveform

pytestmark = pytest.mark.browser
POSITION = "document.querySelector('.vp-seek').value"
RATE_HZ = 8000  # sounds are compared at this rate: an eighth of a millisecond
SPEECH = Path(__file__).parents[1] / "finishing" / "sounds" / "speech.opus"


def packets(path: Path) -> str:
    """A hash of the picture's packets."""
    command = [get_ffmpeg_exe(), "-v", "error", "-i", path, "-map", "0:v:0", "-c", "copy"]
    hashed = subprocess.run([*command, "-f", "hash", "-"], capture_output=True, check=True)
    return hashed.stdout.decode()


def fill(page: Page, name: str, value: float) -> None:
    field = page.locator(f"#{name} input[type=number]")
    field.fill(f"{value}")
    field.press("Enter")


def newest(running: RunningPage, pattern: str) -> Path:
    return max(running.kept(f"answers/*/*/{pattern}"), key=lambda path: path.stat().st_mtime_ns)


def levels_db(samples: FloatArray) -> FloatArray:
    """Of each tenth of a second."""
    tenths = samples[: len(samples) // 800 * 800].reshape(-1, 800)
    return 10 * np.log10(np.square(tenths).mean(axis=1) + 1e-12)


def mono(sound: Waveform) -> FloatArray:
    return resample(sound, RATE_HZ, mono=True).samples[0]


def start_in(track: Path, mix: Path, near_s: float) -> float:
    """Where in a track a mix begins, by the lag at which the two are alike; from its second s on,
    when the music is all there."""
    heard = mono(decode_audio(mix, max_duration_s=60))[RATE_HZ : 4 * RATE_HZ]
    around = mono(decode_excerpt(track, start_s=near_s, duration_s=6.0))
    alike = np.correlate(around, heard, "valid")
    return near_s + (int(np.argmax(alike)) - RATE_HZ) / RATE_HZ


def loudness(path: Path) -> float:
    return measure_loudness(decode_audio(path, max_duration_s=60)).integrated_lufs


def test_a_mix_is_heard_at_once_and_exported_as_it_is(visit: Visit, running: RunningPage, tmp_path):
    page = visit.page
    choose_example(page, "Night drive")
    ask(page, "calm piano")
    ready(page, 5)
    card = page.locator("#result-2")
    expect(card.locator(".vm-placed")).to_contain_text("starts at")
    card.get_by_role("button", name=texts.FINISH).click()
    expect(page.locator("#finish")).to_contain_text(card.locator("h3").inner_text())
    assert page.locator("#result-2.vp-active").count() == 1  # what is finished is heard
    others = "sounds => sounds.map(sound => sound.src)"
    before = page.locator("audio").evaluate_all(others)
    fill(page, "mix-level", -6)
    expect(page.locator("#finish-about")).to_contain_text("−20.0 LUFS", timeout=BUSY_S)
    assert loudness(newest(running, "mix-*/*.m4a")) == pytest.approx(-20, abs=0.5)
    after = page.locator("audio").evaluate_all(others)
    assert [a != b for a, b in zip(after, before, strict=True)] == [
        False,
        True,
        False,
        False,
        False,
    ]
    page.keyboard.press("Escape")
    page.locator("#result-2 .vp-pick").click()
    assert eventually(lambda: heard(page) == 2, 10)
    page.locator(".vp-play").click()

    start, mark = page.locator("#mix-start input[type=number]"), page.locator(".vp-start")
    assert float(mark.get_attribute("aria-valuenow")) == float(start.input_value())
    title = card.locator("h3").inner_text()
    track = STARTER_LIBRARY / "audio" / f"{title.lower().replace(' ', '-')}.opus"
    for go in (drag, press_keys):
        go(page, mark)
        stated_s = float(mark.get_attribute("aria-valuenow"))
        expect(start).to_have_value(f"{stated_s:g}", timeout=BUSY_S)
        mixed = newest(running, "mix-*/*.m4a")
        assert start_in(track, mixed, stated_s - 1) == pytest.approx(stated_s, abs=0.02)
    page.click("#mix-export")
    page.wait_for_selector("#mix-files a", timeout=BUSY_S)
    with page.expect_download() as download:
        page.locator("#mix-files a").first.click()
    download.value.save_as(tmp_path / "all.zip")
    zipfile.ZipFile(tmp_path / "all.zip").extractall(tmp_path)
    files = {path.name.removeprefix("night-drive"): path for path in tmp_path.iterdir()}
    assert packets(files["-finished.mp4"]) == packets(EXAMPLES_DIR / "night-drive.mp4")
    assert loudness(files["-finished.mp4"]) == pytest.approx(-20, abs=0.5)
    assert loudness(files["-music.wav"]) == pytest.approx(-20, abs=0.5)
    mix = json.loads(files["-mix.json"].read_text())
    assert mix["start_s"] == pytest.approx(stated_s)
    heard_s = start_in(track, files["-finished.mp4"], stated_s - 1)
    assert heard_s == pytest.approx(stated_s, abs=0.02)
    assert mix["music_level_db"] == -6
    assert "A2" in files[".edl"].read_text() and "Licence" in files["-credits.txt"].read_text()
    line = files["-ffmpeg.txt"].read_text()
    assert "./night-drive.mp4" in line and str(running.services.sessions.root) not in line

    page.get_by_role("button", name=texts.PROJECT).click()
    page.click("#project-save")
    with page.expect_download() as download:
        page.locator("#project-saved a").first.click()
    download.value.save_as(tmp_path / "project.json")
    reopened(page.context.browser.new_context().new_page(), running.url, tmp_path, title, stated_s)


def drag(page: Page, mark: Locator) -> None:
    """By mouse, a third of the waveform to the left or right."""
    held, whole = mark.bounding_box(), page.locator(".vp-wave").bounding_box()
    x, y = held["x"] + held["width"] / 2, held["y"] + held["height"] / 2
    ahead = 1 if x < whole["x"] + whole["width"] / 2 else -1
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + ahead * whole["width"] / 3, y + 3, steps=3)
    page.mouse.up()


def press_keys(page: Page, mark: Locator) -> None:
    before_s, at_s = float(mark.get_attribute("aria-valuenow")), page.evaluate(POSITION)
    for key in ("ArrowLeft", "ArrowLeft", "Shift+ArrowLeft"):
        mark.press(key)
    assert float(mark.get_attribute("aria-valuenow")) == pytest.approx(before_s - 1.2)
    assert page.evaluate(POSITION) == at_s  # the clip was not sought


def reopened(page: Page, url: str, folder: Path, title: str, start_s: float) -> None:
    """Another visitor opens the project, gives the clip again, and finds the mix as it was left."""
    page.goto(url)
    page.get_by_role("button", name=texts.PROJECT).click()
    page.set_input_files("#project-open input[type=file]", folder / "project.json")
    expect(page.locator("#project-report")).to_contain_text("night-drive.mp4", timeout=BUSY_S)
    expect(page.locator("#words textarea, #words input")).to_have_value("calm piano")
    choose_example(page, "Night drive")
    page.click("#find")
    ready(page, 5)
    card = page.locator(".vp-item", has=page.get_by_role("heading", name=title))
    card.get_by_role("button", name=texts.FINISH).click()
    expect(page.locator("#mix-level input[type=number]")).to_have_value("-6")
    expect(page.locator("#mix-start input[type=number]")).to_have_value(f"{start_s:g}")
    page.context.close()


def test_a_batch_can_be_stopped_makes_what_it_can_and_says_what_it_cannot(
    visit: Visit, running: RunningPage, clips, tmp_path
):
    page = visit.page
    page.get_by_role("button", name=texts.BATCH).click()
    page.fill("#words textarea, #words input", "calm piano")
    page.click("#batch-begin")
    expect(page.locator("#batch-report")).to_contain_text(texts.BATCH_NO_CLIPS)
    page.set_input_files("#batch-clips input[type=file]", [clips["long"]])
    expect(page.locator("#batch-clips")).to_contain_text("long")
    proxies = running.kept("proxies/*")
    page.click("#batch-begin")
    assert eventually(lambda: running.kept("proxies/*") - proxies, 60)  # it looks at the clip
    page.click("#batch-stop")
    expect(page.locator("#batch-report")).to_contain_text(texts.STOPPED_TITLE)
    expect(page.locator("#batch-begin")).to_be_visible()
    assert eventually(lambda: running.kept("proxies/*") <= proxies, 15)
    assert page.locator("#batch-archive a").count() == 0

    page.locator("#batch-clips").get_by_label("Clear").click()
    page.set_input_files("#batch-clips input[type=file]", [clips["good"], clips["text"]])
    expect(page.locator("#batch-clips")).to_contain_text("letter")
    page.click("#batch-begin")
    page.wait_for_selector("#batch-archive a", timeout=BUSY_S)
    expect(page.locator("#batch-report")).to_contain_text(texts.batch_done(1, 2))
    with page.expect_download() as download:
        page.locator("#batch-archive a").first.click()
    download.value.save_as(tmp_path / "batch.zip")
    archive = zipfile.ZipFile(tmp_path / "batch.zip")
    rows = list(csv.DictReader(io.StringIO(archive.read("results.csv").decode())))
    assert [bool(row["error"]) for row in rows] == [False, True]
    assert rows[0]["license"] and rows[0]["file"].startswith("01/")
    assert sorted(name.split("/")[0] for name in archive.namelist()) == [
        "01",
        "01",
        "results.csv",
        "results.json",
    ]
    archive.extract(rows[0]["file"], tmp_path)
    assert packets(tmp_path / rows[0]["file"]) == packets(clips["good"])
    assert loudness(tmp_path / rows[0]["file"]) == pytest.approx(-14, abs=0.5)


def test_a_clip_that_browsers_do_not_play_keeps_its_sound_and_its_picture(
    visit: Visit, running: RunningPage, tmp_path: Path
):
    """Seen by a proxy, heard with its own sound kept and with the music ducked, exported itself."""
    page, clip = visit.page, tmp_path / "spoken.mp4"
    picture = ("-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=6")
    sound = ("-i", SPEECH, "-t", "6", "-c:v", "mpeg4", "-c:a", "aac", clip)
    synth.ffmpeg(*picture, *sound)
    add_clip(page, clip)
    page.get_by_label(f"number input for {texts.COUNT}").fill("1")
    ask(page, "calm piano")
    ready(page, 1)
    expect(page.locator("#status")).not_to_contain_text(texts.HAS_MUSIC)  # but speech
    page.locator("#result-1").get_by_role("button", name=texts.FINISH).click()
    fill(page, "mix-start", 3)
    music = {}
    for choice in ("keep", "duck"):
        page.get_by_label(texts.OWN_SOUNDS[choice], exact=True).check()
        told = texts.ducked(0).split(" 0.0")[0]
        expect(page.locator("#finish-about")).to_contain_text("LUFS", timeout=BUSY_S)
        if choice == "duck":
            expect(page.locator("#finish-about")).to_contain_text(told, timeout=BUSY_S)
            expect(page.locator("#mix-duck")).to_be_visible()
        page.click("#mix-export")
        page.wait_for_selector("#mix-files a", timeout=BUSY_S)
        done = newest(running, "finished/*-finished.mp4")
        assert json.loads(done.with_name("spoken-mix.json").read_text())["own_sound"] == choice
        assert packets(done) == packets(clip)
        assert loudness(done) == pytest.approx(-14, abs=0.5)
        music[choice] = mono(decode_audio(done.with_name("spoken-music.wav"), max_duration_s=60))
    keep, duck = (levels_db(music[choice]) for choice in ("keep", "duck"))
    lowered = duck - keep  # up to a gain that is the same throughout
    spoken, silent = lowered[12:42], lowered[1:5]  # of tenths of a second
    assert silent.mean() - spoken.mean() == pytest.approx(8, abs=1)
