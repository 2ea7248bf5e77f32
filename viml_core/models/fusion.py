"""f_vt: the five ways of ViML's supplement (table 1) to make one query of picture and words.

The papers do not say how training starts. Here each of them starts as the addition y_v + y_t and
learns what that lacks: over random layers the picture is found less well than without them, by
three points of R@10 where there is little data (`training.tables`), words or no words.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from viml_core.models.config import ModelConfig
from viml_core.models.encoders import EncoderLayer, Transformer


class Addition(nn.Module):
    """y_v + y_t; no parameters."""

    def forward(self, y_v: Tensor, y_t: Tensor) -> Tensor:
        """(B, d), (B, d) -> (B, d)."""
        return y_v + y_t


class ConcatFusion(nn.Module):
    """A network over the concatenation [y_v, y_t]."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, y_v: Tensor, y_t: Tensor) -> Tensor:
        """(B, d), (B, d) -> (B, d)."""
        fused: Tensor = self.network(torch.cat([y_v, y_t], dim=-1))
        return fused


class TransformerHead(nn.Module):
    """Linear 2d -> d, then encoder layers over that one token, as the parameter counts imply.

    At the start the layers add nothing to the token; they only normalise it.
    """

    def __init__(self, config: ModelConfig, layers: int) -> None:
        super().__init__()
        self.project = _sum(config.dim)
        self.transformer = Transformer(config, layers)
        for layer in self.transformer.modules():
            if isinstance(layer, EncoderLayer):
                layer.start_adding_nothing()

    def forward(self, y: Tensor) -> Tensor:
        """(B, 2d) -> (B, d)."""
        encoded: Tensor = self.transformer(self.project(y).unsqueeze(1))
        return encoded


def _sum(dim: int) -> nn.Linear:
    """Linear 2d -> d that adds the halves."""
    linear = nn.Linear(2 * dim, dim)
    with torch.no_grad():
        linear.weight.copy_(torch.eye(dim).repeat(1, 2))
        linear.bias.zero_()
    return linear


def _sum_of_positive_and_negative(dim: int, hidden_dim: int) -> nn.Sequential:
    """Linear 2d -> h, ReLU, linear h -> d that adds the halves: relu(x) - relu(-x) is x.

    The hidden units that this leaves over start without a say; where h < 2d nothing is set.
    """
    first, last = nn.Linear(2 * dim, hidden_dim), nn.Linear(hidden_dim, dim)
    network = nn.Sequential(first, nn.ReLU(), last)
    if hidden_dim < 2 * dim:
        return network
    both = torch.eye(dim).repeat(1, 2)
    with torch.no_grad():
        first.weight[: 2 * dim] = torch.cat([both, -both])
        first.bias[: 2 * dim] = 0.0
        last.weight.zero_()
        last.weight[:, : 2 * dim] = torch.cat([torch.eye(dim), -torch.eye(dim)], dim=1)
        last.bias.zero_()
    return network


def build_fusion(config: ModelConfig) -> nn.Module:
    """The fusion module that `config.fusion` names."""
    match config.fusion:
        case "addition":
            return Addition()
        case "linear":
            return ConcatFusion(_sum(config.dim))
        case "mlp":
            return ConcatFusion(_sum_of_positive_and_negative(config.dim, config.fusion_hidden_dim))
        case "transformer1":
            return ConcatFusion(TransformerHead(config, layers=1))
        case "transformer2":
            return ConcatFusion(TransformerHead(config, layers=2))
    raise ValueError(f"unknown fusion {config.fusion!r}")
