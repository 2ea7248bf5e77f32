"""Sounds and pictures whose properties are known because they were made here."""

from __future__ import annotations

import numpy as np

from viml_core.features.spectrum import SAMPLE_RATE_HZ
from viml_core.types import FloatArray, FrameArray, Segment

SIZE_PX = 224


def times_s(seconds: float) -> np.ndarray:
    return np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ


def sine(hz: float, seconds: float = 10.0, level: float = 0.3) -> FloatArray:
    return (level * np.sin(2 * np.pi * hz * times_s(seconds))).astype(np.float32)


def noise(seconds: float = 10.0, level: float = 0.1, seed: int = 0) -> FloatArray:
    rng = np.random.default_rng(seed)
    return (level * rng.standard_normal(len(times_s(seconds)))).astype(np.float32)


def clicks(bpm: float, seconds: float = 10.0, hz: float = 1000.0, accents: int = 1) -> FloatArray:
    """Short decaying tones at a steady rate, every `accents`-th twice as strong."""
    samples = np.zeros(len(times_s(seconds)))
    t = times_s(0.05)
    click = np.sin(2 * np.pi * hz * t) * np.exp(-80 * t)
    for beat, start_s in enumerate(np.arange(0.1, seconds - 0.06, 60 / bpm)):
        start = round(start_s * SAMPLE_RATE_HZ)
        samples[start : start + len(click)] += click * (0.5 if beat % accents == 0 else 0.25)
    return samples.astype(np.float32)


def chords(roots: tuple[int, ...], third: int, seconds_each: float = 1.25) -> FloatArray:
    """Triads on these roots (semitones above C4), with a few overtones; third 4 major, 3 minor."""
    t = times_s(seconds_each)
    sounds = []
    for root in roots:
        chord = np.zeros_like(t)
        for semitones in (root, root + third, root + 7):
            hz = 261.63 * 2 ** (semitones / 12)
            chord += sum(np.sin(2 * np.pi * hz * k * t) / k**2 for k in (1, 2, 3))
        sounds.append(0.1 * chord * np.exp(-t))
    return np.concatenate(sounds).astype(np.float32)


def segment(frames: np.ndarray) -> Segment:
    """Pictures (n, H, W, 3) at 6 a second."""
    return Segment(frames.astype(np.uint8), np.arange(len(frames), dtype=np.float32) / 6)


def plain(colour: tuple[int, int, int], count: int = 12) -> FrameArray:
    return np.broadcast_to(np.uint8(colour), (count, SIZE_PX, SIZE_PX, 3)).copy()


def moving_stripes(count: int = 30, step_px: int = 4, width_px: int = 16) -> FrameArray:
    """Black and white stripes that move to the right."""
    columns = np.arange(SIZE_PX)[None] - step_px * np.arange(count)[:, None]
    stripes = np.uint8(255) * ((columns // width_px) % 2).astype(np.uint8)
    return np.broadcast_to(stripes[:, None, :, None], (count, SIZE_PX, SIZE_PX, 3)).copy()
