"""Which tracks make a triplet: alike and unlike in one dimension of similarity."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from training.tagger.config import TaggerConfig
from training.tagger.corpus import TaggedCorpus
from training.tagger.mapping import columns
from viml_core.features.deepsim import DIMENSIONS

_CATEGORIES = ("genres", "moods", "instruments")  # of the first three dimensions
TEMPO = DIMENSIONS.index("tempo")


class Triplet(NamedTuple):
    """Rows of a corpus. dimension: in which of `DIMENSIONS` the anchor is like the positive."""

    dimension: int
    anchor: int
    positive: int
    negative: int


class TripletSampler:
    """Draws triplets. dimensions: those in which the corpus has any.

    Tracks are alike in genre, mood or instrument where they share a tag, and unlike where both have
    labels of that kind and share none; in tempo, by how far apart they are.
    """

    def __init__(self, corpus: TaggedCorpus, config: TaggerConfig) -> None:
        own = [columns(category) for category in _CATEGORIES]
        self._tags = [corpus.targets[:, some] for some in own]  # (N, tags) by dimension
        self._stated = [corpus.stated[:, some[0]] for some in own]  # (N,)
        self._octaves = np.log2(corpus.bpm)
        self._config = config
        rng = np.random.default_rng(config.seed)
        everywhere = range(len(DIMENSIONS))
        self.dimensions = [d for d in everywhere if self._draw(d, rng) is not None]

    def draw(self, count: int, rng: np.random.Generator) -> list[Triplet]:
        """The dimensions in turn."""
        turns = (self.dimensions[i % len(self.dimensions)] for i in range(count))
        drawn = (self._draw(dimension, rng) for dimension in turns)
        return [triplet for triplet in drawn if triplet is not None]

    def _draw(self, dimension: int, rng: np.random.Generator) -> Triplet | None:
        """None where no track of the corpus can be an anchor."""
        for anchor in rng.permutation(len(self._octaves)).tolist():
            alike, unlike = self._compare(dimension, anchor)
            alike[anchor] = False
            if alike.any() and unlike.any():
                positive, negative = (rng.choice(np.flatnonzero(x)) for x in (alike, unlike))
                return Triplet(dimension, anchor, int(positive), int(negative))
        return None

    def _compare(self, dimension: int, anchor: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which tracks (N,) are alike, and which are unlike; a track can be neither."""
        if dimension == TEMPO:
            apart = np.abs(self._octaves - self._octaves[anchor])  # NaN where unknown: neither
            return apart < self._config.same_tempo, apart > self._config.other_tempo
        tags, stated = self._tags[dimension], self._stated[dimension]
        shared = tags @ tags[anchor] > 0
        both = stated & stated[anchor]
        return both & shared, both & ~shared
