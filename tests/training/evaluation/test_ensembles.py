"""Alpha is found on validation, and a blend is what the supplement says."""

from __future__ import annotations

import numpy as np

from training.evaluation.embedding import Embedded
from training.evaluation.ensembles import blend, tune_alpha
from training.evaluation.protocol import Protocol, Side

EVERYTHING = Protocol(pool=None)


def unit(x):
    return (x / np.linalg.norm(x, axis=1, keepdims=True)).astype(np.float32)


def noisy(rng, tracks, noise) -> Embedded:
    """Queries that are their tracks and something else."""
    return Embedded(unit(tracks + noise * rng.standard_normal(tracks.shape)), unit(tracks))


def test_alpha_goes_to_the_side_that_knows_and_between_two_that_do():
    rng = np.random.default_rng(0)
    first, second = rng.standard_normal((2, 300, 8))
    knows, knows_too = noisy(rng, first, 1.0), noisy(rng, second, 1.0)
    knows_nothing = noisy(rng, rng.standard_normal((300, 8)), 100.0)
    assert tune_alpha(knows, knows_nothing, EVERYTHING) <= 0.25
    assert tune_alpha(knows_nothing, knows, EVERYTHING) >= 0.75
    assert 0.3 <= tune_alpha(knows, knows_too, EVERYTHING) <= 0.7


def test_of_equal_alphas_the_middle_is_taken():
    perfect = Embedded(np.eye(9, dtype=np.float32), np.eye(9, dtype=np.float32))
    assert tune_alpha(perfect, perfect, EVERYTHING) == 0.5


def test_the_ends_of_a_blend_are_its_sides():
    rng = np.random.default_rng(1)
    video, text = (noisy(rng, rng.standard_normal((50, 4)), 1.0) for _ in range(2))
    for alpha, side in ((0.0, video), (1.0, text)):
        alone = EVERYTHING.ranks([Side(1.0, side)])
        np.testing.assert_array_equal(EVERYTHING.ranks(blend(video, text, alpha)), alone)


def test_music_to_video_is_the_transposed_question():
    rng = np.random.default_rng(2)
    side = noisy(rng, rng.standard_normal((40, 4)), 1.0)
    turned = Embedded(side.music, side.query)
    np.testing.assert_array_equal(
        EVERYTHING.ranks([Side(1.0, side)], direction="M->V"),
        EVERYTHING.ranks([Side(1.0, turned)]),
    )
