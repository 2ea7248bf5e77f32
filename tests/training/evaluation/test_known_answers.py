"""The protocol against other people's code: torchmetrics, scipy, and chance by arithmetic."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from torchmetrics.retrieval import RetrievalHitRate, RetrievalMRR, RetrievalRecall

from training.evaluation.baselines import (
    chance_ranks,
    controlled_chance_ranks,
    same_genre_ranks,
)
from training.evaluation.embedding import Embedded
from training.evaluation.protocol import DIRECTIONS, Protocol, Side
from training.metrics import PERCENT, bootstrap, median_rank, ranks, recall_at, summarise_ranks


@pytest.fixture(scope="module")
def sides() -> list[Side]:
    """Two models of 70 items in spaces of their own, blended as an ensemble is."""
    rng = np.random.default_rng(0)

    def unit(dim: int) -> np.ndarray:
        y = rng.standard_normal((70, dim)).astype(np.float32)
        return y / np.linalg.norm(y, axis=1, keepdims=True)

    return [Side(0.3, Embedded(unit(8), unit(8))), Side(0.7, Embedded(unit(6), unit(6)))]


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_protocol_agrees_with_torchmetrics(sides, direction):
    scores = sum(s.weight * s.embedded.query @ s.embedded.music.T for s in sides)
    scores = torch.from_numpy(scores if direction == "V->M" else scores.T.copy())
    scores = scores + 2  # its reciprocal rank overlooks what is below 0
    target = torch.eye(70, dtype=torch.bool)
    queries = torch.arange(70)[:, None].expand(70, 70)

    def oracle(metric) -> float:
        return float(metric(scores.flatten(), target.flatten(), indexes=queries.flatten()))

    found = Protocol(pool=None).ranks(sides, direction=direction)
    for k in (1, 5, 10):
        assert recall_at(found, k) == pytest.approx(oracle(RetrievalHitRate(top_k=k)))
        assert recall_at(found, k) == pytest.approx(oracle(RetrievalRecall(top_k=k)))
    assert np.mean(1 / found) == pytest.approx(oracle(RetrievalMRR()))  # all ranks, not the first


@pytest.mark.parametrize(("control", "filling"), [("zeroed", 0.0), ("masked", -2.0)])
def test_a_protocol_controls_for_lengths_as_written_out(sides, control, filling):
    scores = sum(s.weight * s.embedded.query @ s.embedded.music.T for s in sides)
    lengths = np.arange(70) % 4
    filled = np.where(lengths[:, None] != lengths, filling, scores)
    expected = (filled >= np.diag(scores)[:, None]).sum(axis=1)
    found = Protocol(pool=None).ranks(sides, lengths=lengths, control=control)
    np.testing.assert_array_equal(found, expected)


def test_a_protocol_ranks_in_pools_of_its_size_and_seed(sides):
    found = [Protocol(10, seed).ranks(sides) for seed in (1, 1, 2)]
    assert max(rank.max() for rank in found) == 10
    np.testing.assert_array_equal(found[0], found[1])
    assert (found[0] != found[2]).any()


@given(st.lists(st.integers(0, 4), min_size=1, max_size=9), st.data())
def test_ranks_are_scipys_with_ties_at_their_last_place(scores, data):
    positive = data.draw(st.integers(0, len(scores) - 1))
    expected = stats.rankdata([-s for s in scores], method="max")[positive]
    assert ranks(np.array([scores], float), [positive]).tolist() == [expected]


@pytest.mark.parametrize("statistic", [np.mean, np.median])
def test_the_bootstrap_is_scipys_percentile_interval(statistic):
    values = np.random.default_rng(0).gamma(2.0, 3.0, 301)
    ours = bootstrap(values, statistic=statistic)
    theirs = stats.bootstrap(
        (values,), statistic, n_resamples=4000, method="percentile", random_state=1, batch=500
    )
    low, high = theirs.confidence_interval
    apart = 0.1 * (high - low)  # two runs of random draws
    assert ours.value == pytest.approx(statistic(values))
    assert (ours.low, ours.high) == (pytest.approx(low, abs=apart), pytest.approx(high, abs=apart))


def test_the_interval_of_a_recall_is_the_binomials():
    rank = np.where(np.arange(400) < 120, 1, 50)
    figures = summarise_ranks(rank, unit=PERCENT)
    low, high = PERCENT * stats.binom.ppf([0.025, 0.975], 400, 0.3) / 400
    assert figures["R@1"] == pytest.approx(30)
    assert figures["R@1_95"] == [pytest.approx(low, abs=0.6), pytest.approx(high, abs=0.6)]


@pytest.mark.parametrize(("pool", "median"), [(2000, 1000.5), (500, 250.5)])
def test_the_papers_chance_rows(pool, median):
    found = chance_ranks(pool, 20_000)
    assert median_rank(found) == pytest.approx(median, abs=pool / 60)
    for k in (1, 5, 10):
        assert recall_at(found, k) == pytest.approx(k / pool, abs=4 * np.sqrt(k / pool / 20_000))


@pytest.mark.parametrize("control", ["zeroed", "masked"])
def test_chance_among_equal_lengths_is_one_in_as_many_as_there_are(control):
    lengths = np.repeat([3, 4, 9], [2, 8, 30])
    found = controlled_chance_ranks(lengths, control, Protocol(pool=None), queries=16_000)
    assert len(found) == 16_000
    own = found.reshape(-1, 40)
    assert own.max(axis=0).tolist() == [2] * 2 + [8] * 8 + [30] * 30
    assert recall_at(found, 1) == pytest.approx(3 / 40, abs=0.01)  # one of each length, of 40
    assert recall_at(found, 5) == pytest.approx((2 + 5 + 5) / 40, abs=0.015)


def test_the_same_genre_is_chance_among_its_tracks_and_asks_only_where_it_is_known():
    genre = np.repeat([0, 1, -1], [400, 200, 100])
    found = same_genre_ranks(genre, Protocol(pool=None))
    assert len(found) == 600
    assert found[:400].max() <= 400 and found[400:].max() <= 200
    assert found.mean() == pytest.approx((400 * 200.5 + 200 * 100.5) / 600, rel=0.1)
