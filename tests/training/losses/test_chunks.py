"""Gradients chunk by chunk are those of the whole batch."""

from __future__ import annotations

import pytest
import torch

from tests.toy import DIMS, toy_config
from training.losses import backward_in_chunks, info_nce
from viml_core.models.retrieval import build_model

ROWS = 10
GENERATOR = torch.Generator().manual_seed(0)
X_V, X_M = (torch.randn(ROWS, 3, DIMS[k], generator=GENERATOR) for k in ("visual_dim", "music_dim"))
X_T = torch.randn(ROWS, DIMS["text_dim"], generator=GENERATOR)
MASK = torch.ones(ROWS, 3).bool()


def fresh_model():
    torch.manual_seed(0)
    return build_model(toy_config())


def embedding(model):
    def embed(rows):
        query = model.embed_query(X_V[rows], MASK[rows], X_T[rows])
        return query, model.embed_music(X_M[rows], MASK[rows])

    return embed


def loss_of(query, music):
    return info_nce(query, music, 0.1, torch.arange(len(query)))


def gradients(model):
    return torch.cat([p.grad.flatten() for p in model.parameters()])


@pytest.mark.parametrize("chunk_size", [None, 1, 3, 10, 64])
def test_without_dropout_chunks_change_nothing(chunk_size):
    model = fresh_model().eval()
    loss = loss_of(*embedding(model)(slice(None)))
    loss.backward()
    expected = gradients(model)
    model.zero_grad()
    chunked = backward_in_chunks(embedding(model), ROWS, chunk_size, loss_of)
    assert chunked.item() == pytest.approx(loss.item(), rel=1e-5)
    torch.testing.assert_close(gradients(model), expected, atol=1e-6, rtol=1e-4)


def test_dropout_is_the_same_on_the_way_back():
    """Expected: the same chunks, once, in one graph. Without replay the masks would differ."""
    model = fresh_model().train()
    embed = embedding(model)
    torch.manual_seed(5)
    parts = [embed(slice(i, i + 4)) for i in range(0, ROWS, 4)]
    loss = loss_of(*(torch.cat(side) for side in zip(*parts, strict=True)))
    following = torch.rand(3)
    loss.backward()
    expected = gradients(model)
    model.zero_grad()
    torch.manual_seed(5)
    assert backward_in_chunks(embed, ROWS, 4, loss_of).item() == pytest.approx(loss.item())
    torch.testing.assert_close(gradients(model), expected, atol=1e-6, rtol=1e-4)
    assert torch.equal(torch.rand(3), following)  # what comes next is not disturbed either
    model.zero_grad()
    torch.manual_seed(6)
    backward_in_chunks(embed, ROWS, 4, loss_of)
    assert not torch.allclose(gradients(model), expected, atol=1e-4)
