"""The untrained baseline: clip, words and music as vectors in the text encoder's own space.

Nothing here is learned, so a library can be searched before any checkpoint exists; a trained model
must beat it.
"""

from __future__ import annotations

import numpy as np

from viml_core.errors import InputError
from viml_core.features.base import TextEncoder
from viml_core.features.conse import unit
from viml_core.features.music import MUSIC_LAYOUT, TAG_PHRASES
from viml_core.features.visual import SEMANTIC
from viml_core.types import FloatArray


def text_mean(text: TextEncoder) -> FloatArray:
    """What all phrases about music share, and so what tells no track from another, (384,)."""
    mean: FloatArray = text.encode(TAG_PHRASES).mean(axis=0)
    return mean


def query_vector(
    x_v: FloatArray | None, x_t: FloatArray | None, centre: FloatArray | None = None
) -> FloatArray:
    """What a clip x_v (S, D_v) and words x_t (384,) or (1, 384) ask for, a unit vector (384,).

    Either may be None; both count alike. `centre` (the `text_mean`) is taken from the words; clips
    and tracks are centred by their encoders. Raises InputError where there is nothing.
    """
    parts = []
    if x_v is not None:
        parts.append(unit(x_v[:, SEMANTIC].mean(axis=0)))
    if x_t is not None:
        parts.append(unit(np.atleast_2d(x_t).mean(axis=0) - (0.0 if centre is None else centre)))
    if not parts:
        raise InputError("There is nothing to search with: give a clip, a few words, or both.")
    query: FloatArray = unit(np.sum(parts, axis=0))
    return query


def music_vector(x_m: FloatArray) -> FloatArray:
    """What a track x_m (S, D_m) sounds like, a unit vector (384,); zeros where it is silent."""
    return unit(x_m[:, MUSIC_LAYOUT.semantic].mean(axis=0))
