"""The networks: the papers' parameter counts, masks, and what each model looks at."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.toy import features, toy_config
from viml_core.models.checkpoint import Embedder
from viml_core.models.config import ModelConfig
from viml_core.models.fusion import build_fusion
from viml_core.models.retrieval import build_model
from viml_core.models.sequences import centred_window, pad_sequences

PAPER_DIMS = {"visual_dim": 512, "text_dim": 512, "music_dim": 256}


@pytest.mark.parametrize(
    ("fusion", "parameters"),
    [
        ("addition", 0),
        ("linear", 131_328),
        ("mlp", 1_575_168),
        ("transformer1", 1_446_400),
        ("transformer2", 2_761_472),
    ],
)
def test_fusion_has_the_papers_parameter_count(fusion, parameters):
    config = ModelConfig(name="viml", preset="paper", fusion=fusion, **PAPER_DIMS)
    assert sum(p.numel() for p in build_fusion(config).parameters()) == parameters


@pytest.mark.parametrize("fusion", ["addition", "linear", "mlp", "transformer1", "transformer2"])
def test_every_fusion_starts_as_the_addition(fusion):
    """The Transformers normalise it, as every post-norm layer does; all can learn from there."""
    config = ModelConfig(name="viml", preset="paper", fusion=fusion, **PAPER_DIMS)
    module = build_fusion(config).eval()
    y_v, y_t = torch.randn(2, 4, config.dim)
    expected = y_v + y_t
    if fusion.startswith("transformer"):
        expected = torch.nn.functional.layer_norm(expected, (config.dim,))
    fused = module(y_v, y_t)
    torch.testing.assert_close(fused, expected, atol=1e-4, rtol=0)
    if fusion != "addition":
        fused.square().sum().backward()
        last = list(module.parameters())[-1]
        assert last.grad is not None and last.grad.abs().max() > 0


def embed(name: str, x_v, x_t, x_m, seed: int = 0):
    torch.manual_seed(seed)
    model = build_model(toy_config(name)).eval()
    with torch.inference_mode():
        x, mask = pad_sequences(x_v, 4)
        m, m_mask = pad_sequences(x_m, 4)
        return model.embed_query(x, mask, torch.from_numpy(x_t)), model.embed_music(m, m_mask)


def test_padding_does_not_change_an_embedding():
    rng = np.random.default_rng(0)
    short, long = features(rng, 1, 6), features(rng, 4, 6)
    music_short, music_long = features(rng, 2, 7), features(rng, 4, 7)
    x_t = features(rng, 2, 5)
    query, music = embed("viml", [short, long], x_t, [music_short, music_long])
    alone, music_alone = embed("viml", [short], x_t[:1], [music_short])
    torch.testing.assert_close(query[:1], alone, atol=1e-6, rtol=0)
    torch.testing.assert_close(music[:1], music_alone, atol=1e-6, rtol=0)


@pytest.mark.parametrize(
    ("name", "follows_picture", "follows_words"),
    [
        ("viml", True, True),
        ("mvpt+", True, False),
        ("mvpt", True, False),
        ("mt", False, True),
        ("pretet", True, False),
    ],
)
def test_each_model_looks_at_what_it_should(name, follows_picture, follows_words):
    rng = np.random.default_rng(1)
    x_v, x_t, x_m = features(rng, 3, 6), features(rng, 1, 5), features(rng, 2, 7)
    query, _ = embed(name, [x_v], x_t, [x_m])
    other_picture, _ = embed(name, [features(rng, 3, 6)], x_t, [x_m])
    other_words, _ = embed(name, [x_v], features(rng, 1, 5), [x_m])
    assert torch.equal(query, other_picture) != follows_picture
    assert torch.equal(query, other_words) != follows_words


def test_embeddings_are_unit_vectors():
    rng = np.random.default_rng(2)
    query, music = embed("viml", [features(rng, 2, 6)], features(rng, 1, 5), [features(rng, 3, 7)])
    torch.testing.assert_close(query.norm(dim=-1), torch.ones(1))
    torch.testing.assert_close(music.norm(dim=-1), torch.ones(1))


def test_the_order_of_segments_matters():
    rng = np.random.default_rng(3)
    x_v, x_t, x_m = features(rng, 4, 6), features(rng, 1, 5), features(rng, 2, 7)
    forward, _ = embed("mvpt+", [x_v], x_t, [x_m])
    backward, _ = embed("mvpt+", [x_v[::-1]], x_t, [x_m])
    assert not torch.allclose(forward, backward, atol=1e-5)


@pytest.mark.parametrize(("length", "expected"), [(2, [2, 3]), (4, [1, 2, 3, 4]), (9, range(6))])
def test_a_long_sequence_is_represented_by_its_middle(length, expected):
    x = np.arange(6, dtype=np.float32)[:, None]
    assert centred_window(x, length)[:, 0].tolist() == list(expected)


def test_pretet_has_the_papers_layers_and_looks_at_the_whole_tracks_mean():
    config = ModelConfig(name="pretet", preset="paper", **PAPER_DIMS)
    model = build_model(config).eval()
    shapes = [tuple(p.shape) for p in model.parameters() if p.ndim == 2]
    assert shapes == [(2048, 256), (1024, 2048), (512, 1024), (2048, 512), (512, 2048)]
    rng = np.random.default_rng(4)
    long = features(rng, 40, 256)
    embedder = Embedder(model, "pretet")
    mean = long.mean(axis=0, keepdims=True)
    np.testing.assert_allclose(*(embedder.embed_music([x]) for x in (long, mean)), atol=1e-5)
    assert embedder.embed_query(features(rng, 3, 512), features(rng, 1, 512)[0]).shape == (512,)
    assert embedder.dim == 512


def test_mvpt_is_the_network_of_mvpt_plus():
    rng = np.random.default_rng(5)
    x = [features(rng, 3, 6)], features(rng, 1, 5), [features(rng, 2, 7)]
    assert all(map(torch.equal, embed("mvpt", *x), embed("mvpt+", *x)))
