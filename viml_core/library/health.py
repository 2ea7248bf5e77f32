"""What is wrong with a library, as lists that a person can act on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from viml_core.diversity import DiversityConfig
from viml_core.library.curation import REMOVED
from viml_core.library.ingest import Duplicate, Skipped
from viml_core.library.library import Library
from viml_core.library.neighbours import near_pairs
from viml_core.library.scan import exists
from viml_core.types import Track


class AlikePair(NamedTuple):
    """Two tracks that nearly sound the same; likeness: the cosine of their profiles."""

    first: Track
    second: Track
    likeness: float


@dataclass(frozen=True)
class Health:
    """What is wrong. The lists of files are in the order of the paths, pairs most alike first.

    unreadable: files that could not be read, with the reason; silent, speech: tracks that are never
    suggested; duplicates: files that hold a recording that another file serves; missing: files of
    tracks that have none any more; removed: files of tracks that a person took out;
    pairs_left_out: how many more pairs there are than `alike` holds.
    """

    tracks: int
    suggestible: int
    unreadable: tuple[Skipped, ...]
    silent: tuple[Track, ...]
    speech: tuple[Track, ...]
    duplicates: tuple[Duplicate, ...]
    missing: tuple[Path, ...]
    removed: tuple[Path, ...]
    alike: tuple[AlikePair, ...]
    pairs_left_out: int = 0

    @property
    def well(self) -> bool:
        """Is there nothing to tell?"""
        return not (
            self.unreadable
            or self.silent
            or self.speech
            or self.duplicates
            or self.missing
            or self.removed
            or self.alike
        )


def check_up(library: Library, *, max_pairs: int = 100) -> Health:
    """Look a library over: its catalogue, the files as they are now, and what sounds alike.

    Raises:
        LibraryError: the catalogue is damaged.
    """
    library = library.snapshot()
    tracks, files = library.tracks(), library.files()
    serving = {track.track_id: track.path for track in tracks}
    held = [(file.path, file.track_id) for file in files if file.track_id]
    pairs = alike_pairs(library, library.rankable())
    return Health(
        tracks=len(tracks),
        suggestible=len(library.rankable()),
        unreadable=library.problems(),
        silent=tuple(track for track in tracks if track.silent),
        speech=tuple(track for track in tracks if track.speech_only and not track.silent),
        duplicates=tuple(
            sorted(
                Duplicate(path, serving[track_id])
                for path, track_id in held
                if track_id in serving and path != serving[track_id] and exists(path)
            )
        ),
        missing=tuple(sorted(path for path, track_id in held if track_id not in serving)),
        removed=tuple(sorted(f.path for f in files if f.reason == REMOVED and exists(f.path))),
        alike=pairs[:max_pairs],
        pairs_left_out=max(0, len(pairs) - max_pairs),
    )


def alike_pairs(library: Library, tracks: Sequence[Track]) -> tuple[AlikePair, ...]:
    """The pairs that count in full as the same music, as in lists of suggestions, nearest first.

    That is the bound `DiversityConfig.same_from`: other encodings, another key or beginning.
    """
    if not tracks:
        return ()
    pairs = [
        AlikePair(tracks[first], tracks[second], likeness)
        for first, second, likeness in near_pairs(
            library.profiles(tracks), DiversityConfig().same_from
        )
    ]
    return tuple(sorted(pairs, key=lambda pair: -pair.likeness))
