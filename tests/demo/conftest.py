"""One real page for the whole run: real encoders, checkpoints, library and media."""

from __future__ import annotations

import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import app
from demo.page import build_page, build_services, launch_options
from demo.services import Services
from demo.settings import Settings
from tests import synth
from viml_core.config import STARTER_LIBRARY

CHROMIUM_ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass(frozen=True)
class RunningPage:
    """The address of the page and what is behind it."""

    url: str
    services: Services

    def session_folders(self) -> list[Path]:
        return list(self.services.sessions.root.iterdir())

    def kept(self, pattern: str) -> set[Path]:
        """What lies under a path pattern in the folders of all sessions, those of other tests too:
        they end when the server notices that their page is gone."""
        return set(self.services.sessions.root.glob(f"*/{pattern}"))


def eventually(condition: Callable[[], object], seconds: float) -> bool:
    """Whether something becomes true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@dataclass
class Visit:
    """One visitor's tab, with what it asked of the network and what went wrong in it."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPage]:
    """The page, started once."""
    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False", app.__doc__
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = replace(
        Settings(),
        port=port,
        own_libraries=tmp_path_factory.mktemp("own"),
        gallery=tmp_path_factory.mktemp("gallery"),
        studies=tmp_path_factory.mktemp("studies"),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_TEMP_DIR", str(tmp_path_factory.mktemp("gradio")))
        patch.setenv("GRADIO_HEARTBEAT_INTERVAL", "1")  # a visitor who left is noticed soon
        services = build_services(settings)
        services.engine.start()
        page = build_page(services)
        page.launch(**launch_options(settings), prevent_thread_lock=True, quiet=True)
        try:
            yield RunningPage(f"http://127.0.0.1:{port}", services)
        finally:
            page.close()
            services.sessions.close()


@pytest.fixture(scope="module")  # while it lives, an event loop runs in this thread
def browser() -> Iterator[Browser]:
    """Debian's Chromium where there is one, else Playwright's own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(running: RunningPage, browser: Browser) -> Iterator[Visit]:
    """A fresh visitor on the page, who must end without an error in the console."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    visit = Visit(context.new_page())
    visit.page.on("request", lambda request: visit.requests.append(request.url))
    visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
    visit.page.set_default_timeout(60_000)
    visit.page.goto(running.url)
    visit.page.wait_for_selector("#find")
    yield visit
    context.close()
    assert visit.errors == []


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Clips to ask with: a good one, a long one, and what people upload by mistake."""
    folder = tmp_path_factory.mktemp("clips")
    good = synth.clip(folder / "my clip 100%20 $(x).mp4", seconds=4)
    truncated = folder / "truncated.mp4"
    synth.ffmpeg("-i", good, "-c", "copy", "-movflags", "0", folder / "plain.mp4")
    plain = (folder / "plain.mp4").read_bytes()
    truncated.write_bytes(plain[: len(plain) // 2])
    (folder / "letter.mp4").write_text("This is not a video. " * 50)
    (folder / "empty.mp4").touch()
    synth.ffmpeg("-stream_loop", "29", "-i", good, "-c", "copy", folder / "long.mp4")
    song = sorted((STARTER_LIBRARY / "audio").glob("*.opus"))[0]
    with_song = ("-map", "0:v", "-map", "1:a", "-c:v", "copy", "-t", "4", folder / "song.mp4")
    synth.ffmpeg("-i", good, "-ss", "10", "-i", song, *with_song)
    return {
        "good": good,
        "song": folder / "song.mp4",
        "long": folder / "long.mp4",
        "text": folder / "letter.mp4",
        "empty": folder / "empty.mp4",
        "truncated": truncated,
        "audio": synth.track(folder / "sound only.mp4", seconds=3, hz=330),
    }


@pytest.fixture(scope="session")
def music(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Eight tracks of somebody's own, of different pitch."""
    folder = tmp_path_factory.mktemp("music")
    return [
        synth.track(folder / f"Tone {number}.wav", seconds=20, hz=110 * 1.3**number)
        for number in range(8)
    ]
