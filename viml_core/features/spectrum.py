"""The spectrogram that musicnn was trained on, and everything that is read from the same frames.

The figures are those of the wheel's `configuration.py` and of librosa's defaults at its time. All
is float32: the wheel's own float16 step overflows on loud music and makes its tags constant.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from numpy.typing import NDArray

from viml_core.types import FloatArray

SAMPLE_RATE_HZ = 16_000
N_FFT = 512
HOP = 256
N_MELS = 96
FRAME_RATE_HZ = SAMPLE_RATE_HZ / HOP

# Slaney's mel scale: linear below 1 kHz, logarithmic above (Auditory Toolbox, 1998).
_HZ_PER_MEL = 200.0 / 3
_BREAK_HZ = 1000.0
_LOG_STEP = np.log(6.4) / 27


@dataclass(frozen=True)
class Sound:
    """16 kHz mono sound: samples (n,), power spectrogram (frames, 257), mel power (frames, 96)."""

    samples: FloatArray
    power: torch.Tensor
    mel_power: torch.Tensor


def frame_count(samples: FloatArray) -> int:
    """Frames are centred on every 256th sample, from the first on."""
    return len(samples) // HOP + 1


def analyse(samples: FloatArray, start: int = 0, stop: int | None = None) -> Sound:
    """Frames `start` to `stop` of mono samples (n,) at 16 kHz, just as in the whole.

    A long track is analysed in parts: its spectrogram takes many times the room of its samples.
    """
    stop = frame_count(samples) if stop is None else stop
    power = power_spectrogram(_around(samples, start * HOP, (stop - 1) * HOP, N_FFT), N_FFT, HOP)
    mel_power = power @ torch.tensor(mel_filterbank()).T
    return Sound(samples[start * HOP : stop * HOP], power, mel_power)


def _around(samples: FloatArray, first: int, last: int, n_fft: int) -> FloatArray:
    """What frames centred on `first` to `last` need, with zeros for what lies outside."""
    low, high = first - n_fft // 2, last + n_fft // 2
    inside = samples[max(low, 0) : high]
    return np.pad(inside, (max(-low, 0), high - low - max(-low, 0) - len(inside)))


def power_spectrogram(samples: FloatArray, n_fft: int, hop: int) -> torch.Tensor:
    """Mono samples (n,) to |STFT|^2 (frames, n_fft // 2 + 1); frame i begins at sample i * hop."""
    window = torch.hann_window(n_fft, periodic=True)
    spectrum = torch.stft(
        torch.from_numpy(samples), n_fft, hop, window=window, center=False, return_complex=True
    )
    return (spectrum.real.square() + spectrum.imag.square()).T


def log_mel(mel_power: torch.Tensor) -> torch.Tensor:
    """Mel power to what musicnn takes in."""
    return torch.log10(1e4 * mel_power + 1)


@lru_cache(maxsize=1)
def mel_filterbank() -> FloatArray:
    """Triangles of equal area on Slaney's mel scale, (96, 257), as librosa's `filters.mel`."""
    edges_hz = _mel_to_hz(np.linspace(0.0, _hz_to_mel(SAMPLE_RATE_HZ / 2), N_MELS + 2))
    bins_hz = np.linspace(0.0, SAMPLE_RATE_HZ / 2, N_FFT // 2 + 1)
    low, centre, high = (edges_hz[i : i + N_MELS, None] for i in range(3))
    rising = (bins_hz - low) / (centre - low)
    falling = (high - bins_hz) / (high - centre)
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    return (triangles * 2.0 / (high - low)).astype(np.float32)


def _hz_to_mel(hz: float) -> float:
    """Of a frequency above the break."""
    return float(_BREAK_HZ / _HZ_PER_MEL + np.log(hz / _BREAK_HZ) / _LOG_STEP)


def _mel_to_hz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    break_mel = _BREAK_HZ / _HZ_PER_MEL
    above = _BREAK_HZ * np.exp(_LOG_STEP * (mel - break_mel))
    return np.where(mel < break_mel, mel * _HZ_PER_MEL, above)
