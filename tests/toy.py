"""Small random models and features, for tests of everything around them."""

from __future__ import annotations

import numpy as np

from viml_core.models.config import FusionName, ModelConfig, ModelName
from viml_core.types import FloatArray

DIMS = {"visual_dim": 6, "text_dim": 5, "music_dim": 7}


def toy_config(name: ModelName = "viml", fusion: FusionName = "transformer2") -> ModelConfig:
    """A model of the true architecture, small enough to run in milliseconds."""
    return ModelConfig(
        name=name,
        preset="toy",
        encoders={"visual": "v", "text": "t", "music": "m"},
        **DIMS,
        dim=16,
        feedforward_dim=32,
        max_segments=4,
        fusion=fusion,
    )


def features(rng: np.random.Generator, segments: int, dim: int) -> FloatArray:
    """(S, D) of Gaussian noise."""
    return rng.standard_normal((segments, dim)).astype(np.float32)
