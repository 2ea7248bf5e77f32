"""The page's models: the shipped ones where the Hub is out of reach, and others while it runs."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from demo.engine import Engine
from demo.settings import read_settings
from tests.hub.repositories import LoopbackHub
from viml_core.config import CHECKPOINTS_DIR
from viml_core.errors import CheckpointError, HubError
from viml_core.recommender import Recommender
from viml_core.sources import SHIPPED
from viml_core.types import no_progress


def shipped(*models: str) -> dict[str, bytes]:
    folder = CHECKPOINTS_DIR / "embedded"
    return {
        f"{model}/{file}": (folder / model / file).read_bytes()
        for model in models
        for file in ("config.json", "model.safetensors")
    }


def serving(engine: Engine) -> Recommender:
    return engine.recommender(no_progress, threading.Event())


def test_models_are_replaced_whole_or_not_at_all(
    hub: LoopbackHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine("hf://someone/gone")
    first = serving(engine)
    assert first.source == SHIPPED and set(first.embedders) == {"viml", "mvpt+", "mt"}
    assert engine.notice is not None and "so the shipped ones serve" in engine.notice
    assert "no model repository someone/gone on the Hub" in engine.notice

    files = shipped("mt", "viml")
    commit = hub.add("someone/model", files)
    hub.faults["viml/model.safetensors"] = "slow"
    switching = engine.switch("hf://someone/model")
    assert engine.ready() is first and not switching.done()
    second = switching.result(timeout=120)
    assert engine.ready() is second is serving(engine)
    assert second.source == f"hf://someone/model@{commit}" and engine.notice is None
    assert set(second.embedders) == {"viml", "mt"}

    hub.add("someone/cut", files | {"mt/model.safetensors": files["mt/model.safetensors"][:-9]})
    other = json.loads(files["mt/config.json"]) | {"preset": "paper"}
    hub.add("someone/paper", shipped("mt") | {"mt/config.json": json.dumps(other).encode()})
    for source, error, sentence in (
        ("hf://someone/cut", CheckpointError, "cut short"),
        ("hf://someone/gone", HubError, "no model repository"),
        ("hf://someone/paper", CheckpointError, "needs the preset 'paper', and this page runs on"),
    ):
        with pytest.raises(error, match=sentence):
            engine.switch(source).result(timeout=120)
        assert engine.ready() is second


def test_the_page_takes_its_models_from_the_command_line_or_the_environment() -> None:
    from_space = read_settings([], {"VIML_MODEL": "hf://someone/model@v1#viml"})
    assert from_space.checkpoints == "hf://someone/model@v1"
    said = read_settings(["--model", "hf://a/b"], {"VIML_MODEL": "hf://someone/model"})
    assert said.checkpoints == "hf://a/b"
    library = read_settings(["--library", "hf://datasets/a/music"], {}).starter_library
    assert library == "hf://datasets/a/music"
    assert read_settings(["--library", "mine"], {}).starter_library == Path("mine")
    assert read_settings([], {}).checkpoints is None
