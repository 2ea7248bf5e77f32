"""Finding music on the page as people do, in a real browser."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect

from demo import texts
from tests.demo.conftest import RunningPage, Visit, eventually
from tests.demo.steps import (
    BUSY_S,
    FIND,
    STATUS,
    STOP,
    add_clip,
    ask,
    choose_example,
    finished,
    heard,
    ready,
    titles,
)

pytestmark = pytest.mark.browser


def test_five_tracks_are_listed_at_once_and_play_as_they_are_made(visit: Visit, clips, tmp_path):
    page = visit.page
    add_clip(page, clips["good"])
    page.fill("#words textarea, #words input", "warm acoustic guitar, hopeful")
    page.click(FIND)
    page.wait_for_selector("#result-1 .vp-pick:not([disabled])", timeout=BUSY_S)
    at_first = page.locator(".vp-pick:not([disabled])").count()
    assert len(titles(page)) == 5 > at_first
    assert heard(page) == 0  # nothing sounds before it is asked for
    finished(page)
    ready(page, 5)
    for rank in range(1, 6):
        page.locator(f"#result-{rank} .vp-pick").click()
        assert eventually(lambda rank=rank: heard(page) == rank, 10)
        card = page.locator(f"#result-{rank}")
        expect(card.locator(".vp-label")).to_have_text(str(rank))
        expect(card.locator(".vm-match b")).to_have_text(re.compile(texts.MATCH))
        expect(card.locator(".vm-licence")).to_contain_text(texts.LICENCE)
        assert card.locator(".vm-tags li").count() > 0
    lengths = page.evaluate("[...document.querySelectorAll('audio, video')].map(m => m.duration)")
    assert lengths == pytest.approx([4.0] * len(lengths), abs=0.15)
    picture = page.locator(".vp-picture").evaluate("v => [v.muted, v.webkitVideoDecodedByteCount]")
    assert picture[0] and picture[1] > 0
    with page.expect_download() as download:
        page.locator("#result-2").get_by_text(texts.DOWNLOAD).click()
    assert download.value.suggested_filename.startswith("02-")
    download.value.save_as(tmp_path / "it.mp4")
    assert b"ftyp" in (tmp_path / "it.mp4").read_bytes()[:12]
    assert [url for url in visit.requests if "127.0.0.1" not in url and "data:" not in url] == []


def test_filters_narrow_the_list_and_more_like_this_leads_on(visit: Visit):
    page = visit.page
    choose_example(page, "Paper fox")
    page.get_by_text(texts.FILTERS).click()
    page.get_by_label(texts.MIN_BPM).fill("115")
    ask(page, "cheerful")
    tempi = page.locator(".vm-tags li", has_text="bpm").all_inner_texts()
    assert len(tempi) == 5 and all(int(tempo.split()[0]) >= 115 for tempo in tempi)
    expect(page.locator(STATUS)).to_contain_text("not pass your filters")
    first = titles(page)[0]
    page.locator("#result-1").get_by_text(texts.MORE_LIKE, exact=True).click()
    page.locator("#result-1").get_by_role("button", name=texts.BUTS["other instruments"]).click()
    expect(page.locator(f"{STATUS} h2")).to_contain_text(f"like “{first}”")
    assert first not in titles(page)
    ready(page, len(titles(page)))
    page.get_by_role("button", name=texts.BACK).click()
    expect(page.locator("#result-1 h3")).to_have_text(first)


def test_words_alone_are_answered_with_music_to_hear(visit: Visit):
    page = visit.page
    assert len(ask(page, "calm piano")) == 5
    ready(page, 5)
    expect(page.locator(".vp-picture")).to_be_hidden()
    page.locator("#result-2 h3").click()
    assert eventually(lambda: heard(page) == 2, 10)
    expect(page.locator(f"{STATUS} h2")).to_contain_text("5 tracks for “calm piano”")


def test_words_change_the_list_and_picture_only_ignores_them(visit: Visit):
    page = visit.page
    choose_example(page, "Night drive")
    empty = ask(page)
    calm, loud = ask(page, "soft solo piano, very calm"), ask(page, "aggressive heavy metal")
    assert calm != loud
    ready(page, 5)  # though most were made before
    page.get_by_label(texts.PICTURE_ONLY).check()
    assert ask(page, "aggressive heavy metal") == empty
    expect(page.locator("#words textarea, #words input")).to_have_value("aggressive heavy metal")
    expect(page.locator(STATUS)).to_contain_text("by its picture alone")


def test_the_number_of_tracks_is_what_was_asked_for_and_a_clips_own_music_is_said(
    visit: Visit, clips
):
    page = visit.page
    add_clip(page, clips["song"])
    page.get_by_label(f"number input for {texts.COUNT}").fill("2")
    assert len(ask(page, "calm")) == 2
    expect(page.locator(STATUS)).to_contain_text(texts.HAS_MUSIC)
    page.get_by_label(f"number input for {texts.COUNT}").fill("10")
    assert len(ask(page, "calm")) == 10


def test_stop_works_at_once_and_leaves_nothing(visit: Visit, running: RunningPage, clips):
    page = visit.page
    proxies, answers = running.kept("proxies/*"), running.kept("answers/*/*")
    add_clip(page, clips["long"])
    page.fill("#words textarea, #words input", "calm")
    page.click(FIND)
    assert eventually(lambda: running.kept("proxies/*") - proxies, 60)
    expect(page.locator(f"{STATUS} [role=progressbar]")).to_be_visible()
    start = time.monotonic()
    page.click(STOP)
    expect(page.locator(STATUS)).to_contain_text(texts.STOPPED_TITLE)
    assert time.monotonic() - start < 1.5
    expect(page.locator(FIND)).to_be_visible()
    assert eventually(lambda: running.kept("proxies/*") <= proxies, 15)
    assert running.kept("answers/*/*") <= answers
    choose_example(page, "Paper fox")
    assert len(ask(page, "calm")) == 5  # and the page works on


def test_a_new_request_takes_over_from_the_one_that_runs(visit: Visit, running, clips):
    page = visit.page
    proxies = running.kept("proxies/*")
    add_clip(page, clips["long"])
    page.click(FIND)
    assert eventually(lambda: running.kept("proxies/*") - proxies, 60)
    choose_example(page, "Paper fox")
    page.fill("#words textarea, #words input", "calm piano")
    page.press("#words textarea, #words input", "Enter")
    ready(page, 5)
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


def test_without_a_clip_and_words_it_asks_for_one(visit: Visit):
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
