"""What is embedded for an evaluation is what serving makes of each item by itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from tests.toy import DIMS, features, toy_config
from tests.training.corpora import toy_triplets
from training.evaluation import embedding
from training.evaluation.embedding import embed
from viml_core.models.checkpoint import Embedder
from viml_core.models.retrieval import build_model

ITEMS = 11  # of 1 to 11 segments; the models look at 4, Pretet's at all


@pytest.mark.parametrize("name", ["viml", "mvpt+", "mt", "pretet"])
def test_each_row_is_what_serving_computes(monkeypatch, name):
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    model = build_model(toy_config(name)).train()  # as it comes from a training
    toy = toy_triplets(ITEMS)
    triplets = replace(
        toy,
        video=toy.video.of([features(rng, 1 + i, DIMS["visual_dim"]) for i in range(ITEMS)]),
        music=toy.music.of([features(rng, ITEMS - i, DIMS["music_dim"]) for i in range(ITEMS)]),
    )
    monkeypatch.setattr(embedding, "BATCH_ROWS", 4)
    found = embed(model, triplets)
    alone = Embedder(model, "alone")
    queries = [alone.embed_query(triplets.video[i], triplets.text[i]) for i in range(ITEMS)]
    np.testing.assert_allclose(found.query, queries, atol=1e-5)
    tracks = alone.embed_music([triplets.music[i] for i in range(ITEMS)])
    np.testing.assert_allclose(found.music, tracks, atol=1e-5)
