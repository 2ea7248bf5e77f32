"""What `training.extract assemble` wrote is trained on as it is, by the route of its texts."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from training.data.corpus import SPLITS, Corpus, Sentences
from training.data.triplets import Ragged
from training.train import Recipe, train
from viml_core.errors import InputError
from viml_core.models.checkpoint import load_checkpoint

SMALL = {"dim": 16, "layers": 1, "feedforward_dim": 32, "max_segments": 2}


def assembled(folder: Path) -> Path:
    """Eight items, six of them for training."""
    rng = np.random.default_rng(0)

    def features(dim: int) -> Ragged:
        return Ragged.of([rng.standard_normal((2, dim)).astype(np.float32) for _ in range(8)])

    splits = ("train",) * 6 + ("validation",) * 2
    Corpus(
        preset="toy",
        encoders={"visual": "v", "text": "t", "music": "m"},
        ids=tuple("abcdefgh"),
        split=np.array([SPLITS.index(split) for split in splits], np.int8),
        video=features(6),
        music=features(7),
        texts={"tags": Sentences(np.arange(8), rng.standard_normal((8, 5)).astype(np.float32))},
        empty=np.zeros(5, np.float32),
        segment_s=10.0,
    ).save(folder / "corpus.safetensors")
    return folder / "corpus.safetensors"


def test_an_assembled_corpus_is_trained_on_by_the_route_of_its_texts(tmp_path: Path) -> None:
    corpus = str(assembled(tmp_path))
    values = {
        "corpus": corpus,
        "validation": corpus,
        "route": "tags",
        "out": str(tmp_path / "out"),
        "run": str(tmp_path / "run"),
        "models": ["mt"],
        "model": SMALL,
        "train": {"epochs": 2, "batch_size": 3},
    }
    (tmp_path / "recipe.json").write_text(json.dumps(values))
    train(Recipe.read(tmp_path / "recipe.json"))
    config = load_checkpoint(tmp_path / "out" / "mt").config
    assert (config.preset, config.text_dim, config.music_dim) == ("toy", 5, 7)
    rows = [json.loads(x) for x in (tmp_path / "run/mt/log.jsonl").read_text().splitlines()]
    assert sum("step" in row for row in rows) == 4  # 2 epochs of 6 items, 3 at a time

    (tmp_path / "recipe.json").write_text(json.dumps(values | {"route": "human"}))
    with pytest.raises(InputError, match="human"):
        train(Recipe.read(tmp_path / "recipe.json"))
