"""Text dropout against its rate."""

from __future__ import annotations

import pytest
import torch

from training.losses import drop_text


def test_text_is_dropped_at_the_stated_rate():
    generator = torch.Generator().manual_seed(0)
    x_t, empty = torch.ones(20_000, 3), torch.full((3,), -1.0)
    dropped = drop_text(x_t, empty, 0.8, torch.rand(20_000, generator=generator))
    share = (dropped == empty).all(dim=-1).float().mean().item()
    assert share == pytest.approx(0.8, abs=0.01)
    assert set(dropped.unique().tolist()) == {-1.0, 1.0}
