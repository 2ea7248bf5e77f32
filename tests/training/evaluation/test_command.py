"""`python -m training.evaluate` as it is run, on a small synthetic corpus and real checkpoints."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from training.config import TrainConfig
from training.data.corpus import Corpus
from training.data.synthetic import SyntheticConfig, synthesise
from training.loop import fit
from viml_core.models.checkpoint import save_checkpoint
from viml_core.models.config import ModelConfig
from viml_core.models.retrieval import build_model

SMALL = SyntheticConfig(
    train=600, validation=60, test=120, visual_dim=32, text_dim=32, music_dim=32
)


def evaluate(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "training.evaluate", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return synthesise(SMALL)


@pytest.fixture(scope="module")
def place(tmp_path_factory, corpus) -> Path:
    """A corpus file, and checkpoints of MVPt+, ViML and MT trained on it for a moment."""
    folder = tmp_path_factory.mktemp("evaluation")
    corpus.save(folder / "corpus")
    for name in ("viml", "mvpt+", "mt"):
        torch.manual_seed(0)
        model = build_model(
            ModelConfig(
                name,
                corpus.preset,
                32,
                32,
                32,
                corpus.encoders,
                dim=32,
                layers=1,
                feedforward_dim=32,
                fusion="linear",
            )
        )
        train = TrainConfig(epochs=20, batch_size=64, learning_rate=3e-3)
        fit(model, corpus.triplets("tags", "train"), train, quiet=True)
        save_checkpoint(model, folder / "models" / name)
    return folder


def test_chance_is_near_half_the_pool():
    done = evaluate("chance", "--pool", 500, "--queries", 40_000, "--json")
    report = json.loads(done.stdout)
    assert report["MR"] == pytest.approx(250, abs=5)
    assert report["R@10"] == pytest.approx(2.0, abs=0.3)
    assert evaluate("chance", "--pool", 0).returncode == 2


def test_checkpoints_are_measured_both_ways_with_their_ensembles(place):
    files = ("--data", place / "corpus", "--checkpoints", place / "models")
    done = evaluate("retrieval", *files, "--pool", 100, "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["synthetic"] and (report["queries"], report["pool"]) == (120, 100)
    rows = report["rows"]
    assert set(report["alphas"]) == {"viml&mt", "viml&mvpt+", "mt&mvpt+"} <= set(rows)
    assert {"chance", "same genre", "viml", "mvpt+", "mt"} <= set(rows)
    for row in (r for name, r in rows.items() if name not in ("chance", "same genre")):
        assert row["V->M"]["R@10"] > 10.0  # chance: ten of a hundred
        masked = row["V->M, other lengths masked"]["R@10"]
        assert masked >= row["V->M"]["R@10"]  # fewer candidates, the same scores
        assert masked >= row["V->M, other lengths zeroed"]["R@10"]
        assert row["M->V"]["R@10"] > 0


def test_clips_are_asked_for_with_peoples_texts(place):
    files = ("--data", place / "corpus", "--checkpoints", place / "models", "--level", "clip")
    done = evaluate("retrieval", *files)
    assert done.returncode == 0, done.stderr
    assert "clip level: 120 queries (human), N = 120" in done.stdout
    assert "synthetic features" in done.stdout


def test_features_of_another_preset_are_one_sentence(place, corpus, tmp_path):
    replace(corpus, preset="paper").save(tmp_path / "other")
    done = evaluate("retrieval", "--data", tmp_path / "other", "--checkpoints", place / "models")
    assert done.returncode == 2 and done.stderr.count("\n") == 1
    assert "'paper'" in done.stderr and "'synthetic'" in done.stderr


def test_a_folder_without_models_and_a_cut_corpus_are_one_sentence(place, tmp_path):
    done = evaluate("retrieval", "--data", place / "corpus", "--checkpoints", tmp_path)
    assert done.returncode == 2 and "training.train" in done.stderr
    cut = tmp_path / "cut"
    cut.write_bytes((place / "corpus").read_bytes()[:-7])
    done = evaluate("retrieval", "--data", cut, "--checkpoints", place / "models")
    assert done.returncode == 2 and "cut short" in done.stderr and done.stderr.count("\n") == 1
