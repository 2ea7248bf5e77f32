"""What counts as the same sound and the same recording."""

from __future__ import annotations

import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
import soundfile

from tests.library.toy import song
from viml_core.library.identity import (
    SAME_RECORDING_DB,
    Sound,
    identify,
    levels_from_bytes,
    levels_to_bytes,
    recording_distance_db,
)
from viml_core.types import FloatArray, Waveform

RATE_HZ = 44100


def sound(samples: FloatArray, rate_hz: int = RATE_HZ) -> Sound:
    return identify(Waveform(np.atleast_2d(samples.T).astype(np.float32), rate_hz))


@pytest.fixture(scope="module")
def piece() -> FloatArray:
    """A tune with noise under it, 12 s in stereo: (n, 2)."""
    rng = np.random.default_rng(0)
    tune = song(3, 12, RATE_HZ)[:, np.newaxis] + 0.5 * song(4, 12, RATE_HZ)[:, np.newaxis] * [0, 1]
    return (tune + 0.01 * rng.standard_normal(tune.shape)).astype(np.float32)


@pytest.mark.parametrize(
    "codec",
    [
        ["-c:a", "libmp3lame", "-b:a", "64k", "-f", "mp3"],
        ["-c:a", "libmp3lame", "-b:a", "192k", "-f", "mp3"],
        ["-c:a", "libvorbis", "-q:a", "2", "-f", "ogg"],
        ["-c:a", "libopus", "-b:a", "64k", "-f", "ogg"],
        ["-c:a", "pcm_s16le", "-ar", "22050", "-f", "wav"],
        ["-c:a", "pcm_s24le", "-f", "wav"],
    ],
    ids=lambda codec: "-".join(codec[1:4]),
)
def test_a_reencode_is_the_same_recording(
    piece: FloatArray, codec: list[str], tmp_path: Path
) -> None:
    soundfile.write(tmp_path / "piece.wav", piece, RATE_HZ)
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", tmp_path / "piece.wav"]
    subprocess.run([*command, *codec, tmp_path / "coded"], check=True)
    coded, rate_hz = soundfile.read(tmp_path / "coded", dtype="float32")
    assert recording_distance_db(sound(piece), sound(coded, rate_hz)) <= SAME_RECORDING_DB


def _muted(piece: FloatArray) -> FloatArray:
    edited = piece.copy()
    edited[5 * RATE_HZ : 5 * RATE_HZ + RATE_HZ // 2] = 0
    return edited


def _sung_over(piece: FloatArray) -> FloatArray:
    voice = 0.3 * np.sin(2 * np.pi * 440 * np.arange(2 * RATE_HZ) / RATE_HZ)
    voice *= 1 + np.sin(2 * np.pi * 700 * np.arange(2 * RATE_HZ) / RATE_HZ)
    edited = piece.copy()
    edited[6 * RATE_HZ : 8 * RATE_HZ] += voice[:, np.newaxis].astype(np.float32)
    return edited


@pytest.mark.parametrize(
    "edit",
    [
        _muted,
        _sung_over,
        lambda piece: piece / 2,
        lambda piece: piece[: -RATE_HZ // 2],
        lambda piece: np.roll(piece, RATE_HZ, axis=0),
    ],
    ids=["half a second muted", "two seconds with a voice", "quieter", "shorter", "later"],
)
def test_another_version_is_another_recording(piece: FloatArray, edit) -> None:
    assert recording_distance_db(sound(piece), sound(edit(piece))) > SAME_RECORDING_DB


def test_different_tunes_are_far_apart() -> None:
    sounds = [sound(song(seed, rate_hz=RATE_HZ)) for seed in range(6)]
    distances = [recording_distance_db(a, b) for a in sounds for b in sounds if a is not b]
    assert min(distances) > 3 * SAME_RECORDING_DB


def test_short_sounds_are_never_taken_for_one_another(piece: FloatArray) -> None:
    start = sound(piece[: 3 * RATE_HZ])
    assert recording_distance_db(start, start) == float("inf")


def test_the_id_follows_the_samples_alone(piece: FloatArray, tmp_path: Path) -> None:
    for name in ("piece.wav", "piece.flac"):
        soundfile.write(tmp_path / name, (piece * 20_000).astype(np.int16), RATE_HZ)
    wav, flac = (
        sound(*soundfile.read(tmp_path / name, dtype="float32"))
        for name in ("piece.wav", "piece.flac")
    )
    assert wav.sound_id == flac.sound_id
    assert len(wav.sound_id) == 16
    others = [sound(piece * np.float32(1.01)), sound(piece, 48000), sound(piece[:, ::-1])]
    assert len({wav.sound_id, *(other.sound_id for other in others)}) == 4


@pytest.mark.parametrize("samples", [0, 1, RATE_HZ // 3], ids=str)
def test_sounds_shorter_than_a_window_have_levels(samples: int) -> None:
    assert sound(np.ones(samples, np.float32)).levels_db.shape == (1, 16)


def test_levels_survive_storage(piece: FloatArray) -> None:
    levels_db = sound(piece).levels_db
    np.testing.assert_array_equal(levels_from_bytes(levels_to_bytes(levels_db)), levels_db)
