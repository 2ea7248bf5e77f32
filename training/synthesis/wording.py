"""Words put side by side: shuffled tags, and a list as a sentence has it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def shuffled(words: Sequence[str], rng: np.random.Generator) -> str:
    """Every word, shuffled, comma-separated: ViML's `tags`."""
    return ", ".join(rng.permutation(words).tolist())


def listed(words: Sequence[str], last: str = " and ") -> str:
    """`a`, `a and b`, `a, b and c`. last: what joins the last of three and more."""
    if len(words) < 3:
        return " and ".join(words)
    return ", ".join(words[:-1]) + last + words[-1]
