"""Cuts and motion of a clip, and how well they fall on the beats of a track."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from viml_core.config import SamplingConfig
from viml_core.finishing.beats import BeatGrid
from viml_core.media.frames import sample_clip
from viml_core.media.sampling import Window
from viml_core.types import ClipInfo, FloatArray, FrameArray, Segment

Times = NDArray[np.float64]

_SIDE = 16  # pictures are compared at this size: motion of a few pixels is none
_RATE_HZ = 24.0
_MOTION_STEP_S = 1 / 6  # motion is what changes in this time
_STRONG_MOTION = 0.12  # mean change of a picture, 0..1, that counts as 1
_CUT = 0.06  # a cut changes the picture at least so much ...
_CUT_RATIO = 2.5  # ... and so many times what is usual around it
_AROUND_S = 0.8
_LONE, _BESIDE_S = 1.8, 0.12  # ... and times what is next to it: a jerk of the camera is no cut
_PEAK_PROMINENCE = 0.12
_PEAK_DISTANCE_S = 0.5
_ON_BEAT_S = 0.045  # within this, eye and ear take two events for one
_PEAK_WEIGHT = 0.3  # beside a cut
_SHIFTS = 48


@dataclass(frozen=True)
class Activity:
    """How a clip's picture moves.

    times_s, motion: (n,) seconds since the first picture, and how much the picture changes there,
    0..1, cuts left out (the curve for a plot); cuts_s: when a new shot begins; peaks_s: when motion
    peaks; precision_s: how far off these times may be.
    """

    times_s: FloatArray
    motion: FloatArray
    cuts_s: Times
    peaks_s: Times
    precision_s: float

    @property
    def events(self) -> int:
        """How many cuts and peaks there are."""
        return len(self.cuts_s) + len(self.peaks_s)


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

    def __init__(self) -> None:
        self._small: list[FloatArray] = []
        self._times_s: list[FloatArray] = []

    def watch(self, segments: Iterable[Segment]) -> Iterator[Segment]:
        """The same segments, unchanged."""
        for segment in segments:
            self._small.append(_shrunk(segment.frames))
            self._times_s.append(segment.times_s)
            yield segment

    def activity(self) -> Activity:
        """Of all that has passed; no cuts and no motion where that is less than two pictures."""
        if not self._times_s:
            return _still(np.empty(0, np.float32))
        times_s = np.concatenate(self._times_s)
        if len(times_s) < 2:
            return _still(times_s)
        return _activity(np.concatenate(self._small), times_s)


def find_activity(info: ClipInfo, *, cancel: threading.Event | None = None) -> Activity:
    """A pass over the whole clip at 24 small pictures a second: cuts are right within 21 ms.

    Costs a decode of the clip. Raises as `sample_clip`.
    """
    sampling = SamplingConfig(frame_rate_hz=_RATE_HZ, frame_size_px=2 * _SIDE)
    window = Window(0.0, max(round(info.duration_s * _RATE_HZ), 1))
    watcher = Watcher()
    for _ in watcher.watch(sample_clip(info, sampling, window=window, cancel=cancel)):
        pass
    return watcher.activity()


def beat_fit(activity: Activity, grid: BeatGrid, *, start_s: float, duration_s: float) -> BeatFit:
    """How cuts and motion peaks fall on the beats when the track starts at `start_s`.

    Events for which the track has no beat, before its first or after its last, do not count.
    """
    events = _events(activity, grid, start_s, duration_s)
    if len(events.times_s) == 0:
        return BeatFit(0.0, 0.0, 0.0, 0)
    spread_s = float(np.hypot(_ON_BEAT_S, activity.precision_s))
    period_s = float(np.median(np.diff(grid.beats_s)))
    shifts_s = start_s + period_s * np.arange(_SHIFTS) / _SHIFTS
    fits = _nearness(events, grid.beats_s, shifts_s, spread_s)
    score, chance = float(fits[0]), float(fits.mean())
    return BeatFit(score, chance, (score - chance) / (1 - chance), len(events.times_s))


def start_on_beats(
    activity: Activity, grid: BeatGrid, *, start_s: float, duration_s: float
) -> float:
    """The start nearby, less than a beat away, from which the events fall on beats best.

    `start_s` itself where there is nothing to compare.
    """
    events = _events(activity, grid, start_s, duration_s)
    if len(events.times_s) == 0:
        return start_s
    spread_s = float(np.hypot(_ON_BEAT_S, activity.precision_s))
    half_s = float(np.median(np.diff(grid.beats_s))) / 2
    starts_s = start_s + np.arange(-half_s, half_s, 0.005)
    starts_s = starts_s[starts_s >= 0]
    fits = _nearness(events, grid.beats_s, starts_s, spread_s)
    return float(starts_s[int(np.argmax(fits))])


@dataclass(frozen=True)
class _Events:
    """times_s (n,) in the clip, and what each counts."""

    times_s: Times
    weights: Times


def _events(activity: Activity, grid: BeatGrid, start_s: float, duration_s: float) -> _Events:
    times_s = np.concatenate([activity.cuts_s, activity.peaks_s])
    weights = np.repeat([1.0, _PEAK_WEIGHT], [len(activity.cuts_s), len(activity.peaks_s)])
    if len(grid.beats_s) < 2:
        return _Events(times_s[:0], weights[:0])
    first_s, last_s = grid.beats_s[0] - start_s - 0.1, grid.beats_s[-1] - start_s + 0.1
    heard = (times_s >= first_s) & (times_s <= min(last_s, duration_s))
    return _Events(times_s[heard], weights[heard])


def _nearness(events: _Events, beats_s: Times, starts_s: Times, spread_s: float) -> Times:
    """How near the events are to beats for each start (n,): 1 on them, 0.6 a spread away.

    The weighted means, (n,).
    """
    heard_s = starts_s[:, None] + events.times_s
    after = np.clip(np.searchsorted(beats_s, heard_s), 1, len(beats_s) - 1)
    away_s = np.minimum(np.abs(heard_s - beats_s[after - 1]), np.abs(heard_s - beats_s[after]))
    near = np.exp(-0.5 * (away_s / spread_s) ** 2)
    means: Times = near @ events.weights / events.weights.sum()
    return means


def _shrunk(frames: FrameArray) -> FloatArray:
    """(n, H, W, 3) bytes to (n, 16, 16, 3) means, 0..1."""
    count, height, width, _ = frames.shape
    block_h, block_w = height // _SIDE, width // _SIDE
    cropped = frames[:, : block_h * _SIDE, : block_w * _SIDE]
    blocks = cropped.reshape(count, _SIDE, block_h, _SIDE, block_w, 3)
    small: FloatArray = blocks.mean(axis=(2, 4), dtype=np.float32) / np.float32(255)
    return small


def _still(times_s: FloatArray) -> Activity:
    return Activity(times_s, np.zeros_like(times_s), np.empty(0), np.empty(0), 0.0)


def _activity(small: FloatArray, times_s: FloatArray) -> Activity:
    period_s = float(np.median(np.diff(times_s)))
    step = max(round(_MOTION_STEP_S / period_s), 1)
    change = _change(small, 1)
    cut = _is_cut(change, period_s)
    motion = _without_cuts(_change(small, step), cut, step)
    motion = np.minimum(motion / _STRONG_MOTION, 1.0).astype(np.float32)
    return Activity(
        times_s=times_s,
        motion=motion,
        cuts_s=times_s[cut].astype(np.float64) - period_s / 2,
        peaks_s=times_s[_peaks(motion, period_s)].astype(np.float64) - step * period_s / 2,
        precision_s=period_s / 2,
    )


def _change(small: FloatArray, step: int) -> FloatArray:
    """Mean absolute change since the picture `step` before, (n,)."""
    change = np.zeros(len(small), np.float32)
    change[step:] = np.abs(small[step:] - small[:-step]).mean(axis=(1, 2, 3))
    return change


def _is_cut(change: FloatArray, period_s: float) -> NDArray[np.bool_]:
    """Where the picture changes far more than just before and after, and than usual; (n,)."""
    around, beside = max(round(_AROUND_S / period_s), 2), max(round(_BESIDE_S / period_s), 1)
    usual = np.median(_windows(change, around), axis=1)
    near = _windows(change, beside)
    near[:, beside] = 0.0
    clear = change > np.maximum(_CUT_RATIO * usual, _LONE * near.max(axis=1))
    cut: NDArray[np.bool_] = (change > _CUT) & clear
    return cut


def _windows(series: FloatArray, reach: int) -> FloatArray:
    """Each value with `reach` others on either side, (n, 2 reach + 1), zeros beyond the ends."""
    padded = np.pad(series, reach)
    windows: FloatArray = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1).copy()
    return windows


def _without_cuts(change: FloatArray, cut: NDArray[np.bool_], step: int) -> FloatArray:
    """Motion with what a cut adds taken from its surroundings, smoothed over half a second."""
    touched = np.convolve(cut, np.ones(step), "full")[: len(cut)] > 0
    touched[:step] = True
    if touched.all():
        return np.zeros_like(change)
    kept = np.flatnonzero(~touched)
    filled = np.interp(np.arange(len(change)), kept, change[kept])
    width = 2 * step + 1
    smooth = np.convolve(np.pad(filled, step, mode="edge"), np.ones(width) / width, "valid")
    return smooth.astype(np.float32)


def _peaks(motion: FloatArray, period_s: float) -> NDArray[np.int64]:
    from scipy.signal import find_peaks

    distance = max(round(_PEAK_DISTANCE_S / period_s), 1)
    found: NDArray[np.int64] = find_peaks(motion, distance=distance, prominence=_PEAK_PROMINENCE)[0]
    return found
