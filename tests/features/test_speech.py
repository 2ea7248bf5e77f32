"""Speech without music is told from music, by real sound where a synthetic voice is installed."""

from __future__ import annotations

import shutil
import subprocess

import numpy as np
import pytest

from tests.library import toy
from viml_core.features.music import DESCRIPTORS, MUSIC_LAYOUT, TAGS
from viml_core.features.speech import SpeechConfig, is_speech
from viml_core.library import Library
from viml_core.media.audio import decode_audio, resample
from viml_core.types import SPEECH_ONLY, MusicFeatures, Waveform

TALK = (
    "Welcome back. Today we look at how a small workshop repairs old bicycles, why the owner never "
    "throws a wheel away, and what that has to do with the weather. Let us begin at the door."
)


def heard(rapped=0.4, voice=0.3, no_voice=0.08, pulse=-0.9, key=-0.9):
    """Two segments in which all that matters is what is said here."""
    tags = np.full((2, len(TAGS)), 0.1, np.float32)
    tags[:, TAGS.index("hip-hop")] = rapped
    tags[:, TAGS.index("voice")] = voice
    tags[:, TAGS.index("no vocals")] = no_voice
    descriptors = np.zeros((2, len(DESCRIPTORS)), np.float32)
    descriptors[:, DESCRIPTORS.index("pulse_clarity")] = pulse
    descriptors[:, DESCRIPTORS.index("key_strength")] = key
    return tags, descriptors


@pytest.mark.parametrize(
    "musical", [{"rapped": 0.1}, {"no_voice": 0.31}, {"pulse": 0.2}, {"key": 0.6}]
)
def test_one_sign_of_music_is_enough(musical):
    assert is_speech(*heard(), SpeechConfig())
    assert not is_speech(*heard(**musical), SpeechConfig())


def test_no_starter_track_is_taken_for_speech(starter):
    for track, x_m in zip(starter.rankable(), starter.features(), strict=True):
        audible = x_m[x_m.any(axis=1)]
        parts = audible[:, MUSIC_LAYOUT.tags], audible[:, MUSIC_LAYOUT.signal]
        assert not is_speech(*parts, SpeechConfig()), track.title


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="needs the voice of espeak-ng")
def test_a_voice_is_speech_and_a_voice_over_music_is_not(recommender, starter, tmp_path):
    spoken = tmp_path / "talk.wav"
    subprocess.run(["espeak-ng", "-v", "en-us", "-w", spoken, TALK], check=True)
    talk = decode_audio(spoken, max_duration_s=60)
    assert recommender.preset.music.encode(talk).speech_only
    bed = decode_audio(starter.rankable()[0].path, max_duration_s=60)
    music = resample(bed, talk.sample_rate_hz, mono=True).samples
    count = min(music.shape[1], talk.samples.shape[1])
    under = talk.samples[:, :count] + music[:, :count]
    mixed = Waveform((0.5 * under).astype(np.float32), talk.sample_rate_hz)
    assert not recommender.preset.music.encode(mixed).speech_only


class Announcer(toy.ToyEncoder):
    """Takes every file for speech."""

    def encode(self, waveform: Waveform) -> MusicFeatures:
        music = super().encode(waveform)
        return MusicFeatures(music.x_m, music.tags, music.bpm, music.silent, speech_only=True)


def test_speech_is_kept_and_marked_and_never_suggested(tmp_path):
    song = toy.write(tmp_path / "music" / "song.wav", toy.song(1))
    folder = tmp_path / "library"
    toy.ingest(folder, song)
    talk = toy.write(tmp_path / "music" / "talk.wav", toy.song(2))
    library = toy.make(folder)
    library.ingest([talk], Announcer())
    again = Library.open(folder, music_encoder_fingerprint="toy-1")
    assert [t.path.name for t in again.rankable()] == ["song.wav"]
    marked = {t.path.name: t.speech_only for t in again.tracks()}
    assert marked == {"song.wav": False, "talk.wav": True}
    assert next(t for t in again.tracks() if t.speech_only).tags[0] == SPEECH_ONLY
