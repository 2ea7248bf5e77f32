"""Contrastive losses over a batch: ViML's InfoNCE, and SigLIP's sigmoid in its place.

query, music: (B, d) unit rows, row i of each belongs together; track_ids: (B,) ints. Another row of
the same track is not a negative: it is left out.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, logsigmoid

LEFT_OUT = float("-inf")


def info_nce(
    query: Tensor,
    music: Tensor,
    tau: float | Tensor,
    track_ids: Tensor,
    hard_negatives: int | None = None,
) -> Tensor:
    """Symmetric InfoNCE: L(query -> music) + L(music -> query), as in ViML (section 3.3).

    hard_negatives: only so many of the most similar negatives are in each sum; None: all.
    """
    logits = (query @ music.T / tau).masked_fill(same_track(track_ids), LEFT_OUT)
    target = torch.arange(len(query), device=query.device)
    both = [logits, logits.T]
    if hard_negatives is not None:
        both = [keep_hardest(directed, hard_negatives) for directed in both]
    return cross_entropy(both[0], target) + cross_entropy(both[1], target)


def siglip(
    query: Tensor, music: Tensor, tau: float | Tensor, bias: Tensor, track_ids: Tensor
) -> Tensor:
    """Sigmoid loss of SigLIP (Zhai et al., ICCV 2023): each pair is a yes or no of its own."""
    logits = query @ music.T / tau + bias
    sign = 2.0 * torch.eye(len(logits), device=logits.device) - 1.0
    terms = logsigmoid(sign * logits).masked_fill(same_track(track_ids), 0.0)
    return -terms.sum() / len(logits)


def same_track(track_ids: Tensor) -> Tensor:
    """(B,) -> (B, B), True where another row has the same track."""
    same = track_ids[:, None] == track_ids[None, :]
    return same.fill_diagonal_(False)


def keep_hardest(logits: Tensor, count: int) -> Tensor:
    """Leave out all but each row's positive, on the diagonal, and its `count` highest others."""
    count = min(count, len(logits) - 1)
    positive = torch.eye(len(logits), dtype=torch.bool, device=logits.device)
    hardest = logits.masked_fill(positive, LEFT_OUT).topk(count, dim=1).indices
    kept = positive.scatter(1, hardest, True)
    return logits.masked_fill(~kept, LEFT_OUT)
