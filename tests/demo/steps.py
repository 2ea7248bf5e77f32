"""What a person does on the page, and sees there: shared by the browser tests."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

FIND, STOP, STATUS = "#find", "#stop", "#status"
BUSY_S = 90_000  # for a whole request on a loaded machine
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


def ready(page: Page, count: int) -> None:
    """Wait until so many tracks can be heard."""
    page.wait_for_function(
        "count => document.querySelectorAll('.vp-pick:not([disabled])').length === count",
        arg=count,
        timeout=BUSY_S,
    )


def heard(page: Page) -> int:
    """The rank of the track that sounds, 0 for none."""
    return page.evaluate(
        """() => {
            const sounding = [...document.querySelectorAll('audio')].filter(a => !a.paused);
            const keys = [...document.querySelectorAll('.vp-item')].map(row => row.dataset.key);
            return sounding.length === 1 ? keys.indexOf(sounding[0].dataset.key) + 1 : 0;
        }"""
    )
