"""The examples of docs/API.md, run as they stand against the running page."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.demo.conftest import RunningPage

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = re.findall(r"```(python|sh)\n(.*?)```", (ROOT / "docs/API.md").read_text(), re.DOTALL)
PAGE = "http://127.0.0.1:7860"


def run(running: RunningPage, number: int) -> str:
    """What an example prints."""
    language, code = EXAMPLES[number]
    command = [sys.executable, "-c"] if language == "python" else ["bash", "-euo", "pipefail", "-c"]
    assert PAGE in code
    done = subprocess.run(
        [*command, code.replace(PAGE, running.url)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_client_gets_previews(running: RunningPage) -> None:
    lines = run(running, 0).splitlines()
    results = [line for line in lines if re.match(r"\d ", line)]
    assert [line[0] for line in results] == ["1", "2"]
    assert all(line.endswith(".mp4") and Path(line.rsplit(" ", 1)[1]).stat().st_size
               for line in results)  # fmt: skip


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
def test_plain_http_answers_words_and_clips(running: RunningPage) -> None:
    for number, mode, count in ((1, "text", 2), (2, "video", 1)):
        (answer,) = json.loads(run(running, number).removeprefix("data: "))
        assert answer["query"]["mode"] == mode
        assert [result["rank"] for result in answer["results"]] == list(range(1, count + 1))


def test_the_page_says_how_it_is(running: RunningPage) -> None:
    said = run(running, 4)
    assert "'status': 'ok'" in said and "'source': 'shipped'" in said


def test_what_was_sent_is_deleted_when_asked(running: RunningPage) -> None:
    assert "{'deleted': True}" in run(running, 3)
    assert len(EXAMPLES) == 5
