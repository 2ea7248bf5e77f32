"""The signal's descriptors on sounds whose properties are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.features.synth import chords, clicks, noise, sine
from viml_core.features.rhythm import hear_rhythm
from viml_core.features.signal import RANGES, describe_sound, level_dbfs
from viml_core.features.spectrum import analyse
from viml_core.types import FloatArray


def described(samples: FloatArray) -> dict[str, float]:
    sound = analyse(samples)
    values = describe_sound(sound, hear_rhythm(sound.mel_power))
    return dict(zip(RANGES, values.tolist(), strict=True))


def test_level_is_in_dB_of_full_scale() -> None:
    assert level_dbfs(sine(1000, level=1.0)) == pytest.approx(-3.01, abs=0.01)
    assert level_dbfs(sine(1000, level=0.1)) == pytest.approx(-23.01, abs=0.01)
    assert level_dbfs(np.zeros(10, np.float32)) <= -190


def test_loud_and_quiet() -> None:
    loud, quiet = described(sine(440, level=0.8)), described(sine(440, level=0.02))
    assert loud["loudness"] > 0.5 > -0.5 > quiet["loudness"]
    for name in set(RANGES) - {"loudness"}:  # nothing else depends on the level
        assert loud[name] == pytest.approx(quiet[name], abs=0.02), name


def test_dynamics() -> None:
    steady = sine(440)
    swelling = steady * np.linspace(0.01, 1, len(steady), dtype=np.float32)
    assert described(swelling)["loudness_range"] > 0.8 > described(steady)["loudness_range"]
    assert described(swelling)["loudness_trend"] > 0.8
    assert described(swelling[::-1].copy())["loudness_trend"] < -0.8
    assert described(clicks(60))["crest"] > 0.8 > -0.8 > described(steady)["crest"]


def test_brightness_follows_pitch() -> None:
    low, middle, high = (described(sine(hz)) for hz in (110, 880, 5000))
    for name in ("brightness", "rolloff", "treble_share"):
        assert low[name] <= middle[name] < high[name]
    assert low["bass_share"] > 0 > middle["bass_share"]


def test_noise_and_tone() -> None:
    tone, hiss = described(sine(440)), described(noise())
    assert hiss["noisiness"] > 0.8 > tone["noisiness"]
    assert hiss["bandwidth"] > tone["bandwidth"]


def test_strokes_are_percussive_and_held_notes_are_not() -> None:
    rng = np.random.default_rng(0)
    strokes = np.zeros(160_000, np.float32)
    for start in range(0, 160_000, 8000):
        strokes[start : start + 400] = 0.3 * rng.standard_normal(400)
    assert described(strokes)["percussive_share"] > 0.8
    assert described(chords((0, 5), 4, seconds_each=5))["percussive_share"] < -0.3


def test_tempo_onsets_and_mode_arrive() -> None:
    slow, fast = described(clicks(70)), described(clicks(160))
    assert slow["tempo"] < -0.5 < 0.5 < fast["tempo"]
    assert slow["onset_rate"] < fast["onset_rate"]
    assert slow["pulse_clarity"] > 0 > described(noise())["pulse_clarity"]
    assert described(noise())["tempo"] == 0
    major, minor = (described(chords((0, 5, 7, 0), third)) for third in (4, 3))
    assert major["mode"] > 0 > minor["mode"]


def test_change_between_moments() -> None:
    held = sine(300)
    turns = np.where((np.arange(len(held)) // 4000) % 2, held, noise())
    assert described(turns.astype(np.float32))["change"] > 0.9 > 0 > described(held)["change"]


@settings(max_examples=30, deadline=None)
@given(
    arrays(
        np.float32,
        st.integers(1, 40_000),
        elements=st.floats(-1, 1, width=32),
        fill=st.sampled_from([np.float32(0), np.float32(1), np.float32(1e-20)]),
    )
)
def test_any_sound_is_described_within_bounds(samples: FloatArray) -> None:
    values = np.array(list(described(samples).values()))
    assert np.isfinite(values).all() and np.abs(values).max() <= 1
