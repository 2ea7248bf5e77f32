"""The loop on a corpus whose answer is known: it learns, and a seed gives the same weights."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch

from tests.toy import DIMS, toy_config
from training.config import TrainConfig
from training.data.triplets import Ragged, Triplets
from training.loop import annealing, batches, fit
from training.metrics import ranks, recall_at
from viml_core.errors import InputError
from viml_core.models.checkpoint import Embedder
from viml_core.models.retrieval import build_model

TRACKS = 64
CONFIG = TrainConfig(epochs=60, batch_size=32, learning_rate=3e-3)


@pytest.fixture(scope="module")
def corpus():
    """What the picture shows and what the words say are two random views of the track."""
    rng = np.random.default_rng(0)
    latent = rng.standard_normal((TRACKS, 4))

    def view(dim: int):
        seen = latent @ rng.standard_normal((4, dim)) + 0.05 * rng.standard_normal((TRACKS, dim))
        return seen.astype(np.float32)

    def sequences(x):
        return Ragged.of([row[None].repeat(1 + i % 3, axis=0) for i, row in enumerate(x)])

    return Triplets(
        preset="toy",
        encoders=toy_config().encoders,
        video=sequences(view(DIMS["visual_dim"])),
        text=view(DIMS["text_dim"]),
        music=sequences(view(DIMS["music_dim"])),
        empty=np.zeros(DIMS["text_dim"], np.float32),
        rows=np.arange(TRACKS)[:, None].repeat(3, axis=1),
    )


def trained(name, corpus, config=CONFIG):
    torch.manual_seed(config.seed)
    model = build_model(toy_config(name))
    fit(model, corpus, config, quiet=True)
    return model


def recall_at_5(model, corpus, words: bool) -> float:
    embedder = Embedder(model, "toy")
    music = embedder.embed_music([corpus.music[i] for i in range(TRACKS)])
    query = np.stack(
        [
            embedder.embed_query(corpus.video[i], corpus.text[i] if words else corpus.empty)
            for i in range(TRACKS)
        ]
    )
    return recall_at(ranks(query @ music.T, np.arange(TRACKS)), 5)


@pytest.mark.parametrize(
    ("name", "words"), [("viml", True), ("viml", False), ("mvpt+", False), ("mt", True)]
)
def test_training_finds_the_track_for_its_picture_and_words(corpus, name, words):
    untrained = recall_at_5(build_model(toy_config(name)), corpus, words)
    assert untrained < 0.3
    assert recall_at_5(trained(name, corpus), corpus, words) > 0.7


def test_the_same_seed_gives_the_same_weights(corpus):
    config = TrainConfig(epochs=2, batch_size=32)
    first, second = trained("viml", corpus, config), trained("viml", corpus, config)
    assert all(
        torch.equal(a, b)
        for a, b in zip(first.state_dict().values(), second.state_dict().values(), strict=True)
    )


def test_every_row_comes_once_an_epoch():
    config = TrainConfig(epochs=3, batch_size=7)
    seen = np.concatenate(list(batches(20, config)))
    assert np.bincount(seen).tolist() == [3] * 20


def test_the_learning_rate_warms_up_and_anneals_to_zero():
    config = TrainConfig(warmup_share=0.1)
    shares = [annealing(step, 100, config) for step in range(101)]
    assert max(shares) == 1.0
    assert shares.index(1.0) in (9, 10)
    assert shares[100] == pytest.approx(0.0, abs=1e-9)
    assert all(a >= b for a, b in itertools.pairwise(shares[10:]))


def test_a_corpus_survives_the_disk_and_a_cut_one_is_refused(corpus, tmp_path):
    path = tmp_path / "corpus.safetensors"
    corpus.save(path)
    loaded = Triplets.load(path)
    np.testing.assert_array_equal(loaded.rows, corpus.rows)
    np.testing.assert_array_equal(loaded.music[5], corpus.music[5])
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(InputError, match="not a readable corpus"):
        Triplets.load(path)
