"""Known answers, and intervals that hold what they promise."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import binom, binomtest

from demo.study import clustering, statistics
from demo.study.clustering import By, clustered
from demo.study.statistics import krippendorff_alpha, power, share, votes_needed

PUBLISHED = {(220, 296): 0.743, (257, 372): 0.691}  # MVPt's user study


@pytest.mark.parametrize(("wins", "total"), PUBLISHED)
def test_mvpts_numbers_give_what_scipy_gives(wins, total):
    ours, theirs = share(wins, total), binomtest(wins, total, 0.5)
    wilson = theirs.proportion_ci(0.95, method="wilson")
    assert ours.preference == pytest.approx(PUBLISHED[wins, total], abs=5e-4)
    assert (ours.wilson.low, ours.wilson.high) == (wilson.low, wilson.high)
    assert ours.p_value == theirs.pvalue < 1e-12


def test_nothing_decided_says_nothing():
    assert share(0, 0) == statistics.Share(0, 0, None, None, None)
    wins, totals = np.array([[0, 0], [3, 1]]), np.array([[0, 0], [5, 2]])
    assert clustered(wins, totals, "rater", seed=1) is None
    assert clustered(wins.T, totals.T, "rater and item", seed=1) is None


def mean_logit(preference: float, spread: float) -> float:
    """Where raters' logits must centre for a preference, when they scatter that much."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(41)
    weights = weights / weights.sum()

    def excess(mu: float) -> float:
        return float((weights / (1 + np.exp(-(mu + spread * nodes)))).sum()) - preference

    return brentq(excess, -9, 9)


def simulated(rng, raters: int, items: int, centre: float, effects: tuple[float, float]):
    """Votes (R, I) of raters who judge different ones; the effects are those of raters and items.

    Some stop early, as people do.
    """
    judged = rng.integers(items // 3, items + 1, (raters, 1))
    totals = (rng.random((raters, items)).argsort(axis=1) < judged).astype(int)
    logits = centre + effects[0] * rng.standard_normal((raters, 1))
    logits = logits + effects[1] * rng.standard_normal((1, items))
    return rng.binomial(totals, 1 / (1 + np.exp(-logits))), totals


@pytest.mark.parametrize(
    ("by", "effects", "too_sure"),
    [("rater and item", (0.7, 0.7), "rater"), ("rater", (1.0, 0.0), None)],
)
def test_the_interval_covers_a_known_preference(monkeypatch, by: By, effects, too_sure):
    """With effects of raters and of items: what leaves one of them out is too sure of itself."""
    monkeypatch.setattr(clustering, "BOOTSTRAP_ROUNDS", 200)
    rng, studies, preference = np.random.default_rng(20), 600, 0.7
    centre = mean_logit(preference, float(np.hypot(*effects)))
    covered = less = 0
    for _ in range(studies):
        wins, totals = simulated(rng, 24, 16, centre, effects)
        ours = clustered(wins, totals, by, seed=1).interval
        covered += ours.low <= preference <= ours.high
        other = (
            clustered(wins, totals, too_sure, seed=1).interval
            if too_sure
            else share(int(wins.sum()), int(totals.sum())).wilson
        )
        less += other.low <= preference <= other.high
    assert 0.93 <= covered / studies <= 0.97
    assert less / studies < 0.90


def test_votes_without_effects_cost_no_more_votes():
    rng = np.random.default_rng(3)
    for by in get_args(By):
        effects = [
            clustered(*simulated(rng, 40, 20, 0.4, (0.0, 0.0)), by, seed=1).design_effect
            for _ in range(12)
        ]
        assert np.mean(effects) == pytest.approx(1.1, abs=0.2)  # of two estimates the larger


def test_raters_who_all_say_the_same_count_once_each():
    wilson = binomtest(8, 8).proportion_ci(method="wilson")
    unanimous = np.full((8, 20), 1)
    for by, judged in (("rater", unanimous), ("rater and item", unanimous.T)):
        found = clustered(judged, judged, by, seed=1)
        assert found.clusters == 8 and found.p_value is None
        assert (found.interval.low, found.interval.high) == pytest.approx(tuple(wilson))


def test_krippendorffs_own_example():
    """Four observers, twelve units, nominal: 0.743 (Krippendorff 2011, section C)."""
    observers = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]
    units = [[row[i] for row in observers if row[i] != "."] for i in range(12)]
    assert krippendorff_alpha(units) == pytest.approx(0.743, abs=5e-4)
    assert krippendorff_alpha([["a", "a"], ["b", "b"]]) == 1
    assert krippendorff_alpha([["a", "b"]] * 50) < 0
    assert krippendorff_alpha([["a"], ["b"]]) is None


def test_power_is_that_of_scipys_test():
    votes, preference = 60, 0.65
    rejected = [k for k in range(votes + 1) if binomtest(k, votes).pvalue <= 0.05]
    assert power(votes, preference) == pytest.approx(binom.pmf(rejected, votes, preference).sum())


def test_votes_needed():
    needed = votes_needed(0.691)
    assert power(needed, 0.691) >= 0.8 > power(needed - 8, 0.691)
    assert votes_needed(0.691, design_effect=2) == 2 * needed
    assert votes_needed(0.691, design_effect=0.5) == needed  # luck is not planned with
    assert votes_needed(0.309) == needed
    assert votes_needed(0.5) is None and votes_needed(0.5001) is None
