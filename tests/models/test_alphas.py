"""Tuned alphas: read for the checkpoints they were tuned for, and for no others."""

from __future__ import annotations

import json

import pytest
import torch

from tests.toy import toy_config
from viml_core.errors import CheckpointError
from viml_core.models.alphas import ALPHAS_FILE, read_alphas, write_alphas
from viml_core.models.checkpoint import load_checkpoint, save_checkpoint
from viml_core.models.retrieval import build_model
from viml_core.models.scoring import DEFAULT_ALPHA, parse_ranking

TUNED = {"viml&mt": 0.35, "viml&mvpt+": 0.8}


@pytest.fixture
def folder(tmp_path):
    for name in ("viml", "mvpt+", "mt"):
        save_checkpoint(build_model(toy_config(name)), tmp_path / name)
    write_alphas(tmp_path, TUNED)
    return tmp_path


def test_what_was_written_is_read_and_used(folder):
    alphas = read_alphas(folder)
    assert alphas == TUNED
    tuned = parse_ranking("ens:viml,mt").tuned(alphas)
    assert tuned.weights("video+text") == {"viml": 0.65, "mt": 0.35}
    assert parse_ranking("mt&mvpt+").tuned(alphas).alpha == DEFAULT_ALPHA
    assert parse_ranking("viml").tuned(alphas).alpha == 0.0


@pytest.mark.parametrize("chosen", [0.6, DEFAULT_ALPHA])
def test_an_alpha_that_a_person_chose_stays(chosen):
    assert parse_ranking("ens:viml,mt", chosen).tuned(TUNED).alpha == chosen


def test_each_is_keyed_by_the_fingerprints_of_its_two_models(folder):
    kept = json.loads((folder / ALPHAS_FILE).read_text())
    assert kept["viml&mt"]["checkpoints"] == {
        name: load_checkpoint(folder / name).fingerprint for name in ("viml", "mt")
    }


def test_an_alpha_of_a_retrained_model_is_passed_over(folder):
    torch.manual_seed(1)
    save_checkpoint(build_model(toy_config("mt")), folder / "mt")
    assert read_alphas(folder) == {"viml&mvpt+": 0.8}


def test_no_file_means_none_tuned(tmp_path):
    assert read_alphas(tmp_path) == {}


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"viml&mt": 0.5}',
        '{"viml&mt": {"alpha": 2, "checkpoints": {}}}',
        '{"viml&clip": {"alpha": 0.5, "checkpoints": {}}}',
    ],
)
def test_a_damaged_file_is_one_sentence(folder, text):
    (folder / ALPHAS_FILE).write_text(text)
    with pytest.raises(CheckpointError, match=ALPHAS_FILE):
        read_alphas(folder)
