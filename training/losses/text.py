"""Text dropout: what makes ViML work without words."""

from __future__ import annotations

import torch
from torch import Tensor


def drop_text(x_t: Tensor, missing: Tensor, rate: float, generator: torch.Generator) -> Tensor:
    """With probability `rate` a sentence becomes the missing one (ViML, section 3.3).

    x_t: (B, D_t); missing: (D_t,), the embedding of "" or zeros -> (B, D_t).
    """
    dropped = torch.rand(len(x_t), generator=generator) < rate
    return torch.where(dropped.to(x_t.device)[:, None], missing, x_t)
