"""The tags that speak for a track: those whose meaning lies nearest to what was asked for."""

from __future__ import annotations

import numpy as np

from viml_core.features.base import TextEncoder
from viml_core.features.tags import known_tags
from viml_core.types import FloatArray

# Every tag names music, so that unrelated ones reach a cosine of 0.4 with any words. What counts is
# how far one stands out from the others; where none does ("something nice"), none speaks.
_ABOVE_USUAL = 0.15
_SHARE_OF_BEST = 0.85
_tag_vectors: dict[str, FloatArray] = {}  # by the encoder's fingerprint


def speaking_tags(encoder: TextEncoder, words: str) -> dict[str, float]:
    """The tags that lie nearest to some words, with their cosines, nearest first.

    Of all that musicnn knows. Empty words have none.
    """
    if not words.strip():
        return {}
    cosines = _vectors(encoder) @ encoder.encode([f"{words.strip()} music"])[0]
    least = max(float(np.median(cosines)) + _ABOVE_USUAL, _SHARE_OF_BEST * float(cosines.max()))
    near = [(t, c) for t, c in zip(known_tags(), cosines.tolist(), strict=True) if c >= least]
    return dict(sorted(near, key=lambda tag: -tag[1]))


def _vectors(encoder: TextEncoder) -> FloatArray:
    """(tags, D_t), computed once per encoder. "slow music" is a tempo, "slow" alone is not."""
    if encoder.fingerprint not in _tag_vectors:
        phrases = [f"{tag} music" for tag in known_tags()]
        _tag_vectors[encoder.fingerprint] = encoder.encode(phrases)
    return _tag_vectors[encoder.fingerprint]
