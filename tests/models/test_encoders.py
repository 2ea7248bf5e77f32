"""The encoder against PyTorch's own layers with the same weights."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from tests.toy import toy_config
from viml_core.models.encoders import Dropout, Transformer


def reference(ours, config, layers):
    """PyTorch's encoder, all tokens computed, with our weights under the same names."""
    layer = nn.TransformerEncoderLayer(
        config.dim, config.heads, config.feedforward_dim, batch_first=True
    )
    theirs = nn.TransformerEncoder(layer, layers, enable_nested_tensor=False)
    theirs.load_state_dict(ours.state_dict(), strict=True)
    return theirs.eval()


@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("padded", [False, True])
def test_the_first_token_and_its_gradients_are_those_of_pytorchs_encoder(layers, padded):
    torch.manual_seed(layers)
    config = toy_config()
    ours = Transformer(config, layers).eval()
    theirs = reference(ours, config, layers)
    x = torch.randn(5, 6, config.dim)
    mask = torch.ones(5, 6).bool()
    if padded:
        mask = torch.arange(6) < torch.tensor([1, 2, 4, 6, 3])[:, None]
    expected = theirs(x, src_key_padding_mask=~mask)[:, 0]
    got = ours(x, mask)
    torch.testing.assert_close(got, expected, atol=1e-5, rtol=1e-5)
    for y in (got, expected):
        (y**2).sum().backward()
    for (name, p), q in zip(ours.named_parameters(), theirs.parameters(), strict=True):
        torch.testing.assert_close(p.grad, q.grad, atol=1e-4, rtol=1e-4, msg=name)


def test_without_a_mask_all_tokens_are_real():
    torch.manual_seed(0)
    encoder = Transformer(toy_config(), 2).eval()
    x = torch.randn(3, 4, 16)
    assert torch.equal(encoder(x), encoder(x, torch.ones(3, 4).bool()))


@pytest.mark.parametrize("rate", [0.1, 0.5])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_dropout_keeps_the_mean_and_drops_at_its_rate(rate, dtype):
    torch.manual_seed(0)
    x = torch.ones(400, 500, dtype=dtype, requires_grad=True)
    dropped = Dropout(rate)(x)
    assert (dropped == 0).float().mean().item() == pytest.approx(rate, abs=0.005)
    assert dropped.float().mean().item() == pytest.approx(1.0, abs=0.01)
    dropped.sum().backward()
    assert torch.equal(x.grad, dropped)
    assert torch.equal(Dropout(rate).eval()(x), x)
    assert Dropout(0.0)(x) is x
