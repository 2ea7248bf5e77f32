"""What needs no training: chance, and MVPt's baseline that knows the genre."""

from __future__ import annotations

import math

import numpy as np

from training.evaluation.protocol import Protocol
from training.evaluation.ranking import (
    LengthControl,
    Lengths,
    random_scores,
    rank_queries,
    same_genre_scores,
)
from training.metrics import IntArray

CHANCE_QUERIES = 1_000_000
CONTROLLED_QUERIES = 100_000  # of chance among equal lengths


def chance_ranks(candidates: int, queries: int = CHANCE_QUERIES, seed: int = 0) -> IntArray:
    """Ranks of `queries` positives, anywhere among so many random scores, (queries,).

    A pool drawn at random from random scores is again that, so `candidates` is the pool's size.
    """
    rng = np.random.default_rng(seed)
    positives = rng.integers(0, candidates, queries)
    return rank_queries(random_scores(candidates, rng), positives)


def controlled_chance_ranks(
    lengths: IntArray,
    control: LengthControl,
    protocol: Protocol,
    queries: int = CONTROLLED_QUERIES,
) -> IntArray:
    """The same where lengths (N,) are controlled for: each item asked equally often, at least
    `queries` times in all."""
    positives = np.tile(np.arange(len(lengths)), math.ceil(queries / len(lengths)))
    return rank_queries(
        random_scores(len(lengths), np.random.default_rng(protocol.seed)),
        positives,
        pools=protocol.pools,
        lengths=Lengths(lengths[positives], lengths, control),
    )


def same_genre_ranks(genre: IntArray, protocol: Protocol) -> IntArray:
    """Ranks of the items whose genre is known, (K,): genre (N,), below 0 where unknown."""
    known = np.flatnonzero(genre >= 0)
    rng = np.random.default_rng(protocol.seed)
    scores = same_genre_scores(genre[known], genre, rng)
    return rank_queries(scores, known, pools=protocol.pools)
