"""The models load in the background, and a failure is told and can be mended."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from demo.engine import Engine
from viml_core.config import CHECKPOINTS_DIR
from viml_core.errors import Cancelled, CheckpointError


def test_a_failed_load_is_told_in_a_sentence_and_tried_again(tmp_path: Path):
    told: list[str] = []

    def progress(step: str, fraction: float | None = None) -> None:
        told.append(step)

    engine = Engine(tmp_path / "checkpoints")
    with pytest.raises(CheckpointError, match="There is no checkpoint in"):
        engine.recommender(progress, threading.Event())
    shutil.copytree(CHECKPOINTS_DIR / "embedded", tmp_path / "checkpoints")
    recommender = engine.recommender(progress, threading.Event())
    assert set(recommender.embedders) == {"viml", "mvpt+", "mt"}
    assert engine.recommender(progress, threading.Event()) is recommender
    assert any("Loading" in step for step in told)


def test_who_stopped_does_not_wait_for_the_models(tmp_path: Path):
    stopped = threading.Event()
    stopped.set()
    engine = Engine(tmp_path)
    with pytest.raises(Cancelled):
        engine.recommender(lambda step, fraction=None: None, stopped)
