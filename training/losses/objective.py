"""The one place that knows which loss a run is trained on."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from training.config import TrainConfig
from training.losses.contrastive import info_nce, siglip
from training.losses.triplet import hardest_triplets, structure

SIGLIP_BIAS = -10.0  # Zhai et al. (ICCV 2023): at first nearly all pairs are negatives
LOWEST_TAU = 0.01  # CLIP: a learned temperature is kept from collapsing, and may rise again


class Objective(nn.Module):
    """Loss of a batch of embeddings; its parameters are what the loss itself learns."""

    def __init__(self, config: TrainConfig) -> None:
        super().__init__()
        self.config = config
        assert config.tau is not None  # `TrainConfig.for_model` has filled it in
        self.log_tau = nn.Parameter(
            torch.tensor(math.log(config.tau)), requires_grad=config.learn_tau
        )
        if config.loss == "siglip":
            self.bias = nn.Parameter(torch.tensor(SIGLIP_BIAS))

    @property
    def tau(self) -> float | Tensor:
        """The temperature now: a number, or what is being learned."""
        if not self.config.learn_tau:
            return self.config.tau
        return self.log_tau.exp()

    @torch.no_grad()
    def keep_in_bounds(self) -> None:
        """After each step; a bound on the value in use would stop the gradient that leads back."""
        if self.config.learn_tau:
            self.log_tau.clamp_(min=math.log(LOWEST_TAU))

    def forward(
        self, query: Tensor, music: Tensor, track_ids: Tensor, means: tuple[Tensor, Tensor] | None
    ) -> Tensor:
        """query, music (B, d), track_ids (B,) -> scalar.

        means: (B, D_v) and (B, D_m), the mean features of picture and music, for the triplet loss.
        """
        config = self.config
        if config.loss == "infonce":
            return info_nce(query, music, self.tau, track_ids, config.hard_negatives)
        if config.loss == "siglip":
            return siglip(query, music, self.tau, self.bias, track_ids)
        other = torch.randperm(len(query)).to(query.device)
        kept = [structure(y, x, other) for y, x in zip((query, music), means, strict=True)]
        hinges = hardest_triplets(query, music, config.margin, track_ids)
        return hinges + config.structure_weight * sum(kept)
