"""What a list of recognised names means in the text encoder's space (ConSE, Norouzi et al., 2014).

A picture becomes the sum over its likeliest classes of probability times the vector of the class's
name, a track the sum over its tags of confidence times the vector of "{tag} music". So pictures,
music and text lie in one space before anything is trained.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from viml_core.features.base import TextEncoder
from viml_core.types import FloatArray


class NameSpace:
    """The vectors of some names in the text's space, and the mean that is common to all of them."""

    def __init__(self, phrases: Sequence[str], text: TextEncoder) -> None:
        vectors = text.encode(phrases)
        self.mean: FloatArray = vectors.mean(axis=0)
        self._centred: FloatArray = vectors - self.mean

    def project(self, confidences: FloatArray) -> FloatArray:
        """Confidences (B, names) to unit vectors (B, 384); no confidence at all gives zeros."""
        return unit(confidences @ self._centred)


def unit(vectors: FloatArray) -> FloatArray:
    """Rows scaled to unit length; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: FloatArray = vectors / np.maximum(lengths, np.finfo(np.float32).tiny)
    return scaled
