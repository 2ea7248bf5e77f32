"""Speech, music and both: what is taken for speech, frame by frame of 10 ms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from tests.finishing.conftest import SENTENCES, SPEECH
from viml_core.config import STARTER_LIBRARY
from viml_core.media.audio import decode_excerpt, resample
from viml_core.media.speech import Interval, find_speech
from viml_core.types import FloatArray, Waveform

RATE_HZ = 16_000
SECONDS = 18.6
MUSIC = ("windows-down", "sunlit-terrace", "vaulted-light")  # rock, bossa nova, a choir


@dataclass(frozen=True)
class Judged:
    precision: float
    recall: float


@pytest.fixture(scope="module")
def speech() -> FloatArray:
    return mono(decode_excerpt(SPEECH, start_s=0.0, duration_s=SECONDS))


@pytest.fixture(scope="module")
def songs() -> dict[str, FloatArray]:
    folder = STARTER_LIBRARY / "audio"
    return {
        name: mono(decode_excerpt(folder / f"{name}.opus", start_s=8.0, duration_s=SECONDS))
        for name in MUSIC
    }


def mono(waveform: Waveform) -> FloatArray:
    return resample(waveform, RATE_HZ, mono=True).samples[0]


def frames(stretches: object) -> NDArray[np.bool_]:
    middle_s = np.arange(0.005, SECONDS, 0.01)
    inside = np.zeros(len(middle_s), dtype=bool)
    for stretch in stretches:  # type: ignore[attr-defined]
        start_s, end_s = (
            (stretch.start_s, stretch.end_s) if isinstance(stretch, Interval) else stretch
        )
        inside |= (middle_s >= start_s) & (middle_s < end_s)
    return inside


def judged(samples: FloatArray) -> Judged:
    found, true = frames(find_speech(Waveform(samples[None], RATE_HZ))), frames(SENTENCES)
    both = (found & true).sum()
    return Judged(both / max(found.sum(), 1), both / true.sum())


def under(speech: FloatArray, music: FloatArray, ratio_db: float) -> FloatArray:
    """Speech over music that is `ratio_db` quieter while somebody speaks."""
    spoken = np.repeat(frames(SENTENCES), RATE_HZ // 100)[: len(speech)]
    loud = np.sqrt(np.square(speech[: len(spoken)][spoken]).mean())
    scale = loud / np.sqrt(np.square(music).mean()) * 10 ** (-ratio_db / 20)
    return (speech + scale * music[: len(speech)]).astype(np.float32)


def test_speech_alone_is_found_to_its_ends(speech: FloatArray) -> None:
    quality = judged(speech)
    assert quality.precision > 0.94 and quality.recall > 0.97


def test_every_sentence_is_a_stretch_of_its_own(speech: FloatArray) -> None:
    found = find_speech(Waveform(speech[None], RATE_HZ))
    assert [(s.start_s, s.end_s) for s in found] == [
        pytest.approx(sentence, abs=0.15) for sentence in SENTENCES
    ]


@pytest.mark.parametrize("name", MUSIC)
def test_music_is_no_speech(songs: dict[str, FloatArray], name: str) -> None:
    assert frames(find_speech(Waveform(songs[name][None], RATE_HZ))).mean() < 0.02


@pytest.mark.parametrize(("ratio_db", "least"), [(12.0, 0.9), (6.0, 0.85)])
@pytest.mark.parametrize("name", MUSIC)
def test_speech_over_music_is_found(
    speech: FloatArray, songs: dict[str, FloatArray], name: str, ratio_db: float, least: float
) -> None:
    quality = judged(under(speech, songs[name], ratio_db))
    assert quality.precision > least and quality.recall > least, quality


def test_silence_and_nothing_are_no_speech() -> None:
    assert find_speech(Waveform(np.zeros((2, 48000), np.float32), 48000)) == ()
    assert find_speech(Waveform(np.zeros((1, 0), np.float32), 48000)) == ()


def test_other_parts_keep_their_threads(speech: FloatArray) -> None:
    """silero-vad sets torch to one thread when it is imported."""
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    find_speech(Waveform(speech[None, :RATE_HZ], RATE_HZ))
    assert torch.get_num_threads() == 2
    torch.set_num_threads(before)
