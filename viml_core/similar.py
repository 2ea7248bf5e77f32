"""More like a track, or like it but calmer, faster, without vocals, with other instruments.

Likeness is the cosine of the tracks' kept music embeddings. A "but" is a condition on what was
measured of the music; of the tracks that meet it, the most alike come first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal, get_args

from viml_core.errors import InputError
from viml_core.filters import VOCAL_TAGS, Filters, ranked
from viml_core.library import Library
from viml_core.library.embedding import MusicEmbedder
from viml_core.library.scan import exists
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
FIRST_ASKED = 64

Condition = Callable[[Sequence[Track]], list[bool]]


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
    condition = _CONDITIONS[but](library, tracks[seed])
    vectors = library.index(embedder).vectors
    cosines = vectors @ vectors[seed]
    best = _first(ranked(cosines, allowed).tolist(), tracks, condition, k)
    return tuple(Alike(i, tracks[i], float(cosines[i])) for i in best)


def _first(
    order: Sequence[int], tracks: Sequence[Track], condition: Condition, k: int
) -> list[int]:
    """The first k of an order that meet a condition and whose files are there.

    It is asked of more and more tracks, because for "calmer" features have to be read.
    """
    found: list[int] = []
    start, size = 0, max(4 * k, FIRST_ASKED)
    while len(found) < k and start < len(order):
        block = order[start : start + size]
        met = condition([tracks[i] for i in block])
        there = (i for i, yes in zip(block, met, strict=True) if yes and exists(tracks[i].path))
        found += islice(there, k - len(found))
        start, size = start + size, 2 * size
    return found


def energies(library: Library, tracks: Sequence[Track]) -> FloatArray:
    """How driven some tracks, at least one, sound: (n,) within -1..1.

    The mean of five descriptors of their kept features, over their segments.
    Raises `InputError` where the features are of another preset.
    """
    from viml_core.features.music import DESCRIPTORS, MUSIC_LAYOUT

    columns = [MUSIC_LAYOUT.signal.start + DESCRIPTORS.index(n) for n in ENERGY_DESCRIPTORS]
    means = library.means(tracks)
    if means.shape[1] != MUSIC_LAYOUT.dim:
        raise InputError(
            f"The features of the library {library.name} do not say how calm a track is; only "
            "those of the preset 'embedded' do."
        )
    energy: FloatArray = means[:, columns].mean(axis=1)
    return energy


def _any(library: Library, seed: Track) -> Condition:
    return lambda tracks: [True] * len(tracks)


def _calmer(library: Library, seed: Track) -> Condition:
    limit = float(energies(library, [seed])[0]) - CALMER_BY
    return lambda tracks: (energies(library, tracks) < limit).tolist()


def _faster(library: Library, seed: Track) -> Condition:
    if seed.bpm is None:
        raise InputError(f"No tempo was found in '{seed.title}', so none is faster.")
    limit = seed.bpm * FASTER_BY
    return lambda tracks: [track.bpm is not None and track.bpm >= limit for track in tracks]


def _no_vocals(library: Library, seed: Track) -> Condition:
    return lambda tracks: [VOCAL_TAGS.isdisjoint(track.tags) for track in tracks]


def _other_instruments(library: Library, seed: Track) -> Condition:
    heard = INSTRUMENT_TAGS & set(seed.tags)
    if not heard:
        raise InputError(f"No instrument was recognised in '{seed.title}'.")
    return lambda tracks: [
        bool(INSTRUMENT_TAGS & set(t.tags)) and heard.isdisjoint(t.tags) for t in tracks
    ]


_CONDITIONS: dict[But, Callable[[Library, Track], Condition]] = {
    "more": _any,
    "calmer": _calmer,
    "faster": _faster,
    "no vocals": _no_vocals,
    "other instruments": _other_instruments,
}
