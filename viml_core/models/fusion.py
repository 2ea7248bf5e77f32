"""f_vt: the five ways of ViML's supplement (table 1) to make one query of picture and words."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from viml_core.models.config import ModelConfig
from viml_core.models.encoders import Transformer


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
    """Linear 2d -> d, then encoder layers over that one token, as the parameter counts imply."""

    def __init__(self, config: ModelConfig, layers: int) -> None:
        super().__init__()
        self.project = nn.Linear(2 * config.dim, config.dim)
        self.transformer = Transformer(config, layers)

    def forward(self, y: Tensor) -> Tensor:
        """(B, 2d) -> (B, d)."""
        encoded: Tensor = self.transformer(self.project(y).unsqueeze(1))
        return encoded


def build_fusion(config: ModelConfig) -> nn.Module:
    """The fusion module that `config.fusion` names."""
    match config.fusion:
        case "addition":
            return Addition()
        case "linear":
            return ConcatFusion(nn.Linear(2 * config.dim, config.dim))
        case "mlp":
            return ConcatFusion(
                nn.Sequential(
                    nn.Linear(2 * config.dim, config.fusion_hidden_dim),
                    nn.ReLU(),
                    nn.Linear(config.fusion_hidden_dim, config.dim),
                )
            )
        case "transformer1":
            return ConcatFusion(TransformerHead(config, layers=1))
        case "transformer2":
            return ConcatFusion(TransformerHead(config, layers=2))
    raise ValueError(f"unknown fusion {config.fusion!r}")
