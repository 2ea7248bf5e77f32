"""The numbers of a retrieval model. Sources: ViML (CVPR 2023), MVPt (CVPR 2022)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

ModelName = Literal["viml", "mvpt+", "mt"]
FusionName = Literal["addition", "linear", "mlp", "transformer1", "transformer2"]


@dataclass(frozen=True)
class ModelConfig:
    """One model, whole: with its weights this is a checkpoint.

    `preset` and `encoders` (fingerprints by modality) say which base features it was trained on.
    """

    name: ModelName
    preset: str
    visual_dim: int
    text_dim: int
    music_dim: int
    encoders: dict[str, str] = field(default_factory=dict)
    dim: int = 256  # ViML: every modality is projected to 256
    layers: int = 2  # ViML: per modality
    heads: int = 2  # ViML
    feedforward_dim: int = 2048  # recovered from the fusion module's parameter counts
    dropout: float = 0.1  # not stated
    max_segments: int = 18  # K of MVPt, not stated: 18 segments of 10 s
    shared_dim: int = 0  # ours, see `anchor.py`: 0 is the papers' network
    fusion: FusionName = "transformer2"  # ViML's choice among its five variants
    fusion_hidden_dim: int = 2048  # of the MLP variant; recovered from its 1.6M parameters

    @property
    def uses_video(self) -> bool:
        return self.name != "mt"

    @property
    def uses_text(self) -> bool:
        return self.name != "mvpt+"
