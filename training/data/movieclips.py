"""MovieClips' music: which parts of a film's sound are music, from a tagger's frames (MVPt, A.2).

A frame is music where any class under "Music" in the AudioSet ontology has p >= 0.3 and no other
class p >= 0.2. The frames then pass a morphological closing of 3 s, and what is music for 20 s or
more is kept. A class that hangs under "Music" and elsewhere too is a music class.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from viml_core.errors import InputError
from viml_core.types import FloatArray

MUSIC_ID = "/m/04rlf"
_HAIR = 1e-6  # of a frame: 20 s x 31.25 Hz may come out a hair beside the whole number

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class MusicRule:
    """What counts as music. Source of all four: MVPt, appendix A.2."""

    music_probability: float = 0.3
    other_probability: float = 0.2
    closing_s: float = 3.0
    min_music_s: float = 20.0


class Span(NamedTuple):
    """A stretch of time, in seconds from the start of the sound."""

    start_s: float
    end_s: float


@dataclass(frozen=True)
class Tagging:
    """A tagger's answer for one sound. probabilities: (frames, classes); classes: AudioSet ids."""

    probabilities: FloatArray
    classes: tuple[str, ...]
    frame_rate_hz: float


@dataclass(frozen=True)
class Ontology:
    """AudioSet's classes: all of them, and those from "Music" downwards, itself included."""

    classes: frozenset[str]
    music: frozenset[str]

    @classmethod
    def read(cls, path: Path) -> Ontology:
        """Read `ontology.json`, a list of {"id", "name", "child_ids", ...}.

        Raises:
            InputError: unreadable, without "Music", or with a child that it does not list.
        """
        try:
            nodes = json.loads(path.read_text(encoding="utf-8"))
            children = {node["id"]: node["child_ids"] for node in nodes}
            music: set[str] = set()
            pending = [MUSIC_ID]
            while pending:
                name = pending.pop()
                if name not in music:
                    music.add(name)
                    pending += children[name]
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise InputError(
                f"{path} is not AudioSet's ontology ({error!r}); give its ontology.json."
            ) from error
        return cls(frozenset(children), frozenset(music))


def music_segments(
    tagging: Tagging,
    ontology: Ontology,
    rule: MusicRule = MusicRule(),
) -> list[Span]:
    """The parts that are music, in order.

    Raises:
        InputError: a class that the ontology lacks, or none that is music.
    """
    rate_hz = tagging.frame_rate_hz
    frames = close_gaps(music_frames(tagging, ontology, rule), rule.closing_s * rate_hz)
    return [
        Span(start / rate_hz, stop / rate_hz)
        for start, stop in _runs(frames)
        if stop - start >= rule.min_music_s * rate_hz - _HAIR
    ]


def music_frames(tagging: Tagging, ontology: Ontology, rule: MusicRule) -> BoolArray:
    """(frames,): where there is music and nothing else. Raises as `music_segments`."""
    unknown = [name for name in tagging.classes if name not in ontology.classes]
    if unknown:
        raise InputError(
            f"The tagger's class {unknown[0]!r} is not in the ontology ({len(unknown)} such); "
            "give the classes as AudioSet ids and the ontology that they come from."
        )
    is_music = np.array([name in ontology.music for name in tagging.classes], bool)
    if not is_music.any():
        raise InputError(
            f"None of the tagger's {len(is_music)} classes is music in the ontology; give the "
            "tagger's own list of classes."
        )
    music = tagging.probabilities[:, is_music] >= rule.music_probability
    other = tagging.probabilities[:, ~is_music] >= rule.other_probability
    frames: BoolArray = music.any(axis=1) & ~other.any(axis=1)
    return frames


def close_gaps(frames: BoolArray, width: float) -> BoolArray:
    """Morphological closing with an element `width` frames long.

    That fills the gaps shorter than the element; one exactly as long stays, and so does what comes
    before the first and after the last music: beyond the ends there is none.
    """
    closed = frames.copy()
    runs = _runs(frames)
    for (_, stop), (start, _) in pairwise(runs):
        if start - stop < width - _HAIR:
            closed[stop:start] = True
    return closed


def _runs(frames: BoolArray) -> Sequence[tuple[int, int]]:
    """First frame of each run of True, and the frame behind its last."""
    edges = np.flatnonzero(np.diff(frames.astype(np.int8), prepend=0, append=0)).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))
