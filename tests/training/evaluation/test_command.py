"""`python -m training.evaluate` as it is run, on a small synthetic corpus and real checkpoints."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from training.config import TrainConfig
from training.data.corpus import Corpus, Sentences
from training.data.synthetic import SyntheticConfig, synthesise
from training.evaluation import retrieval
from training.evaluation.embedding import embed
from training.loop import fit
from viml_core.errors import CheckpointError, InputError
from viml_core.models.checkpoint import load_checkpoint, save_checkpoint
from viml_core.models.config import ModelConfig
from viml_core.models.retrieval import build_model

SMALL = SyntheticConfig(
    train=600, validation=60, test=120, visual_dim=32, text_dim=32, music_dim=32
)
EMPTY = ("--query", "empty")


def evaluate(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "training.evaluate", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def run_report(*arguments: object) -> dict:
    """The verb in this process."""
    parser = argparse.ArgumentParser()
    retrieval.add_arguments(parser)
    return retrieval.report(parser.parse_args([str(x) for x in arguments]))


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


def test_checkpoints_are_measured_both_ways_with_their_ensembles(place):
    files = ("--data", place / "corpus", "--checkpoints", place / "models")
    report = run_report(*files, "--pool", 100)
    json.dumps(report)
    assert report["synthetic"] and (report["queries"], report["pool"]) == (120, 100)
    rows = report["rows"]
    assert set(report["alphas"]) == {"viml&mt", "viml&mvpt+", "mt&mvpt+"} <= set(rows)
    assert report["alphas_tuned_on"] == "tags"
    assert {"viml", "mvpt+", "mt"} <= set(rows)
    baselines = {name: rows.pop(name)["both ways"] for name in ("chance", "same genre")}
    assert baselines["chance"]["R@10"] == pytest.approx(10.0, abs=0.2)
    assert baselines["same genre"]["R@10"] > 12.0
    for row in rows.values():
        assert row["V->M"]["R@10"] > 10.0  # chance: ten of a hundred
        low, high = row["V->M"]["MR_95"]
        assert low <= row["V->M"]["MR"] <= high
        masked = row["V->M, other lengths masked"]["R@10"]
        assert masked >= row["V->M"]["R@10"]  # fewer candidates, the same scores
        assert masked >= row["V->M, other lengths zeroed"]["R@10"]
        assert row["M->V"]["R@10"] > 0
        assert row["M->V"] != row["V->M"]


def test_clips_are_asked_for_with_peoples_texts(place):
    files = ("--data", place / "corpus", "--checkpoints", place / "models")
    report = run_report(*files, "--level", "clip")
    assert report["alphas_tuned_on"] == "prompt2text"  # people wrote for the test only
    text = retrieval.as_table(report)
    assert "clip level: 120 queries (human), N = 120" in text
    assert "synthetic features" in text and "tuned on validation (prompt2text)" in text
    assert re.search(r"\| viml \| V->M \| [\d.]+ \[[\d.]+, [\d.]+\] \|", text)


def test_without_words_the_same_clips_are_asked_for(place, corpus, tmp_path):
    """And without validation texts the ensembles need an alpha, nothing else does."""
    human = corpus.texts["human"]
    some = Sentences(human.items[::2], human.vectors[::2])
    only_test = replace(corpus, texts={"human": some, "tags": corpus.texts["tags"]})
    only_test = replace(only_test, split=np.where(corpus.split == 1, 0, corpus.split))
    only_test.save(tmp_path / "corpus")
    files = ("--data", tmp_path / "corpus", "--checkpoints", place / "models", "--level", "clip")
    asked = len(only_test.items("test", "human"))
    spoken, silent, tagged = (run_report(*files, *q) for q in ((), EMPTY, ("--query", "tags")))
    assert spoken["queries"] == silent["queries"] == tagged["queries"] == asked < 120
    assert spoken["rows"]["mvpt+"] == silent["rows"]["mvpt+"] == tagged["rows"]["mvpt+"]
    assert spoken["rows"]["viml"] != silent["rows"]["viml"] and "mt" not in silent["rows"]
    assert spoken["alphas"] == {} and spoken["alphas_tuned_on"] is None
    given = run_report(*files, "--alpha", 1)
    assert given["alphas"] == dict.fromkeys(("viml&mt", "viml&mvpt+", "mt&mvpt+"), 1.0)
    assert given["rows"]["mt&mvpt+"] == given["rows"]["mt"]


def test_one_checkpoint_alone_in_a_pool_of_everything(place, corpus):
    """Against the protocol written out for this one case."""
    source = place / "models" / "mvpt+"
    files = ("--data", place / "corpus", "--checkpoints", source)
    report = run_report(*files, "--pool", "all", "--query", "empty")
    assert set(report["rows"]) == {"chance", "same genre", "mvpt+"} and report["pool"] == 120
    items = corpus.items("test")
    found = embed(load_checkpoint(source).model, corpus.select(None, items))
    segments = np.diff(corpus.video.offsets)[items]
    other = segments[:, None] != segments[None, :]
    for way, scores in (
        ("V->M", found.query @ found.music.T),
        ("M->V", found.music @ found.query.T),
    ):
        own = np.diag(scores)[:, None]
        for control, others in (
            ("", scores),
            (", other lengths zeroed", np.where(other, 0.0, scores)),
            (", other lengths masked", np.where(other, -2.0, scores)),
        ):
            rank = (others >= own).sum(axis=1)
            figures = report["rows"]["mvpt+"][way + control]
            assert figures["R@10"] == pytest.approx(100 * np.mean(rank <= 10))
            assert figures["MR"] == np.median(rank)
    drawn = [run_report(*files, *EMPTY, "--pool", 30, "--seed", seed) for seed in (0, 1)]
    assert drawn[0]["rows"]["mvpt+"] != drawn[1]["rows"]["mvpt+"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--query", "poems"), "no texts of the route 'poems'"),
        (("--level", "clip", "--split", "validation"), "0 items to rank in 'validation'"),
        (("--alpha", 1.5), "--alpha is 1.5"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(place, arguments, told):
    files = ("--data", place / "corpus", "--checkpoints", place / "models")
    with pytest.raises(InputError, match=told):
        run_report(*files, *arguments)
    with pytest.raises(InputError, match="MT cannot be asked without words"):
        run_report("--data", place / "corpus", "--checkpoints", place / "models" / "mt", *EMPTY)


@pytest.mark.parametrize("number", ["0", "-3", "many", "1.5"])
def test_numbers_that_cannot_be_are_named(number, capsys):
    parser = argparse.ArgumentParser()
    retrieval.add_arguments(parser)
    with pytest.raises(SystemExit):
        parser.parse_args(["--data", "x", "--checkpoints", "y", f"--pool={number}"])
    assert f"{number} is not a whole number of at least 1" in capsys.readouterr().err


def test_features_of_another_preset_are_one_sentence(place, corpus, tmp_path):
    replace(corpus, preset="paper").save(tmp_path / "other")
    done = evaluate("retrieval", "--data", tmp_path / "other", "--checkpoints", place / "models")
    assert done.returncode == 2 and done.stderr.count("\n") == 1
    assert "'paper'" in done.stderr and "'synthetic'" in done.stderr


def test_a_folder_without_models_and_a_cut_corpus_are_one_sentence(place, tmp_path):
    with pytest.raises(CheckpointError, match="or train one"):
        run_report("--data", place / "corpus", "--checkpoints", tmp_path)
    cut = tmp_path / "cut"
    cut.write_bytes((place / "corpus").read_bytes()[:-7])
    with pytest.raises(InputError, match="cut short"):
        run_report("--data", cut, "--checkpoints", place / "models")
