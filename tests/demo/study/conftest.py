"""One small study, made once by the real models, and copies of it to vote in."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn

from demo.study.making import make_study
from demo.study.manifest import Manifest, read_manifest
from demo.study.tokens import Signer
from demo.study.web import create_app
from tests import synth
from viml_core.recommender import Recommender
from viml_core.types import no_progress

LISTEN_S = 1.0
TITLE = "A study title that names viml and mvpt+"
QUERIES = [("bars", "calm piano"), ("bars", "fast aggressive drums"), ("moving", "dark strings")]


@dataclass(frozen=True)
class Made:
    """A study's folder and what is in it."""

    folder: Path

    @property
    def manifest(self) -> Manifest:
        return read_manifest(self.folder)

    def tokens(self) -> list[str]:
        signer = Signer(self.folder)
        return [signer.token(one.rater) for one in self.manifest.lists]


@pytest.fixture(scope="session")
def study_file(tmp_path_factory) -> Path:
    """A study file and its clips."""
    folder = tmp_path_factory.mktemp("plan")
    synth.clip(folder / "bars.mp4", seconds=2, size="160x120", source="smptebars")
    synth.clip(folder / "moving.mp4", seconds=2, size="160x120")
    plan = {
        "title": TITLE,
        "task": "video-to-music",
        "models": ["viml&mt", "mvpt+"],
        "queries": [{"clip": f"{clip}.mp4", "text": text} for clip, text in QUERIES],
        "seed": 4,
        "choice": "four-way",
        "raters": 4,
        "pairs_per_rater": 2,
        "attention_checks": 1,
        "min_listen_s": LISTEN_S,
    }
    (folder / "study.json").write_text(json.dumps(plan))
    return folder / "study.json"


@pytest.fixture(scope="session")
def made_once(study_file, tmp_path_factory, recommender: Recommender) -> Made:
    """The study as it was made. Not to be changed: take `made` for that."""
    folder = tmp_path_factory.mktemp("studies") / "study"
    make_study(study_file, folder, no_progress, recommender)
    return Made(folder)


@pytest.fixture
def made(made_once: Made, tmp_path: Path) -> Made:
    """A copy to vote in and to spoil."""
    return Made(shutil.copytree(made_once.folder, tmp_path / "study"))


@pytest.fixture
def served(made: Made) -> Iterator[str]:
    """The address of a copy that is being served."""
    config = uvicorn.Config(create_app(made.folder), port=0, log_level="warning")
    server = uvicorn.Server(config)
    socket = config.bind_socket()
    thread = threading.Thread(target=server.run, args=([socket],))
    thread.start()
    yield f"http://127.0.0.1:{socket.getsockname()[1]}"
    server.should_exit = True
    thread.join()
