"""Whether the page can be seen and reached: phones, themes, contrast, the keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from demo import texts
from tests.demo.conftest import RunningPage, Visit, eventually
from tests.demo.steps import (
    CONTRAST,
    FIND,
    STATUS,
    ask,
    choose_example,
    finished,
    heard,
    horizontal_overflow,
    ready,
)

pytestmark = pytest.mark.browser


COVERED = """() => [...document.querySelectorAll(".vm-ask :is(input, button)")].filter(e => {
    const {left, top, width, height} = e.getBoundingClientRect();
    const x = left + width / 2, y = top + height / 2;
    if (!width || y < 0 || y > innerHeight) return false;
    const seen = document.elementFromPoint(x, y);
    return !e.closest("label, .block, button").contains(seen) && !seen.contains(e);
}).map(e => e.outerHTML)"""


def test_no_control_of_the_question_lies_under_another(visit: Visit):
    assert visit.page.evaluate(COVERED) == []


@pytest.fixture(params=["light", "dark"])
def narrow(request, running: RunningPage, browser) -> Iterator[Page]:
    """A phone, in each theme."""
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{running.url}/?__theme={request.param}")
    page.wait_for_selector(FIND)
    yield page
    context.close()


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
    texts_to_read += (
        ", .vm-match span, .vm-tags li, .vm-licence, .vm-best, .vp-label, .vp-now, .vp-time"
    )
    texts_to_read += ", .vp-foot a, .vm-more summary, .vm-changes label, #find"
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
    ready(page, 5)
    finished(page)
    page.keyboard.press("2")  # the focus is on no field
    assert eventually(lambda: heard(page) == 2, 10)
