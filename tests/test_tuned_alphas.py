"""The app blends an ensemble as it was tuned, unless a person says otherwise."""

from __future__ import annotations

import shutil

import pytest

from viml_core import recommender as module
from viml_core.config import CHECKPOINTS_DIR
from viml_core.models.alphas import write_alphas
from viml_core.models.scoring import parse_ranking
from viml_core.recommender import Recommender


@pytest.fixture
def tuned(recommender, tmp_path, monkeypatch) -> Recommender:
    """The shipped checkpoints with an alpha beside them, and the encoders that are loaded."""
    shutil.copytree(CHECKPOINTS_DIR / "embedded", tmp_path / "checkpoints")
    write_alphas(tmp_path / "checkpoints", {"viml&mt": 0.2})
    monkeypatch.setattr(module, "load_preset", lambda *_: recommender.preset)
    return Recommender.load(checkpoints=tmp_path / "checkpoints")


@pytest.mark.parametrize(("said", "alpha"), [(None, 0.2), (0.5, 0.5)])
def test_an_answer_is_blended_as_tuned_or_as_said(tuned, starter, said, alpha):
    answer = tuned.suggest(starter, parse_ranking("viml&mt", said), 3, text="calm piano")
    assert answer.ranking.alpha == alpha
