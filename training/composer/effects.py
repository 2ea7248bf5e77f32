"""Treatment of single stems: filters, amplifier drive, chorus, echo, and ducking under the kick.

All take and return (2, n) float32 at `SAMPLE_RATE_HZ`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from training.composer.signals import SAMPLE_RATE_HZ, FilterKind, butterworth
from viml_core.types import FloatArray


@dataclass(frozen=True)
class Timing:
    """What time-based effects need: beat_s, the length of a beat; kicks_s, when the kick
    strikes.
    """

    beat_s: float
    kicks_s: Sequence[float]


Effect = Callable[[FloatArray, Timing], FloatArray]


def _filter(kind: FilterKind, hertz: float, order: int = 2) -> Effect:
    def run(stem: FloatArray, timing: Timing) -> FloatArray:
        return butterworth(stem, kind, hertz, order).astype(np.float32, copy=False)

    return run


def _amplifier(gain: float, tone_hz: float, tight_hz: float = 90.0) -> Effect:
    """A driven guitar amplifier: low cut, soft clipping at a level that follows the stem,
    cabinet.
    """
    before = _filter("highpass", tight_hz)
    after = _filter("lowpass", tone_hz, 3)

    def run(stem: FloatArray, timing: Timing) -> FloatArray:
        cut = before(stem, timing)
        reference = float(np.sqrt(np.mean(np.square(cut)))) + 1e-9
        clipped = np.tanh(cut * np.float32(gain / reference / 4))
        return after(clipped.astype(np.float32), timing)

    return run


def _echo(beats: float, feedback: float, wet: float) -> Effect:
    """Echoes in time, alternating between the sides."""

    def run(stem: FloatArray, timing: Timing) -> FloatArray:
        delay = round(beats * timing.beat_s * SAMPLE_RATE_HZ)
        out, tap, gain = stem.copy(), stem.mean(axis=0, dtype=np.float32), np.float32(wet)
        for k in range(1, 7):
            start = delay * k
            if start >= stem.shape[1] or gain < 0.02:
                break
            side = k % 2
            out[side, start:] += gain * tap[: stem.shape[1] - start]
            out[1 - side, start:] += np.float32(0.35) * gain * tap[: stem.shape[1] - start]
            gain *= np.float32(feedback)
        return out

    return run


def _chorus(depth_ms: float, rate_hz: float, wet: float) -> Effect:
    """Two slowly wandering delayed copies, one a side."""

    def run(stem: FloatArray, timing: Timing) -> FloatArray:
        n = stem.shape[1]
        time = np.arange(n) / SAMPLE_RATE_HZ
        out = stem.copy()
        for side, phase in ((0, 0.0), (1, np.pi / 2)):
            wander = 12 + depth_ms * np.sin(2 * np.pi * rate_hz * time + phase)
            source = np.maximum(0, np.arange(n) - wander * SAMPLE_RATE_HZ / 1000)
            left = source.astype(np.int64)
            share = (source - left).astype(np.float32)
            right = np.minimum(left + 1, n - 1)
            mixed = stem[side, left] * (1 - share) + stem[side, right] * share
            out[side] += np.float32(wet) * mixed
        return out

    return run


def _duck(depth: float, release_beats: float = 0.6) -> Effect:
    """The pumping of dance music: the stem gives way to each kick and swells back."""

    def run(stem: FloatArray, timing: Timing) -> FloatArray:
        gain = np.ones(stem.shape[1], np.float32)
        length = round(release_beats * timing.beat_s * SAMPLE_RATE_HZ)
        shape = (1 - depth * (1 - np.linspace(0, 1, length) ** 1.6)).astype(np.float32)
        for kick_s in timing.kicks_s:
            start = round(kick_s * SAMPLE_RATE_HZ)
            room = gain[start : start + length]
            np.minimum(room, shape[: room.size], out=room)
        return stem * gain

    return run


def _crush(hertz: float, bits: int) -> Effect:
    """An old sampler: fewer samples, fewer bits."""
    hold = max(1, round(SAMPLE_RATE_HZ / hertz))

    def run(stem: FloatArray, timing: Timing) -> FloatArray:
        peak = float(np.abs(stem).max()) + 1e-9
        held = np.repeat(stem[:, ::hold], hold, axis=1)[:, : stem.shape[1]]
        grid = 2 ** (bits - 1) / peak
        crushed: FloatArray = (np.round(held * grid) / grid).astype(np.float32)
        return crushed

    return run


def _wobble(depth_cents: float, rate_hz: float) -> Effect:
    """The uneven speed of a worn tape."""

    def run(stem: FloatArray, timing: Timing) -> FloatArray:
        n = stem.shape[1]
        swing = (2 ** (depth_cents / 1200) - 1) * SAMPLE_RATE_HZ / (2 * np.pi * rate_hz)
        source = np.arange(n) + swing * (
            np.sin(2 * np.pi * rate_hz * np.arange(n) / SAMPLE_RATE_HZ) - 1
        )
        source = np.clip(source, 0, n - 1)
        return np.stack([np.interp(source, np.arange(n), row) for row in stem]).astype(np.float32)

    return run


EFFECTS: dict[str, Effect] = {
    "low cut": _filter("highpass", 120.0),
    "dark": _filter("lowpass", 2200.0),
    "soft top": _filter("lowpass", 6500.0),
    "crunch": _amplifier(3.0, 4600.0),
    "high gain": _amplifier(9.0, 4200.0, 90.0),
    "warm drive": _amplifier(1.4, 7500.0, 40.0),
    "echo": _echo(0.75, 0.45, 0.34),
    "slow echo": _echo(1.5, 0.5, 0.4),
    "dub echo": _echo(0.75, 0.62, 0.42),
    "chorus": _chorus(2.2, 0.6, 0.6),
    "duck": _duck(0.75),
    "soft duck": _duck(0.45),
    "crush": _crush(12_000.0, 9),
    "wobble": _wobble(9.0, 0.7),
}
