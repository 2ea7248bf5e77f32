"""Music features imagined from phrases: what g_m would hear in a track that answers to them.

An editor's words cover far more music than there is to render. The embedded g_m puts a track into
the text's own space, as a sum of the names of its tags, so a phrase says which tags would be heard:
those nearest to it. What phrases do not tell, the signal and musicnn's inner vectors, is borrowed
from the most similar track that really exists.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from training.data.music import LabelledMusic
from viml_core.features.base import TextEncoder
from viml_core.features.conse import unit
from viml_core.features.music import MUSIC_LAYOUT, TAG_PHRASES
from viml_core.types import FloatArray

SHARPNESS = (0.06, 0.15)  # temperatures of the similarities: from one clear tag to many
TOP_CONFIDENCE = (0.25, 0.7)  # of the strongest tag, as on real tracks
MISSED = 0.25  # chance that a tag which should be heard is not
JITTER = 0.4  # of the confidences' logarithm
FAINTEST, SUREST = 0.003, 0.95
ENERGY_WEIGHT = 1.0  # of the difference in energy when a similar track is looked for
LENDERS = 3  # one of the nearest few lends


class MusicImagination:
    """Imagines x_m for phrases; `known` are the tracks that lend what phrases do not tell."""

    def __init__(self, text: TextEncoder, known: Sequence[LabelledMusic]) -> None:
        vectors = text.encode(TAG_PHRASES)
        self._text = text
        self._mean = vectors.mean(axis=0)
        self._tags = vectors - self._mean
        self._known = np.stack([track.x_m.mean(axis=0) for track in known])
        self._energy = np.array([track.labels.energy for track in known], float)  # None: NaN

    def tracks(
        self, phrases: Sequence[str], energy: float | None, count: int, rng: np.random.Generator
    ) -> list[FloatArray]:
        """`count` different x_m (1, D_m), each answering to one or two of the phrases.

        energy: 0..1, or None where nobody said.
        """
        vectors = unit(self._text.encode([f"{p} music" for p in phrases]) - self._mean)
        nearness = unit(self._tags) @ vectors.T
        told = np.nan if energy is None else energy
        return [self._one(nearness, told, rng) for _ in range(count)]

    def _one(self, nearness: FloatArray, energy: float, rng: np.random.Generator) -> FloatArray:
        wanted = rng.permutation(nearness.shape[1])[: int(rng.integers(1, 3))]
        confidences = self._heard(nearness[:, wanted].mean(axis=1), rng)
        row = self._lender(np.sqrt(confidences), energy, rng).copy()
        row[MUSIC_LAYOUT.semantic] = unit(confidences @ self._tags)
        row[MUSIC_LAYOUT.tags] = np.sqrt(confidences)
        return row[None].astype(np.float32)

    def _heard(self, nearness: FloatArray, rng: np.random.Generator) -> FloatArray:
        weight = np.exp((nearness - nearness.max()) / rng.uniform(*SHARPNESS))
        weight *= rng.random(len(weight)) > MISSED
        weight *= rng.uniform(*TOP_CONFIDENCE) / max(weight.max(), 1e-6)
        weight *= np.exp(JITTER * rng.standard_normal(len(weight)))
        return np.clip(weight, FAINTEST, SUREST).astype(np.float32)

    def _lender(self, tags: FloatArray, energy: float, rng: np.random.Generator) -> FloatArray:
        apart = np.nan_to_num(np.abs(self._energy - energy), nan=0.25)
        distance = np.linalg.norm(self._known[:, MUSIC_LAYOUT.tags] - tags, axis=1)
        nearest = np.argsort(distance + ENERGY_WEIGHT * apart)[:LENDERS]
        return self._known[rng.choice(nearest)]
