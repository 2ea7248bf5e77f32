"""The contrastive losses against their formulas written out."""

from __future__ import annotations

import math

import pytest
import torch
from torch.nn.functional import normalize

from training.config import TrainConfig
from training.losses import Objective, info_nce, siglip

ROWS = 6
ALL_DIFFERENT = torch.arange(ROWS)


def by_the_formula(query, music, tau, negatives=lambda i, terms: range(len(terms))):
    total = 0.0
    for a, b in ((query, music), (music, query)):
        for i in range(len(a)):
            terms = [math.exp(float(a[i] @ b[j]) / tau) for j in range(len(b))]
            total -= math.log(terms[i] / sum(terms[j] for j in negatives(i, terms))) / len(a)
    return total


@pytest.fixture
def pairs():
    generator = torch.Generator().manual_seed(0)
    return [normalize(torch.randn(ROWS, 4, generator=generator), dim=-1) for _ in range(2)]


def test_info_nce_is_the_papers_formula(pairs):
    loss = info_nce(*pairs, tau=0.3, track_ids=ALL_DIFFERENT)
    assert loss.item() == pytest.approx(by_the_formula(*pairs, tau=0.3), rel=1e-5)


def test_a_track_is_not_its_own_negative(pairs):
    query, music = pairs
    twice_query, twice_music = torch.cat([query, query]), torch.cat([music, music])
    loss = info_nce(twice_query, twice_music, 0.3, ALL_DIFFERENT.repeat(2))
    once = info_nce(query, music, 0.3, ALL_DIFFERENT)
    # each row keeps its positive once and sees every other track twice
    assert loss > once
    assert torch.isfinite(loss)
    all_same = info_nce(query, music, 0.3, torch.zeros(ROWS, dtype=torch.int64))
    assert all_same.item() == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("count", [1, 3, 99])
def test_hard_negatives_are_the_most_similar_ones(pairs, count):
    def hardest(i, terms):
        others = sorted((j for j in range(len(terms)) if j != i), key=lambda j: -terms[j])
        return [i, *others[:count]]

    loss = info_nce(*pairs, 0.3, ALL_DIFFERENT, hard_negatives=count)
    assert loss.item() == pytest.approx(by_the_formula(*pairs, 0.3, hardest), rel=1e-5)


def test_siglip_is_its_papers_formula(pairs):
    query, music = pairs
    total = 0.0
    for i in range(ROWS):
        for j in range(ROWS):
            z = 1 if i == j else -1
            total += math.log(1 + math.exp(z * (-float(query[i] @ music[j]) / 0.1 + 10))) / ROWS
    loss = siglip(query, music, 0.1, torch.tensor(-10.0), ALL_DIFFERENT)
    assert loss.item() == pytest.approx(total, rel=1e-5)


def test_siglip_leaves_the_same_track_out(pairs):
    query, music = pairs
    bias = torch.tensor(0.0)
    same = siglip(query, music, 0.1, bias, torch.zeros(ROWS, dtype=torch.int64))
    diagonal = [math.log(1 + math.exp(-float(q @ m) / 0.1)) for q, m in zip(*pairs, strict=True)]
    assert same.item() == pytest.approx(sum(diagonal) / ROWS, rel=1e-5)


def test_a_learned_temperature_falls_where_all_is_right():
    """With every pair matched and orthogonal to the rest, a lower temperature is better."""
    objective = Objective(TrainConfig(learn_tau=True).for_model("mvpt"))
    optimiser = torch.optim.SGD([objective.log_tau], lr=0.1)
    assert objective.tau.item() == pytest.approx(0.3)
    taus = []
    for _ in range(20):
        optimiser.zero_grad()
        objective(torch.eye(8), torch.eye(8), torch.arange(8), None).backward()
        optimiser.step()
        taus.append(objective.tau.item())
    assert taus == sorted(taus, reverse=True)
    assert taus[-1] < 0.2
    assert min(taus) >= 0.01


@pytest.mark.parametrize(
    ("name", "tau"), [("viml", 0.03), ("mvpt+", 0.03), ("mt", 0.03), ("mvpt", 0.3)]
)
def test_each_model_has_its_papers_temperature(pairs, name, tau):
    objective = Objective(TrainConfig().for_model(name))
    expected = by_the_formula(*pairs, tau=tau)
    assert objective(*pairs, ALL_DIFFERENT, None).item() == pytest.approx(expected, rel=1e-4)
    assert not [p for p in objective.parameters() if p.requires_grad]
