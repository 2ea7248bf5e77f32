"""A study as raters go through it, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from demo.study import texts
from demo.study.store import Store
from tests.demo.study.conftest import LISTEN_S, Made
from tests.demo.study.test_web import secrets_of

pytestmark = pytest.mark.browser

WAIT_MS = 60_000  # for a loaded machine
CONFIRM = "#confirm"


class Visit:
    """One rater's browser, with all that it received and what went wrong in it."""

    def __init__(self, browser: Browser, url: str, token: str, **options) -> None:
        self.context = browser.new_context(**options)
        self.page: Page = self.context.new_page()
        self.received: list[str] = []
        self.errors: list[str] = []
        self.page.set_default_timeout(WAIT_MS)
        self.page.on("response", self._note)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda m: m.type == "error" and self.errors.append(m.text))
        self.page.goto(f"{url}/r/{token}/")
        self.page.wait_for_selector("#task:not([hidden]) video")

    def _note(self, response) -> None:
        self.received += [response.url, str(response.headers)]
        if "/media/" not in response.url:
            self.received.append(response.text())

    def listen(self) -> None:
        """Both sides, by keys, until the page says that it is enough."""
        self.page.keyboard.press("Space")
        self.heard("left")
        self.page.keyboard.press("s")
        self.heard("right")

    def heard(self, side: str) -> None:
        self.page.wait_for_selector(f".side.enough[data-side={side}]")

    def ended(self) -> None:
        """The last page is *shown*; its words are in the page, hidden, from the beginning."""
        expect(self.page.locator("#end")).to_be_visible(timeout=WAIT_MS)
        expect(self.page.locator("#end")).to_contain_text(texts.DONE)

    def place(self, number: int) -> None:
        expect(self.page.locator("#progress")).to_have_text(f"{number} of 3", timeout=WAIT_MS)


def kept(made: Made) -> list:
    store = Store(made.folder)
    votes = store.votes()
    store.close()
    return votes


def test_two_browsers_vote_at_once_by_keyboard_alone(browser, served, made):
    visits = [Visit(browser, served, token) for token in made.tokens()[:2]]
    answers = {"ArrowLeft": "left", "t": "tie", "x": "both bad"}
    for number, key in enumerate(answers, start=1):
        for visit in visits:
            visit.place(number)
            visit.page.keyboard.press("Space")  # both play from here on
        for visit in visits:
            visit.heard("left")
            visit.page.keyboard.press("s")
        for visit in visits:
            visit.heard("right")
            visit.page.keyboard.press(key)
            visit.page.keyboard.press("Enter")
    for visit in visits:
        visit.ended()
        assert visit.errors == []
    votes, lists = kept(made), made.manifest.lists
    for one in lists[:2]:
        mine = [vote for vote in votes if vote.rater == one.rater]
        assert [vote.choice for vote in mine] == list(answers.values())
        assert [vote.pair for vote in mine] == [task.pair for task in one.tasks]
        assert all(v.left_heard_s >= LISTEN_S - 0.05 <= v.right_heard_s for v in mine)
    received = " ".join(text for visit in visits for text in visit.received).lower()
    for one in lists:
        received = received.replace(one.rater, "")
    assert [word for word in secrets_of(made) if word in received] == []
    for visit in visits:
        visit.context.close()


def test_confirming_waits_for_ears_and_a_choice_and_a_reload_goes_on(browser, served, made):
    visit = Visit(browser, served, made.tokens()[2])
    page = visit.page
    expect(page.locator(CONFIRM)).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    expect(page.locator("#hint")).to_contain_text("Play at least")
    page.click("#play")
    visit.heard("left")
    assert kept(made) == []  # Enter was pressed long ago
    page.reload()
    visit.heard("left")  # known to the server
    page.locator("[data-side=right] .pick").click()
    visit.heard("right")
    expect(page.locator("#hint")).to_have_text(texts.CHOOSE_FIRST)
    page.locator("#choices").get_by_text("B is better").click()
    page.get_by_text("rhythm and cuts").click()
    page.locator("textarea").fill("at the end, <b>too loud</b>")
    page.locator("textarea").press("a")  # a letter, not a vote
    page.click(CONFIRM)
    visit.place(2)
    page.reload()
    visit.place(2)
    [vote] = kept(made)
    assert (vote.choice, vote.reasons) == ("right", ("rhythm and cuts",))
    assert vote.comment == "at the end, <b>too loud</b>a"
    assert visit.errors == []
    visit.context.close()


def test_an_answer_waits_for_a_network_that_is_away(browser, served, made):
    visit = Visit(browser, served, made.tokens()[3])
    visit.listen()
    visit.page.keyboard.press("a")
    visit.context.set_offline(True)
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("#hint")).to_have_text(texts.OFFLINE, timeout=WAIT_MS)
    assert kept(made) == []
    visit.context.set_offline(False)
    visit.place(2)
    assert [vote.choice for vote in kept(made)] == ["left"]
    visit.context.close()


def test_a_phone_needs_no_sideways_scrolling(browser, served, made):
    phone = {"viewport": {"width": 390, "height": 800}}
    visit = Visit(browser, served, made.tokens()[0], **phone)
    overflow = "document.documentElement.scrollWidth - innerWidth"
    assert visit.page.evaluate(overflow) == 0
    assert visit.page.locator("video:visible").count() == 1
    visit.page.locator("[data-side=right] .pick").click()
    expect(visit.page.locator("[data-side=right] video")).to_be_visible()
    assert visit.page.locator("video:visible").count() == 1
    visit.context.close()
