"""The music encoder as a whole: what it hears, and the sounds that must not upset it."""

from __future__ import annotations

import numpy as np
import pytest

from tests.features.synth import chords, clicks, noise, sine
from viml_core.errors import MediaError
from viml_core.features.music import (
    DESCRIPTORS,
    MUSIC_LAYOUT,
    TAGS,
    EmbeddedMusicEncoder,
)
from viml_core.features.spectrum import SAMPLE_RATE_HZ
from viml_core.features.text import EmbeddedTextEncoder
from viml_core.types import FloatArray, Waveform


def mono(samples: FloatArray) -> Waveform:
    return Waveform(samples[None], SAMPLE_RATE_HZ)


def piece(seconds: float) -> FloatArray:
    """A few chords over a beat, `seconds` long."""
    repeated = np.tile(chords((0, 5, 7, 0), 4), int(seconds // 5) + 1)[: round(seconds * 16_000)]
    return repeated + 0.5 * clicks(120, seconds)[: len(repeated)]


def test_layout() -> None:
    parts = (MUSIC_LAYOUT.semantic, MUSIC_LAYOUT.tags, MUSIC_LAYOUT.penultimate)
    sizes = [part.stop - part.start for part in (*parts, MUSIC_LAYOUT.signal)]
    assert sizes == [384, len(TAGS), 400, len(DESCRIPTORS)]
    assert sum(sizes) == MUSIC_LAYOUT.dim == EmbeddedMusicEncoder.dim


def test_a_saxophone_is_jazz(music_encoder: EmbeddedMusicEncoder, saxophone: Waveform) -> None:
    features = music_encoder.encode(saxophone)
    assert features.tags[0][0] == "jazz" and features.tags[0][1] > 0.5
    assert features.x_m.shape == (2, MUSIC_LAYOUT.dim) and features.x_m.dtype == np.float32
    assert not features.silent
    tags = features.x_m[:, MUSIC_LAYOUT.tags].mean(axis=0)
    assert TAGS[int(tags.argmax())] == "jazz"


def test_the_saxophone_lies_near_jazz_in_the_space_of_text(
    music_encoder: EmbeddedMusicEncoder, text_encoder: EmbeddedTextEncoder, saxophone: Waveform
) -> None:
    music = music_encoder.encode(saxophone).x_m[:, MUSIC_LAYOUT.semantic].mean(axis=0)
    phrases = ["a smoky jazz bar", "heavy metal festival", "techno club at night"]
    assert int((text_encoder.encode(phrases) @ music).argmax()) == 0


def test_parts_have_the_lengths_that_the_layout_promises(
    music_encoder: EmbeddedMusicEncoder, saxophone: Waveform
) -> None:
    x_m = music_encoder.encode(saxophone).x_m
    np.testing.assert_allclose(np.linalg.norm(x_m[:, MUSIC_LAYOUT.semantic], axis=1), 1, atol=1e-5)
    hidden = x_m[:, MUSIC_LAYOUT.penultimate].reshape(-1, 2, 200)
    np.testing.assert_allclose(np.linalg.norm(hidden, axis=2), 1, atol=1e-5)
    tags = x_m[:, MUSIC_LAYOUT.tags]
    assert tags.min() >= 0 and tags.max() <= 1
    assert np.abs(x_m[:, MUSIC_LAYOUT.signal]).max() <= 1


@pytest.mark.parametrize(
    ("seconds", "segments"),
    [(0.2, 1), (2.9, 1), (3.0, 1), (9.9, 1), (10.0, 1), (12.8, 1), (13.2, 2), (20.0, 2), (34.0, 4)],
)
def test_segments_cover_the_track(
    music_encoder: EmbeddedMusicEncoder, seconds: float, segments: int
) -> None:
    features = music_encoder.encode(mono(piece(seconds)))
    assert features.x_m.shape == (segments, MUSIC_LAYOUT.dim)
    assert np.isfinite(features.x_m).all() and not features.silent


def test_the_tail_is_heard(music_encoder: EmbeddedMusicEncoder) -> None:
    """Noise in the last 2 s, too short for a segment of its own, changes the last segment."""
    calm = piece(12.0)
    rough = calm.copy()
    rough[-32_000:] += noise(2.0, level=0.3)
    first, second = music_encoder.encode(mono(calm)).x_m, music_encoder.encode(mono(rough)).x_m
    assert np.abs(first - second)[0, MUSIC_LAYOUT.tags].max() > 0.02


def test_a_short_clip_is_repeated_and_not_padded_with_silence(
    music_encoder: EmbeddedMusicEncoder,
) -> None:
    short, long = piece(1.0), np.tile(piece(1.0), 3)
    tags = [music_encoder.encode(mono(s)).x_m[0, MUSIC_LAYOUT.tags] for s in (short, long)]
    assert np.corrcoef(tags)[0, 1] > 0.95


def test_tempo_of_the_track(music_encoder: EmbeddedMusicEncoder) -> None:
    assert music_encoder.encode(mono(clicks(96, 34.0))).bpm == pytest.approx(96, rel=0.01)
    assert music_encoder.encode(mono(noise(12.0))).bpm is None


@pytest.mark.parametrize("level", [0.0, 1e-6, 5e-4])
def test_silence_is_silent(music_encoder: EmbeddedMusicEncoder, level: float) -> None:
    features = music_encoder.encode(mono(sine(220, 12.0, level=level)))
    assert features.silent and features.tags == () and features.bpm is None
    assert features.x_m.shape == (1, MUSIC_LAYOUT.dim) and not features.x_m.any()


def test_a_silent_half_leaves_the_other_half_alone(music_encoder: EmbeddedMusicEncoder) -> None:
    samples = np.concatenate([piece(10.0), np.zeros(160_000, np.float32)])
    features, alone = music_encoder.encode(mono(samples)), music_encoder.encode(mono(piece(10.0)))
    assert not features.silent and dict(features.tags).keys() == dict(alone.tags).keys()
    assert features.x_m[0].any() and not features.x_m[1].any()
    np.testing.assert_allclose(features.x_m[0], alone.x_m[0], atol=0.05)


def test_broken_samples_never_reach_the_features(music_encoder: EmbeddedMusicEncoder) -> None:
    samples = piece(6.0)
    samples[1000:1010] = np.nan
    samples[2000] = np.inf
    samples[3000] = -np.inf
    features = music_encoder.encode(mono(samples))
    assert np.isfinite(features.x_m).all() and not features.silent
    assert music_encoder.encode(mono(np.full(32_000, np.nan, np.float32))).silent


@pytest.mark.parametrize(("rate_hz", "channels"), [(8000, 1), (48_000, 6), (44_100, 2)])
def test_any_rate_and_channel_count(
    music_encoder: EmbeddedMusicEncoder, rate_hz: int, channels: int
) -> None:
    seconds = np.arange(rate_hz * 4) / rate_hz
    tone = (0.3 * np.sin(2 * np.pi * 440 * seconds)).astype(np.float32)
    features = music_encoder.encode(Waveform(np.tile(tone, (channels, 1)), rate_hz))
    expected = music_encoder.encode(mono(sine(440, 4.0)))
    assert features.x_m.shape == expected.x_m.shape
    np.testing.assert_allclose(
        features.x_m[:, MUSIC_LAYOUT.tags], expected.x_m[:, MUSIC_LAYOUT.tags], atol=0.06
    )


@pytest.mark.parametrize("rate_hz", [SAMPLE_RATE_HZ, 44_100])
def test_no_samples_are_an_error(music_encoder: EmbeddedMusicEncoder, rate_hz: int) -> None:
    with pytest.raises(MediaError, match="no sound"):
        music_encoder.encode(Waveform(np.zeros((2, 0), np.float32), rate_hz))
