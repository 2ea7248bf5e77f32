"""The Space as it is uploaded, run by itself: here, and in a fresh environment as Spaces make it.

What the fresh one costs, and how long a start takes, is printed (`-s`).
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from gradio_client import Client
from huggingface_hub import RepoCard
from playwright.sync_api import Browser, expect

from demo import texts
from tests.demo.conftest import browser, eventually  # noqa: F401
from tests.demo.steps import ask, choose_example, heard, ready

ROOT = Path(__file__).resolve().parents[3]
START_S = 240  # on a loaded machine
MOVING = "[...document.querySelectorAll('audio')].some(sound => sound.currentTime > 0.5)"

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `--dry-run` writes, by the command itself."""
    folder = tmp_path_factory.mktemp("space") / "folder"
    command = [sys.executable, "-m", "training.publish", "--space", "owner/name", "--dry-run"]
    done = subprocess.run(
        [*command, "--out", str(folder)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    print(done.stdout.splitlines()[-1])
    return folder


@pytest.fixture(scope="module", params=["this environment", "a fresh environment"])
def python(
    request: pytest.FixtureRequest, space: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The interpreter; a fresh one has what the Space's own requirements bring, and no more."""
    if request.param == "this environment":
        return Path(sys.executable)
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, with_pip=True)
    pip = [str(folder / "bin/python"), "-m", "pip", "install", "--quiet"]
    gradio = RepoCard.load(space / "README.md").data.to_dict()["sdk_version"]
    wanted = ["-r", str(space / "requirements.txt"), f"gradio[oauth,mcp]=={gradio}"]
    began = time.monotonic()
    done = subprocess.run([*pip, *wanted], capture_output=True, text=True)
    if "No matching distribution" in done.stderr or "ConnectionError" in done.stderr:
        pytest.skip(f"no package index in reach: {done.stderr[-300:]}")
    assert done.returncode == 0, done.stderr
    print(f"installed in {time.monotonic() - began:.0f} s")
    return folder / "bin/python"


@dataclass(frozen=True)
class RunningSpace:
    """Where it answers, and how long it took until the models served."""

    url: str
    health: dict[str, object]
    start_s: float


@contextmanager
def running(space: Path, python: Path, scratch: Path) -> Iterator[RunningSpace]:
    """The Space's app.py, with nothing of the system's programs on its PATH."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        "PATH": str(python.parent),
        "SPACE_ID": "owner/name",
        "GRADIO_SERVER_NAME": "127.0.0.1",
        "GRADIO_SERVER_PORT": str(port),
        "GRADIO_TEMP_DIR": str(scratch / "gradio"),
        "HOME": str(scratch),  # the disk is empty after a restart
        "PIP_NO_INDEX": "1",  # nothing is fetched when it starts
    } | {key: value for key, value in os.environ.items() if key.endswith("_NUM_THREADS")}
    scratch.mkdir()
    log = scratch / "log"
    began = time.monotonic()
    with log.open("w") as out:
        process = subprocess.Popen(
            [python, "app.py"], cwd=space, env=environment, stdout=out, stderr=out
        )
        try:
            url = f"http://127.0.0.1:{port}"
            health = _health(url, process, log)
            yield RunningSpace(url, health, time.monotonic() - began)
        finally:
            process.terminate()
            process.wait(30)


def _health(url: str, process: subprocess.Popen[bytes], log: Path) -> dict[str, object]:
    """What `/health` says once the models serve."""
    deadline, client = time.monotonic() + START_S, None
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        try:
            client = client or Client(url, verbose=False)
            health: dict[str, object] = client.predict(api_name="/health")
            if health["status"] == "ok":
                return health
        except (OSError, ValueError, httpx.HTTPError):  # no answer yet
            pass
        time.sleep(0.2)
    raise AssertionError(log.read_text())


def test_it_starts_from_its_folder_alone_and_music_plays(
    space: Path,
    python: Path,
    tmp_path: Path,
    browser: Browser,  # noqa: F811
) -> None:
    with running(space, python, tmp_path / "first"):
        pass  # what is compiled and cached once
    with running(space, python, tmp_path / "second") as started:
        print(f"{python}: page and models after {started.start_s:.1f} s: {started.health}")
        assert started.health["source"] == "shipped"
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.set_default_timeout(60_000)
        page.goto(started.url)
        page.wait_for_selector("#find")
        choose_example(page, "Calm sea")
        assert len(ask(page, "warm acoustic guitar, hopeful")) == 5
        ready(page, 5)
        for rank in (1, 5):
            page.locator(f"#result-{rank} .vp-pick").click()
            assert eventually(lambda rank=rank: heard(page) == rank, 10)
            assert eventually(lambda: page.evaluate(MOVING), 20)
        page.get_by_role("tab", name=texts.TAB_LIBRARY).click()
        expect(page.locator("#library")).to_be_visible()
        page.close()
    assert errors == []
