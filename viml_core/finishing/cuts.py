"""Cuts and motion of a clip, and how well they fall on the beats of a track."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from viml_core.finishing.beats import BeatGrid
from viml_core.types import ClipInfo, FloatArray, Segment


@dataclass(frozen=True)
class Activity:
    """How a clip's picture moves.

    times_s, motion: (n,) seconds since the first picture, and how much the picture changes there,
    0..1, cuts left out (the curve for a plot); cuts_s: when a new shot begins; peaks_s: when motion
    peaks.
    """

    times_s: FloatArray
    motion: FloatArray
    cuts_s: NDArray[np.float64]
    peaks_s: NDArray[np.float64]


@dataclass(frozen=True)
class BeatFit:
    """How the events of a clip fall on the beats of a track.

    score: 0..1, 1 where each is on a beat; chance: what the same events get on average when the
    beats are shifted; lift: (score - chance) / (1 - chance), the term for re-ranking, 0 at chance;
    events: how many cuts and peaks were counted, 0 where there was nothing to compare.
    """

    score: float
    chance: float
    lift: float
    events: int


class Watcher:
    """Notes the activity of a clip while its frames pass by on their way to the encoder.

    watcher = Watcher(); encode(watcher.watch(sample_clip(...))); watcher.activity()
    """

    def watch(self, segments: Iterable[Segment]) -> Iterator[Segment]:
        """The same segments, unchanged."""
        raise NotImplementedError

    def activity(self) -> Activity:
        """Of all that has passed."""
        raise NotImplementedError


def find_activity(info: ClipInfo, *, cancel: threading.Event | None = None) -> Activity:
    """A pass over the whole clip at 24 small pictures a second: cuts are right within 42 ms.

    Costs a decode of the clip. Raises as `sample_clip`.
    """
    raise NotImplementedError


def beat_fit(activity: Activity, grid: BeatGrid, *, start_s: float, duration_s: float) -> BeatFit:
    """How cuts and motion peaks fall on the beats when the track starts at `start_s`."""
    raise NotImplementedError
