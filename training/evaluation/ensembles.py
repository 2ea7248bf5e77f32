"""Ensembles of two models: the weight of the text side, tuned on validation."""

from __future__ import annotations

import numpy as np

from training.evaluation.embedding import Embedded
from training.evaluation.protocol import Protocol, Side
from training.metrics import CUTS, recall_at

ALPHAS = tuple(np.round(np.linspace(0.0, 1.0, 21), 2).tolist())


def blend(video_side: Embedded, text_side: Embedded, alpha: float) -> list[Side]:
    """score = (1 - alpha) s(video side) + alpha s(text side), as `viml_core.models.scoring`."""
    return [Side(1.0 - alpha, video_side), Side(alpha, text_side)]


def tune_alpha(video_side: Embedded, text_side: Embedded, protocol: Protocol) -> float:
    """The alpha of the highest mean of R@1, R@5 and R@10; of equals the one nearest a half.

    Both sides embed the same validation items.
    """

    def quality(alpha: float) -> tuple[float, float]:
        rank = protocol.ranks(blend(video_side, text_side, alpha))
        return float(np.mean([recall_at(rank, k) for k in CUTS])), -abs(alpha - 0.5)

    return max(ALPHAS, key=quality)
