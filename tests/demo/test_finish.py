"""Finishing on the page: what is set is heard, and what is exported is what was promised."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import zipfile
from pathlib import Path

import pytest
from imageio_ffmpeg import get_ffmpeg_exe
from playwright.sync_api import Page, expect

from demo import texts
from demo.settings import EXAMPLES_DIR
from tests.demo.conftest import RunningPage, Visit, eventually
from tests.demo.test_page import BUSY_S, ask, choose_example, heard, ready
from viml_core.media.audio import decode_audio
from viml_core.media.loudness import measure_loudness

pytestmark = pytest.mark.browser


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

    page.locator(".vp-wave").click(position={"x": 1, "y": 10})
    start = page.locator("#mix-start input[type=number]")
    expect(start).not_to_have_value("10", timeout=BUSY_S)
    assert eventually(lambda: float(start.input_value()) < 2, 20)
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
    assert mix["start_s"] == pytest.approx(float(start.input_value())) and mix["start_s"] < 2
    assert mix["music_level_db"] == -6
    assert "A2" in files[".edl"].read_text() and "Licence" in files["-credits.txt"].read_text()
    line = files["-ffmpeg.txt"].read_text()
    assert "./night-drive.mp4" in line and str(running.services.sessions.root) not in line

    title = card.locator("h3").inner_text()
    page.get_by_role("button", name=texts.PROJECT).click()
    page.click("#project-save")
    with page.expect_download() as download:
        page.locator("#project-saved a").first.click()
    download.value.save_as(tmp_path / "project.json")
    reopened(page.context.browser.new_context().new_page(), running.url, tmp_path, title)


def reopened(page: Page, url: str, folder: Path, title: str) -> None:
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
    assert float(page.locator("#mix-start input[type=number]").input_value()) < 2
    page.context.close()


def test_a_batch_makes_what_it_can_and_says_what_it_cannot(visit: Visit, clips, tmp_path):
    page = visit.page
    page.get_by_role("button", name=texts.BATCH).click()
    page.fill("#words textarea, #words input", "calm piano")
    page.click("#batch-begin")
    expect(page.locator("#batch-report")).to_contain_text(texts.BATCH_NO_CLIPS)
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
