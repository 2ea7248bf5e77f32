"""DeepSim's triplet losses, and the tags' cross-entropy."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cosine_similarity, relu


def triplets(
    anchor: Tensor, positive: Tensor, negative: Tensor, masks: Tensor, margin: float
) -> Tensor:
    """Hinge on cosines within the dimensions that `masks` leaves, mean over the triplets.

    anchor, positive, negative: (T, 256); masks: (T, 256) of 0 and 1, or (256,) for all.
    """
    near = cosine_similarity(anchor * masks, positive * masks)
    far = cosine_similarity(anchor * masks, negative * masks)
    return relu(margin + far - near).mean()


def tag_entropy(logits: Tensor, targets: Tensor, stated: Tensor) -> Tensor:
    """Binary cross-entropy (B, tags), mean over what is `stated` (bool); what is not is unknown."""
    each = binary_cross_entropy_with_logits(logits, targets, reduction="none")
    return torch.where(stated, each, 0.0).sum() / stated.sum().clamp(min=1)
