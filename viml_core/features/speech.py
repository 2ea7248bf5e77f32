"""Whether a track is somebody speaking and nothing else, from what the music encoder hears anyway.

A song has a voice, too; so all of these must hold for the mean over the audible segments: musicnn
hears a voice rather than none, takes it for rapped rather than sung (it has no tag of its own for
talk), and the signal has neither a beat nor a key.

Measured, with the thresholds set on the same sound: of 56 recordings of people (announcers in five
languages, radio, dictation) 53 are found, of 52 by synthetic voices 45; of 166 pieces of music one
is taken for speech, and that is from the German voice files of an adventure game. Hardly any of
this music is sung: singing without accompaniment is untested.
"""

from __future__ import annotations

from dataclasses import dataclass

from viml_core.features import signal
from viml_core.features.musicnn import MSD, MTT, N_TAGS
from viml_core.types import FloatArray

_DESCRIPTORS = tuple(signal.RANGES)
_RAPPED = MSD.tags.index("hip-hop")
_VOICE = N_TAGS + MTT.tags.index("voice")
_NO_VOICE = N_TAGS + MTT.tags.index("no vocals")
_PULSE = _DESCRIPTORS.index("pulse_clarity")
_KEY = _DESCRIPTORS.index("key_strength")


@dataclass(frozen=True)
class SpeechConfig:
    """least_rapped: square root of the tag's confidence; the others as in x_m, -1..1."""

    least_rapped: float = 0.22
    most_pulse: float = -0.5
    most_key: float = 0.3


def is_speech(tags: FloatArray, descriptors: FloatArray, config: SpeechConfig) -> bool:
    """The tags (S, 100) and signal (S, 21) parts of a track's audible x_m rows, S >= 1."""
    heard, signals = tags.mean(axis=0), descriptors.mean(axis=0)
    return bool(
        heard[_VOICE] > heard[_NO_VOICE]
        and heard[_RAPPED] >= config.least_rapped
        and signals[_PULSE] <= config.most_pulse
        and signals[_KEY] <= config.most_key
    )
