"""Chance in closed form is what random scores give through the same measures."""

from __future__ import annotations

import numpy as np
import pytest

from training.evaluation.asking import Answers
from training.evaluation.real_media import chance_row, row


def test_chance_is_what_random_scores_give_in_the_long_run():
    rng = np.random.default_rng(0)
    verdict = rng.choice([-1, 0, 1], (10, 24), p=[0.2, 0.5, 0.3]).astype(np.int8)
    draws = [
        Answers(
            rng.random((24, 24)),
            {"clips": rng.random((10, 24))},
            {"clips": rng.random((10, 10, 24))},
        )
        for _ in range(60)
    ]
    rows = [row(answers, {"clips": verdict}) for answers in draws]
    for group, figures in chance_row({"clips": verdict}).items():
        for name, expected in figures.items():
            found = np.mean([r[group][name] for r in rows])
            assert found == pytest.approx(expected, rel=0.1, abs=0.01), (group, name)
