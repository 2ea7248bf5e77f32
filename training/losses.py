"""The loss that ViML, MVPt(+) and MT are trained on."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy


def info_nce(query: Tensor, music: Tensor, tau: float, track_ids: Tensor) -> Tensor:
    """Symmetric InfoNCE: L(query -> music) + L(music -> query), as in ViML (section 3.3).

    query, music: (B, d) unit rows, row i of each belongs together; track_ids: (B,) ints. Another
    row of the same track is not a negative: it is left out of the sums.
    """
    logits = query @ music.T / tau
    same = track_ids[:, None] == track_ids[None, :]
    same.fill_diagonal_(False)
    logits = logits.masked_fill(same, float("-inf"))
    target = torch.arange(len(query), device=query.device)
    return cross_entropy(logits, target) + cross_entropy(logits.T, target)


def drop_text(x_t: Tensor, empty: Tensor, rate: float, generator: torch.Generator) -> Tensor:
    """Text dropout (ViML, section 3.3): with probability `rate` a sentence becomes the empty one.

    x_t: (B, D_t); empty: (D_t,), the embedding of "" or zeros -> (B, D_t).
    """
    dropped = torch.rand(len(x_t), generator=generator) < rate
    return torch.where(dropped.to(x_t.device)[:, None], empty, x_t)
