"""Do the tracks of a library differ as real music does? Nearest neighbours in the music embeddings.

For every track the cosine distance to the one most like it, in what musicnn hears and in the spaces
of the shipped models; beside it the same for as many real tracks, taken in turn from the folders.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from pathlib import Path

import numpy as np

from viml_core.console import show_progress
from viml_core.errors import InputError, MediaError
from viml_core.features.music import MUSIC_LAYOUT
from viml_core.features.spectrum import SAMPLE_RATE_HZ
from viml_core.library.scan import find_music
from viml_core.media.audio import decode_excerpt, resample
from viml_core.recommender import Recommender
from viml_core.types import FloatArray, Waveform

EXCERPT_S = 60.0  # as long as the longest starter track: the same view of both
SHORTEST_S = 30.0  # shorter files among real music are jingles and effects
QUANTILES = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)


@dataclass(frozen=True)
class Spread:
    """Distances (N,) of N tracks to their nearest neighbours, by the name of the embedding."""

    tracks: int
    distances: Mapping[str, FloatArray]

    def closest(self, names: Sequence[str], space: str, count: int) -> list[str]:
        """The names of the tracks that have the nearest neighbours, nearest first."""
        order = np.argsort(self.distances[space])[:count]
        return [f"{self.distances[space][k]:.3f} {names[k]}" for k in order]


def nearest_neighbour_distances(vectors: FloatArray) -> FloatArray:
    """(N, D), N >= 2 -> (N,): the cosine distance of each row to the row most like it."""
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    likeness = unit @ unit.T
    np.fill_diagonal(likeness, -np.inf)
    nearest: FloatArray = 1 - likeness.max(axis=1)
    return nearest


def compare(folder: Path, real: Sequence[Path]) -> tuple[list[str], Spread, Spread]:
    """The file names of a folder's tracks, their spread, and that of as many real ones.

    Raises:
        InputError: a folder is missing, or holds fewer than two tracks of 30 s.
    """
    own = dict(_excerpts(sorted(find_music([folder]).files)))
    others = dict(islice(_excerpts(_in_turn(real)), len(own)))
    for given, found in (([folder], own), (real, others)):
        if len(found) < 2:
            places = ", ".join(map(str, given))
            raise InputError(
                f"{places}: {len(found)} readable tracks of {SHORTEST_S:.0f} s; name folders with "
                "at least two."
            )
    recommender = Recommender.load(progress=show_progress)
    names = [path.name for path in own]
    return names, _spread(own, recommender), _spread(others, recommender)


def _in_turn(folders: Sequence[Path]) -> Iterator[Path]:
    """One track of each folder after the other, so that no package outweighs the rest."""
    rows = zip_longest(*(sorted(find_music([folder]).files) for folder in folders))
    return (path for path in chain.from_iterable(rows) if path is not None)


def _excerpts(paths: Iterable[Path]) -> Iterator[tuple[Path, Waveform]]:
    """The beginning of each track that can be read and is long enough, as the encoder hears it."""
    for path in paths:
        try:
            waveform = decode_excerpt(path, start_s=0.0, duration_s=EXCERPT_S)
        except MediaError:
            continue
        if waveform.duration_s >= SHORTEST_S:
            yield path, resample(waveform, SAMPLE_RATE_HZ, mono=True)


def _spread(excerpts: Mapping[Path, Waveform], recommender: Recommender) -> Spread:
    x_m = []
    for path, waveform in excerpts.items():
        show_progress(f"listening to {path.name}")
        x_m.append(recommender.preset.music.encode(waveform).x_m)
    heard = np.stack([x[:, MUSIC_LAYOUT.penultimate].mean(axis=0) for x in x_m])
    models = recommender.embedders
    spaces = {"musicnn": heard} | {name: models[name].embed_music(x_m) for name in models}
    found = {name: nearest_neighbour_distances(rows) for name, rows in spaces.items()}
    return Spread(len(x_m), found)
