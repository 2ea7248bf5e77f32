"""A run's folder: exactly going on, for every kind of state, and being alone there."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file

from tests.toy import toy_config
from tests.training.corpora import toy_triplets
from training.config import TrainConfig
from training.data.triplets import Triplets
from training.loop import fit
from training.runs import CURVES_FILE, LOCK_FILE, LOG_FILE, PREVIOUS, STATE_FILE, RunFolder
from viml_core.errors import InputError, StorageError
from viml_core.models.retrieval import build_model

TRACKS = 48
SHORT = TrainConfig(epochs=5, batch_size=16, save_every_s=0.0)


class Gone(Exception):
    """Stands for the end of the process."""


def breaking(corpus: Triplets, batches: int) -> Triplets:
    """The same corpus, but it is gone after so many batches."""
    left = iter(range(batches))

    class Breaking(Triplets):
        def batch(self, *arguments):
            if next(left, None) is None:
                raise Gone
            return super().batch(*arguments)

    return Breaking(**vars(corpus))


@pytest.fixture(scope="module")
def corpora():
    return toy_triplets(TRACKS, longest=6), toy_triplets(TRACKS, seed=1)


def train(name, corpora, config, run=None, batches=None):
    corpus, validation = corpora
    torch.manual_seed(0)
    model = build_model(replace(toy_config(name), widest_dim=32))
    if batches is not None:
        corpus = breaking(corpus, batches)
    history = fit(model, corpus, config, validation=validation, run=run, quiet=True)
    return history, model.state_dict()


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("viml", {"loss": "siglip", "learn_tau": True, "precision": "bf16", "chunk_size": 9}),
        ("mvpt", {"epochs": 200, "patience": 2, "feature_noise": 0.1, "hard_negatives": 3}),
        ("mt", {"save_every_s": 3600.0}),
        ("pretet", {}),
    ],
)
def test_a_run_broken_off_again_and_again_ends_as_one_that_was_not(corpora, tmp_path, name, change):
    config = replace(SHORT, **change)
    for run in ("whole", "run"):
        (tmp_path / run).mkdir()
        (tmp_path / run / CURVES_FILE).touch()  # is not drawn again, which saves time
    whole, weights = train(name, corpora, config, tmp_path / "whole")
    after = np.random.default_rng().integers(1, 6, size=3).tolist()  # batches until each break
    if config.patience:  # a break between the best epoch and the end: its weights have to be kept
        after = [2, (whole.best_epoch + 1) * 3 + 1 - 2, 1]
    for number, batches in enumerate(after):
        last = number == len(after) - 1  # then the log has steps that the state has not
        saving = replace(config, save_every_s=3600.0) if last else config
        with pytest.raises(Gone):
            train(name, corpora, saving, tmp_path / "run", batches)
    history, resumed = train(name, corpora, config, tmp_path / "run")
    assert history == whole, after
    for key in weights:
        assert torch.equal(resumed[key], weights[key]), (key, after)
    states = [load_file(tmp_path / run / STATE_FILE) for run in ("whole", "run")]
    assert states[0].keys() == states[1].keys()
    for key in states[0]:
        np.testing.assert_array_equal(states[0][key], states[1][key], err_msg=f"{key} {after}")
    logs = [(tmp_path / run / LOG_FILE).read_text() for run in ("whole", "run")]
    assert logs[0] == logs[1]
    if config.patience:
        assert len(history.recalls) == history.best_epoch + 1 + 2 < 200
        for key, value in weights.items():  # those of the best epoch, not of the last
            np.testing.assert_array_equal(states[1][f"best/{key}"], value.numpy(), err_msg=key)
        assert any((states[1][f"best/{k}"] != states[1][f"model/{k}"]).any() for k in weights)


def test_the_state_holds_what_going_on_needs(corpora, tmp_path):
    """A run that starts from its first step again would end alike, and prove nothing."""
    with pytest.raises(Gone):
        train("viml", corpora, SHORT, tmp_path, batches=7)
    assert len(load_file(tmp_path / STATE_FILE)["losses"]) == 7
    with pytest.raises(Gone):
        train("viml", corpora, SHORT, tmp_path, batches=2)
    assert len(load_file(tmp_path / STATE_FILE)["losses"]) == 9
    seen = [json.loads(line) for line in (tmp_path / LOG_FILE).read_text().splitlines()]
    assert [row["step"] for row in seen if "step" in row] == list(range(9))


def test_a_finished_run_of_other_settings_is_put_aside(corpora, tmp_path, capsys):
    short = replace(SHORT, epochs=1)
    first, _ = train("mt", corpora, short, tmp_path)
    state, log = (tmp_path / STATE_FILE).read_bytes(), (tmp_path / LOG_FILE).read_text()
    second, _ = train("mt", corpora, replace(short, seed=1), tmp_path)
    assert first.losses != second.losses
    aside = tmp_path / PREVIOUS
    assert ((aside / STATE_FILE).read_bytes(), (aside / LOG_FILE).read_text()) == (state, log)
    assert (aside / CURVES_FILE).exists() and (tmp_path / CURVES_FILE).exists()
    said = capsys.readouterr().err
    assert "train.seed was 0 and is now 1" in said and str(aside) in said
    train("mt", corpora, replace(short, seed=1), tmp_path)  # finished: nothing moves
    assert (aside / STATE_FILE).read_bytes() == state


def test_two_processes_do_not_train_in_one_folder(tmp_path):
    place = RunFolder(tmp_path, {})
    place.prepare()
    holds = (
        "import sys\n"
        "from filelock import FileLock, Timeout\n"
        "try: lock = FileLock(sys.argv[1], timeout=0).acquire()\n"
        "except Timeout: sys.exit(3)\n"
        "print('held', flush=True)\n"
        "sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", holds, str(tmp_path / LOCK_FILE)]
    assert subprocess.run(command, stdin=subprocess.DEVNULL).returncode == 3
    del place
    other = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdout.readline() == b"held\n"
    with pytest.raises(InputError, match="Another process is training"):
        RunFolder(tmp_path, {}).prepare()
    other.communicate()
    RunFolder(tmp_path, {}).prepare()


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot be written"):
        RunFolder(tmp_path / "file" / "run", {}).prepare()


def test_weights_that_exploded_in_the_last_step_are_not_kept(corpora, tmp_path):
    """The loss is of before the step, so it is still finite."""
    exploding = replace(SHORT, epochs=1, batch_size=TRACKS, learning_rate=1e39)
    with pytest.raises(InputError, match="weights that are not finite"):
        train("mt", corpora, exploding, tmp_path)
    assert not (tmp_path / STATE_FILE).exists()
    with pytest.raises(InputError, match="weights that are not finite"):
        train("mt", corpora, exploding)
