"""Pretet's loss against loops over triplets."""

from __future__ import annotations

import pytest
import torch
from torch.nn.functional import normalize

from training.config import TrainConfig
from training.losses import Objective, hardest_triplets, structure


def random_rows(rows, dim, seed):
    generator = torch.Generator().manual_seed(seed)
    return normalize(torch.randn(rows, dim, generator=generator), dim=-1)


def test_the_hinge_is_on_the_hardest_negative_both_ways():
    query, music = random_rows(7, 3, 0), random_rows(7, 3, 1)
    track_ids = torch.tensor([0, 1, 2, 3, 4, 0, 1])
    expected = 0.0
    for i in range(7):
        others = [j for j in range(7) if track_ids[j] != track_ids[i]]
        positive = float(query[i] @ music[i])
        hardest_music = max(float(query[i] @ music[j]) for j in others)
        hardest_query = max(float(query[j] @ music[i]) for j in others)
        expected += max(0.0, 0.1 + hardest_music - positive) / 7
        expected += max(0.0, 0.1 + hardest_query - positive) / 7
    loss = hardest_triplets(query, music, 0.1, track_ids)
    assert loss.item() == pytest.approx(expected, rel=1e-5)


def test_well_separated_pairs_cost_nothing():
    assert hardest_triplets(torch.eye(5), torch.eye(5), 0.1, torch.arange(5)).item() == 0.0


def test_structure_counts_the_triplets_whose_order_was_turned_round():
    embedded, features = random_rows(6, 3, 2), 5.0 * random_rows(6, 4, 3)
    other = torch.randperm(6, generator=torch.Generator().manual_seed(4))
    expected = 0.0
    for i in range(6):
        for j in range(6):
            k = int(other[j])
            now = float(embedded[i] @ embedded[j] - embedded[i] @ embedded[k])
            base = normalize(features, dim=-1)
            was = float(base[i] @ base[j] - base[i] @ base[k])
            if now * was < 0:
                expected += 2 * abs(now) / 36
    assert expected > 0
    assert structure(embedded, features, other).item() == pytest.approx(expected, rel=1e-4)


def test_structure_is_kept_by_a_rotation():
    features = random_rows(6, 4, 5)
    rotation = torch.linalg.qr(torch.randn(4, 4, generator=torch.Generator().manual_seed(6)))[0]
    other = torch.arange(6).roll(1)
    assert structure(features @ rotation, features, other).item() == pytest.approx(0, abs=1e-5)


def test_pretets_loss_is_the_hinges_and_the_weighted_structure_of_both_sides():
    query, music = random_rows(8, 5, 7), random_rows(8, 5, 8)
    means = random_rows(8, 6, 9), random_rows(8, 7, 10)
    track_ids = torch.arange(8)
    objective = Objective(TrainConfig(structure_weight=0.3).for_model("pretet"))
    torch.manual_seed(0)
    other = torch.randperm(8)
    torch.manual_seed(0)
    expected = hardest_triplets(query, music, 0.1, track_ids)
    expected = expected + 0.3 * structure(query, means[0], other)
    expected = expected + 0.3 * structure(music, means[1], other)
    loss = objective(query, music, track_ids, means)
    assert loss.item() == pytest.approx(expected.item(), rel=1e-6)
    assert structure(query, means[0], other) > 0 < structure(music, means[1], other)
