"""Loudness after ITU-R BS.1770-4, in pieces, so that half an hour of sound needs no second copy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from viml_core.types import FloatArray, Waveform

SILENCE_LUFS = -70.0  # the absolute gate of BS.1770: what is quieter counts as silence
SILENCE_DBFS = -120.0
_BLOCK_S = 0.4
_STEPS_PER_BLOCK = 4  # blocks overlap by three quarters
_RELATIVE_GATE_LU = 10.0
_OFFSET_LU = -0.691  # of BS.1770's formula: a full-scale 997 Hz sine on one channel reads -3.01
_SURROUND_GAIN = 1.41
_LFE_CHANNEL = 3  # in the order of wav and flac: L R C LFE, then the surrounds
_CHUNK_STEPS = 50
_SHELF, _HIGH_PASS = "high_shelf_DeMan", "high_pass_DeMan"


@dataclass(frozen=True)
class Loudness:
    """Of a whole track. Silence reads `SILENCE_LUFS` and `SILENCE_DBFS`, never minus infinity."""

    integrated_lufs: float
    peak_dbfs: float


def measure_loudness(waveform: Waveform) -> Loudness:
    """Integrated loudness with both gates, and the sample peak.

    The low-frequency channel of 5.1 and 7.1 does not count and the surrounds count 1.5 dB more, as
    BS.1770 has it. Sound shorter than a gating block is measured as one block of its own length.
    """
    samples = waveform.samples
    if samples.size == 0:
        return Loudness(SILENCE_LUFS, SILENCE_DBFS)
    peak = max(float(np.abs(channel).max(initial=0.0)) for channel in samples)
    peak_dbfs = max(20 * np.log10(peak), SILENCE_DBFS) if peak > 0 else SILENCE_DBFS
    power = _step_powers(samples, waveform.sample_rate_hz)
    if len(power) >= _STEPS_PER_BLOCK:
        window = np.full(_STEPS_PER_BLOCK, 1 / _STEPS_PER_BLOCK)
        power = np.convolve(power, window, mode="valid")
    else:
        power = power.mean(keepdims=True)
    return Loudness(_gated_lufs(power), float(peak_dbfs))


def _gated_lufs(block_powers: NDArray[np.float64]) -> float:
    gate = 10 ** ((SILENCE_LUFS - _OFFSET_LU) / 10)
    loud = block_powers[block_powers >= gate]
    if len(loud) == 0:
        return SILENCE_LUFS
    relative_gate = loud.mean() * 10 ** (-_RELATIVE_GATE_LU / 10)
    return float(_OFFSET_LU + 10 * np.log10(loud[loud > relative_gate].mean()))


def _step_powers(samples: FloatArray, rate_hz: int) -> NDArray[np.float64]:
    """Weighted power of each whole step of 100 ms, or of the little that there is."""
    from scipy.signal import sosfilt

    count = samples.shape[1]
    step = min(round(_BLOCK_S / _STEPS_PER_BLOCK * rate_hz), count)
    steps = count // step
    total = np.zeros(steps)
    sections = _k_weighting(rate_hz)
    for channel, gain in zip(samples, _channel_gains(len(samples)), strict=True):
        state = np.zeros((len(sections), 2))
        for start in range(0, steps, _CHUNK_STEPS):
            end = min(start + _CHUNK_STEPS, steps)
            piece = channel[start * step : end * step].astype(np.float64)
            weighted, state = sosfilt(sections, piece, zi=state)
            total[start:end] += gain * np.square(weighted).reshape(-1, step).mean(axis=1)
    return total


def _k_weighting(rate_hz: int) -> NDArray[np.float64]:
    """The two filters of BS.1770 as second-order sections, in De Man's design for every rate."""
    from pyloudnorm import IIRfilter  # here, for it imports scipy.signal, which takes a second

    shelf = IIRfilter(3.99984385397, 0.7071752369554193, 1681.9744509555319, rate_hz, _SHELF)
    high_pass = IIRfilter(0.0, 0.5003270373253953, 38.13547087613982, rate_hz, _HIGH_PASS)
    return np.array([[*stage.b, *stage.a] for stage in (shelf, high_pass)])


def _channel_gains(channels: int) -> list[float]:
    if channels <= 3:
        return [1.0] * channels
    if channels < 6:  # quadraphonic, 5.0: no low-frequency channel
        front = 2 if channels == 4 else 3
        return [1.0] * front + [_SURROUND_GAIN] * (channels - front)
    gains = [1.0] * 3 + [_SURROUND_GAIN] * (channels - 3)
    gains[_LFE_CHANNEL] = 0.0
    return gains
