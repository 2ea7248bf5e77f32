"""Prepared examples: made once, made anew where something changed, exported as page and film."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from demo.gallery.__main__ import main
from demo.gallery.exporting import MEDIA_FOLDER, PAGE_FILE
from demo.gallery.preparing import EXAMPLE_FILE, Gallery, read_examples
from tests.demo.room.conftest import Made
from viml_core.config import Limits
from viml_core.errors import InputError
from viml_core.media.audio import decode_audio
from viml_core.media.loudness import measure_loudness
from viml_core.media.probe import probe


def fails(step: str, fraction: float | None = None) -> None:
    raise AssertionError(f"this is made again: {step}")


def test_an_example_is_made_once_and_anew_when_something_changed(made: Made, tmp_path):
    gallery = Gallery(shutil.copytree(made.gallery.folder, tmp_path / "gallery"))
    assert gallery.prepare(made.answering, made.example, fails) == made.prepared
    for answering, example in [
        (replace(made.answering, k=1), made.example),
        (replace(made.answering, models=("viml", "mvpt+")), made.example),
        (made.answering, replace(made.example, text="loud drums")),
    ]:
        with pytest.raises(AssertionError, match="made again"):
            gallery.prepare(answering, example, fails)
    assert gallery.all() == (made.prepared,)  # what failed has left everything as it was
    assert [path.name for path in gallery.folder.iterdir()] == [made.example.name]
    here = gallery.folder / made.example.name
    shutil.copy(here / EXAMPLE_FILE, tmp_path)
    for way_around in ("..", f"../gallery/{made.example.name}", f"{here}"):
        assert gallery.find(way_around) is None
    (here / EXAMPLE_FILE).write_text("{}")
    assert gallery.find(made.example.name) is None


def test_all_sounds_are_equally_loud_and_as_long_as_the_clip(made: Made, folder: Path):
    sounds = made.prepared.comparison.sounds
    assert len(sounds) >= 2
    heard = [decode_audio(folder / s.file, max_duration_s=60) for s in sounds.values()]
    levels = [measure_loudness(sound).integrated_lufs for sound in heard]
    assert max(levels) - min(levels) <= 0.5, levels
    assert all(sound.duration_s == pytest.approx(3.0, abs=0.1) for sound in heard)


def test_words_come_from_the_table(tmp_path):
    (tmp_path / "My clip.mp4").touch()
    assert [(e.name, e.text) for e in read_examples(tmp_path)] == [("my-clip", "")]
    table = tmp_path / "words.csv"
    table.write_text('video,text\nMy clip.mp4,"calm, slow"\nMy clip.mp4,loud\n')
    found = [(e.name, e.title, e.text) for e in read_examples(tmp_path)]
    assert found == [("my-clip", "My clip", "calm, slow"), ("my-clip-2", "My clip 2", "loud")]
    table.write_text("video,text\ngone.mp4,x\n")
    with pytest.raises(InputError, match=r"gone\.mp4"):
        read_examples(tmp_path)


def test_the_film_shows_and_plays_every_model(made: Made, tmp_path):
    out = tmp_path / "film.mp4"
    where = [str(made.gallery.folder), "--out", str(out)]
    assert main(["film", *where, "--width", "320", "--seconds", "1"]) == 0
    info = probe(out, Limits())
    assert (info.width, info.video_codec, info.audio_codec) == (320, "h264", "aac")
    assert info.duration_s == pytest.approx(2.0 + 2 * 1.0, abs=0.2)
    sound = decode_audio(out, max_duration_s=60)
    rate = sound.sample_rate_hz
    parts = [abs(sound.samples[:, int(a * rate) : int(b * rate)]).max() for a, b in
             ((0.2, 1.8), (2.2, 2.8), (3.2, 3.8))]  # fmt: skip
    assert parts[0] < 0.001 < 0.01 < min(parts[1:])


@pytest.mark.browser
def test_the_exported_page_plays_without_a_server(browser, made: Made, tmp_path, capsys):
    out = tmp_path / "page"
    assert main(["export", str(made.gallery.folder), "--out", str(out)]) == 0
    assert main(["export", str(made.gallery.folder), "--out", str(out)]) == 2
    assert "choose a new folder" in capsys.readouterr().err
    assert str(made.gallery.folder) not in (out / PAGE_FILE).read_text()
    media = {path.name for path in (out / MEDIA_FOLDER / made.example.name).iterdir()}
    sounds = made.prepared.comparison.sounds.values()
    assert media == {made.prepared.picture, *(sound.file for sound in sounds)}
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "request", lambda r: None if r.url.startswith(("file:", "data:")) else errors.append(r.url)
    )
    page.goto((out / PAGE_FILE).as_uri())
    page.get_by_role("button", name="B1").first.click()
    page.wait_for_function("[...document.querySelectorAll('audio')].some(a => a.currentTime > 0.3)")
    before = page.locator("li.vp-active").get_attribute("data-key")
    page.keyboard.press("1")
    page.wait_for_function("document.querySelector('li.vp-active').dataset.key.startsWith('A1')")
    assert before is not None and before.startswith("B1")
    boxes = [page.locator("li.vp-item").nth(n).bounding_box() for n in (0, 1, 2)]
    assert boxes[0]["y"] == boxes[1]["y"] < boxes[2]["y"]  # columns
    page.close()
    assert errors == []
