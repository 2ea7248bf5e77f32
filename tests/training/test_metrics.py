"""Metrics against matrices whose answers are known by hand, and against torchmetrics."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torchmetrics.retrieval import RetrievalHitRate

from training.metrics import auc, bootstrap, median_rank, ranks, recall_at

SCORES = np.array([[0.9, 0.1, 0.5], [0.2, 0.3, 0.4], [0.7, 0.7, 0.1]])


def test_ranks_of_a_hand_made_matrix():
    assert ranks(SCORES, [0, 1, 2]).tolist() == [1, 2, 3]


def test_ties_count_against_the_model():
    assert ranks(np.zeros((2, 5)), [0, 4]).tolist() == [5, 5]
    assert ranks(SCORES, [0, 1, 0])[2] == 2
    assert auc(np.ones(3), np.ones(4)) == 0.0


def test_nan_never_helps():
    scores = np.array([[np.nan, 0.5], [0.5, np.nan]])
    assert ranks(scores, [0, 0]).tolist() == [2, 2]


def test_recall_agrees_with_torchmetrics():
    rng = np.random.default_rng(0)
    scores, positives = rng.standard_normal((50, 20)), rng.integers(0, 20, 50)
    target = np.zeros((50, 20), bool)
    target[np.arange(50), positives] = True
    queries = torch.arange(50)[:, None].expand(50, 20)
    for k in (1, 5, 10):
        oracle = RetrievalHitRate(top_k=k)(
            torch.from_numpy(scores).flatten(),
            torch.from_numpy(target).flatten(),
            indexes=queries.flatten(),
        )
        assert recall_at(ranks(scores, positives), k) == pytest.approx(float(oracle))


def test_random_scores_give_chance():
    rng = np.random.default_rng(1)
    rank = ranks(rng.standard_normal((4000, 100)), np.zeros(4000, int))
    assert median_rank(rank) == pytest.approx(50.5, abs=2.5)
    assert recall_at(rank, 10) == pytest.approx(0.10, abs=0.02)


def test_auc_of_known_pairs():
    assert auc(np.array([3.0, 1.0]), np.array([2.0, 0.0])) == 0.75


def test_bootstrap_interval_covers_the_truth_about_as_often_as_it_says():
    rng = np.random.default_rng(2)
    intervals = [bootstrap(rng.random(80) < 0.3, resamples=300, seed=i) for i in range(200)]
    covered = np.mean([i.low <= 0.3 <= i.high for i in intervals])
    assert 0.88 <= covered <= 0.99


def test_bootstrap_of_the_median_says_where_the_median_lies():
    values = np.r_[np.arange(99.0), 1e6]  # one giant moves the mean, not the median
    interval = bootstrap(values, statistic=np.median)
    assert interval.value == 49.5
    assert 30 < interval.low < interval.value < interval.high < 70
