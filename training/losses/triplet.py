"""The loss of Pretet et al. (2021): VM-NET's two-way triplets and soft intra-modal structure.

Hong et al. (2018), "CBVMR: Content-Based Video-Music Retrieval Using Soft Intra-Modal Structure
Constraint". Their code weighs music -> video thrice video -> music; here both count alike.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import normalize, relu

from training.losses.contrastive import LEFT_OUT, same_track


def hardest_triplets(query: Tensor, music: Tensor, margin: float, track_ids: Tensor) -> Tensor:
    """Hinge on the hardest negative of the batch, both ways, mean over the rows.

    query, music: (B, d) unit rows, row i of each belongs together; track_ids: (B,) ints.
    """
    cosine = query @ music.T
    positive = cosine.diagonal()
    negatives = cosine.masked_fill(same_track(track_ids), LEFT_OUT)
    negatives = negatives.masked_fill(torch.eye(len(cosine), device=cosine.device).bool(), LEFT_OUT)
    hinges = [relu(margin + negatives.amax(dim=way) - positive) for way in (0, 1)]
    return hinges[0].mean() + hinges[1].mean()


def structure(embedded: Tensor, features: Tensor, other: Tensor) -> Tensor:
    """Soft intra-modal structure (VM-NET): who is nearer to whom should stay as in the features.

    embedded: (B, d) unit rows; features: (B, D), what they were made from. Each pair (i, j) is
    compared with the one pair (i, other[j]), other (B,) a permutation: all B^3 triples would not
    fit, and a random permutation a step visits them in turn. With s the cosine of the embeddings
    and t that of the features, each triple adds, as in the paper,
    (sign(s_ij - s_ik) - sign(t_ij - t_ik)) (s_ij - s_ik): nothing where the order is the same.
    """
    cosine = embedded @ embedded.T
    base = normalize(features, dim=-1)
    wanted = base @ base.T
    difference = cosine - cosine[:, other]
    disagreement = difference.sign() - (wanted - wanted[:, other]).sign()
    return (disagreement.detach() * difference).mean()
