"""Text dropout: what makes ViML work without words."""

from __future__ import annotations

import torch
from torch import Tensor


def drop_text(x_t: Tensor, missing: Tensor, rate: float, draws: Tensor) -> Tensor:
    """With probability `rate` a sentence becomes the missing one (ViML, section 3.3).

    x_t: (B, D_t); missing: (D_t,), the embedding of "" or zeros; draws: (B,) uniform in 0..1 ->
    (B, D_t).
    """
    return torch.where((draws < rate)[:, None], missing, x_t)
