"""The right moment: where in a track the clip is suited best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from viml_core.finishing.beats import BeatGrid
from viml_core.library.embedding import MusicEmbedder
from viml_core.types import FloatArray


@dataclass(frozen=True)
class Moments:
    """The score of every candidate start of one track, and the best.

    starts_s, scores: (n,) ascending candidate starts and the cosine of the query with the music
    that would be heard from there on (a curve for the waveform); start_s: the best start, moved to
    the bar line nearby where there is one; score: the curve's at that candidate; snapped: what
    `start_s` was moved to.
    """

    starts_s: NDArray[np.float64]
    scores: FloatArray
    start_s: float
    score: float
    snapped: Literal["downbeat", "beat", "none"]


def best_start(
    embedder: MusicEmbedder,
    query: FloatArray,
    x_m: FloatArray,
    *,
    segment_s: float,
    track_s: float,
    clip_s: float,
    grid: BeatGrid | None = None,
) -> Moments:
    """Slides a window of the clip's length over a track's kept features, one segment at a time.

    query: (d,) the embedded clip and words; x_m: (S, D_m). Deterministic. Without `grid` the start
    stays at a segment's beginning.
    """
    raise NotImplementedError


def snap(
    start_s: float, grid: BeatGrid, latest_s: float
) -> tuple[float, Literal["downbeat", "beat", "none"]]:
    """A start moved to the nearest bar line within a bar, else to the nearest beat."""
    raise NotImplementedError
