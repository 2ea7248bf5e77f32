"""The command: real subprocesses, killed and started again, and a sentence for each mistake."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file

from tests.toy import toy_config
from tests.training.corpora import toy_triplets
from training.config import TrainConfig
from training.data.corpus import Corpus, Sentences
from training.runs import Progress, RunFolder
from training.step import Trainer
from training.train import FROM_CORPUS, Recipe, main
from training.train import train as train_all
from viml_core.console import run
from viml_core.errors import InputError, StorageError
from viml_core.models.config import ModelConfig
from viml_core.models.retrieval import build_model

EPOCHS, BATCHES = 30, 3
SMALL = {"dim": 16, "layers": 1, "feedforward_dim": 32, "max_segments": 2, "widest_dim": 32}


def write_config(folder, **changes):
    recipe = {
        "corpus": str(folder / "corpus.safetensors"),
        "validation": str(folder / "validation.safetensors"),
        "out": str(folder / "out"),
        "run": str(folder / "run"),
        "models": ["viml"],
        "model": SMALL,
        "train": {"epochs": EPOCHS, "batch_size": 32, "save_every_s": 0.0},
    } | changes
    path = folder / "recipe.json"
    path.write_text(json.dumps({k: v for k, v in recipe.items() if v is not None}))
    return path


@pytest.fixture
def folder(tmp_path):
    toy_triplets(96).save(tmp_path / "corpus.safetensors")
    toy_triplets(32, seed=1).save(tmp_path / "validation.safetensors")
    return tmp_path


def command(config):
    return [sys.executable, "-m", "training.train", "--config", str(config)]


def train(config, **options):
    return subprocess.run(command(config), capture_output=True, text=True, **options)


def log_of(folder, model="viml"):
    return [json.loads(x) for x in (folder / "run" / model / "log.jsonl").read_text().splitlines()]


def kill_when_logged(config, log, lines):
    """Start the command and kill it with SIGKILL once the log has so many lines."""
    process = subprocess.Popen(command(config), stderr=subprocess.DEVNULL)
    while process.poll() is None:
        if log.exists() and log.read_bytes().count(b"\n") >= lines:
            os.kill(process.pid, signal.SIGKILL)
            break
        time.sleep(0.002)
    assert process.wait() == -signal.SIGKILL, "the run ended before it was killed"


def test_a_run_killed_at_random_moments_ends_as_one_that_was_not(folder, tmp_path_factory):
    whole = tmp_path_factory.mktemp("whole")
    for name in ("corpus", "validation"):
        (whole / f"{name}.safetensors").write_bytes((folder / f"{name}.safetensors").read_bytes())
    undisturbed = train(write_config(whole))
    assert undisturbed.returncode == 0, undisturbed.stderr
    config, log = write_config(folder), folder / "run/viml/log.jsonl"
    for lines in np.sort(np.random.default_rng().integers([2, 45], [40, 70])):
        kill_when_logged(config, log, lines)
    done = len(load_file(folder / "run/viml/state.safetensors")["losses"])
    assert 10 < done < EPOCHS * BATCHES  # so it is truly gone on from here
    finished = train(config)
    assert finished.returncode == 0, finished.stderr
    for file in ("out/viml/model.safetensors", "run/viml/state.safetensors"):
        ours, theirs = load_file(folder / file), load_file(whole / file)
        assert ours.keys() == theirs.keys()
        for name in ours:
            np.testing.assert_array_equal(ours[name], theirs[name], err_msg=name)
    assert log_of(folder) == log_of(whole)
    assert [row["step"] for row in log_of(folder) if "step" in row] == list(range(EPOCHS * BATCHES))
    assert [row["epoch"] for row in log_of(folder) if "epoch" in row] == list(range(EPOCHS))


def test_a_finished_run_is_done_again_only_for_other_settings(folder):
    short = {"epochs": 2, "batch_size": 32}
    config = write_config(folder, train=short, models=["mvpt", "pretet"])
    train_all(Recipe.read(config))
    for model in ("mvpt", "pretet"):
        files = {p.name for p in (folder / "run" / model).iterdir()}
        assert files == {".lock", "state.safetensors", "log.jsonl", "curves.png"}
        assert (folder / "run" / model / "curves.png").read_bytes().startswith(b"\x89PNG")
    state = folder / "run/mvpt/state.safetensors"
    before, written_ns = state.read_bytes(), state.stat().st_mtime_ns
    train_all(Recipe.read(config))
    assert state.stat().st_mtime_ns == written_ns
    train_all(Recipe.read(write_config(folder, train=short | {"seed": 1}, models=["mvpt"])))
    assert state.read_bytes() != before


def test_an_unfinished_run_refuses_other_settings_and_is_kept(folder, monkeypatch, capsys):
    config, log = write_config(folder), folder / "run/viml/log.jsonl"
    kill_when_logged(config, log, 20)
    state = folder / "run/viml/state.safetensors"
    before = state.read_bytes()
    other = {"epochs": EPOCHS, "batch_size": 32, "learning_rate": 0.5}
    config = write_config(folder, train=other)
    monkeypatch.setattr(sys, "argv", ["train", "--config", str(config)])
    assert run("train", main) == 2
    refusal = capsys.readouterr().err
    assert refusal.count("\n") == 1
    assert "train.learning_rate was 0.001 and is now 0.5" in refusal
    assert state.read_bytes() == before
    toy_triplets(96, seed=3).save(folder / "corpus.safetensors")
    write_config(folder)
    assert run("train", main) == 2
    assert "corpus was" in capsys.readouterr().err
    assert state.read_bytes() == before


def break_corpus(folder):
    corpus = toy_triplets(96)
    corpus.video.values[3] = np.nan
    corpus.save(folder / "corpus.safetensors")


@pytest.mark.parametrize(
    ("changes", "damage", "says"),
    [
        ({"surprise": 1}, None, "unknown key 'surprise'"),
        ({"train": {"epoch": 3}}, None, "unknown key 'epoch'"),
        ({"train": {"epochs": "three"}}, None, "'epochs' of 'train' of"),
        ({"train": {"precision": "fp8"}}, None, "one of fp32, bf16"),
        ({"model": {"depth": 3}}, None, "unknown key 'depth'"),
        ({"models": ["gpt"]}, None, "one of viml, mvpt+"),
        ({"models": []}, None, "nothing to train"),
        ({"model": {"heads": 3}}, None, "3 'heads' cannot share"),
        ({"model": {"layers": 0}}, None, "'layers' is 0"),
        ({"model": {"dropout": 1.0}}, None, "'dropout' is 1.0"),
        ({"model": {"shared_dim": 99}}, None, "'shared_dim' is 99"),
        ({"train": {"seed": -1}}, None, "'seed' is -1"),
        ({"train": {"weight_decay": -0.1}}, None, "'weight_decay' is -0.1"),
        ({"train": {"text_dropout": 80}}, None, "'text_dropout' is 80"),
        ({"train": {"tau": 0}}, None, "'tau' is 0"),
        ({"train": {"patience": 2}, "validation": None}, None, "no corpus to validate on"),
        ({"route": "tags"}, None, "no routes of texts"),
        ({"corpus": None}, None, "lacks the key 'corpus'"),
        ({"preset": "paper"}, None, "asks for 'paper'"),
        ({}, lambda f: (f / "corpus.safetensors").unlink(), "There is no corpus"),
        ({}, break_corpus, "NaN or infinite in 'video'"),
        ({}, lambda f: (f / "recipe.json").write_text("{"), "not a readable JSON"),
        ({}, lambda f: (f / "recipe.json").write_text("[]"), "one JSON object"),
    ],
)
def test_a_mistake_is_one_clear_line(folder, monkeypatch, capsys, changes, damage, says):
    config = write_config(folder, **changes)
    if damage:
        damage(folder)
    monkeypatch.setattr(sys, "argv", ["train", "--config", str(config)])
    assert run("train", main) == 2
    stderr = capsys.readouterr().err
    assert stderr.count("\n") == 1
    assert says in stderr
    assert not (folder / "out").exists()


def test_of_an_assembled_corpus_the_splits_are_used_and_words_only_by_a_route(tmp_path):
    """Models that see need no texts; one that reads them is told which there are."""
    toy, path = toy_triplets(48), tmp_path / "corpus.safetensors"
    split = np.repeat([0, 1, 2], 16).astype(np.int8)
    ids = tuple(map(str, range(48)))
    tags = {"tags": Sentences(np.arange(32), toy.text[:32])}
    Corpus("toy", toy.encoders, ids, split, toy.video, toy.music, tags, toy.empty).save(path)
    recipe = Recipe(
        corpus=path,
        validation=path,
        out=tmp_path / "out",
        run=tmp_path / "run",
        models=("mvpt",),
        model=SMALL,
        train=TrainConfig(epochs=2, batch_size=5),
    )
    train_all(recipe)
    train_all(replace(recipe, models=("mt",), route="tags"))
    for name in ("mvpt", "mt"):
        assert (tmp_path / "out" / name / "config.json").exists()
        rows = [row for row in log_of(tmp_path, name) if "step" in row]
        assert len(rows) == 2 * 4  # of the 16 items of the split, in batches of at most 5
    with pytest.raises(InputError, match=r"'viml' learns from texts.*it has: tags"):
        train_all(replace(recipe, models=("mvpt+", "viml")))
    assert not (tmp_path / "out/mvpt+").exists()


def test_the_run_has_a_default_place(folder):
    config = write_config(folder, run=None, validation=None, train={"epochs": 1})
    done = train(config, cwd=folder, env=os.environ | {"PYTHONPATH": str(Path.cwd())})
    assert done.returncode == 0, done.stderr
    assert (folder / "build/runs/recipe/viml/state.safetensors").exists()


def test_the_help_names_every_field_and_what_it_is_by_default(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["train", "--help"])
    with pytest.raises(SystemExit):
        main()
    said = " ".join(capsys.readouterr().out.split())
    for shown in ("text_dropout (0.8)", "patience (null)", 'fusion ("transformer2")', "dim (256)"):
        assert shown in said
    for field in (*fields(TrainConfig), *fields(ModelConfig)):
        assert f"{field.name} (" in said or field.name in FROM_CORPUS


@pytest.mark.parametrize("path", sorted(Path("training/configs").glob("*.json")), ids=str)
def test_every_configuration_of_the_project_can_be_read(path):
    recipe = Recipe.read(path)
    assert recipe.models
    assert recipe.run == Path("build/runs") / path.stem


def test_a_disk_that_takes_no_more_is_a_sentence_and_the_state_is_kept(folder):
    config = TrainConfig().for_model("viml")
    trainer = Trainer(build_model(toy_config()), toy_triplets(8), config, torch.device("cpu"))
    place = RunFolder(folder / "run", {})
    place.prepare()
    place.save(trainer, Progress(losses=[1.0]))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))  # as a quota would
    try:
        with pytest.raises(StorageError, match="make room"):
            place.save(trainer, Progress(losses=[1.0, 2.0]))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert place.load(trainer).losses == [1.0]
    assert {p.name for p in (folder / "run").iterdir()} == {".lock", "state.safetensors"}
