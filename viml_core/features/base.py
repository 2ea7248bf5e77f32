"""What the rest of the core asks of a frozen base encoder (g_v, g_t, g_m of the papers).

An encoder is loaded whole by its constructor, never changes afterwards, and may be used from
several threads. Its `fingerprint` changes whenever its features for the same input change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from viml_core.config import SamplingConfig
from viml_core.types import FloatArray, MusicFeatures, Segment, Waveform


class Note(Protocol):
    """Told of each segment once it was looked at.

    named: what was recognised in some of its pictures, most certain first; often nothing.
    """

    def __call__(self, segment: Segment, named: Callable[[slice], tuple[str, ...]]) -> None: ...


def no_note(segment: Segment, named: Callable[[slice], tuple[str, ...]]) -> None:
    """The `Note` of a caller who does not want to know."""


class VisualEncoder(Protocol):
    """g_v: pictures of a clip to x_v."""

    name: str
    dim: int
    fingerprint: str

    def encode(
        self, segments: Iterable[Segment], note: Note = no_note
    ) -> tuple[FloatArray, tuple[str, ...]]:
        """Segments of one clip, in order, to x_v (S, D_v) and what was seen, most certain first.

        The segments are consumed one by one, so a long clip never lies in memory as a whole.
        """


class TextEncoder(Protocol):
    """g_t: sentences to x_t. The empty string is a sentence like any other."""

    name: str
    dim: int
    fingerprint: str

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """B sentences to x_t (B, D_t), each row of unit length."""


class MusicEncoder(Protocol):
    """g_m: sound to x_m, the tags it hears and the tempo."""

    name: str
    dim: int
    fingerprint: str

    def encode(self, waveform: Waveform) -> MusicFeatures:
        """A whole track, any rate and channel count, to x_m (S, D_m) and what comes with it."""


@dataclass(frozen=True)
class Preset:
    """Three encoders and the way pictures are sampled for them, under one name."""

    name: str
    visual: VisualEncoder
    text: TextEncoder
    music: MusicEncoder
    sampling: SamplingConfig

    @property
    def fingerprints(self) -> dict[str, str]:
        """Encoder fingerprints by modality; a library and a checkpoint carry these."""
        return {
            "visual": self.visual.fingerprint,
            "text": self.text.fingerprint,
            "music": self.music.fingerprint,
        }
