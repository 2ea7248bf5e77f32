"""Two real processes with half the batch each against one with the whole batch."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from tests.toy import toy_config
from tests.training.corpora import toy_triplets
from training.config import TrainConfig
from training.loop import fit
from training.step import Trainer
from training.workers import joined
from viml_core.errors import InputError
from viml_core.models.retrieval import build_model

ROWS = np.arange(33)  # an odd number: the shares differ in size
CONFIG = TrainConfig(epochs=3, batch_size=33, text_dropout=0.5, chunk_size=10, learn_tau=True)


def fresh_model():
    torch.manual_seed(0)
    return build_model(replace(toy_config(), dropout=0.0))


def shared_tracks():
    """64 rows on 20 tracks, so that rows of one track lie in both shares of a batch."""
    corpus = toy_triplets(64, longest=6)  # longer than a window, so that its place matters
    rows = corpus.rows.copy()
    rows[:, 2] %= 20
    return replace(corpus, rows=rows)


def step_and_fit(run):
    """Loss and gradients of one batch by three losses, then those and weights of a whole run."""
    corpus, results = shared_tracks(), {}
    for change in ({}, {"loss": "siglip"}, {"hard_negatives": 4, "chunk_size": None}):
        config = replace(CONFIG, **change).for_model("viml")
        trainer = Trainer(fresh_model(), corpus, config, torch.device("cpu"))
        results[f"{change}/loss"] = torch.tensor(trainer.gradients(0, ROWS))
        modules = (trainer.model, trainer.objective)
        for name, p in (pair for module in modules for pair in module.named_parameters()):
            results[f"{change}/gradient/{name}"] = p.grad
    model = fresh_model()
    history = fit(model, corpus, CONFIG, validation=toy_triplets(32, 1), run=run, quiet=True)
    results.update({f"weights/{name}": p.detach() for name, p in model.named_parameters()})
    results["losses"] = torch.tensor(history.losses)
    results["recalls"] = torch.tensor(history.recalls)
    return results


def worker(folder):
    """What each of the processes runs; the first writes what it has got."""
    with joined() as workers:
        assert workers.count == 2
        save_file(step_and_fit(folder / "run"), folder / f"{workers.rank}.safetensors")
        for loss in (None, "infonce"):  # batch norm wants the whole batch whatever the loss
            config = replace(CONFIG, loss=loss)
            with pytest.raises(InputError, match="without torchrun"):
                fit(build_model(toy_config("pretet")), toy_triplets(64), config, quiet=True)
        with pytest.raises(InputError, match="the processes fewer"):
            fit(fresh_model(), toy_triplets(3), replace(CONFIG, batch_size=2), quiet=True)


def test_two_processes_give_the_loss_and_gradients_of_one(tmp_path):
    script = (
        "import sys, pathlib\n"
        "from tests.training.test_workers import worker\n"
        "worker(pathlib.Path(sys.argv[1]))\n"
    )
    (tmp_path / "worker.py").write_text(script)
    launch = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2"]
    done = subprocess.run(
        [*launch, str(tmp_path / "worker.py"), str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    alone = step_and_fit(None)
    assert alone["{}/loss"] > 1
    first, second = (load_file(tmp_path / f"{rank}.safetensors") for rank in (0, 1))
    for together in (first, second):
        assert together.keys() == alone.keys()
        for name, expected in alone.items():
            if name.startswith("weights/"):  # the same everywhere, to the last bit
                assert torch.equal(first[name], second[name]), name
                continue
            tolerance = 1e-3 if name in ("losses", "recalls") else 1e-5
            torch.testing.assert_close(
                together[name], expected, atol=tolerance, rtol=tolerance, msg=name
            )
    assert len((tmp_path / "run/log.jsonl").read_text().splitlines()) == 6 + 3
