"""f_v, f_t and f_m: one Transformer encoder per modality over its sequence of base features.

And the plain towers of the baseline that looks at the mean of a sequence.
"""

from __future__ import annotations

import itertools
import math

import torch
from torch import Tensor, nn
from torch.nn.functional import linear, relu

from viml_core.models.config import ModelConfig


class Dropout(nn.Dropout):
    """Dropout whose mask is drawn as small integers: on the CPU a third of the usual time."""

    def forward(self, input: Tensor) -> Tensor:
        if not self.training or self.p == 0.0:
            return input
        drawn = torch.empty(input.shape, dtype=torch.int16, device=input.device).random_()
        kept = (drawn >= round(self.p * 2**15)).to(input.dtype)
        return (input * kept).mul_(1.0 / (1.0 - self.p))


class EncoderLayer(nn.Module):
    """One post-norm layer of Vaswani et al. (2017): attention, then feed-forward with ReLU.

    As there, dropout is on what each of the two adds to the stream, and nowhere else. Parameters
    are named and initialised as in PyTorch's layer of that name.
    """

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.heads = config.heads
        self.self_attn = nn.MultiheadAttention(config.dim, config.heads)
        self.linear1 = nn.Linear(config.dim, config.feedforward_dim)
        self.linear2 = nn.Linear(config.feedforward_dim, config.dim)
        self.norm1 = nn.LayerNorm(config.dim)
        self.norm2 = nn.LayerNorm(config.dim)
        self.dropout = Dropout(config.dropout)

    def start_adding_nothing(self) -> None:
        """Begin as the two norms alone: attention and feed-forward give zeros, and can learn."""
        for linear_layer in (self.self_attn.out_proj, self.linear2):
            nn.init.zeros_(linear_layer.weight)
            nn.init.zeros_(linear_layer.bias)

    def forward(self, x: Tensor, attended: Tensor | None, wanted: int) -> Tensor:
        """x (B, S, d) -> (B, wanted, d), the output at the first `wanted` tokens only.

        attended: (B, 1, 1, S), True where a token may be looked at; None for all.
        """
        stream = x[:, :wanted]
        stream = self.norm1(stream + self.dropout(self._attend(x, attended, wanted)))
        hidden = self.linear2(relu(self.linear1(stream)))
        out: Tensor = self.norm2(stream + self.dropout(hidden))
        return out

    def _attend(self, x: Tensor, attended: Tensor | None, wanted: int) -> Tensor:
        projected = linear(x, self.self_attn.in_proj_weight, self.self_attn.in_proj_bias)
        query, key, value = (self._by_head(part) for part in projected.chunk(3, dim=-1))
        # Written out: sequences are short, where the fused kernels are slower on the CPU.
        likeness = query[:, :, :wanted] @ key.transpose(2, 3) / math.sqrt(query.shape[-1])
        if attended is not None:
            likeness = likeness.masked_fill(~attended, float("-inf"))
        mixed = likeness.softmax(dim=-1) @ value
        out: Tensor = self.self_attn.out_proj(mixed.transpose(1, 2).flatten(-2))
        return out

    def _by_head(self, x: Tensor) -> Tensor:
        """(B, S, d) -> (B, heads, S, d / heads)."""
        return x.view(*x.shape[:2], self.heads, -1).transpose(1, 2)


class Transformer(nn.Module):
    """A stack of encoder layers of which only the first token's output is wanted."""

    def __init__(self, config: ModelConfig, layers: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(EncoderLayer(config) for _ in range(layers))

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        """x (B, S, d), mask (B, S) True where a token is real; None: all are -> (B, d).

        The last layer need not compute what nobody reads, which is nearly half of two layers.
        """
        attended = None if mask is None or bool(mask.all()) else mask[:, None, None, :]
        *all_tokens, last = self.layers
        for layer in all_tokens:
            x = layer(x, attended, x.shape[1])
        first: Tensor = last(x, attended, 1)
        return first[:, 0]


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
        self.transformer = Transformer(config, config.layers)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x (B, S, D), mask (B, S) True where a segment is real -> (B, d)."""
        batch, length, _ = x.shape
        if length > self.max_length:
            raise ValueError(f"{length} segments, but this encoder was built for {self.max_length}")
        tokens = torch.cat([self.cls.expand(batch, 1, -1), self.project(x)], dim=1)
        tokens = tokens + self.positions[: 1 + length]
        encoded: Tensor = self.transformer(tokens, torch.cat([mask.new_ones(batch, 1), mask], 1))
        return encoded


def tower(dims: list[int], dropout: float) -> nn.Sequential:
    """Linear layers dims[0] -> ... -> dims[-1], ReLU and dropout between, BatchNorm at the end."""
    *hidden, last = [nn.Linear(a, b) for a, b in itertools.pairwise(dims)]
    between = [part for layer in hidden for part in (layer, nn.ReLU(), nn.Dropout(dropout))]
    return nn.Sequential(*between, last, nn.BatchNorm1d(dims[-1]))
