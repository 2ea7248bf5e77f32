"""`python -m docs.screenshots`: the README's pictures, taken of the running page.

It starts the page with an empty home of its own, does what its visitors do, and writes
`docs/pictures/*.webp`, each under 200 kB. Needs what the browser tests need: Playwright
(`tests/requirements.txt`) and Debian's Chromium, or Playwright's own.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from demo import texts
from demo.page import build_page, build_services, launch_options
from demo.services import Services
from demo.settings import EXAMPLES_DIR, Settings
from demo.study.making import make_study
from demo.study.manifest import read_manifest
from demo.study.tokens import Signer
from viml_core.console import run, show_progress
from viml_core.errors import StorageError, VimlError
from viml_core.types import no_progress

PICTURES = Path(__file__).with_name("pictures")
MAX_BYTES = 200_000
WAIT_MS = 180_000  # for a whole request on a busy machine
DESK, PHONE = (1280, 900), (390, 844)
TALL_PX = 1516  # shows the first card below the player
QUALITIES = (82, 70, 55, 40)  # of WebP, until the picture is small enough
Shoot = Callable[[Page, Services], bytes]


def results(page: Page, services: Services) -> bytes:
    """A creator's answer, its second track playing under the clip."""
    _ask(page)
    page.locator("#result-2 .vp-pick").click()
    page.wait_for_function("[...document.querySelectorAll('audio')].some(a => a.currentTime > 3)")
    return _whole(page, TALL_PX)


def finish(page: Page, services: Services) -> bytes:
    """The panel in which a chosen track is finished."""
    _ask(page, "night-drive.mp4")
    page.locator("#result-1").get_by_role("button", name=texts.FINISH).click()
    page.wait_for_selector("#mix-level input[type=number]", timeout=WAIT_MS)
    page.wait_for_timeout(3000)  # the mix is rendered, and its plot drawn
    return _alone(page, "#finish")


def library(page: Page, services: Services) -> bytes:
    """The library's map, with the clip that was asked about among the tracks."""
    _ask(page)
    page.get_by_role("tab", name=texts.TAB_LIBRARY).click()
    page.wait_for_selector(".vm-star", timeout=WAIT_MS)
    return _whole(page, 1000)


def room(page: Page, services: Services) -> bytes:
    """Two models side by side."""
    page.get_by_role("tab", name=texts.TAB_ROOM).click()
    clip = EXAMPLES_DIR / "night-drive.mp4"
    page.set_input_files("#room-clip input[type=file]", clip)
    page.locator("#room-clip video").wait_for()
    page.locator("#room-words").locator("textarea, input").first.fill(_words()[clip.name])
    page.click("#room-go")
    page.wait_for_function(
        "document.querySelectorAll('#room-player .vp-pick:not([disabled])').length >= 6",
        timeout=WAIT_MS,
    )
    return _alone(page, "#room-player")


def study(page: Page, services: Services) -> bytes:
    """What a rater of a blind study sees."""
    folder = services.settings.studies / "pictures"
    signer = Signer(_made_study(folder, services))
    token = signer.token(read_manifest(folder).lists[0].rater)
    page.goto(f"http://127.0.0.1:{services.settings.port}/study/r/{token}/")
    page.wait_for_selector("#task:not([hidden]) video")
    page.wait_for_timeout(1000)
    return page.screenshot()


def phone(page: Page, services: Services) -> bytes:
    """The same on a phone, in the dark."""
    _ask(page)
    page.locator("#results").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('#results').scrollIntoView()")
    page.wait_for_timeout(500)
    return page.screenshot()


SHOTS: dict[str, Shoot] = {
    "results": results,
    "finish": finish,
    "library": library,
    "room": room,
    "study": study,
    "phone": phone,
}


def _ask(page: Page, clip: str = "calm-sea.mp4") -> None:
    page.get_by_role("button", name=texts.EXAMPLE_NAMES[clip]).click()
    page.wait_for_selector("#clip video", state="attached")
    page.fill("#words textarea, #words input", _words()[clip])
    page.click("#find")
    page.wait_for_selector("#stop", state="visible")
    page.wait_for_selector("#find", state="visible", timeout=WAIT_MS)
    page.wait_for_function(
        "document.querySelectorAll('.vp-pick:not([disabled])').length >= 5", timeout=WAIT_MS
    )


