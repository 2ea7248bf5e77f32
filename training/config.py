"""The numbers of a training run. Sources: ViML (CVPR 2023); "not stated" marks our own choices."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TrainConfig:
    """How a model is fitted to a corpus of triplets."""

    seed: int = 0
    epochs: int = 20  # not stated
    batch_size: int = 2048  # ViML
    learning_rate: float = 1e-3  # ViML: cosine annealing from here to 0
    weight_decay: float = 0.01  # not stated: AdamW's default
    warmup_share: float = 0.05  # not stated: linear, of all steps
    tau: float = 0.03  # ViML; MVPt+ is MVPt with this temperature
    text_dropout: float = 0.8  # ViML; 0.8 to 0.95 work best
    feature_noise: float = 0.0  # not stated: Gaussian, relative to each feature's own spread
