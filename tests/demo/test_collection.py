"""The library tab in a real browser, and what a visitor can have deleted at once."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
from gradio_client import Client, handle_file
from playwright.sync_api import Page, expect

from demo import texts
from tests import synth
from tests.demo.conftest import RunningPage, Visit, eventually
from tests.demo.steps import BUSY_S, CONTRAST, ask, choose_example, horizontal_overflow

WORDS = texts.COLLECTION
SOUNDING = """() => {
    const [sound] = document.querySelectorAll("#library-heard audio");
    return Boolean(sound && !sound.paused && sound.currentTime > 0);
}"""


def open_library(page: Page) -> None:
    page.get_by_role("tab", name=texts.TAB_LIBRARY).click()


def shown(page: Page) -> list[str]:
    return page.locator(".vm-tracks tbody th b").all_inner_texts()


@pytest.mark.browser
def test_the_library_is_searched_sorted_heard_and_mapped(visit: Visit):
    page = visit.page
    choose_example(page, "Calm sea")
    ask(page, "calm piano")
    best = page.locator(".vm-card h3").first.inner_text()
    open_library(page)
    page.wait_for_selector(".vm-tracks tbody tr", timeout=BUSY_S)
    everything = shown(page)
    assert len(everything) == page.locator(".vm-point").count() > 50
    assert not page.locator(".vm-edits").count()  # nothing of it can be edited
    page.get_by_label(WORDS["search"]).fill("cc0 piano")
    tags = page.locator(".vm-tracks tbody tr").first.inner_text()
    assert 0 < len(shown(page)) < len(everything) and "piano" in tags
    page.get_by_label(WORDS["search"]).fill("")
    page.locator(f"th button:has-text('{WORDS['bpm']}')").click()
    expect(page.locator("th[data-by=bpm]")).to_have_attribute("aria-sort", "ascending")
    tempi = page.locator(".vm-tracks tbody td:nth-child(3)").all_inner_texts()
    numbers = [int(tempo) for tempo in tempi if tempo != "–"]
    assert numbers == sorted(numbers) and tempi.index("–") == len(numbers)
    assert not page.evaluate(SOUNDING)
    page.locator(".vm-point").first.focus()
    page.keyboard.press("ArrowRight")
    point = page.locator(".vm-point:focus")
    assert page.locator(".vm-point").first.get_attribute("data-key") != point.get_attribute(
        "data-key"
    )
    page.keyboard.press("Enter")
    page.wait_for_function(SOUNDING)
    expect(point).to_have_attribute("aria-pressed", "true")
    star = page.locator(".vm-star")
    expect(star).to_have_attribute("aria-label", texts.MAP_STAR_CLIP)
    away = page.evaluate(
        """best => {
            const at = element => {
                const {left, top, width, height} = element.getBoundingClientRect();
                return [left + width / 2, top + height / 2];
            };
            const [x, y] = at(document.querySelector(".vm-star"));
            const points = [...document.querySelectorAll(".vm-point")];
            const far = point => Math.hypot(at(point)[0] - x, at(point)[1] - y);
            points.sort((a, b) => far(a) - far(b));
            return points.findIndex(p => p.getAttribute("aria-label").includes(best));
        }""",
        best,
    )
    assert away < len(everything) / 2  # the star lies where the best tracks are
    for element in page.locator(".vm-note, .vm-axis span, .vm-plot li, th button, #tabs [role=tab]"
                                ).all():  # fmt: skip
        if element.is_visible():
            assert element.evaluate(CONTRAST) >= 4.5, element.inner_text()
    page.set_viewport_size({"width": 390, "height": 800})
    assert horizontal_overflow(page) == 0


@pytest.mark.browser
def test_own_music_is_edited_and_removed(visit: Visit, running: RunningPage, music, tmp_path: Path):
    page = visit.page
    letter = tmp_path / "letter.mp3"
    letter.write_text("This is no music.")
    open_library(page)
    page.locator("#library-music").get_by_label(texts.OWN).check()
    page.set_input_files("#library-own-files input[type=file]", [*music[:2], letter])
    expect(page.locator("#library-own-report")).to_contain_text("2 added", timeout=BUSY_S)
    page.wait_for_function("document.querySelectorAll('.vm-tracks tbody tr').length === 2")
    assert shown(page) == ["Tone 0", "Tone 1"]
    expect(page.locator("#library-health")).to_contain_text("letter.mp3")
    page.get_by_role("button", name=f"{WORDS['edit']} Tone 0").click()
    page.get_by_label(WORDS["title"], exact=True).fill("Zebra & <b>")
    page.get_by_label(re.compile(f"^{WORDS['tags']}")).fill("stripes, calm")
    page.keyboard.press("Enter")
    expect(page.locator("#library-status")).to_contain_text("Zebra & <b>")
    assert eventually(lambda: shown(page) == ["Tone 1", "Zebra & <b>"], 10)
    expect(page.locator("#library-statistics")).to_contain_text("stripes")
    page.get_by_role("button", name=f"{WORDS['remove']} Tone 1").click()
    page.locator("dialog").get_by_role("button", name=WORDS["remove"]).click()
    assert eventually(lambda: shown(page) == ["Zebra & <b>"], 10)
    assert not running.kept("music/*/Tone 1.wav")
    page.click("#delete-now")
    expect(page.locator("#deleted")).to_contain_text(texts.DELETED)
    expect(page.locator(".vm-library")).to_be_hidden()
    assert not running.kept("music/*/Tone 0.wav")


def test_what_a_session_sent_is_unreachable_for_others_and_gone_on_demand(
    running: RunningPage, tmp_path: Path
):
    """Two sessions over HTTP; on the disk nothing of the first is left, and the second's stays."""
    clips = [synth.clip(tmp_path / f"secret {n}.mp4", seconds=2 + n) for n in range(2)]
    temp = running.services.sessions.root.parent
    first, second = (Client(running.url, verbose=False, download_files=False) for _ in range(2))
    answers = [
        client.predict(handle_file(clip), "calm", k=1, api_name="/suggest")
        for client, clip in zip((first, second), clips, strict=True)
    ]
    paths = [answer["results"][0]["preview"]["path"] for answer in answers]
    urls = [f"{running.url}/gradio_api/file={path}" for path in paths]
    assert [httpx.get(url).status_code for url in urls] == [200, 200]
    root = f"{running.url}/gradio_api/file={running.services.sessions.root}"
    folder = urls[0].split("viml-sessions/")[1].split("/")[0]
    guesses = [root, f"{root}/", f"{root}/{folder}", f"{root}/{'0' * 32}/clips", f"{root}/../"]
    assert all(httpx.get(guess).status_code in (403, 404) for guess in guesses)

    def kept(clip: Path) -> list[Path]:
        content = clip.read_bytes()
        files = (path for path in temp.rglob("*") if path.is_file())
        return [p for p in files if p.stat().st_size == len(content) and p.read_bytes() == content]

    assert kept(clips[0]) and kept(clips[1])
    assert first.predict(api_name="/delete_now") == {"deleted": True}
    assert kept(clips[0]) == [] and kept(clips[1])
    assert httpx.get(urls[0]).status_code in (403, 404)
    assert httpx.get(urls[1]).status_code == 200
    first.close()
    second.close()
