"""The parts of a music bed: joins, fades, the limiter and the common loudness."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.media.synth import RATE_HZ, music, write_track
from viml_core.config import PreviewConfig
from viml_core.media.loudness import measure_loudness
from viml_core.media.mix import fade, limit, loop, music_bed
from viml_core.types import FloatArray, Waveform

CONFIG = PreviewConfig()


def power(samples: FloatArray, seconds: float = 0.1) -> FloatArray:
    """Mean power of each stretch of `seconds`."""
    step = round(seconds * RATE_HZ)
    count = samples.shape[1] // step
    return np.square(samples[:, : count * step]).mean(axis=0).reshape(count, step).mean(axis=1)


def bed(path: Path, samples: FloatArray, seconds: float, start_s: float = 0.0) -> Waveform:
    track = write_track(path, samples)
    return music_bed(track, start_s=start_s, duration_s=seconds, sample_rate_hz=None, config=CONFIG)


def test_joins_neither_dip_nor_jump() -> None:
    noise = np.random.default_rng(0).standard_normal((2, 3 * RATE_HZ)).astype(np.float32)
    looped = loop(noise, noise, 10 * RATE_HZ, RATE_HZ, RATE_HZ)
    assert looped.shape == (2, 10 * RATE_HZ)
    np.testing.assert_allclose(power(looped), 1.0, atol=0.15)
    np.testing.assert_array_equal(looped[:, : 2 * RATE_HZ], noise[:, : 2 * RATE_HZ])
    middle = slice(round(3.1 * RATE_HZ), round(3.9 * RATE_HZ))  # between the first two joins
    shift = 2 * RATE_HZ
    np.testing.assert_array_equal(
        looped[:, middle], noise[:, middle.start - shift : middle.stop - shift]
    )


@settings(deadline=None, max_examples=40)
@given(
    first=st.integers(1, 500), whole=st.integers(1, 500), count=st.integers(500, 4000),
    crossfade=st.integers(0, 600),
)  # fmt: skip
def test_any_lengths_can_be_joined(first: int, whole: int, count: int, crossfade: int) -> None:
    ones = np.ones((2, 500), dtype=np.float32)
    looped = loop(ones[:, :first], ones[:, :whole], count, crossfade, rate_hz=1000)
    assert looped.shape == (2, count)
    assert looped.min() > -1e-6 and looped.max() <= np.sqrt(2) + 1e-5


def test_fades_begin_and_end_in_silence_and_shrink_in_short_clips() -> None:
    for count in (1, 10, 1000, 10_000):
        samples = np.ones((2, count), dtype=np.float32)
        fade(samples, 300, 1500)
        assert (np.diff(samples[:, : count // 10]) >= 0).all()
        assert (np.diff(samples[:, count - count // 5 :]) <= 0).all()
        assert (samples[:, count // 10 : count - count // 5] == 1).all()
    assert samples[0, 0] == samples[0, -1] == 0
    assert (samples[:, 300:-1500] == 1).all()


@settings(deadline=None, max_examples=40)
@given(
    level=st.floats(0.01, 30), highest=st.floats(0.05, 1), seed=st.integers(0, 999),
    count=st.integers(1, 5000),
)  # fmt: skip
def test_the_limiter_holds_every_peak_and_no_more_than_needed(
    level: float, highest: float, seed: int, count: int
) -> None:
    rng = np.random.default_rng(seed)
    samples = (level * rng.standard_normal((2, count))).astype(np.float32)
    held = limit(samples, highest, RATE_HZ)
    assert np.abs(held).max() <= highest * (1 + 1e-5)
    assert (np.abs(held) <= np.abs(samples) * (1 + 1e-5)).all()
    if np.abs(samples).max() <= highest:
        assert held is samples


def test_the_limiter_leaves_what_is_far_from_a_peak_alone() -> None:
    samples = np.full((2, RATE_HZ), 0.25, dtype=np.float32)
    samples[:, RATE_HZ // 2] = 4.0
    held = limit(samples, 0.5, RATE_HZ)
    far = round(0.05 * RATE_HZ)
    np.testing.assert_array_equal(held[:, : RATE_HZ // 2 - far], 0.25)
    np.testing.assert_array_equal(held[:, RATE_HZ // 2 + far :], 0.25)
    assert np.abs(np.diff(held[0, : RATE_HZ // 2])).max() < 0.01  # no click on the way down


@pytest.mark.parametrize("rate_hz", [8000, 22050, 44100, 48000, 96000])
def test_a_bed_is_exactly_as_long_as_asked(tmp_path: Path, rate_hz: int) -> None:
    track = write_track(tmp_path / "song.wav", music(3.0, rate_hz=rate_hz), rate_hz)
    for seconds in (0.04, 2.345, 7.77):
        made = music_bed(track, start_s=0.5, duration_s=seconds, sample_rate_hz=None, config=CONFIG)
        assert made.sample_rate_hz == (rate_hz if rate_hz in (44100, 48000) else 48000)
        assert made.samples.shape == (2, round(seconds * made.sample_rate_hz))
        assert np.isfinite(made.samples).all()


@pytest.mark.parametrize("channels", [1, 2, 3, 4, 5, 6, 8])
def test_every_channel_but_the_lowest_is_heard(tmp_path: Path, channels: int) -> None:
    for loud in range(channels):
        samples = np.zeros((channels, 2 * RATE_HZ), dtype=np.float32)
        samples[loud] = music(2.0)[0]
        heard = bed(tmp_path / "song.wav", samples, 2.0).samples
        low_frequency = channels >= 6 and loud == 3
        assert bool(np.abs(heard).max() > 0.05) is not low_frequency


def test_quiet_loud_and_spiky_music_is_made_equally_loud(tmp_path: Path) -> None:
    spiky = 0.05 * music(8.0)
    spiky[:, :: RATE_HZ // 2] = 0.9
    for samples in (music(8.0, level=0.01), music(8.0, level=0.99), spiky):
        levelled = measure_loudness(bed(tmp_path / "song.wav", samples, 8.0))
        assert levelled.integrated_lufs == pytest.approx(CONFIG.loudness_lufs, abs=0.5)
        assert levelled.peak_dbfs <= CONFIG.max_peak_dbfs


def test_what_is_heard_sets_the_level_not_the_whole_track(tmp_path: Path) -> None:
    samples = music(20.0)
    samples[:, : 10 * RATE_HZ] *= 10 ** (-8 / 20)  # a quieter first half
    levelled = measure_loudness(bed(tmp_path / "song.wav", samples, 8.0))
    assert levelled.integrated_lufs == pytest.approx(CONFIG.loudness_lufs, abs=0.5)


def test_hiss_before_the_music_is_not_blown_up(tmp_path: Path) -> None:
    samples = music(20.0)
    samples[:, : 10 * RATE_HZ] *= 10 ** (-40 / 20)
    levelled = measure_loudness(bed(tmp_path / "song.wav", samples, 8.0))
    assert levelled.integrated_lufs < CONFIG.loudness_lufs - 20


def test_silence_stays_silent(tmp_path: Path) -> None:
    assert not bed(tmp_path / "silence.wav", np.zeros((2, RATE_HZ), np.float32), 3.0).samples.any()


def test_a_start_within_the_track_goes_on_from_its_beginning(tmp_path: Path) -> None:
    samples = music(6.0)
    plain = replace(CONFIG, fade_in_s=0.0, fade_out_s=0.0)
    track = write_track(tmp_path / "song.wav", samples)
    made = music_bed(track, start_s=4.0, duration_s=6.0, sample_rate_hz=None, config=plain).samples
    first, again = slice(4 * RATE_HZ, 5 * RATE_HZ), slice(RATE_HZ, 4 * RATE_HZ)
    assert np.corrcoef(made[0, :RATE_HZ], samples[0, first])[0, 1] > 0.999
    assert np.corrcoef(made[0, 2 * RATE_HZ : 5 * RATE_HZ], samples[0, again])[0, 1] > 0.999
