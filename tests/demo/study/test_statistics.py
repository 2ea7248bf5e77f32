"""Known answers, and intervals that hold what they promise."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import binom, binomtest

from demo.study import statistics
from demo.study.statistics import clustered, krippendorff_alpha, power, share, votes_needed

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
    assert clustered([0, 3], [0, 5], seed=1) is None


def mean_logit(preference: float, spread: float) -> float:
    """Where raters' logits must centre for a preference, when they scatter that much."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(41)
    weights = weights / weights.sum()

    def excess(mu: float) -> float:
        return float((weights / (1 + np.exp(-(mu + spread * nodes)))).sum()) - preference

    return brentq(excess, -9, 9)


def test_the_interval_covers_a_known_preference(monkeypatch):
    """Raters have random effects: the plain interval is too sure of itself, ours is not."""
    monkeypatch.setattr(statistics, "BOOTSTRAP_ROUNDS", 300)
    rng, studies, raters, preference, spread = np.random.default_rng(20), 800, 16, 0.7, 1.0
    centre = mean_logit(preference, spread)
    covered = naive = 0
    for _ in range(studies):
        totals = rng.integers(5, 21, raters)  # some stop early
        effects = centre + spread * rng.standard_normal(raters)
        wins = rng.binomial(totals, 1 / (1 + np.exp(-effects)))
        ours = clustered(wins, totals, seed=1).interval
        covered += ours.low <= preference <= ours.high
        plain = share(int(wins.sum()), int(totals.sum())).wilson
        naive += plain.low <= preference <= plain.high
    assert 0.93 <= covered / studies <= 0.97
    assert naive / studies < 0.90


def test_raters_without_effects_cost_no_extra_votes():
    rng = np.random.default_rng(3)
    effects = [
        clustered(rng.binomial(20, 0.6, 40), [20] * 40, seed=1).design_effect for _ in range(12)
    ]
    assert np.mean(effects) == pytest.approx(1, abs=0.2)


def test_raters_who_all_say_the_same_count_once_each():
    wilson = binomtest(8, 8).proportion_ci(method="wilson")
    unanimous = clustered([20] * 8, [20] * 8, seed=1)
    assert (unanimous.interval.low, unanimous.interval.high) == pytest.approx(tuple(wilson))


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
