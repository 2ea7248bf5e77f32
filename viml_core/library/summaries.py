"""One row for each track: the mean of its kept features, read from the catalogue once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from viml_core.library.database import Database
from viml_core.library.embedding import TRACKS_AT_ONCE, kept_features
from viml_core.types import FloatArray


class Summaries:
    """The means of the tracks that were asked for so far: 4 kB each. May be shared by threads.

    They follow from the sound, by which a track has its id, so no change of a library spoils them.
    """

    def __init__(self) -> None:
        self._means: dict[str, FloatArray] = {}

    def means(self, database: Database, track_ids: Sequence[str]) -> FloatArray:
        """The mean base features of n tracks, at least one: (n, D_m).

        Raises:
            LibraryError: the catalogue is damaged.
        """
        missing = [track_id for track_id in track_ids if track_id not in self._means]
        for start in range(0, len(missing), TRACKS_AT_ONCE):
            some = missing[start : start + TRACKS_AT_ONCE]
            features = kept_features(database, some)
            self._means.update((i, x.mean(axis=0)) for i, x in zip(some, features, strict=True))
        return np.stack([self._means[track_id] for track_id in track_ids])
