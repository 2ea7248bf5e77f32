"""`python -m training.train --config FILE`: train models on a corpus and write their checkpoints.

The file is JSON: `corpus` and `out` are paths, `models` a list of names, `model` and `train` set
fields of `ModelConfig` and `TrainConfig`; what is left out keeps the papers' value.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from training.config import TrainConfig
from training.data.triplets import Triplets
from training.loop import fit
from viml_core.console import run
from viml_core.errors import InputError
from viml_core.models.checkpoint import save_checkpoint
from viml_core.models.config import ModelConfig, ModelName
from viml_core.models.retrieval import build_model


@dataclass(frozen=True)
class Recipe:
    """Everything that decides what a training run makes."""

    corpus: Path
    out: Path
    models: tuple[ModelName, ...] = ("viml", "mvpt+", "mt")
    model: dict[str, Any] = field(default_factory=dict)
    train: TrainConfig = field(default_factory=TrainConfig)

    @classmethod
    def read(cls, path: Path) -> Recipe:
        """Parse the JSON file; paths in it are relative to the working directory.

        Raises:
            InputError: unreadable, or a key that is not known.
        """
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            values["train"] = TrainConfig(**values.get("train", {}))
            values["corpus"], values["out"] = Path(values["corpus"]), Path(values["out"])
            return cls(**values | {"models": tuple(values.get("models", cls.models))})
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise InputError(f"{path} is not a training configuration: {error!r}.") from error


def train(recipe: Recipe) -> None:
    """Train each model of the recipe from its seed, on the same data for the same steps."""
    corpus = Triplets.load(recipe.corpus)
    for name in recipe.models:
        torch.manual_seed(recipe.train.seed)
        model = build_model(model_config(name, corpus, recipe))
        if model.anchor:
            model.anchor.empty_text.copy_(torch.from_numpy(corpus.empty))
        fit(model, corpus, recipe.train)
        save_checkpoint(model, recipe.out / name, dtype=torch.float16)


def model_config(name: ModelName, corpus: Triplets, recipe: Recipe) -> ModelConfig:
    """The recipe's model on the corpus's features."""
    try:
        return ModelConfig(
            name=name,
            preset=corpus.preset,
            encoders=corpus.encoders,
            visual_dim=corpus.video.values.shape[1],
            text_dim=corpus.text.shape[1],
            music_dim=corpus.music.values.shape[1],
            **recipe.model,
        )
    except TypeError as error:
        raise InputError(f"The configuration's `model` has a wrong key: {error}.") from error


def main() -> None:
    """Train what the configuration file describes."""
    parser = argparse.ArgumentParser(prog="python -m training.train", description=__doc__)
    parser.add_argument("--config", type=Path, required=True, metavar="FILE")
    train(Recipe.read(parser.parse_args().config))


if __name__ == "__main__":
    sys.exit(run("train", main))
