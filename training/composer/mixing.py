"""Stems to a stereo mix: each part at its level and place, in one room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import signal

from training.composer.effects import EFFECTS, Timing
from training.composer.score import Channel
from training.composer.signals import SAMPLE_RATE_HZ, butterworth
from viml_core.types import FloatArray

_LOUDNESS_BLOCK_S = 0.4


@dataclass(frozen=True)
class Room:
    """decay_s: time to fall by 60 dB; predelay_s: before the first reflection; bright_hz: above it
    the reflections die early; wet_db: the level of the room as a whole.
    """

    decay_s: float
    predelay_s: float
    bright_hz: float
    wet_db: float


ROOMS: dict[str, Room] = {
    "dry": Room(0.35, 0.004, 7000.0, -9.0),
    "studio": Room(0.7, 0.008, 7500.0, -6.0),
    "room": Room(1.1, 0.012, 6500.0, -5.0),
    "plate": Room(1.8, 0.015, 8000.0, -5.0),
    "hall": Room(2.4, 0.025, 5000.0, -3.5),
    "cathedral": Room(4.2, 0.04, 4200.0, -2.0),
}


@lru_cache(maxsize=8)
def impulse_response(name: str) -> FloatArray:
    """A room as noise that decays, the high notes sooner. (2, n) float32 of unit energy a side."""
    room = ROOMS[name]
    rng = np.random.default_rng(list(ROOMS).index(name))
    n = round((room.decay_s * 1.1 + room.predelay_s) * SAMPLE_RATE_HZ)
    time = np.maximum(0, np.arange(n) / SAMPLE_RATE_HZ - room.predelay_s)
    noise = rng.standard_normal((2, n))
    low = butterworth(noise, "lowpass", room.bright_hz / 3, order=1)
    top = butterworth(noise - low, "lowpass", room.bright_hz, order=1)
    tail = low * np.exp(-6.9 * time / room.decay_s) + top * np.exp(-13.0 * time / room.decay_s)
    clear = butterworth(tail * (1 - np.exp(-time / 0.006)), "highpass", 180)
    response: FloatArray = clear / np.sqrt(np.sum(clear**2, axis=1, keepdims=True))
    return response.astype(np.float32)


def mix(
    stems: Sequence[FloatArray], channels: Sequence[Channel], timing: Timing, room: str
) -> FloatArray:
    """Mix stems, each (2, n) float32. Returns (2, n), not yet mastered."""
    n = stems[0].shape[1]
    dry, send = np.zeros((2, n), np.float32), np.zeros((2, n), np.float32)
    for stem, channel in zip(stems, channels, strict=True):
        treated = stem
        for effect in channel.effects:
            treated = EFFECTS[effect](treated, timing)
        loudness_db = active_loudness_db(treated)
        if loudness_db < -90:
            continue
        gain = np.float32(10 ** ((channel.level_db - 20 - loudness_db) / 20))
        placed = _panned(treated * gain, channel.pan)
        dry += placed
        send += np.float32(channel.reverb) * placed
    wet = signal.oaconvolve(send, impulse_response(room), axes=1)[:, :n]
    mixed: FloatArray = dry + np.float32(10 ** (ROOMS[room].wet_db / 20)) * wet.astype(np.float32)
    return mixed


def active_loudness_db(stem: FloatArray) -> float:
    """Loudness of a stem (2, n) while it sounds: K-weighted mean power of the 400 ms blocks within
    15 dB of the loudest tenth. A part that plays one bar counts like one that never stops.
    """
    block = round(_LOUDNESS_BLOCK_S * SAMPLE_RATE_HZ)
    count = stem.shape[1] // block
    if count == 0:
        return -120.0
    spectrum = np.fft.rfft(stem[:, : count * block].reshape(2, count, block), axis=2)
    energy = (np.abs(spectrum) ** 2 * _k_weights(block)).sum(axis=(0, 2)) * 2 / block**2
    loud = np.sort(energy)[-max(1, count // 10) :].mean()
    active = energy[energy > loud * 10**-1.5]
    return float(10 * np.log10(active.mean() + 1e-13))


@lru_cache(maxsize=1)
def _k_weights(block: int) -> FloatArray:
    """Power response of the K weighting of BS.1770 at the bins of a block: a shelf and a high
    pass.
    """
    hertz = np.fft.rfftfreq(block, 1 / SAMPLE_RATE_HZ)
    ratio = (hertz / 1681.0) ** 2
    shelf = (1 + ratio * 10 ** (4.0 / 10)) / (1 + ratio)
    low = (hertz / 38.0) ** 4 / (1 + (hertz / 38.0) ** 4)
    return (shelf * low).astype(np.float32)


def _panned(stem: FloatArray, pan: float) -> FloatArray:
    """Balance: the side away from `pan` (-1 left, 1 right) is turned down, part of it moves
    over.
    """
    if pan == 0:
        return stem
    left, right = (stem[0], stem[1]) if pan > 0 else (stem[1], stem[0])
    share = np.float32(abs(pan))
    near_side = right + share * np.float32(0.5) * left
    far_side = left * (1 - share * np.float32(0.8))
    pair = (far_side, near_side) if pan > 0 else (near_side, far_side)
    return np.stack(pair)
