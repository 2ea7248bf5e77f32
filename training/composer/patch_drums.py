"""Synthesised drums: the club kit (909-like), the trap kit (808-like) and the chip kit (noise)."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

import numpy as np

from training.composer.drums import DRUMS
from training.composer.signals import SAMPLE_RATE_HZ, Samples, butterworth, times_s
from viml_core.types import FloatArray

_NAMES = {pitch: name for name, pitch in DRUMS.items()}


def _noise(length_s: float, low_hz: float, high_hz: float, seed: int) -> Samples:
    noise = np.random.default_rng(seed).standard_normal((2, round(length_s * SAMPLE_RATE_HZ)))
    return butterworth(noise, "bandpass", (low_hz, high_hz))


def _thump(start_hz: float, end_hz: float, fall_s: float, decay_s: float, click: float) -> Samples:
    """A sine that falls in pitch: kick drums and toms."""
    time = times_s(decay_s * 3)
    hertz = end_hz + (start_hz - end_hz) * np.exp(-time / fall_s)
    body = np.sin(2 * np.pi * np.cumsum(hertz) / SAMPLE_RATE_HZ) * np.exp(-time / decay_s * 1.6)
    edge = _noise(decay_s * 3, 1500, 9000, 1)[0] * np.exp(-time / 0.004)
    return np.tile(np.tanh(1.6 * body) + click * edge, (2, 1))


def _burst(
    low_hz: float, high_hz: float, decay_s: float, tone_hz: float = 0.0, seed: int = 2
) -> Samples:
    """Filtered noise with an optional pitched body: snares, hats, cymbals."""
    time = times_s(decay_s * 5)
    sound: Samples = _noise(decay_s * 5, low_hz, high_hz, seed) * np.exp(-time / decay_s)
    if tone_hz:
        body = np.sin(2 * np.pi * tone_hz * time) + 0.6 * np.sin(2 * np.pi * tone_hz * 1.6 * time)
        sound = sound + 0.7 * body * np.exp(-time / (decay_s * 0.6))
    return sound


def _clap() -> Samples:
    time = times_s(0.35)
    strokes = sum(
        np.where(time >= at, np.exp(-np.maximum(0, time - at) / fall), 0)
        for at, fall in ((0.0, 0.006), (0.011, 0.006), (0.022, 0.006), (0.031, 0.07))
    )
    clap: Samples = _noise(0.35, 900, 4800, 3) * strokes
    return clap


def _ping(hertz: float, decay_s: float) -> Samples:
    time = times_s(decay_s * 5)
    tone = np.sign(np.sin(2 * np.pi * hertz * time)) + np.sign(
        np.sin(2 * np.pi * hertz * 1.5 * time)
    )
    struck = tone * np.exp(-time / decay_s)
    return np.tile(butterworth(struck, "bandpass", (hertz, hertz * 4), order=1), (2, 1))


def _club() -> dict[str, Samples]:
    return {
        "kick": 1.5 * _thump(210, 47, 0.032, 0.26, 0.35),
        "snare": 0.8 * _burst(700, 9000, 0.09, 190),
        "clap": 1.1 * _clap(),
        "rim": 0.7 * _ping(820, 0.02),
        "hat": 0.5 * _burst(7000, 16000, 0.028),
        "open": 0.45 * _burst(6500, 16000, 0.13),
        "shaker": 0.35 * _burst(5000, 12000, 0.05, seed=5),
        "ride": 0.3 * _burst(5500, 15000, 0.25, seed=6),
        "crash": 0.5 * _burst(3500, 15000, 0.6, seed=7),
        "high tom": _thump(220, 130, 0.04, 0.2, 0.1),
        "mid tom": _thump(180, 100, 0.04, 0.22, 0.1),
        "low tom": _thump(140, 75, 0.05, 0.25, 0.1),
        "floor tom": _thump(120, 60, 0.05, 0.3, 0.1),
        "cowbell": 0.5 * _ping(560, 0.07),
        "conga": 0.8 * _thump(260, 210, 0.02, 0.12, 0.1),
        "low conga": 0.8 * _thump(190, 150, 0.02, 0.15, 0.1),
    }


def _trap() -> dict[str, Samples]:
    return {
        **_club(),
        "kick": 1.4 * _thump(160, 48, 0.05, 0.22, 0.5),
        "snare": 0.9 * _burst(500, 8000, 0.11, 175, seed=8),
        "hat": 0.45 * _burst(8000, 17000, 0.018, seed=9),
        "open": 0.4 * _burst(7500, 17000, 0.16, seed=10),
    }


def _chip() -> dict[str, Samples]:
    def held_noise(hold: int, decay_s: float, seed: int) -> Samples:
        time = times_s(decay_s * 4)
        steps = np.random.default_rng(seed).choice((-1.0, 1.0), time.size // hold + 1)
        return np.tile(steps.repeat(hold)[: time.size] * np.exp(-time / decay_s), (2, 1))

    return {
        **_club(),
        "kick": _thump(300, 50, 0.03, 0.12, 0.0),
        "snare": 0.5 * held_noise(8, 0.06, 11),
        "hat": 0.25 * held_noise(2, 0.02, 12),
        "open": 0.25 * held_noise(2, 0.08, 13),
        "crash": 0.35 * held_noise(3, 0.35, 14),
    }


@lru_cache(maxsize=4)
def _sounds(kit: str) -> dict[str, Samples]:
    made = {"club kit": _club, "trap kit": _trap, "chip kit": _chip}[kit]()
    return {name: sound.astype(np.float32) for name, sound in made.items()}


def _drum(kit: str, pitch: int) -> Samples:
    """The sound of a drum: (2, n) float32; what the kit lacks is played as its closed hat."""
    sounds = _sounds(kit)
    return sounds.get(_NAMES.get(pitch, "hat"), sounds["hat"])


KITS: dict[str, Callable[[int], FloatArray]] = {
    name: partial(_drum, name) for name in ("club kit", "trap kit", "chip kit")
}
