"""g_m of the embedded preset: what musicnn hears, what that means in words, and the signal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch

from viml_core import weights
from viml_core.errors import MediaError
from viml_core.features import signal
from viml_core.features.base import TextEncoder
from viml_core.features.conse import NameSpace, unit
from viml_core.features.musicnn import MSD, MTT, PATCH_FRAMES, PENULTIMATE_DIM, load_musicnn
from viml_core.features.rhythm import Rhythm, find_tempo, hear_rhythm
from viml_core.features.spectrum import (
    FRAME_RATE_HZ,
    HOP,
    SAMPLE_RATE_HZ,
    Sound,
    analyse,
    frame_count,
    log_mel,
)
from viml_core.features.speech import SpeechConfig, is_speech
from viml_core.features.tags import readable_tags
from viml_core.features.text import TEXT_DIM
from viml_core.media.audio import resample
from viml_core.types import FloatArray, MusicFeatures, Progress, Waveform, no_progress

SEGMENT_S = 10.0
TAGS = (*MSD.tags, *MTT.tags)
TAG_PHRASES = tuple(f"{tag} music" for tag in TAGS)
DESCRIPTORS = tuple(signal.RANGES)

_VARIANTS = (MSD, MTT)
_SEGMENT_FRAMES = round(SEGMENT_S * FRAME_RATE_HZ)
_PATCH_SPACING = 219  # frames at most: 3 patches in 10 s, half a second between them unheard
_SILENCE_DBFS = -60.0  # musicnn hears a guitar in silence
_COMPUTATION = "musicnn-conse-signal-2"  # change it when the same track gives another x_m


@dataclass(frozen=True)
class MusicLayout:
    """Where the parts of x_m lie."""

    semantic: slice  # unit vector in the text encoder's space: what the tags mean
    tags: slice  # square roots of the confidences of `TAGS`, so that small ones count
    penultimate: slice  # MSD's, then MTT's 200, each of unit length
    signal: slice  # `DESCRIPTORS`, each within -1..1

    @property
    def dim(self) -> int:
        return int(self.signal.stop)


def _layout() -> MusicLayout:
    sizes = (TEXT_DIM, len(TAGS), len(_VARIANTS) * PENULTIMATE_DIM, len(DESCRIPTORS))
    edges = np.cumsum((0, *sizes)).tolist()
    return MusicLayout(*(slice(start, stop) for start, stop in pairwise(edges)))


MUSIC_LAYOUT = _layout()


@dataclass(frozen=True)
class _Heard:
    """musicnn's answers for one segment: confidences (100,), penultimate vectors (2, 200)."""

    confidences: FloatArray
    penultimate: FloatArray


