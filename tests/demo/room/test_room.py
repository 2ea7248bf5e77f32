"""The tab: a link opens what was prepared, and a clip of one's own is compared in columns."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from demo import texts
from tests.demo.conftest import RunningPage, Visit
from tests.demo.room.conftest import Made

ANSWERED_MS = 120_000


def active(page: Page) -> str:
    return page.locator("#room-player li.vp-active").get_attribute("data-key") or ""


@pytest.mark.browser
def test_a_link_opens_an_example_and_another_clip_is_compared(
    running: RunningPage, visit: Visit, made: Made, clips: dict[str, Path]
):
    gallery = running.services.settings.gallery
    shutil.copytree(made.gallery.folder, gallery, dirs_exist_ok=True)
    page, status = visit.page, visit.page.locator("#room-status")
    page.goto(f"{running.url}/?example={made.example.name}")
    expect(status).to_contain_text("calm piano", timeout=ANSWERED_MS)
    items = page.locator("#room-player li.vp-item")
    expect(items).to_have_count(4)
    expect(status.get_by_role("link", name=texts.ROOM_LINK)).to_have_attribute(
        "href", f"?example={made.example.name}"
    )
    expect(page.locator("#room-words").locator("textarea, input").first).to_have_value("calm piano")
    page.get_by_role("button", name=re.compile("B1")).click()
    playing = "[...document.querySelectorAll('#room-player audio')].filter(a => !a.paused)"
    page.wait_for_function(f"{playing}.some(a => a.currentTime > 0.3)")
    page.keyboard.press("3")
    page.wait_for_function(f"{playing}.length === 1 && {playing}[0].dataset.key.startsWith('A2')")
    page.keyboard.press(" ")

    page.set_input_files("#room-clip input[type=file]", clips["good"])
    page.locator("#room-clip video").wait_for()
    page.locator("#room-words").locator("textarea, input").first.fill("")
    page.click("#room-go")
    page.click("#room-stop")  # shown while it works, in the place of the other
    expect(page.locator("#room-go")).to_be_visible(timeout=ANSWERED_MS)
    expect(status).to_contain_text(re.compile(f"{texts.STOPPED_TITLE}|{texts.ROOM_STOPPED}"))
    page.click("#room-go")
    expect(status).to_contain_text(texts.room_question(""), timeout=ANSWERED_MS)
    expect(page.locator("#room-player .vp-pick:enabled")).to_have_count(6, timeout=ANSWERED_MS)
    expect(items).to_have_count(6)
    assert active(page).startswith("A1")

    page.get_by_role("tab", name=texts.TAB_SUGGEST).click()
    page.locator("#music").get_by_label(texts.OWN).check()
    page.get_by_role("tab", name=texts.TAB_ROOM).click()
    expect(page.locator("#room-music").get_by_label(texts.OWN)).to_be_checked()
    page.click("#room-go")
    expect(status).to_contain_text(texts.ERROR_NO_OWN_MUSIC, timeout=ANSWERED_MS)
    page.click("#delete-now")
    expect(status).to_contain_text(texts.ROOM_NOTHING_YET)
    expect(items).to_have_count(0)
    expect(page.locator("#room-clip video")).to_have_count(0)
