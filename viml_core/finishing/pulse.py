"""How fast the beats of a whole track go.

Within ten seconds two thirds or three quarters of a tempo look as good as the tempo itself. Over a
whole track they do not: what is heard comes again after bars, and only the right tempo has its bars
there.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from viml_core.features.rhythm import Rhythm
from viml_core.features.spectrum import FRAME_RATE_HZ
from viml_core.types import FloatArray

_RATIOS = (0.5, 2 / 3, 0.75, 1.0, 4 / 3, 1.5, 2.0)
_SLOWEST_BPM, _FASTEST_BPM = 48.0, 200.0
_LONGEST_S = 24.0
_SHORTEST_S = 1.0  # what comes again sooner is the same sound going on
_WAVER = 0.015  # of a lag
_PREFERRED_BPM, _PREFERENCE = 118.0, 0.5  # chosen on the starter tracks
THREE_NEEDS = 0.1  # bars of three beats are far less common
_BANDS = 24


def find_pulse(again: FloatArray, rhythm: Rhythm) -> float:
    """The period of the beat in frames of 62.5 a second; again: the track's `recurrence`."""
    base = 60 / rhythm.tempo.bpm * FRAME_RATE_HZ
    rates = [ratio * rhythm.tempo.bpm for ratio in _RATIOS]
    allowed = [rate for rate in rates if _SLOWEST_BPM <= rate <= _FASTEST_BPM]
    periods = [60 / rate * FRAME_RATE_HZ for rate in allowed] or [base]
    return max(periods, key=lambda period: _support(period, rhythm.correlation, again))


def beats_per_bar(period: float, again: FloatArray) -> int:
    """4, or 3 where what is heard comes again every three beats rather than every four."""
    four, three = _bar_support(period, again)
    return 3 if three - THREE_NEEDS > four else 4


def recurrence(mel_power: FloatArray) -> FloatArray:
    """How alike a track is to itself some frames later, by lag up to 24 s or half of it; 1 at 0."""
    level = wide_bands(mel_power)
    level = level - level.mean(axis=0)
    longest = min(round(_LONGEST_S * FRAME_RATE_HZ), len(level) // 2)
    size = 1 << int(np.ceil(np.log2(2 * len(level))))
    power = np.square(np.abs(np.fft.rfft(level, size, axis=0))).sum(axis=1)
    alike = np.fft.irfft(power, size)[: longest + 1] / (len(level) - np.arange(longest + 1))
    scaled: FloatArray = (alike / max(float(alike[0]), 1e-9)).astype(np.float32)
    return scaled


def wide_bands(mel_power: FloatArray) -> FloatArray:
    """(frames, 96) as logarithms of four bands together, (frames, 24)."""
    level = np.log10(1e4 * mel_power + 1)
    bands: FloatArray = level.reshape(len(level), _BANDS, -1).mean(axis=2)
    return bands


def _support(period: float, correlation: FloatArray, again: FloatArray) -> float:
    """Onsets a beat, two and four apart; bars that come again; and what people would tap."""
    pulse = _mean_at(correlation, period, (1, 2, 4))
    four, three = _bar_support(period, again)
    octaves = np.log2(60 / period * FRAME_RATE_HZ / _PREFERRED_BPM)
    return float(pulse + max(four, three - THREE_NEEDS) - _PREFERENCE * octaves**2)


def _bar_support(period: float, again: FloatArray) -> tuple[float, float]:
    """For bars of four beats and of three."""
    usual = float(np.median(again[round(_SHORTEST_S * FRAME_RATE_HZ) :]))
    return _mean_at(again, period, (4, 8)) - usual, _mean_at(again, period, (3, 6)) - usual


def _mean_at(series: FloatArray, period: float, multiples: tuple[int, ...]) -> float:
    """Mean of the highest values near some multiples of a period."""
    lags: NDArray[np.float64] = period * np.array(multiples, dtype=np.float64)
    near = np.stack([lags * (1 - _WAVER), lags, lags * (1 + _WAVER)])
    return float(np.interp(near, np.arange(len(series)), series).max(axis=0).mean())
