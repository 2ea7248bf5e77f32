"""The protocols on matrices whose ranks are known, and chance through the same code."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.evaluation import ranking
from training.evaluation.ranking import (
    Lengths,
    Pools,
    Scores,
    cosine_scores,
    random_scores,
    rank_queries,
    same_genre_scores,
)
from training.metrics import median_rank, ranks, recall_at
from viml_core.errors import InputError


def fixed(matrix) -> Scores:
    return Scores(matrix.shape[1], lambda first, last: matrix[first:last])


def test_a_length_that_scores_zero_outranks_a_negative_cosine_and_a_masked_one_does_not():
    scores = np.array([[-0.2, 0.9, 0.1], [0.8, 0.5, 0.4], [0.3, -0.9, -0.1]], np.float32)
    lengths = np.array([3, 3, 5])

    def with_control(control):
        rank = rank_queries(fixed(scores), np.arange(3), lengths=Lengths(lengths, lengths, control))
        return rank.tolist()

    assert rank_queries(fixed(scores), np.arange(3)).tolist() == [3, 2, 2]
    # Query 0: 0.9 and the zeroed third above -0.2. Query 2: both others are zeroed, above -0.1.
    assert with_control("zeroed") == [3, 2, 3]
    assert with_control("masked") == [2, 2, 1]


def test_lengths_of_queries_and_of_candidates_are_their_own():
    scores = np.array([[0.1, 0.2, 0.3]], np.float32)
    masked = Lengths(np.array([5]), np.array([5, 4, 5]), "masked")
    assert rank_queries(fixed(scores), np.array([0]), lengths=masked).tolist() == [2]


@pytest.mark.parametrize("pools", [None, Pools(3)])
@pytest.mark.parametrize("control", [None, "zeroed", "masked"])
def test_a_score_that_is_no_number_is_last_however_it_is_ranked(pools, control):
    scores = np.full((4, 6), 0.5, np.float32)
    scores[1, 1] = scores[2, 5] = np.nan  # the second's own; one that competes with the third
    lengths = Lengths(np.full(4, 7), np.full(6, 7), control) if control else None
    rank = rank_queries(fixed(scores), np.arange(4), pools=pools, lengths=lengths)
    assert rank.tolist() == [3 if pools else 6] * 4


def test_a_collapsed_model_is_last_not_first():
    y = np.tile(np.random.default_rng(0).standard_normal((1, 64)).astype(np.float32), (1037, 1))
    assert (rank_queries(cosine_scores([(1.0, y, y)]), np.arange(1037)) == 1037).all()


@settings(max_examples=30, deadline=None)
@given(
    queries=st.integers(1, 600),
    candidates=st.integers(2, 40),
    size=st.integers(1, 50),
    seed=st.integers(0, 99),
)
def test_a_pool_holds_the_positive_and_that_many_others(queries, candidates, size, seed):
    rng = np.random.default_rng(seed)
    scores = rng.standard_normal((queries, candidates)).astype(np.float32)
    positives = rng.integers(0, candidates, queries)
    full = ranks(scores, positives)
    pooled = rank_queries(fixed(scores), positives, pools=Pools(size, seed))
    again = rank_queries(fixed(scores), positives, pools=Pools(size, seed))
    np.testing.assert_array_equal(pooled, again)
    left_out = candidates - min(size, candidates)
    assert (pooled <= full).all() and (pooled >= full - left_out).all() and (pooled >= 1).all()
    if left_out == 0:
        np.testing.assert_array_equal(pooled, full)


def test_others_of_a_pool_are_drawn_without_bias():
    scores = np.tile(np.arange(20, dtype=np.float32), (4000, 1))  # the positive is beaten by 9
    pooled = rank_queries(fixed(scores), np.full(4000, 10), pools=Pools(5))
    assert pooled.mean() == pytest.approx(1 + 9 * 4 / 19, abs=0.05)
    other = rank_queries(fixed(scores), np.full(4000, 10), pools=Pools(5, seed=1))
    assert (pooled != other).any()


@pytest.mark.parametrize(("size", "seed"), [(0, 0), (-3, 0), (5, -1)])
def test_a_pool_that_cannot_be_is_one_sentence(size, seed):
    with pytest.raises(InputError, match=f"A pool of {size} with the seed {seed}"):
        Pools(size, seed)


def test_blocks_do_not_change_the_ranks_of_a_blend():
    rng = np.random.default_rng(0)
    sides = [
        (weight, *rng.standard_normal((2, 1100, dim)).astype(np.float32))
        for weight, dim in ((0.3, 8), (0.7, 16))
    ]
    whole = sum(weight * (y @ z.T) for weight, y, z in sides)
    found = rank_queries(cosine_scores(sides), np.arange(1100))
    np.testing.assert_allclose(found, ranks(whole, np.arange(1100)), atol=1)  # rounding of products


@pytest.mark.parametrize("at_once", [1, 7, 64])
def test_how_much_is_ranked_at_once_changes_no_draw(monkeypatch, at_once):
    rng = np.random.default_rng(0)
    scores, lengths = rng.standard_normal((60, 45)).astype(np.float32), rng.integers(1, 4, 60)
    positives = rng.integers(0, 45, 60)

    def found():
        with_lengths = Lengths(lengths, lengths[:45], "zeroed")
        return rank_queries(fixed(scores), positives, pools=Pools(10), lengths=with_lengths)

    whole = found()
    monkeypatch.setattr(ranking, "BLOCK_SCORES", 45 * at_once)
    np.testing.assert_array_equal(found(), whole)


def test_the_same_genre_comes_first_in_random_order():
    genre = np.repeat([0, 1], [10, 990])
    rng = np.random.default_rng(0)
    rank = rank_queries(same_genre_scores(genre, genre, rng), np.arange(1000))
    assert rank[:10].max() <= 10 and set(rank[:10].tolist()) != {1}
    assert rank[10:].max() <= 990 and rank[10:].mean() == pytest.approx(495, abs=30)


def test_an_unknown_genre_is_like_no_other():
    genre = np.repeat([-1, 0], [500, 500])
    rng = np.random.default_rng(0)
    rank = rank_queries(same_genre_scores(genre, genre, rng), np.arange(1000))
    assert rank[:500].mean() == pytest.approx(500, abs=40) and rank[500:].max() <= 500


def test_chance_is_what_arithmetic_says():
    rng = np.random.default_rng(0)
    positives = rng.integers(0, 200, 50_000)
    rank = rank_queries(random_scores(200, rng), positives)
    assert median_rank(rank) == pytest.approx(100.5, abs=1.5)
    for k in (1, 5, 10):
        assert recall_at(rank, k) == pytest.approx(k / 200, abs=0.004)


def test_random_scores_and_pools_of_one_seed_are_independent():
    rank = rank_queries(
        random_scores(128, np.random.default_rng(0)), np.arange(128), pools=Pools(50, seed=0)
    )
    assert median_rank(rank) == pytest.approx(25.5, abs=6)
