"""Key and mode of chords that were made here."""

from __future__ import annotations

import numpy as np
import pytest

from tests.features.synth import chords, clicks, noise, sine
from viml_core.features.harmony import chroma, harmony

PITCHES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")


@pytest.mark.parametrize("semitone", range(12))
def test_a_tone_is_its_pitch_class_in_any_octave(semitone: int) -> None:
    for octave in (-1, 0, 1):
        shares = chroma(sine(261.63 * 2 ** (octave + semitone / 12), seconds=2)).mean(axis=0)
        assert PITCHES[int(shares.argmax())] == PITCHES[semitone]
        assert shares.max() > 0.9


@pytest.mark.parametrize("key", range(0, 12, 2))
def test_major_and_minor_progressions(key: int) -> None:
    major = harmony(chords(tuple(key + root for root in (0, 5, 7, 0)), third=4))
    minor = harmony(chords(tuple(key + root for root in (0, 5, 7, 0)), third=3))
    assert major.mode > 0.03 and minor.mode < -0.03
    assert min(major.key_strength, minor.key_strength) > 0.7


def test_mode_does_not_depend_on_the_key() -> None:
    modes = [harmony(chords((k, k + 5, k + 7, k), third=4)).mode for k in range(6)]
    assert np.ptp(modes) < 0.1


def test_one_tone_is_focused_and_noise_is_not() -> None:
    assert harmony(sine(440)).tonal_focus > 0.8 > 0.1 > harmony(noise()).tonal_focus
    assert harmony(noise()).key_strength < harmony(chords((0, 5, 7, 0), 4)).key_strength


def test_moving_chords_change_more_than_a_held_one() -> None:
    held = chords((0,), 4, seconds_each=8)
    moving = chords((0, 2, 4, 5, 7, 9, 11, 12, 11, 9, 7, 5), 4, seconds_each=0.5)
    assert harmony(moving).change > 2 * harmony(held).change


@pytest.mark.parametrize(
    "samples",
    [np.zeros(16_000, np.float32), np.zeros(1, np.float32), clicks(120)[:300]],
    ids=["silence", "one sample", "a few"],
)
def test_no_pitch_is_no_harmony(samples: np.ndarray) -> None:
    found = harmony(samples)
    assert np.isfinite([found.mode, found.key_strength, found.tonal_focus, found.change]).all()
