"""The genre of a track: from the user's own table, or as MVPt's supplement (A.1) has it.

One category for each track: of musicnn's 50 tags of the Million Song Dataset the one that it is
most certain of. Some of these are no genre in the strict sense ("female vocalists",
"instrumental"); the paper counts them all the same, and so do we.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from training.analyses.tables import read_rows
from viml_core.errors import InputError
from viml_core.features.music import MUSIC_LAYOUT
from viml_core.features.musicnn import MSD
from viml_core.features.presets import DEFAULT_PRESET
from viml_core.library import Library
from viml_core.types import FloatArray


def add_genre_argument(parser: argparse.ArgumentParser) -> None:
    """The option that names the genres of a library whose features do not."""
    parser.add_argument(
        "--genres",
        type=Path,
        metavar="CSV",
        help="columns track,genre (default: the surest of musicnn's tags)",
    )


def heard_genres(library: Library) -> tuple[str, ...]:
    """The genre of each rankable track as musicnn heard it when the library was made, (N,).

    Raises:
        InputError: it was made with encoders among which musicnn is not.
    """
    if library.preset_name != DEFAULT_PRESET:
        raise InputError(
            f"The library {library.folder} has features of the preset '{library.preset_name}', "
            "which name no genres; give them as a table, with --genres."
        )
    return tuple(track_genre(x_m) for x_m in library.features())


def told_genres(path: Path, library: Library) -> tuple[str, ...]:
    """The genre of each rankable track in a CSV `track,genre`, (N,); a track is its file's name.

    Raises:
        InputError: the table cannot be read, lacks a track of the library or has it twice.
    """
    rows = read_rows(path, ("track", "genre"))
    genre_of = dict(rows)
    if len(genre_of) < len(rows):
        twice = Counter(track for track, _ in rows).most_common(1)[0][0]
        raise InputError(f"{path} gives '{twice}' more than one genre; leave one of them.")
    names = [track.path.name for track in library.rankable()]
    lacking = [name for name in names if name not in genre_of]
    if lacking:
        raise InputError(
            f"{path} has no genre for {len(lacking)} of the library's tracks, "
            f"'{lacking[0]}' the first of them; add a row for each."
        )
    return tuple(genre_of[name] for name in names)


def track_genre(x_m: FloatArray) -> str:
    """Of kept features (S, D_m) of the embedded preset; segments without sound do not count."""
    audible = x_m[x_m.any(axis=1)]
    confidences = np.square(audible[:, MUSIC_LAYOUT.tags][:, : len(MSD.tags)])
    return MSD.tags[int(confidences.mean(axis=0).argmax())]


def by_frequency(genres: Sequence[str]) -> tuple[str, ...]:
    """Each genre once, the most frequent first; of equals in the order of the alphabet."""
    counts = Counter(genres)
    return tuple(sorted(counts, key=lambda genre: (-counts[genre], genre)))


def shares(genres: Sequence[str], columns: Sequence[str]) -> FloatArray:
    """Share of each column's genre among `genres`, (C,); zeros where there are none."""
    counts = Counter(genres)
    return np.array([counts[c] for c in columns], np.float32) / max(len(genres), 1)
