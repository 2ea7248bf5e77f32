"""What all sound in the composer is: 48 kHz, channels first; and the one filter everybody needs."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import signal

SAMPLE_RATE_HZ = 48_000

Samples = NDArray[np.floating[Any]]
FilterKind = Literal["lowpass", "highpass", "bandpass"]


def times_s(length_s: float) -> Samples:
    """The times of the samples of a sound of this length, in seconds."""
    return np.arange(round(length_s * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ


def butterworth(
    sound: Samples, kind: FilterKind, hertz: float | tuple[float, float], order: int = 2
) -> Samples:
    """The sound through a Butterworth filter along its last axis, in the sound's own precision."""
    sections = signal.butter(order, hertz, kind, fs=SAMPLE_RATE_HZ, output="sos")
    filtered: Samples = signal.sosfilt(sections, sound, axis=-1).astype(sound.dtype, copy=False)
    return filtered
