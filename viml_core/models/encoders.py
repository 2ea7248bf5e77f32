"""f_v, f_t and f_m: one Transformer encoder per modality over its sequence of base features.

And the plain towers of the baseline that looks at the mean of a sequence.
"""

from __future__ import annotations

import itertools

import torch
from torch import Tensor, nn

from viml_core.models.config import ModelConfig


def transformer(config: ModelConfig, layers: int) -> nn.TransformerEncoder:
    """The stack of encoder layers that all parts of the model share in shape."""
    layer = nn.TransformerEncoderLayer(
        d_model=config.dim,
        nhead=config.heads,
        dim_feedforward=config.feedforward_dim,
        dropout=config.dropout,
        batch_first=True,
    )
    return nn.TransformerEncoder(layer, layers, enable_nested_tensor=False)


class SequenceEncoder(nn.Module):
    """Base features of one modality to one embedding per item.

    A linear layer takes D features to d; a learned CLS token, whose output is the embedding, is put
    in front; learned positions are added. Pooling and positions are not stated in the papers.
    """

    def __init__(self, feature_dim: int, max_length: int, config: ModelConfig) -> None:
        super().__init__()
        self.max_length = max_length
        self.project = nn.Linear(feature_dim, config.dim)
        self.cls = nn.Parameter(torch.zeros(config.dim))
        self.positions = nn.Parameter(torch.zeros(1 + max_length, config.dim))
        nn.init.normal_(self.cls, std=0.02)
        nn.init.normal_(self.positions, std=0.02)
        self.transformer = transformer(config, config.layers)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x (B, S, D), mask (B, S) True where a segment is real -> (B, d)."""
        batch, length, _ = x.shape
        if length > self.max_length:
            raise ValueError(f"{length} segments, but this encoder was built for {self.max_length}")
        tokens = torch.cat([self.cls.expand(batch, 1, -1), self.project(x)], dim=1)
        tokens = tokens + self.positions[: 1 + length]
        padding = torch.cat([mask.new_zeros(batch, 1), ~mask], dim=1)
        encoded: Tensor = self.transformer(tokens, src_key_padding_mask=padding)
        return encoded[:, 0]


def tower(dims: list[int], dropout: float) -> nn.Sequential:
    """Linear layers dims[0] -> ... -> dims[-1], ReLU and dropout between, BatchNorm at the end."""
    *hidden, last = [nn.Linear(a, b) for a, b in itertools.pairwise(dims)]
    between = [part for layer in hidden for part in (layer, nn.ReLU(), nn.Dropout(dropout))]
    return nn.Sequential(*between, last, nn.BatchNorm1d(dims[-1]))
