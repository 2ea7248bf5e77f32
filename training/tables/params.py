"""How many parameters each fusion variant has at the paper's size (ViML's supplement, table 1)."""

from __future__ import annotations

from typing import get_args

from viml_core.models.config import FusionName, ModelConfig
from viml_core.models.fusion import build_fusion

PAPER_DIMS = {"visual_dim": 512, "text_dim": 512, "music_dim": 256}


def fusion_parameters() -> dict[str, int]:
    """Parameters by the variant's name."""
    counts = {}
    for name in get_args(FusionName):
        fusion = build_fusion(ModelConfig(name="viml", preset="paper", fusion=name, **PAPER_DIMS))
        counts[name] = sum(p.numel() for p in fusion.parameters())
    return counts
