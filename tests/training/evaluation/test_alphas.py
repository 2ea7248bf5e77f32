"""Tuning of an ensemble on clips: known answers."""

from __future__ import annotations

import numpy as np
import pytest

from training.evaluation.alphas import choose_alphas, nearest_of_the_best
from training.evaluation.asking import Answers
from training.evaluation.ensembles import ALPHAS
from viml_core.errors import InputError

CLIPS, TRACKS = 8, 20
RNG = np.random.default_rng(0)
VERDICT = np.array([[1] * 6 + [-1] * 6 + [0] * 8] * CLIPS, np.int8)
RIGHT = np.broadcast_to(VERDICT.astype(float), (CLIPS, CLIPS, TRACKS))


def answers(crossed: np.ndarray) -> Answers:
    return Answers(None, {}, {"clips": crossed})


def noise() -> np.ndarray:
    return RNG.normal(size=RIGHT.shape)


@pytest.mark.parametrize(("viml", "mt", "alpha"), [(1.0, 0.0, 0.0), (0.0, 1.0, 1.0)])
def test_all_weight_goes_to_the_side_that_alone_knows(viml, mt, alpha):
    singles = {"viml": answers(viml * RIGHT + noise()), "mt": answers(mt * RIGHT + noise())}
    tuned = choose_alphas(singles, {"clips": VERDICT})
    assert set(tuned) == {"viml&mt"}
    assert abs(tuned["viml&mt"].alpha - alpha) <= 0.35
    best = max(tuned["viml&mt"].rows, key=lambda row: row["clips_AUC"])
    assert tuned["viml&mt"].held_out["AUC"] <= best["clips_AUC"]


def test_the_rows_are_the_figures_of_each_alpha():
    singles = {"viml": answers(RIGHT), "mt": answers(-RIGHT)}
    tuned = choose_alphas(singles, {"clips": VERDICT})["viml&mt"]
    assert [row["alpha"] for row in tuned.rows] == list(ALPHAS)
    assert [row["AUC"] for row in tuned.rows] == [float(alpha < 0.5) for alpha in ALPHAS]
    assert tuned.alpha == 0.45  # the nearest to a half of those that are right
    assert tuned.held_out["AUC"] == 1.0


@pytest.mark.parametrize("clips", [1, 2])
def test_too_few_clips_are_one_sentence(clips):
    few = answers(RIGHT[:clips, :clips])
    with pytest.raises(InputError, match=f"{clips} clips have both"):
        choose_alphas({"viml": few, "mt": few}, {"clips": VERDICT[:clips]})


def test_of_weights_that_the_clips_cannot_tell_apart_the_middle_is_taken():
    flat = np.full((len(ALPHAS), CLIPS), 0.8)
    assert ALPHAS[nearest_of_the_best(flat)] == 0.5


def test_a_difference_within_one_standard_error_is_none():
    table = np.full((len(ALPHAS), CLIPS), 0.8)
    table[0] += 0.1 * np.array([1, 1, 1, 1, -1, -1, -1, 0])  # the best by luck
    assert ALPHAS[nearest_of_the_best(table)] == 0.5
    table[0] = 0.9  # the best for every clip
    assert ALPHAS[nearest_of_the_best(table)] == 0.0
