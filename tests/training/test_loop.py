"""The loop on a corpus whose answer is known: it learns, keeps the best epoch, refuses nonsense."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import torch

from tests.toy import toy_config
from tests.training.corpora import toy_triplets
from training.config import TrainConfig
from training.loop import annealing, batches, fit
from training.metrics import ranks, recall_at
from training.validation import recall_at_10
from viml_core.errors import InputError
from viml_core.models.checkpoint import Embedder
from viml_core.models.retrieval import build_model

TRACKS = 64
CONFIG = TrainConfig(epochs=60, batch_size=32, learning_rate=3e-3)
SHORT = TrainConfig(epochs=2, batch_size=32)


@pytest.fixture(scope="module")
def corpus():
    return toy_triplets(TRACKS)


def trained(name, corpus, config=CONFIG, **options):
    torch.manual_seed(config.seed)
    model = build_model(toy_model(name))
    history = fit(model, corpus, config, quiet=True, **options)
    return model, history


@cache
def plainly_trained(name):
    return trained(name, toy_triplets(TRACKS))[0]


def toy_model(name):
    return replace(toy_config(name), widest_dim=64)


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
    ("name", "words"),
    [
        ("viml", True),
        ("viml", False),
        ("mvpt+", False),
        ("mvpt", False),
        ("mt", True),
        ("pretet", False),
    ],
)
def test_training_finds_the_track_for_its_picture_and_words(corpus, name, words):
    untrained = recall_at_5(build_model(toy_model(name)), corpus, words)
    assert untrained < 0.3
    assert recall_at_5(plainly_trained(name), corpus, words) > 0.6


@pytest.mark.parametrize("change", [{"loss": "siglip"}, {"learn_tau": True}, {"hard_negatives": 4}])
def test_the_options_beside_the_papers_learn_as_well(corpus, change):
    assert recall_at_5(trained("mvpt+", corpus, replace(CONFIG, **change))[0], corpus, False) > 0.6


def equal(first, second) -> bool:
    pairs = zip(first.state_dict().values(), second.state_dict().values(), strict=True)
    return all(torch.equal(a, b) for a, b in pairs)


def test_the_same_seed_gives_the_same_weights(corpus):
    first, second = trained("viml", corpus, SHORT)[0], trained("viml", corpus, SHORT)[0]
    assert equal(first, second)
    assert not equal(first, trained("viml", corpus, replace(SHORT, seed=1))[0])


@pytest.mark.parametrize(
    "change",
    [
        {"text_dropout": 0.0},
        {"dropped_text": "zeros"},
        {"feature_noise": 0.1},
        {"precision": "bf16"},
    ],
)
def test_every_choice_changes_what_is_learned(corpus, change):
    corpus = replace(corpus, empty=np.ones_like(corpus.empty))
    plain, changed = (
        trained("viml", corpus, SHORT)[0],
        trained("viml", corpus, replace(SHORT, **change))[0],
    )
    assert not equal(plain, changed)


def test_bf16_learns_as_fp32_does(corpus):
    config = replace(CONFIG, precision="bf16")
    assert recall_at_5(trained("viml", corpus, config)[0], corpus, True) > 0.6


@pytest.mark.parametrize("name", ["viml", "pretet"])
def test_chunks_are_an_implementation_detail(corpus, name):
    losses = []
    for chunk_size in (None, 7):
        torch.manual_seed(0)
        model = build_model(replace(toy_model(name), dropout=0.0))
        config = replace(CONFIG, epochs=10, batch_size=64, chunk_size=chunk_size)
        losses.append(fit(model, corpus, config, quiet=True).losses)
    assert losses[0] == pytest.approx(losses[1], rel=1e-3)
    assert losses[0][-1] < 0.9 * losses[0][0]


def test_the_best_epoch_is_kept_and_patience_ends_the_run(corpus):
    validation = toy_triplets(TRACKS, seed=1)
    config = replace(CONFIG, epochs=500, patience=3)
    model, history = trained("mvpt+", corpus, config, validation=validation)
    assert len(history.recalls) < 500
    assert history.steps == len(history.losses) == 2 * len(history.recalls)
    assert history.best_epoch == len(history.recalls) - 1 - 3
    best = max(history.recalls)
    assert history.recalls[history.best_epoch] == best > history.recalls[0]
    assert best not in history.recalls[: history.best_epoch]
    assert recall_at_10(model, validation) == pytest.approx(best)


def test_validation_ranks_among_the_tracks_of_its_rows(corpus):
    """Eleven rows on three tracks: all of three tracks are among the first ten."""
    rows = corpus.rows[:11].copy()
    rows[:, 2] %= 3
    assert recall_at_10(build_model(toy_config("viml")), replace(corpus, rows=rows)) == 1.0


def test_a_model_that_is_asked_without_words_too_is_judged_by_both_uses(corpus):
    torch.manual_seed(0)
    model = build_model(toy_config("viml"))
    silent = replace(corpus, text=np.tile(corpus.empty, (len(corpus.text), 1)))
    each = [recall_at_10(model, triplets) for triplets in (corpus, silent)]
    assert each[0] != each[1]
    both = recall_at_10(model, corpus, torch.from_numpy(corpus.empty))
    assert both == pytest.approx(np.mean(each))


def test_every_row_comes_once_an_epoch():
    config = TrainConfig(epochs=3, batch_size=7)
    seen = np.concatenate(list(batches(20, config)))
    assert np.bincount(seen).tolist() == [3] * 20
    other_seed = np.concatenate(list(batches(20, replace(config, seed=1))))
    orders = [*seen.reshape(3, 20).tolist(), other_seed[:20].tolist(), list(range(20))]
    assert len({tuple(order) for order in orders}) == 5  # anew each epoch, and by the seed


@pytest.mark.parametrize("first", range(10))
def test_batches_go_on_where_they_were_left(first):
    config = TrainConfig(epochs=3, batch_size=7)
    everything = [b.tolist() for b in batches(20, config)]
    assert [b.tolist() for b in batches(20, config, first)] == everything[first:]


def test_the_learning_rate_warms_up_and_anneals_to_zero():
    config = TrainConfig(warmup_share=0.1)
    shares = [annealing(step, 100, config) for step in range(101)]
    assert max(shares) == 1.0
    assert shares.index(1.0) in (9, 10)
    assert shares[100] == pytest.approx(0.0, abs=1e-9)
    assert all(a >= b for a, b in itertools.pairwise(shares[10:]))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"preset": "paper"}, "the preset 'paper'"),
        ({"encoders": {"visual": "other"}}, "'other'"),
        ({"text": np.zeros((TRACKS, 9), np.float32)}, "9"),
        ({"rows": np.empty((0, 3), np.int64)}, "no triplets"),
    ],
)
def test_features_that_the_model_was_not_made_for_are_refused(corpus, change, says):
    with pytest.raises(InputError, match=says):
        trained("viml", replace(corpus, **change), SHORT)


def test_a_batch_of_one_is_refused_where_batch_norm_averages(corpus):
    three = replace(corpus, rows=corpus.rows[:3])
    with pytest.raises(InputError, match="leave a batch of 1"):
        trained("pretet", three, replace(SHORT, batch_size=2))


def test_a_loss_that_explodes_is_a_sentence(corpus):
    broken = replace(corpus, text=np.full_like(corpus.text, np.inf))
    with pytest.raises(InputError, match="lower the learning rate"):
        trained("mt", broken, SHORT)
