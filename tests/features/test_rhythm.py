"""Tempo and onsets of sounds whose tempo and onsets are known."""

from __future__ import annotations

import numpy as np
import pytest

from tests.features.synth import chords, clicks, noise, sine
from viml_core.features.rhythm import Rhythm, hear_rhythm
from viml_core.features.spectrum import analyse
from viml_core.types import FloatArray


def heard(samples: FloatArray) -> Rhythm:
    return hear_rhythm(analyse(samples).mel_power)


@pytest.mark.parametrize("bpm", range(60, 181, 5))
@pytest.mark.parametrize("kind", ["plain", "accented", "low in noise"])
def test_click_tracks(bpm: int, kind: str) -> None:
    samples = {
        "plain": lambda: clicks(bpm),
        "accented": lambda: clicks(bpm, accents=4),
        "low in noise": lambda: clicks(bpm, hz=200) + noise(level=0.005),
    }[kind]()
    tempo = heard(samples).tempo
    assert tempo.bpm == pytest.approx(bpm, rel=0.02)
    assert tempo.audible and tempo.clarity > 0.4


@pytest.mark.parametrize("bpm", [72, 100, 126])
def test_offbeats_do_not_double_the_tempo(bpm: int) -> None:
    """Kick on the beat, a soft hi-hat between."""
    kick, hat = clicks(bpm, hz=90), clicks(bpm * 2, hz=5000)
    assert heard(2 * kick + 0.1 * hat).tempo.bpm == pytest.approx(bpm, rel=0.02)


def test_tempo_does_not_depend_on_loudness_or_length() -> None:
    loud, soft, long = clicks(97), 0.01 * clicks(97), clicks(97, seconds=30)
    tempi = [heard(samples).tempo.bpm for samples in (loud, soft, long)]
    np.testing.assert_allclose(tempi, 97, rtol=0.01)


@pytest.mark.parametrize(
    "samples", [noise(), sine(440), np.zeros(160_000, np.float32)], ids=["noise", "sine", "nothing"]
)
def test_without_a_beat_no_tempo_is_claimed(samples: FloatArray) -> None:
    assert not heard(samples).tempo.audible


@pytest.mark.parametrize("bpm", [60, 120, 240])
def test_onsets_are_counted(bpm: int) -> None:
    assert heard(clicks(bpm)).onsets == pytest.approx(len(np.arange(0.1, 9.94, 60 / bpm)), abs=1)


def test_soft_onsets_are_counted_too() -> None:
    assert heard(chords((0, 5, 7, 0, 9, 5, 7, 0), 4)).onsets == pytest.approx(8, abs=1)
    assert heard(np.zeros(160_000, np.float32)).onsets == 0


@pytest.mark.parametrize("frames", [1, 2, 3, 10, 187])
def test_the_shortest_sounds_are_finite(frames: int) -> None:
    rhythm = heard(clicks(120)[: (frames - 1) * 256 + 10])
    assert len(rhythm.strength) == frames
    assert np.isfinite(rhythm.strength).all() and np.isfinite(rhythm.correlation).all()
    assert np.isfinite([rhythm.tempo.bpm, rhythm.tempo.clarity]).all()
