"""Retrieval metrics as pure functions. Ties are counted against us throughout."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatMatrix = NDArray[np.floating]
IntArray = NDArray[np.int64]
CUTS = (1, 5, 10)  # the papers' Recall@k
PERCENT = 100.0
BOOTSTRAP_DRAWS = 1 << 20  # at once: bounds memory, not results


@dataclass(frozen=True)
class Interval:
    """An estimate with its 95% bootstrap interval."""

    value: float
    low: float
    high: float


def ranks(scores: FloatMatrix, positives: ArrayLike) -> IntArray:
    """Rank of each query's positive: scores (Q, N), positives (Q,) columns -> (Q,), best is 1.

    A candidate with the positive's own score, or with NaN, ranks above it, so a model that gives
    one score to all is last, not first.
    """
    column = np.asarray(positives, np.int64)[:, None]
    own = np.take_along_axis(scores, column, axis=1)
    return scores.shape[1] - np.count_nonzero(scores < own, axis=1)


def recall_at(rank: IntArray, k: int) -> float:
    """Share of queries whose positive is among the first k."""
    return float(np.mean(rank <= k))


def median_rank(rank: IntArray) -> float:
    """The median of the positives' ranks."""
    return float(np.median(rank))


def summarise_ranks(
    rank: IntArray, *, unit: float = 1.0, intervals: bool = True
) -> dict[str, float | list[float]]:
    """Median rank and Recall@1/5/10, with 95% intervals over queries. unit: 100 gives percent."""
    report: dict[str, float | list[float]] = {"MR": median_rank(rank)}
    for k in CUTS:
        report[f"R@{k}"] = unit * recall_at(rank, k)
        if intervals:
            interval = bootstrap(rank <= k)
            report[f"R@{k}_95"] = [unit * interval.low, unit * interval.high]
    return report


def auc(fit: FloatMatrix, misfit: FloatMatrix) -> float:
    """Share of (fit, misfit) pairs in which fit scores strictly higher: (F,), (M,) -> 0..1."""
    return float(np.mean(fit[:, None] > misfit[None, :]))


def bootstrap(
    values: Sequence[float] | NDArray[np.generic],
    *,
    statistic: Callable[..., NDArray[np.floating]] = np.mean,
    resamples: int = 2000,
    seed: int = 0,
) -> Interval:
    """Percentile interval of the mean of independent items, resampled with replacement.

    statistic: another one than the mean, called as `np.median` is, with an `axis`.
    """
    items = np.asarray(values, np.float64)
    rng = np.random.default_rng(seed)
    at_once = max(1, BOOTSTRAP_DRAWS // len(items))
    found = []
    for done in range(0, resamples, at_once):
        rows = rng.integers(0, len(items), (min(at_once, resamples - done), len(items)))
        found.append(statistic(items[rows], axis=1))
    low, high = np.percentile(np.concatenate(found), [2.5, 97.5])
    return Interval(float(statistic(items, axis=None)), float(low), float(high))