def _words() -> dict[str, str]:
    """What the music of each example clip should be like."""
    with (EXAMPLES_DIR / "words.csv").open(newline="", encoding="utf-8") as file:
        return {row["video"]: row["text"] for row in csv.DictReader(file)}


def _whole(page: Page, height_px: int) -> bytes:
    """The page from its top."""
    page.set_viewport_size({"width": DESK[0], "height": height_px})
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(700)  # whatever moves has come to rest
    return page.screenshot()


def _alone(page: Page, part: str) -> bytes:
    """One part of the page, all of it at once, so that nothing that sticks lies over it."""
    _whole(page, 3000)
    return page.locator(part).screenshot()


def _made_study(folder: Path, services: Services) -> Path:
    """A small study of the examples; it is served from the moment that it is there."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch, "study.json")
        plan = {
            "title": "README",
            "task": "video-to-music",
            "models": ["viml&mt", "mvpt+"],
            "queries": [
                {"clip": str(EXAMPLES_DIR / clip), "text": text} for clip, text in _words().items()
            ],
            "seed": 1,
            "raters": 2,
            "pairs_per_rater": 2,
            "attention_checks": 0,
        }
        file.write_text(json.dumps(plan), encoding="utf-8")
        make_study(file, folder, no_progress, services.engine.start().result())
    return folder


@contextmanager
def running_page(home: Path) -> Iterator[Services]:
    """The page on a free port; nothing of this user's is shown in it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    os.environ["GRADIO_TEMP_DIR"] = str(home / "gradio")
    settings = replace(
        Settings(),
        port=port,
        own_libraries=home / "own",
        gallery=home / "gallery",
        studies=home / "studies",
    )
    for folder in (settings.own_libraries, settings.gallery, settings.studies):
        folder.mkdir()
    services = build_services(settings)
    page = build_page(services)
    page.launch(**launch_options(settings), prevent_thread_lock=True, quiet=True)
    services.engine.start().result()
    try:
        yield services
    finally:
        page.close()
        services.sessions.close()


def take(name: str, browser: Browser, services: Services, out: Path) -> Path:
    """One picture by its name, as a WebP file.

    Raises:
        StorageError: it cannot be made small enough.
    """
    small = name == "phone"
    size = PHONE if small else DESK
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if small else "light"
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"http://127.0.0.1:{services.settings.port}")
    page.wait_for_selector("#find")
    picture = Image.open(io.BytesIO(SHOTS[name](page, services)))
    context.close()
    for quality in QUALITIES:
        encoded = io.BytesIO()
        picture.save(encoded, "WEBP", quality=quality, method=6)
        if encoded.tell() <= MAX_BYTES:
            out.mkdir(parents=True, exist_ok=True)
            file = out / f"{name}.webp"
            file.write_bytes(encoded.getvalue())
            return file
    raise StorageError(f"The picture {name} stays over {MAX_BYTES:,} bytes; show less in it.")


def main() -> None:
    """Take the pictures that are asked for."""
    parser = argparse.ArgumentParser(prog="python -m docs.screenshots", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(SHOTS)}; all")
    parser.add_argument("--out", type=Path, default=PICTURES, metavar="DIR")
    args = parser.parse_args()
    if unknown := set(args.names) - set(SHOTS):
        raise VimlError(f"There is no picture {', '.join(unknown)}; choose of {', '.join(SHOTS)}.")
    with (
        tempfile.TemporaryDirectory() as home,
        running_page(Path(home)) as services,
        sync_playwright() as playwright,
    ):
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        for name in args.names or SHOTS:
            show_progress(f"Taking {name}")
            file = take(name, browser, services, args.out)
            print(f"{file}: {file.stat().st_size:,} bytes")
        browser.close()


if __name__ == "__main__":
    sys.exit(run("screenshots", main))
