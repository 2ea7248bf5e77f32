"""Retrieval metrics as pure functions. Ties are counted against us throughout."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatMatrix = NDArray[np.floating]
IntArray = NDArray[np.int64]


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
    not_below = ~(scores < own)
    return not_below.sum(axis=1, dtype=np.int64)


def recall_at(rank: IntArray, k: int) -> float:
    """Share of queries whose positive is among the first k."""
    return float(np.mean(rank <= k))


def median_rank(rank: IntArray) -> float:
    """The median of the positives' ranks."""
    return float(np.median(rank))


def auc(fit: FloatMatrix, misfit: FloatMatrix) -> float:
    """Share of (fit, misfit) pairs in which fit scores strictly higher: (F,), (M,) -> 0..1."""
    return float(np.mean(fit[:, None] > misfit[None, :]))


def bootstrap(
    values: Sequence[float] | NDArray[np.generic],
    statistic: Callable[[NDArray[np.generic]], float] = lambda v: float(np.mean(v)),
    *,
    resamples: int = 2000,
    seed: int = 0,
) -> Interval:
    """Percentile interval of a statistic over independent items, resampled with replacement."""
    items = np.asarray(values)
    rng = np.random.default_rng(seed)
    draws = rng.integers(0, len(items), (resamples, len(items)))
    low, high = np.percentile([statistic(items[draw]) for draw in draws], [2.5, 97.5])
    return Interval(statistic(items), float(low), float(high))
