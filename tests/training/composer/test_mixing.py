"""Levels, places and the master: known answers on synthesised sound."""

from __future__ import annotations

import numpy as np
import pyloudnorm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.composer.effects import EFFECTS, Timing
from training.composer.mastering import CEILING_DBFS, TARGET_LUFS, limited, master
from training.composer.mixing import ROOMS, active_loudness_db, impulse_response, mix
from training.composer.score import Channel
from training.composer.signals import SAMPLE_RATE_HZ
from viml_core.types import FloatArray

STILL = Timing(0.5, ())


def noise(seconds: float, seed: int = 0, level: float = 0.1) -> FloatArray:
    rng = np.random.default_rng(seed)
    return (level * rng.standard_normal((2, round(seconds * SAMPLE_RATE_HZ)))).astype(np.float32)


def test_loudness_of_a_part_does_not_depend_on_how_long_it_rests() -> None:
    playing = noise(8)
    resting = playing.copy()
    resting[:, 2 * SAMPLE_RATE_HZ :] = 0
    assert active_loudness_db(resting) == pytest.approx(active_loudness_db(playing), abs=0.3)


def test_loudness_agrees_with_bs1770_on_steady_sound() -> None:
    meter = pyloudnorm.Meter(SAMPLE_RATE_HZ)
    for level in (0.02, 0.2):
        sound = noise(6, level=level)
        expected = meter.integrated_loudness(sound.T)
        assert active_loudness_db(sound) - 0.69 == pytest.approx(expected, abs=0.6)


def test_parts_arrive_at_their_levels_however_loud_their_stems_are() -> None:
    stems = [noise(4, 1, 0.001), noise(4, 2, 0.5)]
    alone = [
        mix([stem], [Channel(level_db=level, reverb=0.0)], STILL, "dry")
        for stem, level in zip(stems, (0.0, -6.0), strict=True)
    ]
    difference = active_loudness_db(alone[0]) - active_loudness_db(alone[1])
    assert difference == pytest.approx(6.0, abs=0.1)


def test_panning_is_symmetrical() -> None:
    stem = noise(2)
    left = mix([stem], [Channel(pan=-0.6, reverb=0.0)], STILL, "dry")
    right = mix([stem[::-1]], [Channel(pan=0.6, reverb=0.0)], STILL, "dry")
    np.testing.assert_allclose(left, right[::-1], atol=1e-6)
    assert np.square(left[0]).mean() > 2 * np.square(left[1]).mean()


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_rooms_decay_as_long_as_they_say(room: str) -> None:
    response = impulse_response(room)
    energy = np.square(response).sum(axis=0)[::-1].cumsum()[::-1]
    fallen = np.flatnonzero(energy < energy[0] * 1e-4)[0] / SAMPLE_RATE_HZ  # 40 dB
    assert 0.4 * ROOMS[room].decay_s < fallen < 0.9 * ROOMS[room].decay_s
    assert np.square(response).sum(axis=1) == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("name", sorted(EFFECTS))
def test_effects_keep_the_shape_and_stay_finite(name: str) -> None:
    stem = noise(1.5)
    treated = EFFECTS[name](stem, Timing(0.4, (0.0, 0.4, 0.8)))
    assert treated.shape == stem.shape and treated.dtype == np.float32
    assert np.isfinite(treated).all() and np.abs(treated).max() > 0.01
    silence = EFFECTS[name](np.zeros_like(stem), STILL)
    assert np.abs(silence).max() == 0


def test_ducking_opens_a_gap_under_the_kick_only() -> None:
    steady = np.ones((2, SAMPLE_RATE_HZ), np.float32)
    ducked = EFFECTS["duck"](steady, Timing(0.5, (0.5,)))
    at = SAMPLE_RATE_HZ // 2
    assert ducked[0, at] == pytest.approx(0.25, abs=0.01)
    assert (ducked[:, : at - 1] == 1).all() and ducked[0, -1] > 0.95


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1000), gain=st.floats(0.05, 20))
def test_no_peak_passes_the_limiter_and_quiet_sound_passes_untouched(
    seed: int, gain: float
) -> None:
    ceiling = 10 ** (CEILING_DBFS / 20)
    sound = noise(0.5, seed, 0.05) * np.float32(gain)
    out = limited(sound)
    assert np.abs(out).max() <= ceiling + 1e-6
    if np.abs(sound).max() < ceiling:
        np.testing.assert_allclose(out, sound, rtol=1e-5)


@pytest.mark.parametrize("drive_db", [0.0, 3.0, 6.0])
def test_a_master_is_as_loud_as_agreed_and_ends_in_silence(drive_db: float) -> None:
    envelope = np.repeat([0.1, 1.0, 0.3, 0.8, 0.02], 2 * SAMPLE_RATE_HZ).astype(np.float32)
    out = master(noise(10) * envelope, drive_db, 9.0)
    loudness = pyloudnorm.Meter(SAMPLE_RATE_HZ).integrated_loudness(out.T)
    assert loudness == pytest.approx(TARGET_LUFS, abs=0.3)
    assert np.abs(out).max() <= 10 ** (CEILING_DBFS / 20) + 1e-6
    assert np.abs(out[:, -480:]).max() < 1e-4
