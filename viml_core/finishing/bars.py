"""Which beats begin a bar, and which bars begin a phrase."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from viml_core.features.spectrum import FRAME_RATE_HZ
from viml_core.finishing.pulse import wide_bands
from viml_core.types import FloatArray

_CHROMA_RATE_HZ = 16_000 / 2048
_BASS_BANDS = 8  # of 96 mel bands: below some 250 Hz
_PHRASE_BARS = 4
# What tells a bar line, and how much it counts.
_HARMONY, _BASS, _STROKE = 1.0, 0.5, 0.3


@dataclass(frozen=True)
class Frames:
    """What bars are heard from: mel power (n, 96) and onset strength (n,) at 62.5 frames a second,
    chroma (m, 12) at 7.8."""

    mel_power: FloatArray
    strength: FloatArray
    chroma: FloatArray


@dataclass(frozen=True)
class Bars:
    """Indices of the beats that begin a bar and of those that begin a phrase; what each bar sounds
    like, (B, D) unit rows."""

    downbeats: NDArray[np.int64]
    phrases: NDArray[np.int64]
    bars: FloatArray


def find_bars(beats_s: NDArray[np.float64], meter: int, frames: Frames) -> Bars:
    """The first beat by what changes at bar lines, phrases by what changes every four of them."""
    cues = _cues(beats_s, frames)
    first = int(np.argmax([cues[phase::meter].mean() for phase in range(meter)]))
    downbeats = np.arange(first, len(beats_s), meter)
    bars = _bar_sounds(beats_s[downbeats], frames)
    phrases = downbeats[_phrase_phase(bars) :: _PHRASE_BARS]
    return Bars(downbeats, phrases, bars)


def harmonic_contrast(beats_s: NDArray[np.float64], pitches: FloatArray) -> float:
    """How much the harmony of the two beats before differs from that of the two after, at every
    fourth beat where it does most: high for beats that chords change on."""
    lengths = np.diff(beats_s, append=2 * beats_s[-1] - beats_s[-2])
    before, after = (
        _mean_between(starts, starts + 2 * lengths, pitches, _CHROMA_RATE_HZ)
        for starts in (beats_s - 2 * lengths, beats_s)
    )
    for part in (before, after):
        part /= np.linalg.norm(part, axis=1, keepdims=True) + 1e-9
    change = 1 - (before * after).sum(axis=1)
    return max(float(change[phase::4].mean()) for phase in range(min(4, len(change))))


def _cues(beats_s: NDArray[np.float64], frames: Frames) -> NDArray[np.float64]:
    """How much each beat looks like the first of a bar, (beats,)."""
    harmony = _between(beats_s, frames.chroma, _CHROMA_RATE_HZ)
    harmony /= np.linalg.norm(harmony, axis=1, keepdims=True) + 1e-9
    change = np.zeros(len(beats_s))
    change[1:] = 1 - (harmony[1:] * harmony[:-1]).sum(axis=1)
    bass_db = 10 * np.log10(frames.mel_power[:, :_BASS_BANDS].sum(axis=1) + 1e-9)
    rise = np.maximum(np.diff(bass_db, prepend=bass_db[:1]), 0.0)
    bass, stroke = (_near(beats_s, series) for series in (rise, frames.strength))
    return _HARMONY * _standard(change) + _BASS * _standard(bass) + _STROKE * _standard(stroke)


def _bar_sounds(downbeats_s: NDArray[np.float64], frames: Frames) -> FloatArray:
    """Chroma and level by band over the quarters of each bar, (bars, D), unit rows."""
    if len(downbeats_s) < 2:
        return np.empty((0, 0), np.float32)
    quarters = [downbeats_s[:-1] + np.diff(downbeats_s) * share for share in np.arange(4) / 4]
    times_s = np.append(np.stack(quarters, axis=1).ravel(), downbeats_s[-1])
    level = wide_bands(frames.mel_power)
    parts = [
        _between(times_s, series, rate_hz)[:-1]
        for series, rate_hz in ((level, FRAME_RATE_HZ), (frames.chroma, _CHROMA_RATE_HZ))
    ]
    rows = []
    for part in parts:
        bars = part.reshape(len(downbeats_s) - 1, -1)
        bars = bars - bars.mean(axis=0)
        rows.append(bars / (np.linalg.norm(bars, axis=1, keepdims=True) + 1e-9))
    sounds: FloatArray = (np.concatenate(rows, axis=1) / np.sqrt(2)).astype(np.float32)
    return sounds


def _phrase_phase(bars: FloatArray) -> int:
    """Which of the first four bars begins a phrase: where the two bars after a line differ most
    from the two before."""
    if len(bars) < 2 * _PHRASE_BARS:
        return 0
    novelty = np.zeros(len(bars))
    for line in range(2, len(bars) - 1):
        before, after = bars[line - 2 : line].mean(axis=0), bars[line : line + 2].mean(axis=0)
        novelty[line] = -float(before @ after)
    novelty -= novelty[2:-1].mean()
    novelty[:2] = novelty[-1:] = 0.0
    return int(np.argmax([novelty[phase::_PHRASE_BARS].mean() for phase in range(_PHRASE_BARS)]))


def _between(
    times_s: NDArray[np.float64], series: FloatArray, rate_hz: float
) -> NDArray[np.float64]:
    """Mean of a series (n, D) from each time to the next, (times, D); the last to the end of as
    long a stretch."""
    ends_s = np.append(times_s[1:], 2 * times_s[-1] - times_s[-2] if len(times_s) > 1 else 1e9)
    return _mean_between(times_s, ends_s, series, rate_hz)


def _mean_between(
    starts_s: NDArray[np.float64], ends_s: NDArray[np.float64], series: FloatArray, rate_hz: float
) -> NDArray[np.float64]:
    """Mean of a series (n, D) over each stretch, (stretches, D)."""
    summed = np.concatenate([np.zeros((1, series.shape[1])), np.cumsum(series, axis=0)])
    start = np.clip((starts_s * rate_hz).round().astype(int), 0, len(series) - 1)
    stop = np.clip((ends_s * rate_hz).round().astype(int), start + 1, len(series))
    means: NDArray[np.float64] = (summed[stop] - summed[start]) / (stop - start)[:, None]
    return means


def _near(times_s: NDArray[np.float64], series: FloatArray) -> NDArray[np.float64]:
    """The highest value within three frames of each time, (times,)."""
    index = (times_s * FRAME_RATE_HZ).round().astype(int)[:, None] + np.arange(-3, 4)
    highest: NDArray[np.float64] = series[np.clip(index, 0, len(series) - 1)].max(axis=1)
    return highest


def _standard(values: NDArray[np.float64]) -> NDArray[np.float64]:
    scaled: NDArray[np.float64] = (values - values.mean()) / (values.std() + 1e-9)
    return scaled
