"""Every format of music becomes the same samples, and what is none is refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.media.synth import RATE_HZ, ffmpeg, lag_and_correlation, music
from viml_core.errors import LimitError, MediaError
from viml_core.media.audio import decode_audio, decode_excerpt, resample
from viml_core.types import Waveform


@pytest.fixture(scope="module")
def song(media: Path) -> Path:
    """3 s of stereo music, 16 bit."""
    path = media / "song.wav"
    soundfile.write(path, music(3.0).T, RATE_HZ, subtype="PCM_16")
    return path


def decode(path: Path) -> Waveform:
    return decode_audio(path, max_duration_s=60.0)


def test_samples_are_exact(song: Path) -> None:
    decoded = decode(song)
    assert (decoded.samples.shape, decoded.sample_rate_hz) == ((2, 3 * RATE_HZ), RATE_HZ)
    assert decoded.samples.dtype == np.float32
    np.testing.assert_allclose(decoded.samples, music(3.0), atol=1e-4)


@pytest.mark.parametrize(
    ("name", "coding"),
    [
        ("a.flac", ("-sample_fmt", "s32")),
        ("a.ogg", ("-c:a", "libvorbis", "-q:a", "8")),
        ("a.opus", ("-c:a", "libopus", "-b:a", "192k")),
        ("a.mp3", ("-b:a", "256k")),
        ("a.m4a", ("-c:a", "aac", "-b:a", "256k")),
        ("alac.m4a", ("-c:a", "alac")),
        ("a.aac", ("-b:a", "256k")),
        ("a.mka", ("-c:a", "libopus", "-b:a", "192k")),
        ("a.wma", ("-b:a", "192k")),
        ("24 bit.wav", ("-c:a", "pcm_s24le")),
        ("a.aiff", ()),
    ],
)
def test_formats(song: Path, tmp_path: Path, name: str, coding: tuple[str, ...]) -> None:
    path = tmp_path / name
    ffmpeg("-i", song, *coding, path)
    heard = resample(decode(path), RATE_HZ, mono=True).samples[0]
    true = music(3.0).mean(axis=0)
    assert len(heard) == pytest.approx(len(true), abs=0.1 * RATE_HZ)
    delay_is_stored = name not in ("a.aac", "a.wma")
    lag, correlation = lag_and_correlation(heard, true, most=4096)
    assert correlation > 0.98
    assert not delay_is_stored or abs(lag) <= 1


def test_a_moving_picture_with_sound_is_heard(song: Path, clip: Path, tmp_path: Path) -> None:
    path = tmp_path / "film.mov"
    ffmpeg("-i", clip, "-i", song, "-c:v", "copy", "-c:a", "pcm_s16le", path)
    np.testing.assert_allclose(decode(path).samples, decode(song).samples, atol=1e-6)


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".m4a"])
def test_low_rates_and_many_channels(song: Path, tmp_path: Path, suffix: str) -> None:
    low, surround = tmp_path / f"low{suffix}", tmp_path / f"surround{suffix}"
    ffmpeg("-i", song, "-ar", "8000", "-ac", "1", low)
    ffmpeg("-i", song, "-ar", "48000", "-ac", "6", surround)
    assert (decode(low).samples.shape[0], decode(low).sample_rate_hz) == (1, 8000)
    assert (decode(surround).samples.shape[0], decode(surround).sample_rate_hz) == (6, 48000)


@pytest.mark.parametrize("reader", [".wav", ".caf"])
def test_what_is_no_number_becomes_silence(tmp_path: Path, reader: str) -> None:
    samples = music(1.0)
    samples[0, 100:200], samples[1, 300], samples[1, 400] = np.nan, np.inf, -np.inf
    samples[0, 500] = 1e30
    wav, path = tmp_path / "broken.wav", tmp_path / f"broken{reader}"
    soundfile.write(wav, samples.T, RATE_HZ, subtype="FLOAT")
    if reader != ".wav":
        ffmpeg("-i", wav, "-c:a", "copy", path)
    heard = decode(path).samples
    assert np.isfinite(heard).all()
    assert not heard[0, 100:200].any() and heard[1, 300] == heard[1, 400] == 0
    assert np.abs(heard).max() < 100
    np.testing.assert_array_equal(heard[:, 1000:], samples[:, 1000:])


@pytest.mark.parametrize("name", ["a.wav", "a.mp3", "a.ogg", "a.m4a"])
def test_an_excerpt_is_a_slice_of_the_whole(song: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    ffmpeg("-i", song, path)
    whole = decode(path).samples
    part = decode_excerpt(path, start_s=1.0, duration_s=0.5).samples
    first = round(1.0 * RATE_HZ)
    lag, correlation = lag_and_correlation(part[0], whole[0, first : first + RATE_HZ // 2], 2000)
    assert lag == 0 and correlation > 0.99
    rest = decode_excerpt(path, start_s=1.0, duration_s=9.0).samples
    assert rest.shape[1] == pytest.approx(whole.shape[1] - first, abs=1)


def test_a_recording_that_stops_short_is_heard_as_far_as_it_goes(
    song: Path, tmp_path: Path
) -> None:
    for suffix in (".wav", ".mp3", ".ogg", ".flac"):
        whole, cut = tmp_path / f"whole{suffix}", tmp_path / f"cut{suffix}"
        ffmpeg("-i", song, whole)
        cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
        assert 0.5 < decode(cut).duration_s < 2.5


def test_files_that_are_no_music_each_have_their_sentence(
    song: Path, clip: Path, tmp_path: Path
) -> None:
    def made(name: str, content: bytes) -> Path:
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    none, whole = tmp_path / "none.wav", tmp_path / "whole.m4a"
    soundfile.write(none, np.zeros((0, 2)), RATE_HZ)
    ffmpeg("-i", song, whole)
    cases = {
        "not a music file that can be read": made("notes.mp3", b"I am only text.\n" * 50),
        "holds no sound": clip,
        r"0 samples": none,
        "is empty": made("empty.wav", b""),
        "cut short": made("cut.m4a", whole.read_bytes()[:2000]),
        "There is no file": tmp_path / "missing.mp3",
        "is a folder": tmp_path,
    }
    for words, path in cases.items():
        with pytest.raises(MediaError, match=words) as caught:
            decode(path)
        assert "\n" not in str(caught.value) and str(caught.value).endswith(".")


@pytest.mark.parametrize("suffix", [".wav", ".m4a"])
def test_the_limit_on_length_is_stated(song: Path, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"long{suffix}"
    ffmpeg("-i", song, path)
    with pytest.raises(LimitError, match="longer than the 2 s"):
        decode_audio(path, max_duration_s=2.0)


def test_resampling_keeps_time_and_pitch() -> None:
    time_s = np.arange(48000) / 48000
    tone = np.sin(2 * np.pi * 440 * time_s).astype(np.float32)
    turned = resample(Waveform(np.stack([tone, -tone]), 48000), 16000, mono=False)
    expected = np.sin(2 * np.pi * 440 * np.arange(16000) / 16000)
    assert turned.samples.shape == (2, 16000)
    np.testing.assert_allclose(turned.samples[0, 200:-200], expected[200:-200], atol=1e-3)
    assert not resample(Waveform(np.stack([tone, -tone]), 48000), 16000, mono=True).samples.any()


@settings(deadline=None, max_examples=25)
@given(
    value=st.floats(-1, 1, width=32),
    rates=st.tuples(*[st.sampled_from([8000, 22050, 44100, 48000, 96000])] * 2),
    channels=st.integers(1, 6),
)
def test_resampling_keeps_constants_and_length(
    value: float, rates: tuple[int, int], channels: int
) -> None:
    steady = Waveform(np.full((channels, rates[0]), value, dtype=np.float32), rates[0])
    turned = resample(steady, rates[1], mono=True)
    assert turned.samples.shape == (1, rates[1])
    middle = turned.samples[:, rates[1] // 4 : -rates[1] // 4]
    np.testing.assert_allclose(middle, value, atol=2e-3)
