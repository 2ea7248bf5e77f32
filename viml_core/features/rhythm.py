"""Onsets, pulse and tempo of a piece of sound, from the rises of its mel spectrogram."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from viml_core.features.spectrum import FRAME_RATE_HZ
from viml_core.types import FloatArray

_FLOOR_DB = -60.0  # below the loudest band; what is deeper is taken for silence
_SMOOTHING_S = 1.0  # slower changes of the onset strength are swells
_ONSET_DB = 1.0  # an onset rises this far above its surroundings on average over the bands ...
_ONSET_DISTANCE_S = 0.06  # ... and nothing this near rises higher
_BLUR = np.array([0.25, 0.75, 1.0, 0.75, 0.25]) / 3  # a beat lies between two frames, and wavers
_LONGEST_LAG_S = 6.0  # eight beats at 80 a minute

_SLOWEST_BPM, _FASTEST_BPM, _BPM_RATIO = 45.0, 220.0, 1.005
_PREFERRED_BPM = 115.0  # where people tap when several rates are possible (Moelants, 2002)
_PREFERENCE_OCTAVES = 0.9
_BEATS = np.arange(1.0, 5.0)
_OFFBEAT_PENALTY = 0.2
_FINE_BEATS = np.arange(1.0, 9.0)
_FINE_RATIOS = np.linspace(0.96, 1.04, 81)
_CLEAR_PULSE = 0.2


@dataclass(frozen=True)
class Tempo:
    """Beats a minute, and how clear they are: the onsets' autocorrelation at the beat, 0..1."""

    bpm: float
    clarity: float

    @property
    def audible(self) -> bool:
        """In 10 s, noise reaches a clarity of 0.12, speech 0.19, music with a beat 0.3 to 0.9."""
        return self.clarity >= _CLEAR_PULSE


@dataclass(frozen=True)
class Rhythm:
    """Onset strength in dB per frame, its autocorrelation by lag in frames, onsets, tempo."""

    strength: FloatArray
    correlation: FloatArray
    onsets: int
    tempo: Tempo


def hear_rhythm(mel_power: torch.Tensor) -> Rhythm:
    """Of mel power (frames, bands) at 62.5 frames a second."""
    strength = _onset_strength(mel_power)
    correlation = _autocorrelation(strength)
    return Rhythm(strength, correlation, _count_onsets(strength), find_tempo(correlation))


def find_tempo(correlation: FloatArray) -> Tempo:
    """The beat that explains an autocorrelation (lags,) best.

    A rate is supported by the correlation at its first beats, the first counting most. What lies
    halfway between the beats speaks against it, or half of each tempo would do as well. Of rates
    that are supported alike, the one that people would tap wins.
    """
    steps = np.log(_FASTEST_BPM / _SLOWEST_BPM) / np.log(_BPM_RATIO)
    rates = _SLOWEST_BPM * _BPM_RATIO ** np.arange(steps)
    periods = 60.0 / rates * FRAME_RATE_HZ
    support = _comb(correlation, periods, _BEATS)
    support -= _OFFBEAT_PENALTY * _comb(correlation, periods, _BEATS - 0.5)
    preference = np.exp(-0.5 * (np.log2(rates / _PREFERRED_BPM) / _PREFERENCE_OCTAVES) ** 2)
    near = periods[np.argmax(support * preference)] * _FINE_RATIOS
    period = near[np.argmax(_comb(correlation, near, _FINE_BEATS))]
    clarity = _comb(correlation, np.array([period]), _BEATS[:2])[0]
    return Tempo(float(60.0 * FRAME_RATE_HZ / period), float(np.clip(clarity, 0.0, 1.0)))


def _onset_strength(mel_power: torch.Tensor) -> FloatArray:
    """Mean rise in dB over the bands since the frame before, (frames,)."""
    floor = mel_power.max() * 10 ** (_FLOOR_DB / 10)
    decibels = 10 * torch.log10(mel_power.clamp_min(floor.clamp_min(torch.finfo().tiny)))
    rise = functional.relu(torch.diff(decibels, dim=0)).mean(dim=1)
    strength: FloatArray = functional.pad(rise, (1, 0)).numpy()
    return strength


def _count_onsets(strength: FloatArray) -> int:
    nearby = _windows(strength, round(_ONSET_DISTANCE_S * FRAME_RATE_HZ)).max(axis=1)
    peaks = (strength == nearby) & (strength > _local_mean(strength) + _ONSET_DB)
    return int(peaks.sum())


def _autocorrelation(strength: FloatArray) -> FloatArray:
    """Of what rises above the surroundings, 1 at lag 0, up to 6 s or half the length.

    Zeros where nothing rises.
    """
    longest = min(round(_LONGEST_LAG_S * FRAME_RATE_HZ), len(strength) // 2)
    peaks = np.convolve(np.maximum(strength - _local_mean(strength), 0.0), _BLUR, "same")
    peaks -= peaks.mean()
    size = 2 ** int(np.ceil(np.log2(2 * len(peaks))))
    power = np.abs(np.fft.rfft(peaks, size)) ** 2
    overlap = len(peaks) - np.arange(longest + 1)
    correlation = np.fft.irfft(power, size)[: longest + 1] / overlap
    if correlation[0] < np.finfo(np.float32).eps:
        return np.zeros(longest + 1, np.float32)
    normed: FloatArray = (correlation / correlation[0]).astype(np.float32)
    return normed


def _comb(
    correlation: FloatArray, periods: NDArray[np.float64], beats: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Mean correlation at the beats of each period, weighted 1, 1/2, 1/3 ...; (periods,).

    Beats beyond the longest lag are left out of the mean.
    """
    lags = periods[:, None] * beats
    weights = (lags <= len(correlation) - 1) / np.arange(1, len(beats) + 1)
    values = np.interp(lags, np.arange(len(correlation)), correlation)
    total: NDArray[np.float64] = (values * weights).sum(axis=1)
    mean: NDArray[np.float64] = total / np.maximum(weights.sum(axis=1), 1e-9)
    return mean


def _local_mean(strength: FloatArray) -> FloatArray:
    reach = round(_SMOOTHING_S / 2 * FRAME_RATE_HZ)
    mean: FloatArray = _windows(strength, reach).mean(axis=1)
    return mean


def _windows(series: FloatArray, reach: int) -> FloatArray:
    """Each value with `reach` others on either side, (n, 2 reach + 1); the ends are repeated."""
    padded = np.pad(series, reach, mode="edge")
    windows: FloatArray = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)
    return windows
