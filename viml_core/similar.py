"""More like a track, or like it but calmer, faster, without vocals, with other instruments.

Likeness is the cosine of the tracks' kept music embeddings. A "but" is a condition on what was
measured of the music; of the tracks that meet it, the most alike come first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from viml_core.errors import InputError
from viml_core.filters import VOCAL_TAGS, Filters, Mask, ranked
from viml_core.library import Library
from viml_core.library.embedding import MusicEmbedder
from viml_core.types import FloatArray, Track

But = Literal["more", "calmer", "faster", "no vocals", "other instruments"]
BUTS: tuple[But, ...] = get_args(But)

INSTRUMENT_TAGS = frozenset(
    {"guitar", "piano", "violin", "strings", "synth", "drums", "flute", "harp", "sitar", "cello"}
    | {"harpsichord"}
)
# What makes music sound driven, of the signal descriptors: each is within -1..1 there.
ENERGY_DESCRIPTORS = ("onset_rate", "attack", "percussive_share", "loudness", "treble_share")
CALMER_BY = 0.15  # of -1..1: less is hardly heard
FASTER_BY = 1.08  # times the tempo


@dataclass(frozen=True)
class Alike:
    """A track, its position in `rankable()`, and its likeness: a cosine."""

    position: int
    track: Track
    likeness: float


def like(
    library: Library,
    embedder: MusicEmbedder,
    track_id: str,
    but: But,
    k: int,
    *,
    filters: Filters | None = None,
    for_video: bool = True,
) -> tuple[Alike, ...]:
    """The k tracks most like one, best first, without itself; fewer where fewer meet the "but".

    Raises:
        InputError: the track is not there, or lacks what the "but" compares (a tempo, instruments).
    """
    library = library.snapshot()
    tracks = library.rankable()
    seed = next((i for i, track in enumerate(tracks) if track.track_id == track_id), None)
    if seed is None:
        raise InputError(f"There is no track {track_id!r} in the library {library.name} any more.")
    allowed = (filters or Filters()).mask(tracks, for_video=for_video)
    allowed[seed] = False
    allowed &= _CONDITIONS[but](library, tracks, seed)
    vectors = library.index(embedder).vectors
    cosines = vectors @ vectors[seed]
    there = (i for i in ranked(cosines, allowed).tolist() if tracks[i].path.exists())
    best = [i for i, _ in zip(there, range(k), strict=False)]
    return tuple(Alike(i, tracks[i], float(cosines[i])) for i in best)


def energies(library: Library) -> FloatArray:
    """How driven each track of `rankable()` sounds, (N,) within -1..1.

    The mean of five descriptors of its kept features, over its segments.
    Raises `InputError` where the features are of another preset.
    """
    from viml_core.features.music import DESCRIPTORS, MUSIC_LAYOUT

    columns = [MUSIC_LAYOUT.signal.start + DESCRIPTORS.index(n) for n in ENERGY_DESCRIPTORS]
    features = library.features()
    if features and features[0].shape[1] != MUSIC_LAYOUT.dim:
        raise InputError(
            f"The features of the library {library.name} do not say how calm a track is; only "
            "those of the preset 'embedded' do."
        )
    return np.array([x_m[:, columns].mean() for x_m in features], np.float32)


def _any(library: Library, tracks: Sequence[Track], seed: int) -> Mask:
    return np.ones(len(tracks), np.bool_)


def _calmer(library: Library, tracks: Sequence[Track], seed: int) -> Mask:
    energy = energies(library)
    calmer: Mask = energy < energy[seed] - CALMER_BY
    return calmer


def _faster(library: Library, tracks: Sequence[Track], seed: int) -> Mask:
    bpm = tracks[seed].bpm
    if bpm is None:
        raise InputError(f"No tempo was found in '{tracks[seed].title}', so none is faster.")
    limit = bpm * FASTER_BY
    return np.array([track.bpm is not None and track.bpm >= limit for track in tracks], np.bool_)


def _no_vocals(library: Library, tracks: Sequence[Track], seed: int) -> Mask:
    return np.array([VOCAL_TAGS.isdisjoint(track.tags) for track in tracks], np.bool_)


def _other_instruments(library: Library, tracks: Sequence[Track], seed: int) -> Mask:
    heard = INSTRUMENT_TAGS & set(tracks[seed].tags)
    if not heard:
        raise InputError(f"No instrument was recognised in '{tracks[seed].title}'.")
    return np.array(
        [bool(INSTRUMENT_TAGS & set(t.tags)) and heard.isdisjoint(t.tags) for t in tracks], np.bool_
    )


_CONDITIONS: dict[But, Callable[[Library, Sequence[Track], int], Mask]] = {
    "more": _any,
    "calmer": _calmer,
    "faster": _faster,
    "no vocals": _no_vocals,
    "other instruments": _other_instruments,
}
