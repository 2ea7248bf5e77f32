"""Ours, not the papers': what the base features already agree on, kept as an anchor.

The `embedded` preset puts words and music into one space before anything is trained: the first
`shared_dim` features of each. One matrix takes them to d, and the result is added to what the
Transformers say. So a fresh MT ranks about as the untrained cold start does, and a small corpus
bends that instead of having to learn it anew. Pictures lie in that space too, but are not anchored:
what is seen is not what should be heard, and by its names alone real clips rank music at chance.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

from viml_core.models.config import ModelConfig
from viml_core.models.sequences import mean_segment

FIRST_GAIN = 0.3  # of the Transformers' part: they begin as noise
NEAR = 1e-2  # distance of unit vectors: more than rounding to float16, less than any two sentences


class Anchor(nn.Module):
    """Adds the projected shared features of words or music to what a Transformer says of them.

    empty_text (D_t,) is the embedding of "", set before training: words that are not there have
    nothing to add.
    """

    empty_text: Tensor

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.shared_dim = config.shared_dim
        self.project = nn.Linear(config.shared_dim, config.dim, bias=False)
        nn.init.orthogonal_(self.project.weight)
        self.register_buffer("empty_text", torch.zeros(config.text_dim))
        self.gain = nn.Parameter(torch.tensor(FIRST_GAIN))

    def forward(self, learned: Tensor, shared: Tensor, gain: Tensor | None = None) -> Tensor:
        """learned (B, d), shared (B, shared_dim), zeros where there are no words -> (B, d).

        gain: of what is learned, where it is not the anchor's own.
        """
        known: Tensor = self.project(normalize(shared, dim=-1))
        return known + (self.gain if gain is None else gain) * normalize(learned, dim=-1)

    def sequence(self, x: Tensor, mask: Tensor) -> Tensor:
        """The shared features of x (B, S, D), mean of its real segments -> (B, shared_dim)."""
        return mean_segment(x[..., : self.shared_dim], mask)

    def sentence(self, x_t: Tensor) -> Tensor:
        """The shared features of x_t (B, D_t), zeros where it is the empty text."""
        spoken = (x_t - self.empty_text).norm(dim=-1, keepdim=True) > NEAR
        shared: Tensor = x_t[..., : self.shared_dim] * spoken
        return shared
