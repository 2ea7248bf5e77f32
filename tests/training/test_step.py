"""What a step looks at and what it changes: windows, words, tracks, precision, learning rate."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from tests.toy import toy_config
from tests.training.corpora import toy_triplets
from training.config import TrainConfig
from training.data.triplets import Ragged
from training.losses import info_nce
from training.step import Trainer
from training.validation import recall_at_10
from viml_core.models.retrieval import build_model

TRACKS = 24
ROWS = np.arange(TRACKS)
CPU = torch.device("cpu")
PLAIN = TrainConfig(text_dropout=0.0)


def trainer_of(corpus, name="viml", config=PLAIN, seed=0):
    torch.manual_seed(seed)
    model = build_model(replace(toy_config(name), dropout=0.0, widest_dim=32))
    return Trainer(model, corpus, config.for_model(name), CPU)


def loss_of(corpus, name="viml", config=PLAIN, number=0):
    return trainer_of(corpus, name, config).gradients(number, ROWS)


def weights_of(trainer):
    return {name: p.detach().clone() for name, p in trainer.model.named_parameters()}


@pytest.fixture(scope="module")
def corpus():
    return toy_triplets(TRACKS)


@pytest.fixture(scope="module")
def long_corpus(corpus):
    """Nine segments each, all different, of which a window holds four."""
    rng = np.random.default_rng(0)

    def noise(dim):
        return Ragged.of(list(rng.standard_normal((TRACKS, 9, dim)).astype(np.float32)))

    return replace(corpus, video=noise(6), music=noise(7))


def middle(ragged):
    return Ragged.of([ragged[i][2:6] for i in range(len(ragged))])


def test_each_step_sees_other_windows_and_each_number_the_same(long_corpus):
    losses = [loss_of(long_corpus, number=number) for number in (0, 1, 2, 0)]
    assert len({round(loss, 6) for loss in losses}) == 3
    assert losses[0] == losses[3]
    other_seed = replace(PLAIN, seed=1)
    assert loss_of(long_corpus, config=other_seed) != losses[0]


def test_pretet_sees_the_whole_of_a_track(long_corpus):
    losses = [
        loss_of(long_corpus, "pretet", replace(PLAIN, structure_weight=0.0), n) for n in (0, 1)
    ]
    assert losses[0] == losses[1]


def test_validation_looks_at_the_middle(long_corpus):
    trimmed = replace(long_corpus, video=middle(long_corpus.video), music=middle(long_corpus.music))
    models = [trainer_of(long_corpus, seed=seed).model for seed in range(4)]
    found = [[recall_at_10(model, c) for model in models] for c in (long_corpus, trimmed)]
    assert found[0] == found[1]
    assert len(set(found[0])) > 1
    assert all(model.training for model in models)


@pytest.mark.parametrize("dropped_text", ["empty", "zeros"])
def test_dropped_words_are_the_empty_text_or_zeros(corpus, dropped_text):
    corpus = replace(corpus, empty=np.full(5, 0.7, np.float32))
    always = TrainConfig(text_dropout=1.0, dropped_text=dropped_text)
    stand_in = corpus.empty if dropped_text == "empty" else np.zeros(5, np.float32)
    silent = replace(corpus, text=np.tile(stand_in, (TRACKS, 1)))
    assert loss_of(corpus, config=always) == pytest.approx(loss_of(silent), rel=1e-6)
    assert loss_of(corpus, config=always) != pytest.approx(loss_of(corpus), rel=1e-3)


def test_the_words_of_mt_are_never_dropped(corpus):
    always = TrainConfig(text_dropout=1.0)
    assert loss_of(corpus, "mt", always) == loss_of(corpus, "mt")


def test_rows_of_one_track_are_not_each_others_negatives(corpus):
    rows = corpus.rows.copy()
    rows[:, 2] %= 5
    shared = replace(corpus, rows=rows)
    trainer = trainer_of(shared)
    batch = shared.batch(ROWS, None)
    query = trainer.model.embed_query(batch.x_v, batch.v_mask, batch.x_t)
    music = trainer.model.embed_music(batch.x_m, batch.m_mask)
    expected = info_nce(query, music, 0.03, torch.from_numpy(rows[:, 2])).item()
    assert trainer.gradients(0, ROWS) == pytest.approx(expected, rel=1e-5)
    assert expected < info_nce(query, music, 0.03, torch.arange(TRACKS)).item() - 0.1


@pytest.mark.parametrize("fusion", ["linear", "mlp", "transformer2"])
def test_bf16_gives_unit_rows_in_fp32_near_those_of_fp32(corpus, fusion):
    torch.manual_seed(0)
    model = build_model(toy_config(fusion=fusion)).eval()
    batch = corpus.batch(ROWS, 4)
    inputs = batch.x_v, batch.v_mask, batch.x_t
    exact = model.embed_query(*inputs)
    with torch.autocast("cpu", torch.bfloat16):
        rounded = model.embed_query(*inputs), model.embed_music(batch.x_m, batch.m_mask)
    for rows in rounded:
        assert rows.dtype == torch.float32
        torch.testing.assert_close(rows.norm(dim=-1), torch.ones(TRACKS), atol=1e-5, rtol=0)
    assert (rounded[0] * exact).sum(dim=-1).min() > 0.999
    assert not torch.equal(rounded[0], exact)


@pytest.mark.parametrize("name", ["viml", "pretet"])
def test_bf16_gives_nearly_the_loss_and_the_gradients_of_fp32(corpus, name):
    trainers = [trainer_of(corpus, name, replace(PLAIN, precision=p)) for p in ("fp32", "bf16")]
    losses = [trainer.gradients(0, ROWS) for trainer in trainers]
    assert losses[0] != losses[1] == pytest.approx(losses[0], rel=0.03)
    both = [torch.cat([p.grad.flatten() for p in t.model.parameters()]) for t in trainers]
    assert all(p.dtype == torch.float32 for p in trainers[1].model.parameters())
    assert torch.cosine_similarity(*both, dim=0) > 0.98


def test_a_step_is_as_large_as_its_learning_rate(corpus):
    trainer = trainer_of(corpus)
    before = weights_of(trainer)
    trainer.step(0, ROWS, 0.0)
    still = weights_of(trainer)
    assert all(torch.equal(before[name], still[name]) for name in before)
    trainer.step(0, ROWS, 1e-3)
    moved = max((x - before[name]).abs().max().item() for name, x in weights_of(trainer).items())
    assert moved == pytest.approx(1e-3, rel=0.2)  # AdamW's first step


def test_weight_decay_leaves_the_temperature_alone(corpus):
    """On one track alone there are no negatives, so that no gradient moves it either."""
    same = replace(corpus, rows=corpus.rows * [1, 1, 0])
    trainer = trainer_of(same, config=replace(PLAIN, learn_tau=True, weight_decay=10.0))
    before = weights_of(trainer)
    trainer.step(0, ROWS, 0.01)
    assert trainer.objective.tau.item() == pytest.approx(0.03)
    name = "fusion.network.project.weight"
    torch.testing.assert_close(weights_of(trainer)[name], 0.9 * before[name], atol=1e-3, rtol=0)


def test_a_learned_temperature_stops_at_its_bound_and_comes_back(corpus):
    trainer = trainer_of(corpus, config=replace(PLAIN, learn_tau=True, tau=0.0101))
    with torch.no_grad():
        trainer.objective.log_tau -= 1.0
    trainer.step(0, ROWS, 1e-9)
    assert trainer.objective.tau.item() == pytest.approx(0.01)
    for number in range(1, 4):  # untrained, so that a higher one is better
        trainer.step(number, ROWS, 0.05)
    assert trainer.objective.tau.item() > 0.0105
    assert math.isfinite(trainer.gradients(5, ROWS))
