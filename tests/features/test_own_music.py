"""Music in a clip's own sound is told from speech and from noise."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests import synth
from viml_core.config import STARTER_LIBRARY
from viml_core.features.own_music import find_music, is_music
from viml_core.features.spectrum import SAMPLE_RATE_HZ
from viml_core.media.audio import decode_audio, decode_excerpt, resample
from viml_core.media.probe import probe
from viml_core.types import FloatArray

SPEECH = Path(__file__).parents[1] / "finishing" / "sounds" / "speech.opus"
TRACKS = sorted((STARTER_LIBRARY / "audio").glob("*.opus"))
SECONDS = 9
COUNT = SECONDS * SAMPLE_RATE_HZ


def mono(waveform) -> FloatArray:
    return resample(waveform, SAMPLE_RATE_HZ, mono=True).samples[0][:COUNT]


def level(samples: FloatArray, dbfs: float) -> FloatArray:
    return samples * np.float32(10 ** (dbfs / 20) / np.sqrt(np.mean(samples**2)))


@pytest.fixture(scope="module")
def speech() -> FloatArray:
    return mono(decode_audio(SPEECH, max_duration_s=60))


@pytest.fixture(scope="module")
def music() -> list[FloatArray]:
    """Nine seconds from within every fourth track of the starter library."""
    return [mono(decode_excerpt(path, start_s=12.0, duration_s=SECONDS)) for path in TRACKS[::4]]


def noise(shape) -> FloatArray:
    """White noise (None), or with the spectrum and the course that a function of Hz and s gives."""
    rng = np.random.default_rng(5)
    spectrum = np.fft.rfft(rng.standard_normal(COUNT))
    hz, time_s = np.fft.rfftfreq(COUNT, 1 / SAMPLE_RATE_HZ) + 20, np.arange(COUNT) / SAMPLE_RATE_HZ
    colour, course = shape(hz, time_s)
    return (np.fft.irfft(spectrum * colour, COUNT) * course).astype(np.float32)


NOISES = {
    "white": lambda hz, s: (1, 1),
    "room": lambda hz, s: (1 / hz, 1),
    "wind": lambda hz, s: (1 / (1 + (hz / 200) ** 2), 1.2 + np.sin(s) * np.sin(2.3 * s)),
    "waves": lambda hz, s: (1 / np.sqrt(hz), (1.1 + np.sin(s)) ** 2),
    "passing car": lambda hz, s: (1 / hz / (1 + (hz / 900) ** 2), 0.1 + np.exp(-((s - 4) ** 2))),
}


def test_music_is_heard_alone_and_under_as_much_speech(music, speech):
    alone = [is_music(level(piece, -20)) for piece in music]
    under = [is_music(level(piece, -20) + level(speech, -20)) for piece in music]
    assert np.mean(alone) >= 0.9 and np.mean(under) >= 0.7


def test_how_loud_it_is_makes_no_difference(music, speech):
    for samples in (music[0], speech):
        assert is_music(level(samples, -45)) == is_music(level(samples, -12))


def test_speech_is_no_music(speech):
    assert not is_music(speech)


@pytest.mark.parametrize("name", NOISES)
def test_noise_is_no_music(name, speech):
    sound = noise(NOISES[name])
    assert not is_music(level(sound, -25))
    assert not is_music(level(sound, -32) + level(speech, -20))


def test_silence_and_a_moment_are_none():
    assert not is_music(np.zeros(COUNT, np.float32))
    assert not is_music(np.zeros(1, np.float32))


def test_clips_say_it_of_their_own_sound(tmp_path):
    picture = ("-f", "lavfi", "-i", "color=size=64x64:rate=5:duration=9", "-c:v", "mpeg4")
    wanted = {"music": (("-i", TRACKS[0]), True), "talk": (("-i", SPEECH), False)}
    for name, (sound, expected) in wanted.items():
        clip = tmp_path / f"{name}.mp4"
        synth.ffmpeg(*picture[:4], *sound, *picture[4:], "-t", "9", clip)
        assert find_music(probe(clip)) is expected
    mute = tmp_path / "mute.mp4"
    synth.ffmpeg(*picture, mute)
    assert find_music(probe(mute)) is None
