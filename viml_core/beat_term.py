"""Cuts on the beat as a term of re-ranking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from viml_core.diversity import standardised
from viml_core.errors import InputError
from viml_core.types import FloatArray, Track

CANDIDATES = 50  # beats are heard, not read: only the best so many tracks are asked for theirs


@dataclass(frozen=True)
class BeatTerm:
    """How much cuts on the beat count among the best `CANDIDATES` tracks; the others stay below.

    weight: 0 is the order of the models, 1 that of the beats alone; lift_of: `BeatFit.lift` of a
    track where it starts under the clip, 0 at chance.
    """

    weight: float
    lift_of: Callable[[Track], float]

    def __post_init__(self) -> None:
        check_weight(self.weight)

    def values(self, raw: FloatArray, tracks: Sequence[Track]) -> FloatArray:
        """What the candidates are ordered by: raw (n,) their scores, to (n,), higher is better.

        Both are counted in standard deviations of the candidates, so that one weight serves every
        model, and clips of few cuts, whose lifts spread widely. The more the lift weighs, the
        higher is its mean among the first k, whatever k: with the weight, of any two choices of k
        tracks the one with the larger sum of lifts gains.
        """
        lifts = np.array([self.lift_of(track) for track in tracks], np.float32)
        mixed = (1 - self.weight) * standardised(raw) + self.weight * standardised(lifts)
        return mixed.astype(np.float32)


def check_weight(weight: float) -> None:
    """Raises `InputError` for what is no weight."""
    if not 0.0 <= weight <= 1.0:
        raise InputError(
            f"The weight of cuts on the beat is {weight:g}, but it lies between 0 and 1."
        )
