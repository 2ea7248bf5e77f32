"""The tags that speak for a track: those whose meaning lies nearest to what was asked for."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

import numpy as np

from viml_core.features.base import TextEncoder
from viml_core.types import FloatArray

NEAR = 0.4  # cosine of two sentences; unrelated tags reach 0.3 because all of them name music
_KEPT = 4096


def speaking_tags(encoder: TextEncoder, words: str, tags: Collection[str]) -> dict[str, float]:
    """Those of some tags that lie near the words, with their cosines. Empty words have none.

    Both are put as "... music", which is what makes "slow" a tempo.
    """
    if not words.strip() or not tags:
        return {}
    known = sorted(tags)
    vectors = np.stack([_embedded(encoder, tag) for tag in known])
    cosines = vectors @ _embedded(encoder, words.strip())
    return {tag: float(c) for tag, c in zip(known, cosines.tolist(), strict=True) if c >= NEAR}


@lru_cache(maxsize=_KEPT)
def _embedded(encoder: TextEncoder, phrase: str) -> FloatArray:
    vector: FloatArray = encoder.encode([f"{phrase} music"])[0]
    return vector
