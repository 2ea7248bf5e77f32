"""Key, mode and harmonic movement of a piece of sound, from its chroma."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from viml_core.features.spectrum import SAMPLE_RATE_HZ, power_spectrogram
from viml_core.types import FloatArray

_N_FFT = 4096  # 3.9 Hz a bin: semitones are apart from 70 Hz up
_HOP = 2048
_LOWEST_HZ, _HIGHEST_HZ = 65.0, 2100.0  # C2 to C7
_A4_HZ = 440.0
_PITCH_SPREAD = 0.3  # semitones
_TINY = 1e-10

# How well each of the twelve notes fits the key: Krumhansl and Kessler's probe tone ratings, 1982.
_MAJOR = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
_MINOR = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)


@dataclass(frozen=True)
class Harmony:
    """`mode`: how much better the best major key fits than the best minor one, -1..1.

    `key_strength`: correlation with the best key, 0..1; `tonal_focus`: 1 when one note sounds
    alone, 0 when all twelve sound alike; `change`: how far the chroma moves in 1/8 s, 0..1.
    """

    mode: float
    key_strength: float
    tonal_focus: float
    change: float


def chroma(samples: FloatArray) -> FloatArray:
    """Mono samples at 16 kHz to the shares of the twelve pitch classes from C, (frames, 12)."""
    power = power_spectrogram(np.pad(samples, _N_FFT // 2), _N_FFT, _HOP).numpy()
    peaks = np.zeros_like(power)
    inner = power[:, 1:-1]
    peaks[:, 1:-1] = np.where((inner > power[:, :-2]) & (inner > power[:, 2:]), np.sqrt(inner), 0)
    folded = peaks @ _pitch_classes()
    shares: FloatArray = folded / (folded.sum(axis=1, keepdims=True) + _TINY)
    return shares.astype(np.float32)


def harmony(samples: FloatArray) -> Harmony:
    """Of mono samples at 16 kHz; all zeros where there is no pitch."""
    frames = chroma(samples)
    frames = frames[frames.sum(axis=1) > 0.5]
    if len(frames) == 0:
        return Harmony(0.0, 0.0, 0.0, 0.0)
    mean = frames.mean(axis=0)
    major, minor = _key_fit(mean, _MAJOR), _key_fit(mean, _MINOR)
    steps = np.abs(np.diff(frames, axis=0)).sum(axis=1) / 2
    entropy = -(mean * np.log(mean + _TINY)).sum() / np.log(12)
    return Harmony(
        mode=float(major - minor),
        key_strength=float(max(major, minor, 0.0)),
        tonal_focus=float(1 - entropy),
        change=float(steps.mean()) if len(steps) else 0.0,
    )


def _key_fit(shares: FloatArray, profile: tuple[float, ...]) -> float:
    """Best correlation of the pitch classes with the profile in the twelve keys."""
    keys = np.stack([np.roll(profile, tonic) for tonic in range(12)])
    keys = keys - keys.mean()
    centred = shares - shares.mean()
    lengths = np.linalg.norm(keys, axis=1) * np.linalg.norm(centred)
    return float((keys @ centred / (lengths + _TINY)).max())


@lru_cache(maxsize=1)
def _pitch_classes() -> NDArray[np.float32]:
    """How much each bin of the spectrum speaks for each pitch class, (bins, 12)."""
    hz = np.arange(_N_FFT // 2 + 1) * SAMPLE_RATE_HZ / _N_FFT
    pitch = 12 * np.log2(np.maximum(hz, 1.0) / _A4_HZ) + 9  # semitones above C
    distance = (pitch[:, None] - np.arange(12) + 6) % 12 - 6
    weights = np.exp(-0.5 * (distance / _PITCH_SPREAD) ** 2)
    heard = (hz >= _LOWEST_HZ) & (hz <= _HIGHEST_HZ)
    return (weights * heard[:, None]).astype(np.float32)
