"""InfoNCE against its formula written out, and text dropout against its rate."""

from __future__ import annotations

import math

import pytest
import torch
from torch.nn.functional import normalize

from training.losses import drop_text, info_nce


def by_the_formula(query, music, tau):
    total = 0.0
    for a, b in ((query, music), (music, query)):
        for i in range(len(a)):
            terms = [math.exp(float(a[i] @ b[j]) / tau) for j in range(len(b))]
            total -= math.log(terms[i] / sum(terms)) / len(a)
    return total


@pytest.fixture
def pairs():
    generator = torch.Generator().manual_seed(0)
    return [normalize(torch.randn(6, 4, generator=generator), dim=-1) for _ in range(2)]


def test_info_nce_is_the_papers_formula(pairs):
    loss = info_nce(*pairs, tau=0.3, track_ids=torch.arange(6))
    assert loss.item() == pytest.approx(by_the_formula(*pairs, tau=0.3), rel=1e-5)


def test_a_track_is_not_its_own_negative(pairs):
    query, music = pairs
    twice_query, twice_music = torch.cat([query, query]), torch.cat([music, music])
    loss = info_nce(twice_query, twice_music, 0.3, torch.arange(6).repeat(2))
    once = info_nce(query, music, 0.3, torch.arange(6))
    # each row keeps its positive once and sees every other track twice
    assert loss > once
    assert torch.isfinite(loss)
    all_same = info_nce(query, music, 0.3, torch.zeros(6, dtype=torch.int64))
    assert all_same.item() == pytest.approx(0.0, abs=1e-6)


def test_text_is_dropped_at_the_stated_rate():
    generator = torch.Generator().manual_seed(0)
    x_t, empty = torch.ones(20_000, 3), torch.full((3,), -1.0)
    dropped = drop_text(x_t, empty, 0.8, generator)
    share = (dropped == empty).all(dim=-1).float().mean().item()
    assert share == pytest.approx(0.8, abs=0.01)
    assert set(dropped.unique().tolist()) == {-1.0, 1.0}
