"""Listening on the page: switching, keys, and lists that are ordered anew."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from demo import texts
from tests.demo.conftest import Visit, eventually
from tests.demo.steps import (
    BUSY_S,
    STATUS,
    ask,
    choose_example,
    finished,
    heard,
    ready,
    titles,
)

pytestmark = pytest.mark.browser

SWITCHES = """async () => {
    const context = new AudioContext();
    await context.resume();
    const ear = context.createScriptProcessor(256, 1, 1), levels = [];
    ear.onaudioprocess = event =>
        levels.push(Math.max(...event.inputBuffer.getChannelData(0).map(Math.abs)));
    ear.connect(context.destination);
    for (const sound of document.querySelectorAll("audio"))
        context.createMediaElementSource(sound).connect(ear);
    const wait = ms => new Promise(done => setTimeout(done, ms));
    const press = key =>
        document.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
    const picture = document.querySelector(".vp-picture"), switches = [];
    press("1");
    await wait(1200);
    for (const key of ["2", "3", "1"]) {
        levels.length = 0;
        const from_s = picture.currentTime, begin = performance.now();
        press(key);
        await wait(600);
        let silent = 0, longest = 0;
        for (const level of levels) {
            silent = level < 1e-3 ? silent + 1 : 0;
            longest = Math.max(longest, silent);
        }
        const sound = [...document.querySelectorAll("audio")].find(sound => !sound.paused);
        switches.push({
            silence_ms: longest * 256 / context.sampleRate * 1000,
            listened: levels.length,
            loudest: Math.max(...levels),
            apart_s: Math.abs(sound.currentTime - picture.currentTime),
            pace: (picture.currentTime - from_s) / (performance.now() - begin) * 1000,
        });
    }
    return switches;
}"""


def test_switching_leaves_no_gap_and_the_clip_runs_on(visit: Visit, music):
    """Steady tones: any silence between them is the switch's."""
    page = visit.page
    page.get_by_label(texts.OWN).check()
    page.set_input_files("#own-files input[type=file]", music[:3])
    expect(page.locator("#own-report")).to_contain_text("3 added", timeout=BUSY_S)
    choose_example(page, "Calm sea")
    ask(page, "calm")
    ready(page, 3)
    for switch in page.evaluate(SWITCHES):
        assert switch["listened"] > 20 and switch["loudest"] > 0.05, switch
        assert switch["silence_ms"] < 100, switch
        assert switch["apart_s"] < 0.25, switch
        assert switch["pace"] > 0.7, switch  # and no restart


def test_keys_play_switch_and_seek_but_not_in_a_text_field(visit: Visit):
    page = visit.page
    choose_example(page, "Paper fox")
    ask(page, "calm")
    ready(page, 5)
    page.locator("#words textarea, #words input").press("2")
    assert heard(page) == 0
    page.locator("#result-1 h3").click()
    assert eventually(lambda: heard(page) == 1, 10)
    page.keyboard.press("3")
    assert eventually(lambda: heard(page) == 3, 10)
    page.keyboard.press(" ")
    assert eventually(lambda: heard(page) == 0, 5)
    expect(page.locator(".vp-play")).to_have_attribute("aria-label", texts.PLAYER["play"])
    page.keyboard.press("ArrowLeft")
    assert float(page.locator(".vp-seek").input_value()) == 0
    page.keyboard.press("ArrowRight")
    assert float(page.locator(".vp-seek").input_value()) == pytest.approx(5, abs=0.1)
    expect(page.locator("#result-3 .vp-pick")).to_have_attribute("aria-pressed", "true")
    pictures = page.locator("#strip button")
    assert pictures.count() >= 4
    assert pictures.locator("img").evaluate_all("all => all.every(i => i.naturalWidth === 144)")
    expect(pictures.nth(1).locator("img")).to_have_attribute("alt", re.compile(r"^At 0:0[0-9]"))
    pictures.nth(0).click()
    assert eventually(lambda: 0 < float(page.locator(".vp-seek").input_value()) < 2, 10)
    expect(page.locator("#strip [aria-current]")).to_have_count(1)


def test_the_slider_re_ranks_at_once_and_what_is_ready_is_kept(visit: Visit):
    page = visit.page
    choose_example(page, "Night drive")
    ask(page, "soft solo piano, very calm")
    before = titles(page)
    kept = page.locator("audio").evaluate_all("sounds => sounds.map(s => s.dataset.key)")
    slider = page.get_by_role("slider", name=re.compile(texts.BALANCE))
    assert float(slider.input_value()) == pytest.approx(0.75)
    slider.focus()
    start = time.monotonic()
    slider.press("Home")
    page.wait_for_function(
        "first => document.querySelector('.vm-card h3').innerText !== first", arg=before[0]
    )
    assert time.monotonic() - start < 2  # of a loaded machine; the re-rank alone has its own test
    ready(page, 5)
    finished(page)
    by_picture = titles(page)
    assert by_picture != before
    still = page.locator("audio").evaluate_all("sounds => sounds.map(s => s.dataset.key)")
    assert set(still) & set(kept) or not set(by_picture) & set(before)
    page.get_by_label(texts.CHANGED).check()
    columns = page.locator(".vm-changes section")
    assert columns.nth(0).locator("li span").all_inner_texts() == by_picture
    slider.press("End")
    page.wait_for_function(
        "first => document.querySelector('.vm-card h3').innerText !== first", arg=by_picture[0]
    )
    expect(page.get_by_label(texts.CHANGED)).to_be_checked()  # what is open stays open
    expect(page.locator(".vm-changes section").nth(0).locator(".vm-up").first).to_be_visible()
    finished(page)
    cuts_on_the_beat_lift_the_list(page)


def lifts(page: Page) -> list[float]:
    """How far above chance the clip's cuts fall on the beats of each result, as its card says."""
    said = page.locator(".vm-about").all_inner_texts()
    found = (re.search(r"on the beat ([\d.]+) \(by chance ([\d.]+)\)", card) for card in said)
    numbers = [map(float, match.groups()) if match else (0.0, 0.0) for match in found]
    return [(score - chance) / (1 - chance) for score, chance in numbers]


def cuts_on_the_beat_lift_the_list(page: Page) -> None:
    """Among the few tracks that a filter leaves, because each is listened to."""
    page.get_by_text(texts.FILTERS).click()
    page.get_by_label(texts.MIN_BPM).fill("130")
    expect(page.locator(STATUS)).to_contain_text("not pass your filters")
    ready(page, 5)
    finished(page)
    before, plain = lifts(page), titles(page)
    slider = page.get_by_role("slider", name=re.compile(texts.ON_BEAT))
    slider.focus()
    slider.press("End")
    expect(page.locator(STATUS)).to_contain_text("Listening for the beats")
    finished(page)
    ready(page, 5)
    assert sum(lifts(page)) > sum(before) + 0.1 and titles(page) != plain
    slider.press("Home")
    expect(page.locator("#result-1 h3")).to_have_text(plain[0])
    assert titles(page) == plain
