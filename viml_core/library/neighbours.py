"""All pairs of rows that lie near each other, without comparing all rows in full.

With q an orthonormal basis of a few directions, r_u and r_v what it leaves of unit rows u and v:
u.v = qu.qv + (the rest).(the rest) <= qu.qv + r_u r_v (Cauchy-Schwarz). So the short rows [qu, r_u]
have a product that is never below the cosine, and whatever it rules out is no pair. What it leaves
is compared in full, so the pairs are exactly those of a full comparison.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from viml_core.types import FloatArray

DIRECTIONS = 48
SAMPLE = 2000  # rows that the directions are chosen by
ROWS_AT_ONCE = 512
PAIRS_AT_ONCE = 16384
ROUNDING = 1e-4  # float32 sums of a thousand products


def near_pairs(rows: FloatArray, least: float) -> Iterator[tuple[int, int, float]]:
    """The pairs of unit rows (N, D) whose cosine is at least `least`: positions and the cosine."""
    short = shortened(rows)
    for start in range(0, len(rows), ROWS_AT_ONCE):
        bound = short[start : start + ROWS_AT_ONCE] @ short[start:].T
        possible = np.argwhere(bound >= least - ROUNDING)
        possible = possible[possible[:, 1] > possible[:, 0]] + start
        for begin in range(0, len(possible), PAIRS_AT_ONCE):
            yield from _compared(rows, possible[begin : begin + PAIRS_AT_ONCE], least)


def _compared(
    rows: FloatArray, pairs: NDArray[np.int64], least: float
) -> Iterator[tuple[int, int, float]]:
    cosines = np.einsum("nd,nd->n", rows[pairs[:, 0]], rows[pairs[:, 1]])
    near = cosines >= least
    for (first, second), cosine in zip(pairs[near].tolist(), cosines[near].tolist(), strict=True):
        yield first, second, cosine


def shortened(rows: FloatArray) -> FloatArray:
    """Unit rows (N, D) to (N, m + 1), whose products are bounds of the cosines."""
    if rows.shape[1] <= DIRECTIONS:
        return rows
    sample = rows[:: max(len(rows) // SAMPLE, 1)]
    _, directions = np.linalg.eigh(sample.T @ sample)
    inside = rows @ directions[:, -DIRECTIONS:]
    left = np.sqrt(np.maximum((rows**2).sum(axis=1) - (inside**2).sum(axis=1), 0.0))
    return np.column_stack([inside, left]).astype(np.float32)
