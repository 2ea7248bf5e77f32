"""Reordering by maximal marginal relevance: what it may never change, and what it must."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viml_core.diversity import DiversityConfig, diverse_order

PLAIN = DiversityConfig(relevance_weight=1.0)


def music(seed: int, count: int, dim: int = 40) -> tuple[np.ndarray, np.ndarray]:
    """Scores and unit features of pieces that are nothing like each other."""
    rng = np.random.default_rng(seed)
    vectors = rng.standard_normal((count, dim))
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return rng.uniform(-1, 1, count).astype(np.float32), unit.astype(np.float32)


def with_copies(seed: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The same with every third piece in three versions of nearly the same score."""
    raw, vectors = music(seed, count)
    copies = np.repeat(vectors[::3], 2, axis=0)
    close = np.repeat(raw[::3], 2) - 0.001 * np.arange(1, 2 * len(raw[::3]) + 1, dtype=np.float32)
    return np.concatenate([raw, close]), np.concatenate([vectors, copies])


@given(st.integers(0, 10_000), st.integers(1, 30))
@settings(max_examples=40, deadline=None)
def test_a_weight_of_one_is_the_plain_order(seed, count):
    raw, vectors = with_copies(seed, count)
    plain = np.argsort(-raw, kind="stable")
    assert diverse_order(raw, vectors, len(raw), PLAIN).tolist() == plain.tolist()


@given(st.integers(0, 10_000), st.integers(1, 30))
@settings(max_examples=40, deadline=None)
def test_every_track_comes_once_the_best_first_and_fewer_are_the_same_beginning(seed, count):
    raw, vectors = with_copies(seed, count)
    order = diverse_order(raw, vectors, len(raw)).tolist()
    assert sorted(order) == list(range(len(raw)))
    assert order[0] == int(np.argmax(raw))
    assert diverse_order(raw, vectors, 5).tolist() == order[:5]


@given(st.integers(0, 10_000), st.integers(2, 30))
@settings(max_examples=40, deadline=None)
def test_music_that_differs_keeps_its_order(seed, count):
    raw, vectors = music(seed, count)
    if (vectors @ vectors.T - np.eye(count)).max() < DiversityConfig().alike_from:
        assert diverse_order(raw, vectors, count).tolist() == np.argsort(-raw).tolist()


def test_copies_of_the_best_track_do_not_fill_the_list():
    raw, vectors = music(1, 20)
    best = int(np.argmax(raw))
    copies = np.repeat(vectors[best : best + 1], 5, axis=0)
    everything = np.concatenate([raw, raw[best] - 0.01 * np.arange(1, 6, dtype=np.float32)])
    listed = diverse_order(everything, np.concatenate([vectors, copies]), 5).tolist()
    assert listed[0] == best
    assert all(i < 20 for i in listed)
    assert listed[1:] == [i for i in np.argsort(-raw).tolist() if i != best][:4]


def test_a_copy_of_a_far_better_track_still_comes_before_what_does_not_suit_at_all():
    """A penalty is no ban: with nothing else that suits, the second version is worth hearing."""
    vectors = np.concatenate([np.eye(1, 21), np.eye(21)]).astype(np.float32)
    raw = np.concatenate([[1.0, 0.99], np.full(20, -1.0)]).astype(np.float32)
    assert diverse_order(raw, vectors, 2).tolist() == [0, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_equal_scores_keep_the_given_order(count):
    same = np.full(4, 0.5, np.float32)
    assert diverse_order(same, music(3, 4)[1], count).tolist() == list(range(count))
    assert diverse_order(np.empty(0, np.float32), np.empty((0, 8), np.float32), 3).tolist() == []


def test_a_shortlist_is_reordered_in_no_time():
    raw, vectors = music(5, DiversityConfig().shortlist, dim=905)
    spent_s = []
    for _ in range(5):
        start = time.process_time()
        diverse_order(raw, vectors, len(raw))
        spent_s.append(time.process_time() - start)
    assert min(spent_s) < 0.1
