"""`python -m training.train --config FILE`: train models on a corpus and write their checkpoints.

The file is JSON: `corpus` and `out` are paths, `models` a list of names, `model` and `train` set
fields of `ModelConfig` and `TrainConfig`; what is left out keeps the papers' value. `validation` is
a second corpus that decides which epoch is kept. `teacher` is the checkpoint of an MT by which the
models that see are taught (`training/teacher.py`); the same recipe may train it before them.
`preset` refuses a corpus of another preset. Of a corpus of `training.extract assemble` the split
`train` is trained on and the split `validation` validated on (the same file serves for both), with
the texts of `route`; models that see only need none.

Each model's run has its state under the folder `run` (default: build/runs/NAME OF THE FILE): the
same command goes on after a kill, and a finished model is not trained again until its settings
change. `torchrun --nproc-per-node N -m training.train ...` trains in several processes, which share
that folder.
"""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open

from training.config import TrainConfig
from training.data.corpus import FORMAT, Corpus, Split
from training.data.triplets import Triplets
from training.loop import fit
from training.memory import keep_freed_memory
from training.settings import checked, read_object
from training.teacher import Teacher
from training.workers import Workers, joined
from viml_core.console import run
from viml_core.errors import InputError
from viml_core.models.checkpoint import load_checkpoint, save_checkpoint
from viml_core.models.config import ModelConfig, ModelName
from viml_core.models.retrieval import MT, RetrievalModel, build_model

RUNS = Path("build/runs")
FROM_CORPUS = ("name", "preset", "encoders", "visual_dim", "text_dim", "music_dim")


@dataclass(frozen=True)
class Recipe:
    """Everything that decides what a training run makes."""

    corpus: Path
    out: Path
    run: Path
    validation: Path | None = None
    preset: str | None = None
    route: str | None = None
    teacher: Path | None = None
    models: tuple[ModelName, ...] = ("viml", "mvpt+", "mt")
    model: dict[str, Any] = field(default_factory=dict)
    train: TrainConfig = field(default_factory=TrainConfig)

    @classmethod
    def read(cls, path: Path) -> Recipe:
        """Parse the JSON file; paths in it are relative to the working directory.

        Raises:
            InputError: unreadable, a key that is not known, or a value that cannot be.
        """
        values = {"run": str(RUNS / path.stem)} | read_object(path)
        recipe = cls(**checked(cls, values, str(path)))
        checked(ModelConfig, recipe.model, f"'model' of {path}", leave_out=FROM_CORPUS)
        if not recipe.models:
            raise InputError(f"'models' of {path} is empty: there is nothing to train.")
        return recipe


def train(recipe: Recipe) -> None:
    """Train each model of the recipe from its seed, on the same data for the same steps."""
    read = cache(_read)  # training and validation may be splits of one file
    corpus = _load(read, recipe.corpus, recipe, "train")
    validation = None
    if recipe.validation:
        validation = _load(read, recipe.validation, recipe, "validation")
    teacher = None
    for name in recipe.models:
        torch.manual_seed(recipe.train.seed)
        model = _fresh(name, corpus, recipe)
        taught = recipe.teacher is not None and model.config.uses_video
        if taught and teacher is None:
            teacher = _teacher(recipe.teacher, corpus)
        fit(
            model,
            corpus,
            recipe.train,
            validation=validation,
            teacher=teacher if taught else None,
            run=recipe.run / name,
        )
        if Workers.now().rank == 0:
            save_checkpoint(model, recipe.out / name, dtype=torch.float16)


def _teacher(folder: Path, corpus: Triplets) -> Teacher:
    Workers.now().wait()  # the checkpoint may have been written just now
    model = load_checkpoint(folder).model
    if not isinstance(model, MT):
        raise InputError(f"The `teacher` is MT, but {folder} holds '{model.config.name}'.")
    return Teacher(model, corpus)


def _fresh(name: ModelName, corpus: Triplets, recipe: Recipe) -> RetrievalModel:
    try:
        return build_model(model_config(name, corpus, recipe))
    except (RuntimeError, ValueError) as error:  # PyTorch has no room for it, or as it says
        raise InputError(f"No model has the numbers under 'model': {error}.") from error


def _read(path: Path) -> Corpus | Triplets:
    """A corpus of either kind: of `training.extract assemble`, with splits, or of triplets."""
    try:
        with safe_open(path, "np") as file:
            split = (file.metadata() or {}).get("format") == FORMAT
    except (OSError, SafetensorError):
        split = False  # `load` says what is wrong with it
    return Corpus.load(path) if split else Triplets.load(path)


def _load(
    read: Callable[[Path], Corpus | Triplets], path: Path, recipe: Recipe, split: Split
) -> Triplets:
    corpus = read(path)
    if isinstance(corpus, Corpus):
        words = [name for name in recipe.models if name in ("viml", "mt")]
        if words and not recipe.route:
            raise InputError(
                f"'{words[0]}' learns from texts: name the `route` of those in {path} (it has: "
                f"{', '.join(sorted(corpus.texts)) or 'none'})."
            )
        corpus = corpus.triplets(recipe.route, split)
    elif recipe.route:
        raise InputError(f"{path} has no routes of texts to choose '{recipe.route}' from.")
    if recipe.preset not in (None, corpus.preset):
        raise InputError(
            f"The corpus {path} has features of the preset '{corpus.preset}', but the "
            f"configuration asks for '{recipe.preset}'; extract them with that preset."
        )
    return corpus


def model_config(name: ModelName, corpus: Triplets, recipe: Recipe) -> ModelConfig:
    """The recipe's model on the corpus's features."""
    return ModelConfig(
        name=name,
        preset=corpus.preset,
        encoders=corpus.encoders,
        visual_dim=corpus.video.values.shape[1],
        text_dim=corpus.text.shape[1],
        music_dim=corpus.music.values.shape[1],
        **recipe.model,
    )


def _listed(key: str, kind: type, leave_out: tuple[str, ...] = ()) -> str:
    """What may be set under a key of the file, each with its default."""
    shown = (f"{f.name} ({json.dumps(f.default)})" for f in fields(kind) if f.name not in leave_out)
    return textwrap.fill(f"Fields of `{key}` and their defaults: {', '.join(shown)}.", 100)


def main() -> None:
    """Train what the configuration file describes."""
    parser = argparse.ArgumentParser(
        prog="python -m training.train",
        description=__doc__,
        epilog="\n\n".join(
            (
                _listed("model", ModelConfig, FROM_CORPUS),
                _listed("train", TrainConfig),
                "Examples are in training/configs; yt8m.json has the papers' settings and sizes.",
            )
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--config", type=Path, required=True, metavar="FILE")
    recipe = Recipe.read(parser.parse_args().config)
    keep_freed_memory()
    with joined():
        train(recipe)


if __name__ == "__main__":
    sys.exit(run("train", main))