class EmbeddedMusicEncoder:
    """Sound to x_m (S, D_m) in segments of 10 s, laid out as `MUSIC_LAYOUT` says.

    What is left at the end is a segment of its own from 3 s on, else a part of the one before. A
    silent segment is all zeros.
    """

    name = "musicnn MSD + MTT + signal descriptors"
    dim = MUSIC_LAYOUT.dim

    def __init__(self, text: TextEncoder, progress: Progress = no_progress) -> None:
        """`text` gives the tags their vectors. Raises WeightsError."""
        self._networks = [load_musicnn(variant, progress) for variant in _VARIANTS]
        self._space = NameSpace(TAG_PHRASES, text)
        computation = (_COMPUTATION, text.fingerprint, TAG_PHRASES, dict(signal.RANGES))
        files = [file for variant in _VARIANTS for file in (variant.index, variant.data)]
        self.fingerprint = weights.fingerprint(repr(computation), *files)

    def encode(self, waveform: Waveform) -> MusicFeatures:
        """A whole track, any rate and channel count. Raises MediaError where there is no sound."""
        samples = _mono(waveform)
        rows, heard, pulses = [], [], []
        for start, stop in _segment_bounds(frame_count(samples)):
            sound = analyse(samples, start, stop)
            rhythm, answer = hear_rhythm(sound.mel_power), self._listen(sound)
            rows.append(self._row(sound, rhythm, answer))
            if answer is not None:
                heard.append(answer.confidences)
                pulses.append(rhythm.correlation)
        return MusicFeatures(
            x_m=np.stack(rows),
            tags=readable_tags(np.mean(heard, axis=0)) if heard else (),
            bpm=_common_bpm(pulses),
            silent=not heard,
            speech_only=bool(heard) and _is_speech(np.stack(rows)),
        )

    def _listen(self, sound: Sound) -> _Heard | None:
        """The mean over the segment's audible patches; None where there is none."""
        patches = list(_audible_patches(sound))
        if not patches:
            return None
        with torch.inference_mode():
            answers = [network(torch.stack(patches)) for network in self._networks]
        return _Heard(
            confidences=np.concatenate([tags.mean(dim=0).numpy() for tags, _ in answers]),
            penultimate=np.stack([hidden.mean(dim=0).numpy() for _, hidden in answers]),
        )

    def _row(self, sound: Sound, rhythm: Rhythm, heard: _Heard | None) -> FloatArray:
        row = np.zeros(self.dim, np.float32)
        if heard is not None:
            row[MUSIC_LAYOUT.signal] = signal.describe_sound(sound, rhythm)
            row[MUSIC_LAYOUT.semantic] = self._space.project(heard.confidences)
            row[MUSIC_LAYOUT.tags] = np.sqrt(heard.confidences)
            row[MUSIC_LAYOUT.penultimate] = unit(heard.penultimate).ravel()
        return row


def _is_speech(x_m: FloatArray) -> bool:
    audible = x_m[x_m.any(axis=1)]
    return is_speech(audible[:, MUSIC_LAYOUT.tags], audible[:, MUSIC_LAYOUT.signal], SpeechConfig())


def _mono(waveform: Waveform) -> FloatArray:
    """Samples (n,) at 16 kHz; what is not a number is taken for silence."""
    samples = np.nan_to_num(waveform.samples, nan=0.0, posinf=1.0, neginf=-1.0)
    clean = Waveform(samples, waveform.sample_rate_hz)
    mono: FloatArray = resample(clean, SAMPLE_RATE_HZ, mono=True).samples[0]
    if len(mono) == 0:
        raise MediaError("The track has no sound in it: choose another file.")
    return mono


def _segment_bounds(frames: int) -> Iterator[tuple[int, int]]:
    """First frame of each segment, and the frame behind its last."""
    starts = list(range(0, frames, _SEGMENT_FRAMES))
    if len(starts) > 1 and frames - starts[-1] < PATCH_FRAMES:
        starts.pop()
    return pairwise([*starts, frames])


def _audible_patches(sound: Sound) -> Iterator[torch.Tensor]:
    """Patches (187, 96) of log-mel, evenly over the segment, without the silent ones.

    Sound of less than 3 s is repeated until it fills one.
    """
    spectrum = log_mel(sound.mel_power)
    if len(spectrum) < PATCH_FRAMES:
        spectrum = spectrum.repeat(-(-PATCH_FRAMES // len(spectrum)), 1)[:PATCH_FRAMES]
    count = -(-len(spectrum) // _PATCH_SPACING)
    for start in np.linspace(0, len(spectrum) - PATCH_FRAMES, count).astype(int).tolist():
        stop = start + PATCH_FRAMES
        if signal.level_dbfs(sound.samples[start * HOP : stop * HOP]) > _SILENCE_DBFS:
            yield spectrum[start:stop]


def _common_bpm(pulses: list[FloatArray]) -> float | None:
    """The tempo that the segments share; None where there is no beat."""
    if not pulses:
        return None
    longest = max(len(pulse) for pulse in pulses)
    tempo = find_tempo(np.mean([pulse for pulse in pulses if len(pulse) == longest], axis=0))
    return round(tempo.bpm, 1) if tempo.audible else None
