"""Ranks of many queries in a pool of candidates: the protocol of the papers, block by block.

Every figure of a table, chance included, comes through `rank_queries`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from training.metrics import FloatMatrix, IntArray, ranks
from viml_core.errors import InputError
from viml_core.types import FloatArray

TRACK_POOL = 2000  # MVPt, ViML: candidates at the track level
CLIP_POOL = 500  # ViML: candidates at the clip level
BLOCK_SCORES = 1 << 22  # scored at once: bounds memory, not results

LengthControl = Literal["zeroed", "masked"]


@dataclass(frozen=True)
class Scores:
    """How much N candidates suit each query, computed when asked for.

    rows(first, last): of the queries [first, last), (last - first, N); higher is better.
    """

    candidates: int
    rows: Callable[[int, int], FloatMatrix]


@dataclass(frozen=True)
class Pools:
    """Each query against its positive and `size - 1` others, drawn anew for each query.

    Raises:
        InputError: a pool without even the positive, or a seed that is none.
    """

    size: int
    seed: int = 0

    def __post_init__(self) -> None:
        if self.size < 1 or self.seed < 0:
            raise InputError(
                f"A pool of {self.size} with the seed {self.seed}: the size has to be at least 1 "
                "and the seed at least 0."
            )


@dataclass(frozen=True)
class Lengths:
    """Segments of each query (Q,) and candidate (N,), and what becomes of unequal pairs.

    zeroed: their score is 0 (MVPt's supplement, C.6), so that a negative cosine of equal length
    ranks below them; masked: they are no candidates, the cleaner variant.
    """

    queries: IntArray
    candidates: IntArray
    control: LengthControl


def rank_queries(
    scores: Scores,
    positives: IntArray,
    *,
    pools: Pools | None = None,
    lengths: Lengths | None = None,
) -> IntArray:
    """Rank of each query's positive, best is 1, ties against us: positives (Q,) columns -> (Q,)."""
    if pools and pools.size >= scores.candidates:
        pools = None  # everything there is
    rng = np.random.default_rng([*b"pools", pools.seed if pools else 0])  # not a score's stream
    rank = np.empty(len(positives), np.int64)
    at_once = max(1, BLOCK_SCORES // scores.candidates)
    for first in range(0, len(positives), at_once):
        last = min(first + at_once, len(positives))
        block, column = scores.rows(first, last), positives[first:last]
        if lengths:
            block = _control(block, first, last, lengths)
        if pools:
            block, column = _draw(block, column, pools.size, rng)
        rank[first:last] = ranks(block, column)
    return rank


def cosine_scores(sides: list[tuple[float, FloatArray, FloatArray]]) -> Scores:
    """Blend of models: (weight, queries (Q, d), candidates (N, d)), unit rows; d may differ."""

    def rows(first: int, last: int) -> FloatMatrix:
        blocks = [(np.float32(weight) * y[first:last]) @ z.T for weight, y, z in sides]
        return sum(blocks[1:], blocks[0])

    return Scores(len(sides[0][2]), rows)


def same_genre_scores(queries: IntArray, candidates: IntArray, rng: np.random.Generator) -> Scores:
    """MVPt's baseline: the candidates of the query's genre in a random order, then the others.

    queries (Q,), candidates (N,): ids of genres. Below 0 the genre is unknown, and like no other.
    """

    def rows(first: int, last: int) -> FloatMatrix:
        own = queries[first:last, None]
        same = (own == candidates[None, :]) & (own >= 0)
        return same + rng.random(same.shape, np.float32)

    return Scores(len(candidates), rows)


def random_scores(candidates: int, rng: np.random.Generator) -> Scores:
    """Chance: scores between 0 and 1 that know nothing."""
    return Scores(
        candidates, lambda first, last: rng.random((last - first, candidates), np.float32)
    )


def _control(block: FloatMatrix, first: int, last: int, lengths: Lengths) -> FloatMatrix:
    equal = lengths.queries[first:last, None] == lengths.candidates[None, :]
    return np.where(equal, block, np.float32(0 if lengths.control == "zeroed" else -np.inf))


def _draw(
    block: FloatMatrix, column: IntArray, size: int, rng: np.random.Generator
) -> tuple[FloatMatrix, IntArray]:
    """Of each row its positive and `size - 1` others, and the columns where the positives are."""
    lots = rng.random(block.shape, np.float32)
    np.put_along_axis(lots, column[:, None], -1.0, axis=1)  # below every lot: always drawn
    drawn = np.argpartition(lots, size - 1, axis=1)[:, :size]
    kept = np.take_along_axis(block, drawn, axis=1)
    return kept, np.argmax(drawn == column[:, None], axis=1)
