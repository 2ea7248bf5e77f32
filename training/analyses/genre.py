"""The genre of a track, as MVPt's supplement (A.1) has it.

One category for each track: of musicnn's 50 tags of the Million Song Dataset the one that it is
most certain of. Some of these are no genre in the strict sense ("female vocalists",
"instrumental"); the paper counts them all the same, and so do we.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from viml_core.features.music import MUSIC_LAYOUT
from viml_core.features.musicnn import MSD
from viml_core.types import FloatArray


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
