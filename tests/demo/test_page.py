"""The page as people use it, in a real browser."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from demo import texts
from tests.demo.conftest import RunningPage, Visit, eventually

pytestmark = pytest.mark.browser

FIND, STOP, STATUS = "#find", "#stop", "#status"
BUSY_S = 90_000  # for a whole request on a loaded machine


def add_clip(page: Page, clip: Path) -> None:
    page.set_input_files("#clip input[type=file]", clip)
    page.wait_for_selector("#clip video", state="attached")


def finished(page: Page) -> None:
    page.wait_for_selector(FIND, timeout=BUSY_S)


def ask(page: Page, words: str = "") -> list[str]:
    """Ask with the clip that is there; the titles, best first."""
    page.fill("#words textarea, #words input", words)
    page.evaluate("document.querySelector('#status [class^=vm-]').id = 'old-status'")
    page.click(FIND)
    page.wait_for_selector("#old-status", state="detached")
    finished(page)
    return titles(page)


def titles(page: Page) -> list[str]:
    return page.locator(".vm-card:visible h3").all_inner_texts()


def choose_example(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()
    page.wait_for_selector("#clip video", state="attached")


def horizontal_overflow(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


def test_five_previews_play_with_sound_best_first(visit: Visit, clips):
    page = visit.page
    add_clip(page, clips["good"])
    page.fill("#words textarea, #words input", "warm acoustic guitar, hopeful")
    page.click(FIND)
    page.wait_for_selector("#result-1 video", timeout=BUSY_S)
    first_alone = page.locator(".vm-card:visible").count()
    finished(page)
    assert len(titles(page)) == 5 > first_alone
    for rank in range(1, 6):
        video = page.locator(f"#result-{rank} video")
        video.scroll_into_view_if_needed()
        page.locator(f"#result-{rank} [aria-label=play-pause-replay-button]").click()
        played = video.evaluate(
            """async video => {
                for (let i = 0; i < 100 && video.currentTime < 0.5; i++)
                    await new Promise(next => setTimeout(next, 50));
                video.pause();
                return [video.currentTime, video.webkitAudioDecodedByteCount,
                        video.webkitVideoDecodedByteCount, video.duration, video.muted];
            }"""
        )
        current_s, sound_bytes, picture_bytes, duration_s, muted = played
        assert current_s >= 0.5 and sound_bytes > 0 and picture_bytes > 0, (rank, played)
        assert duration_s == pytest.approx(4.0, abs=0.15) and not muted
        card = page.locator(f"#result-{rank}")
        expect(card.locator(".vm-rank")).to_have_text(str(rank))
        expect(card.locator(".vm-match b")).to_have_text(re.compile(texts.MATCH))
        expect(card.locator(".vm-licence")).to_contain_text(texts.LICENCE)
        assert card.locator(".vm-tags li").count() > 0
    assert [url for url in visit.requests if "127.0.0.1" not in url and "data:" not in url] == []


def test_a_preview_can_be_downloaded(visit: Visit, tmp_path):
    choose_example(visit.page, "Paper fox")
    ask(visit.page)
    with visit.page.expect_download() as download:
        visit.page.locator("#result-1").get_by_text(texts.DOWNLOAD).click()
    assert download.value.suggested_filename.startswith("01-")
    download.value.save_as(tmp_path / "it.mp4")
    assert b"ftyp" in (tmp_path / "it.mp4").read_bytes()[:12]


def test_words_change_the_list_and_picture_only_ignores_them(visit: Visit):
    page = visit.page
    choose_example(page, "Night drive")
    empty = ask(page)
    calm, loud = ask(page, "soft solo piano, very calm"), ask(page, "aggressive heavy metal")
    assert calm != loud
    assert page.locator(".vm-card:visible video[src]").count() == 5  # though most were there before
    page.get_by_label(texts.PICTURE_ONLY).check()
    assert ask(page, "aggressive heavy metal") == empty
    expect(page.locator("#words textarea, #words input")).to_have_value("aggressive heavy metal")
    expect(page.locator(STATUS)).to_contain_text("by its picture alone")


def test_the_number_of_tracks_is_what_was_asked_for(visit: Visit):
    page = visit.page
    choose_example(page, "Paper fox")
    page.get_by_label(f"number input for {texts.COUNT}").fill("2")
    assert len(ask(page, "calm")) == 2
    page.get_by_label(f"number input for {texts.COUNT}").fill("10")
    assert len(ask(page, "calm")) == 10


def test_stop_works_at_once_and_leaves_nothing(visit: Visit, running: RunningPage, clips):
    page = visit.page
    add_clip(page, clips["long"])
    page.fill("#words textarea, #words input", "calm")
    page.click(FIND)
    assert eventually(lambda: running.kept("proxies/*"), 60)
    expect(page.locator(f"{STATUS} [role=progressbar]")).to_be_visible()
    start = time.monotonic()
    page.click(STOP)
    expect(page.locator(STATUS)).to_contain_text(texts.STOPPED_TITLE)
    assert time.monotonic() - start < 1.5
    expect(page.locator(FIND)).to_be_visible()
    assert eventually(lambda: not running.kept("proxies/*"), 3)
    assert not running.kept("answers/*/*")
    choose_example(page, "Paper fox")
    assert len(ask(page, "calm")) == 5  # and the page works on


def test_a_new_request_takes_over_from_the_one_that_runs(visit: Visit, running, clips):
    page = visit.page
    add_clip(page, clips["long"])
    page.click(FIND)
    assert eventually(lambda: running.kept("proxies/*"), 60)
    choose_example(page, "Paper fox")
    page.fill("#words textarea, #words input", "calm piano")
    page.press("#words textarea, #words input", "Enter")
    page.wait_for_selector("#result-5 video", timeout=BUSY_S)
    finished(page)
    expect(page.locator(STATUS)).to_contain_text("calm piano")
    assert len(titles(page)) == 5


@pytest.mark.parametrize("kind", ["text", "empty", "truncated", "audio"])
def test_what_is_no_clip_is_said_and_nothing_is_lost(visit: Visit, clips, capfd, kind):
    page = visit.page
    page.fill("#words textarea, #words input", "my words")
    add_clip(page, clips[kind])
    page.click(FIND)
    alert = page.locator(f"{STATUS} [role=alert]")
    expect(alert).to_be_visible(timeout=BUSY_S)
    message = alert.locator("p").inner_text()
    assert clips[kind].name in message and message.endswith(".")
    assert "/" not in message  # no path of the server
    expect(page.locator("#words textarea, #words input")).to_have_value("my words")
    expect(page.locator(FIND)).to_be_visible()
    assert page.locator(".vm-card:visible").count() == 0
    assert "Traceback" not in capfd.readouterr().err


def test_without_a_clip_it_asks_for_one(visit: Visit):
    visit.page.click(FIND)
    expect(visit.page.locator(f"{STATUS} [role=alert]")).to_contain_text(texts.ERROR_NO_CLIP)


def test_limits_privacy_and_what_serves_are_stated(visit: Visit, running: RunningPage):
    body = visit.page.locator("body")
    expect(body).to_contain_text(texts.limits_line(running.services.settings.limits))
    expect(body).to_contain_text(texts.PRIVACY)
    expect(visit.page.locator("#served-by")).to_contain_text("embedded preset", timeout=BUSY_S)
    expect(visit.page.locator("#served-by")).to_contain_text("EfficientNet-Lite0")


def test_own_music_by_upload_with_progress_report_and_results(visit: Visit, music, tmp_path):
    page = visit.page
    letter = tmp_path / "letter & <b>.mp3"
    letter.write_text("This is no music.")
    page.get_by_label(texts.OWN).check()
    page.set_input_files("#own-files input[type=file]", [*music[:3], letter])
    expect(page.locator("#own-report")).to_contain_text("Tone", timeout=BUSY_S)
    expect(page.locator("#own-report")).to_contain_text("3 added", timeout=BUSY_S)
    expect(page.locator("#own-report li")).to_contain_text("letter")
    choose_example(page, "Calm sea")
    assert sorted(ask(page, "calm")) == ["Tone 0", "Tone 1", "Tone 2"]
    expect(page.locator(STATUS)).to_contain_text("no more than 3")


def test_listening_to_own_music_can_be_stopped_and_what_is_done_is_kept(visit: Visit, music):
    page = visit.page
    page.get_by_label(texts.OWN).check()
    page.set_input_files("#own-files input[type=file]", music)
    expect(page.locator("#own-report")).to_contain_text(re.compile("Tone [1-6]"), timeout=BUSY_S)
    start = time.monotonic()
    page.click("#own-stop")
    expect(page.locator("#own-report")).to_contain_text("Stopped")
    assert time.monotonic() - start < 1.5
    choose_example(page, "Calm sea")
    kept = ask(page, "calm")
    assert 1 <= len(kept) < 8, page.locator(STATUS).inner_text()


def test_a_music_folder_of_this_computer_can_be_added(visit: Visit, music):
    page = visit.page
    page.get_by_label(texts.OWN).check()
    page.fill("#own-folder textarea, #own-folder input", str(music[0].parent / "nowhere"))
    page.click("#add-folder")
    expect(page.locator("#own-report [role=alert]")).to_contain_text("There is no folder")
    page.fill("#own-folder textarea, #own-folder input", str(music[0].parent))
    page.click("#add-folder")
    expect(page.locator("#own-report")).to_contain_text("8 tracks", timeout=BUSY_S)


@pytest.fixture(params=["light", "dark"])
def narrow(request, running: RunningPage, browser) -> Iterator[Page]:
    """A phone, in each theme."""
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{running.url}/?__theme={request.param}")
    page.wait_for_selector(FIND)
    yield page
    context.close()


CONTRAST = """element => {
    const rgb = colour => colour.match(/[\\d.]+/g).map(Number);
    const light = c => c.slice(0, 3).map(v => v / 255).map(
        v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    let ground = element;
    while (ground && (rgb(getComputedStyle(ground).backgroundColor)[3] ?? 1) === 0)
        ground = ground.parentElement;
    const a = light(rgb(getComputedStyle(element).color));
    const b = light(rgb(getComputedStyle(ground ?? document.body).backgroundColor));
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}"""


def test_a_phone_needs_no_sideways_scrolling_and_can_read_everything(narrow: Page):
    assert horizontal_overflow(narrow) == 0
    choose_example(narrow, "Paper fox")
    narrow.get_by_label(texts.OWN).check()
    narrow.get_by_text(texts.ADVANCED).click()
    assert horizontal_overflow(narrow) == 0
    narrow.get_by_label(texts.STARTER).check()
    ask(narrow, "calm " + "averyverylongword" * 12)
    expect(
        narrow.locator(f"{STATUS} h2")
    ).to_be_in_viewport()  # below the question: it is scrolled to
    assert horizontal_overflow(narrow) == 0
    texts_to_read = ".vm-header p, .vm-note, .vm-status h2, .vm-head h3, .vm-head p, .vm-match b"
    texts_to_read += ", .vm-match span, .vm-tags li, .vm-licence, .vm-best, .vm-rank, #find"
    for element in narrow.locator(texts_to_read).all():
        if element.is_visible():
            assert element.evaluate(CONTRAST) >= 4.5, element.inner_text()


def test_the_dark_theme_is_dark(running: RunningPage, browser):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{running.url}/?__theme=dark")
    page.wait_for_selector(FIND)
    page.wait_for_function("document.body.classList.contains('dark')")
    for selector in ("gradio-app", ".vm-ask"):
        colour = page.locator(selector).evaluate("e => getComputedStyle(e).backgroundColor")
        assert max(map(int, re.findall(r"\d+", colour)[:3])) < 60, (selector, colour)
    context.close()


def test_the_whole_way_can_be_gone_with_the_keyboard(visit: Visit):
    page = visit.page
    example = page.get_by_role("button", name="Paper fox")
    example.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#clip video", state="attached")
    page.locator("#words textarea, #words input").focus()
    page.keyboard.type("calm piano")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "find":
            break
    assert page.evaluate("document.activeElement.id") == "find"
    outline = page.locator(FIND).evaluate("e => getComputedStyle(e).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    page.wait_for_selector("#result-1 video", timeout=BUSY_S)
    finished(page)
