"""Pairs that lie near each other are found without comparing all in full, and all of them are."""

from __future__ import annotations

import numpy as np
import pytest

from viml_core.library.neighbours import near_pairs, shortened


def unit(rows: np.ndarray) -> np.ndarray:
    return np.float32(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def in_full(rows: np.ndarray, least: float) -> dict[tuple[int, int], float]:
    cosines = rows @ rows.T
    pairs = np.argwhere(np.triu(cosines >= least, k=1)).tolist()
    return {(a, b): float(cosines[a, b]) for a, b in pairs}


@pytest.mark.parametrize("size", [1, 2, 1500])
@pytest.mark.parametrize("features", [16, 300])
def test_they_are_those_of_a_full_comparison(size, features):
    """Rows around a few centres, as music is, some of them nearly the same as another."""
    rng = np.random.default_rng(size)
    centres = 3 * rng.standard_normal((9, features))
    rows = centres[rng.integers(9, size=size)] + rng.standard_normal((size, features))
    rows[1::10] = rows[: len(rows[1::10])] + 0.25 * rng.standard_normal(rows[1::10].shape)
    rows = unit(rows)
    wanted = in_full(rows, 0.97)
    found = {(first, second): cosine for first, second, cosine in near_pairs(rows, 0.97)}
    assert found == pytest.approx(wanted, abs=1e-5)
    assert size < 1500 or len(wanted) > 100


def test_the_bound_is_never_below_the_cosine_and_rules_most_out():
    rng = np.random.default_rng(0)
    rows = unit(rng.standard_normal((1000, 400)) * np.geomspace(8, 0.1, 400))
    short, cosines = shortened(rows), rows @ rows.T
    bound = short @ short.T
    assert short.shape[1] < 50
    assert (bound >= cosines - 1e-5).all()
    assert (np.triu(bound, k=1) > 0.97).mean() < 0.001
