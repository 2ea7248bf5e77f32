"""Ranks of many queries in a pool of candidates: the protocol of the papers, block by block.

Every figure of a table, chance included, comes through `rank_queries`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from training.metrics import FloatMatrix, IntArray, ranks
from viml_core.types import FloatArray

TRACK_POOL = 2000  # MVPt, ViML: candidates at the track level
CLIP_POOL = 500  # ViML: candidates at the clip level
BLOCK_ROWS = 2048  # bounds memory, not results

Scores = Callable[[int, int], FloatMatrix]  # queries [first, last) -> (last - first, N)
LengthControl = Literal["zeroed", "masked"]


@dataclass(frozen=True)
class Pools:
    """Each query against its positive and `size - 1` others, drawn anew for each query."""

    size: int
    seed: int = 0


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
    rng = np.random.default_rng([*b"pools", pools.seed]) if pools else None  # not a score's stream
    rank = np.empty(len(positives), np.int64)
    for first in range(0, len(positives), BLOCK_ROWS):
        last = min(first + BLOCK_ROWS, len(positives))
        block, column = scores(first, last), positives[first:last]
        if lengths:
            block = _control(block, first, last, lengths)
        if pools and rng and pools.size < block.shape[1]:
            block, column = _draw(block, column, pools.size, rng)
        rank[first:last] = ranks(block, column)
    return rank


def cosine_scores(sides: list[tuple[float, FloatArray, FloatArray]]) -> Scores:
    """Blend of models: (weight, queries (Q, d), candidates (N, d)), unit rows; d may differ."""

    def rows(first: int, last: int) -> FloatMatrix:
        blocks = [(np.float32(weight) * y[first:last]) @ z.T for weight, y, z in sides]
        return sum(blocks[1:], blocks[0])

    return rows


def same_genre_scores(genre: IntArray, rng: np.random.Generator) -> Scores:
    """MVPt's baseline: a random order of the candidates that have the query's genre, then the rest.

    genre: (N,), of queries and candidates alike.
    """

    def rows(first: int, last: int) -> FloatMatrix:
        same = genre[first:last, None] == genre[None, :]
        return same + rng.random(same.shape, np.float32)

    return rows


def random_scores(candidates: int, rng: np.random.Generator) -> Scores:
    """Chance: scores between 0 and 1 that know nothing."""
    return lambda first, last: rng.random((last - first, candidates), np.float32)


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
