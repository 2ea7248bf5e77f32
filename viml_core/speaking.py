"""The tags that speak for a track: those whose meaning lies nearest to what was asked for."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from viml_core.features.base import TextEncoder
from viml_core.features.tags import known_tags
from viml_core.types import FloatArray

# Every tag names music, so that unrelated ones reach a cosine of 0.4 with any words. What counts is
# how far one stands out from the others; where none does ("something nice"), none speaks.
_ABOVE_USUAL = 0.15
_SHARE_OF_BEST = 0.85
_KEPT_WORDS = 256


def speaking_tags(encoder: TextEncoder, words: str) -> dict[str, float]:
    """The tags that lie nearest to some words, with their cosines, nearest first.

    Of all that musicnn knows. Empty words have none.
    """
    return dict(_speaking(encoder, words.strip())) if words.strip() else {}


@lru_cache(maxsize=_KEPT_WORDS)
def _speaking(encoder: TextEncoder, words: str) -> tuple[tuple[str, float], ...]:
    cosines = _tag_vectors(encoder) @ encoder.encode([f"{words} music"])[0]
    least = max(float(np.median(cosines)) + _ABOVE_USUAL, _SHARE_OF_BEST * float(cosines.max()))
    found = [(t, c) for t, c in zip(known_tags(), cosines.tolist(), strict=True) if c >= least]
    return tuple(sorted(found, key=lambda tag: -tag[1]))


@lru_cache(maxsize=4)
def _tag_vectors(encoder: TextEncoder) -> FloatArray:
    """(tags, D_t). "slow music" is a tempo, "slow" alone is not."""
    return encoder.encode([f"{tag} music" for tag in known_tags()])
