"""Beats, bar lines and phrases of a track."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from viml_core.types import Waveform


@dataclass(frozen=True)
class BeatGrid:
    """When the beats of a track are, in seconds, ascending; all empty where no beat is audible.

    downbeats_s: the first beat of each bar, a part of `beats_s`; phrases_s: the bar lines where a
    phrase (four bars, as a rule) begins, a part of `downbeats_s`; beats_per_bar: 2, 3 or 4; bpm:
    median; clarity: how sure the pulse is, 0..1.
    """

    beats_s: NDArray[np.float64]
    downbeats_s: NDArray[np.float64]
    phrases_s: NDArray[np.float64]
    beats_per_bar: int
    bpm: float
    clarity: float


def find_beats(waveform: Waveform) -> BeatGrid:
    """The beat grid of a whole track, any rate and channels."""
    raise NotImplementedError
