"""Steerability: does the list follow the words when they change, and still the clip when it does?

Every figure rests on pairs of clips (i, j) of one set, each with its own words. Of the tracks that
only one of the two clips is fitted by, `new` fit j and not i, `old` fit i and not j; a pair without
either is left out. A list is the position of every track, equal scores sharing their mean position.

- `words_followed`: clip i stays, its words give way to those of j. The share of (new, old) pairs of
  tracks in which the new one rises by more; equal rises count half. A model that is deaf to words
  gets exactly 0.5, as chance does; one whose list follows them gets 1.
- `words_win`: the share of (new, old) pairs that the list of clip i with the words of j ranks new
  first, equal scores counting half. Chance 0.5; 1 where words decide; low where the clip overrules
  them.
- `words_change`: how much of the list changes with the words: (1 - Spearman's correlation) / 2.
  0 is the same list, 0.5 an unrelated one (chance), 1 the list turned round.
- `clip_followed`: the words of i stay, clip i gives way to clip j; as `words_followed`. A model
  that is blind, or in which words drown the clip, gets exactly 0.5, as chance does; 1 is perfect.
- `clip_change`: how much of the list changes with the clip, as `words_change`.

All lie between 0 and 1. What follows must do so for both: a model that ignores one of the two has
0.5 there. `change` alone is no virtue, but a list that follows in the right direction by a hair's
breadth would show there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from training.evaluation.taste import Figures, with_interval
from training.metrics import FloatMatrix


@dataclass(frozen=True)
class Steering:
    """The measures of one clip: means over the other clips that it was paired with."""

    words_followed: float
    words_win: float
    words_change: float
    clip_followed: float
    clip_change: float


MEASURES = tuple(Steering.__dataclass_fields__)


def steerability(crossed: FloatMatrix, verdict: NDArray[np.int8]) -> list[Steering]:
    """crossed (C, C, N): [i, j] scores clip i with the words of clip j; verdict (C, N): 1 fits."""
    lists = rankdata(crossed, axis=-1)  # whole and half numbers: equal rises are exactly equal
    found = []
    for i in range(len(lists)):
        pairs = [_pair(lists, verdict, i, j) for j in range(len(lists)) if j != i]
        measured = [pair for pair in pairs if pair is not None]
        if measured:
            found.append(Steering(*np.mean(measured, axis=0).tolist()))
    return found


def summarise_steering(found: list[Steering]) -> Figures:
    """The mean of each measure with its interval over clips (each clip with all its pairs)."""
    figures: Figures = {"clips": len(found)}
    for name in MEASURES:
        figures |= with_interval(name, [getattr(clip, name) for clip in found])
    return figures


def first(values: FloatMatrix, new: NDArray[np.bool_], old: NDArray[np.bool_]) -> float:
    """The share of (new, old) pairs in which the new one has the higher value; equal: half."""
    difference = np.sign(values[new][:, None] - values[old][None, :])
    return float(np.mean(difference) + 1) / 2


def change(before: FloatMatrix, after: FloatMatrix) -> float:
    """(1 - Spearman's correlation) / 2 of two lists; where one ranks nothing, 0 if both do."""
    a, b = before - before.mean(), after - after.mean()
    spread = np.sqrt((a @ a) * (b @ b))
    if spread == 0:
        return 0.0 if np.array_equal(before, after) else 0.5
    return float(1 - a @ b / spread) / 2


def _pair(
    lists: FloatMatrix, verdict: NDArray[np.int8], i: int, j: int
) -> tuple[float, ...] | None:
    """The fields of `Steering` for one pair of clips; None where no track tells them apart."""
    fits_i, fits_j = verdict[i] == 1, verdict[j] == 1
    new, old = fits_j & ~fits_i, fits_i & ~fits_j
    if not new.any() or not old.any():
        return None
    start, other_words, other_clip = lists[i, i], lists[i, j], lists[j, i]
    return (
        first(other_words - start, new, old),
        first(other_words, new, old),
        change(start, other_words),
        first(other_clip - start, new, old),
        change(start, other_clip),
    )
