"""What votes say once it counts that those of one rater, and those on one item, belong together.

An item is what is asked with: a clip, in a music-to-video study a track. Several questions may
share one, and all raters judge the same ones, so that a study is a sample of both.

Source of the two-way variance: Cameron, Gelbach and Miller, "Robust inference with multiway
clustering" (2011); of its resampling: Owen, "The pigeonhole bootstrap" (2007).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from demo.study.statistics import CONFIDENCE, Interval

Floats = NDArray[np.float64]
By = Literal["rater", "rater and item"]
BOOTSTRAP_ROUNDS = 4000


@dataclass(frozen=True)
class Clustered:
    """A preference as it holds beyond the raters who were asked, or beyond raters and items.

    by: what was drawn anew; clusters: how many there were of it, of the fewer where it is two.
    design_effect: how many times as many votes this study needs as one of independent votes.
    """

    by: By
    clusters: int
    interval: Interval
    design_effect: float
    p_value: float | None  # of a t test against one half on the same scale


def clustered(wins: Floats, totals: Floats, by: By, seed: int) -> Clustered | None:
    """A 95% interval by bootstrap over whole raters, or over whole raters and whole items.

    wins, totals: (R, I) decided votes of each rater on each item. None below two raters, or below
    two items where these count.

    Whole clusters are drawn with replacement; the spread of the drawn studies on the logit scale,
    corrected for the number of clusters, is the standard error, and Student's t with that number
    less one makes the interval. Plain percentiles would cover too seldom with some ten or twenty.
    By rater and item the variances of both draws add up, less what either has of the votes alone.
    Where no two clusters differ resampling knows nothing: then each counts as one vote in Wilson's
    interval.
    """
    wins, totals = _asked(wins, totals)
    rng = np.random.default_rng(seed)
    draws = [_Drawn.of(wins.sum(axis=1), totals.sum(axis=1), rng)]
    if by == "rater and item":
        draws.append(_Drawn.of(wins.sum(axis=0), totals.sum(axis=0), rng))
    clusters = min(drawn.clusters for drawn in draws)
    if clusters < 2:
        return None
    if all(drawn.alike for drawn in draws):
        return _all_alike(wins, totals, by, clusters)
    variances = [drawn.variance for drawn in draws]
    both = sum(variances) - (len(draws) - 1) * _of_cells(wins, totals)
    return _student(wins, totals, by, clusters, max(*variances, both) if len(draws) > 1 else both)


@dataclass(frozen=True)
class _Drawn:
    """What drawing clusters of one kind says. variance: of the logit; alike: no two differ."""

    clusters: int
    variance: float
    alike: bool

    @classmethod
    def of(cls, k: Floats, n: Floats, rng: np.random.Generator) -> _Drawn:
        count = len(n)
        if count < 2:
            return cls(count, 0.0, True)
        drawn = rng.multinomial(count, np.full(count, 1 / count), size=BOOTSTRAP_ROUNDS)
        spread = np.var(_logit(drawn @ k, drawn @ n))
        return cls(count, float(spread * count / (count - 1)), bool(np.ptp(k / n) == 0))


def _asked(wins: Floats, totals: Floats) -> tuple[Floats, Floats]:
    """Without the raters and items of which nothing was decided."""
    raters, items = totals.sum(axis=1) > 0, totals.sum(axis=0) > 0
    return wins[raters][:, items], totals[raters][:, items]


def _of_cells(wins: Floats, totals: Floats) -> float:
    """The variance of the logit from single votes, those of one rater on one item together."""
    p = (wins.sum() + 0.5) / (totals.sum() + 1)
    cells = int((totals > 0).sum())
    squares = np.square(wins - totals * p).sum() * cells / max(cells - 1, 1)
    return float(squares / (totals.sum() * p * (1 - p)) ** 2)


def _student(wins: Floats, totals: Floats, by: By, clusters: int, variance: float) -> Clustered:
    from scipy.special import expit
    from scipy.stats import t

    votes, spread = totals.sum(), np.sqrt(variance)
    middle = float(_logit(wins.sum(), votes))
    reach = float(t.ppf(0.5 + CONFIDENCE / 2, clusters - 1)) * spread
    p = (wins.sum() + 0.5) / (votes + 1)
    return Clustered(
        by,
        clusters,
        Interval(float(expit(middle - reach)), float(expit(middle + reach))),
        float(variance * votes * p * (1 - p)),
        float(2 * t.sf(abs(middle) / spread, clusters - 1)),
    )


def _all_alike(wins: Floats, totals: Floats, by: By, clusters: int) -> Clustered:
    from scipy.stats import norm

    p = wins.sum() / totals.sum()
    z2 = float(norm.ppf(0.5 + CONFIDENCE / 2)) ** 2
    middle = (p + z2 / (2 * clusters)) / (1 + z2 / clusters)
    reach = np.sqrt(z2 * (p * (1 - p) / clusters + z2 / (4 * clusters**2))) / (1 + z2 / clusters)
    interval = Interval(max(0.0, float(middle - reach)), min(1.0, float(middle + reach)))
    return Clustered(by, clusters, interval, float(totals.sum() / clusters), None)


def _logit(wins: Floats, totals: Floats) -> Floats:
    """With half a vote added to either side, so that a unanimous draw stays finite."""
    odds: Floats = np.log((wins + 0.5) / (totals - wins + 0.5))
    return odds
