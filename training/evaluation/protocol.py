"""The two protocols of ViML: whole tracks among 2000, 30 s clips among 500."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from training.data.corpus import HUMAN
from training.evaluation.embedding import Embedded
from training.evaluation.ranking import (
    CLIP_POOL,
    TRACK_POOL,
    LengthControl,
    Lengths,
    Pools,
    cosine_scores,
    rank_queries,
)
from training.metrics import IntArray

Level = Literal["track", "clip"]
Direction = Literal["V->M", "M->V"]
DIRECTIONS: tuple[Direction, ...] = ("V->M", "M->V")
CONTROLS: tuple[LengthControl, ...] = ("zeroed", "masked")
USUAL_ROUTE: dict[Level, str] = {"track": "tags", "clip": HUMAN}  # ViML, sections 4.2 and 4.3
POOL_OF: dict[Level, int] = {"track": TRACK_POOL, "clip": CLIP_POOL}


@dataclass(frozen=True)
class Side:
    """One model's share in a score."""

    weight: float
    embedded: Embedded


@dataclass(frozen=True)
class Protocol:
    """How large a pool each query is ranked in; None is everything that there is."""

    pool: int | None
    seed: int = 0

    @property
    def pools(self) -> Pools | None:
        """As `rank_queries` takes them."""
        return None if self.pool is None else Pools(self.pool, self.seed)

    def ranks(
        self,
        sides: list[Side],
        *,
        direction: Direction = "V->M",
        lengths: IntArray | None = None,
        control: LengthControl = "zeroed",
    ) -> IntArray:
        """Rank of each item's own partner: (Q,). lengths: (Q,) segments, for the length control."""
        embedded = [(s.weight, s.embedded.query, s.embedded.music) for s in sides]
        if direction == "M->V":
            embedded = [(weight, music, query) for weight, query, music in embedded]
        return rank_queries(
            cosine_scores(embedded),
            np.arange(len(embedded[0][1])),
            pools=self.pools,
            lengths=None if lengths is None else Lengths(lengths, lengths, control),
        )
