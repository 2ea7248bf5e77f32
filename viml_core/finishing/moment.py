"""The right moment: where in a track the clip is suited best."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from viml_core.finishing.beats import BeatGrid
from viml_core.library.embedding import MusicEmbedder
from viml_core.types import FloatArray

Snapped = Literal["downbeat", "beat", "none"]

_LEAST_BARS = 2  # a grid of fewer bars is no grid


@dataclass(frozen=True)
class Windows:
    """What would be heard from each candidate start on, embedded. starts_s (n,), y_m (n, d)."""

    starts_s: NDArray[np.float64]
    y_m: FloatArray
    latest_s: float


@dataclass(frozen=True)
class Snap:
    """A start, and what it was moved to."""

    start_s: float
    to: Snapped


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
    snapped: Snapped


def embed_windows(
    embedder: MusicEmbedder,
    x_m: FloatArray,
    *,
    segment_s: float,
    track_s: float,
    clip_s: float,
) -> Windows:
    """A window of the clip's length slid over a track's kept features, a segment at a time.

    x_m: (S, D_m). A window that would outlast the track is none, but for the one from the
    beginning. The audio is not needed.
    """
    latest_s = max(track_s - clip_s, 0.0)
    length = max(math.ceil(clip_s / segment_s - 1e-6), 1)
    firsts = [i for i in range(len(x_m)) if i == 0 or i * segment_s <= latest_s + 1e-6]
    y_m = embedder.embed_music([x_m[first : first + length] for first in firsts])
    return Windows(np.array(firsts, dtype=np.float64) * segment_s, y_m, latest_s)


def best_start(windows: Windows, query: FloatArray, grid: BeatGrid | None = None) -> Moments:
    """Where the query (d,) is nearest to what would be heard; the earliest of equals.

    With a `grid` the start is moved to the bar line or beat nearby.
    """
    scores: FloatArray = (windows.y_m @ query).astype(np.float32)
    best = int(np.argmax(scores))
    start = Snap(float(windows.starts_s[best]), "none")
    if grid is not None:
        start = snap(start.start_s, grid, windows.latest_s)
    return Moments(windows.starts_s, scores, start.start_s, float(scores[best]), start.to)


def snap(start_s: float, grid: BeatGrid, latest_s: float) -> Snap:
    """A start moved to the nearest bar line within half a bar, else to the nearest beat.

    It stays within 0..`latest_s`, and where it is when the track has no beat. The beginning of a
    track stays, for its first bar line is where the music begins.
    """
    if start_s <= 0:
        return Snap(0.0, "none")
    marks: list[tuple[NDArray[np.float64], Snapped]] = [
        (grid.downbeats_s, "downbeat"),
        (grid.beats_s, "beat"),
    ]
    for times_s, name in marks:
        within = times_s[(times_s >= 0) & (times_s <= latest_s)]
        if len(times_s) <= _LEAST_BARS or len(within) == 0:
            continue
        nearest_s = float(within[np.argmin(np.abs(within - start_s))])
        if abs(nearest_s - start_s) <= 0.51 * float(np.median(np.diff(times_s))):
            return Snap(nearest_s, name)
    return Snap(start_s, "none")
