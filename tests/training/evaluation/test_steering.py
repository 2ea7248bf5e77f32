"""Steerability of models whose figures can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from training.evaluation.steering import (
    MEASURES,
    change,
    first,
    steerability,
    summarise_steering,
)

# four clips, each with three tracks of its own, and three tracks that nobody wants
CLIPS, TRACKS = 4, 15
VERDICT = np.array([[int(t // 3 == c) for t in range(TRACKS)] for c in range(CLIPS)], np.int8)


def crossed(of_clip: float, of_words: float) -> np.ndarray:
    """Scores of a model that adds what fits the clip and what fits the words, so weighted."""
    wanted = VERDICT.astype(float)
    return of_clip * wanted[:, None] + of_words * wanted[None, :]


def figures(scores: np.ndarray) -> dict:
    return summarise_steering(steerability(scores, VERDICT))


def test_a_perfect_model_follows_both():
    found = figures(crossed(1.0, 1.0))
    assert found["words_followed"] == found["clip_followed"] == 1.0
    assert found["words_win"] == 0.5  # the tracks of the words and of the clip are level
    assert 0 < found["words_change"] < 0.5
    assert found["clips"] == CLIPS


def test_a_model_that_ignores_words_is_at_chance_where_they_change():
    found = figures(crossed(1.0, 0.0))
    assert found["words_followed"] == 0.5 and found["words_change"] == 0.0
    assert found["words_win"] == 0.0  # the clip's own tracks stay on top
    assert found["clip_followed"] == 1.0 and found["clip_change"] > 0.5


def test_a_model_that_ignores_the_clip_is_at_chance_where_it_changes():
    found = figures(crossed(0.0, 1.0))
    assert found["clip_followed"] == 0.5 and found["clip_change"] == 0.0
    assert found["words_followed"] == found["words_win"] == 1.0


def test_a_model_that_does_the_opposite_has_nothing():
    found = figures(crossed(-1.0, -1.0))
    assert found["words_followed"] == found["clip_followed"] == 0.0


def test_the_words_decide_where_they_weigh_more():
    assert figures(crossed(0.4, 0.6))["words_win"] == 1.0
    assert figures(crossed(0.6, 0.4))["words_win"] == 0.0


def test_random_scores_are_at_chance_everywhere():
    rng = np.random.default_rng(0)
    verdict = rng.integers(-1, 2, (12, 60)).astype(np.int8)
    draws = [summarise_steering(steerability(rng.random((12, 12, 60)), verdict)) for _ in range(8)]
    for name in MEASURES:
        assert np.mean([found[name] for found in draws]) == pytest.approx(0.5, abs=0.015), name
        low, high = draws[0][f"{name}_95"]
        assert 0.0 < high - low < 0.15


def test_clips_that_no_track_tells_apart_are_left_out():
    verdict = np.repeat(VERDICT[:2], 2, axis=0)  # twins: 0 and 1, 2 and 3
    scores = np.random.default_rng(0).random((4, 4, TRACKS))
    start, fits = ranks(scores[0, 0]), verdict == 1
    by_hand = [first(ranks(scores[0, j]) - start, fits[j], fits[0]) for j in (2, 3)]
    assert steerability(scores, verdict)[0].words_followed == pytest.approx(np.mean(by_hand))
    assert steerability(scores[:2, :2], verdict[:2]) == []


def ranks(scores: np.ndarray) -> np.ndarray:
    return np.argsort(np.argsort(scores)).astype(float)


def test_first_counts_equal_values_half():
    values = np.array([2.0, 1.0, 1.0, 0.0])
    new, old = np.array([1, 1, 0, 0], bool), np.array([0, 0, 1, 1], bool)
    assert first(values, new, old) == (1 + 1 + 0.5 + 1) / 4


def test_change_is_nothing_for_the_same_list_and_all_for_the_list_turned_round():
    order = np.arange(9.0)
    assert change(order, order) == pytest.approx(0.0)
    assert change(order, -order) == pytest.approx(1.0)
    level = np.full(9, 4.0)
    assert change(level, level) == 0.0 and change(level, order) == 0.5
