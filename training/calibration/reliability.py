"""Do tracks of score 0.7 fit in seven of ten cases? And when does nothing fit?

Intervals are bootstrapped over clips, because the judgements of one clip are not independent.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.calibration.fitting import Chances
from training.calibration.judgements import Judged
from training.metrics import FloatMatrix, Interval

BINS = 8
RESAMPLES = 2000
DRAWS = 50  # small libraries by clip
MOST_FALSE_ALARMS = 0.05


@dataclass(frozen=True)
class Bin:
    """The judgements of one range of scores, an eighth of them: predicted against observed."""

    low: float
    high: float
    predicted: float
    observed: Interval
    count: int


@dataclass(frozen=True)
class Reliability:
    """ece: mean gap between predicted and observed share over the bins, weighted by count."""

    judgements: int
    fit_share: float
    bins: tuple[Bin, ...]
    ece: float
    brier: float
    neutral_score: float


def reliability(chances: Chances, judged: Judged) -> Reliability:
    """Held-out chances (C, N) against the judgements."""
    mask, fits = judged.mask, judged.fits
    predicted, observed = chances[mask], fits[mask]
    edges = np.quantile(predicted, np.linspace(0, 1, BINS + 1))
    place = np.searchsorted(edges[1:-1], chances, side="right")
    bins = tuple(_bin(chances, fits, mask & (place == i)) for i in range(BINS))
    bins = tuple(b for b in bins if b.count)
    gaps = [b.count * abs(b.predicted - b.observed.value) for b in bins]
    neutral = chances[~mask]
    return Reliability(
        judgements=int(mask.sum()),
        fit_share=float(observed.mean()),
        bins=bins,
        ece=float(sum(gaps) / mask.sum()),
        brier=brier(chances, judged),
        neutral_score=float(neutral.mean()) if neutral.size else float("nan"),
    )


def brier(chances: Chances, judged: Judged) -> float:
    """Mean squared error of the chances (C, N) of the judged pairs; lower is better."""
    return float(np.mean(np.square(chances - judged.fits)[judged.mask]))


def _bin(chances: Chances, fits: NDArray[np.bool_], inside: NDArray[np.bool_]) -> Bin:
    if not inside.any():
        return Bin(0.0, 0.0, 0.0, Interval(0.0, 0.0, 0.0), 0)
    values = chances[inside]
    successes, counts = (fits & inside).sum(axis=1), inside.sum(axis=1)
    draws = np.random.default_rng(0).multinomial(
        len(counts), np.full(len(counts), 1 / len(counts)), RESAMPLES
    )
    sizes = draws @ counts
    low, high = np.percentile((draws @ successes)[sizes > 0] / sizes[sizes > 0], [2.5, 97.5])
    share = Interval(float(successes.sum() / counts.sum()), float(low), float(high))
    return Bin(
        float(values.min()), float(values.max()), float(values.mean()), share, int(counts.sum())
    )


@dataclass(frozen=True)
class NothingFits:
    """The score under which the best track of a library means that none fits, and how it does.

    hit_rate: share of clips at which it is said of a library of their misfits alone;
    false_alarms: of the whole library; false_alarms_same_size: of random libraries as small as the
    misfits that hold a fitting track; sentences: false alarms for the sentences of the tracks, of
    which each has its own track in the library.
    """

    below: float
    hit_rate: float
    false_alarms: float
    false_alarms_same_size: float
    sentences: float | None = None


def nothing_fits(chances: Chances, judged: Judged, sentences: Chances | None = None) -> NothingFits:
    """The highest threshold in hundredths with at most 5% false alarms of either kind.

    chances (C, N): held out; sentences (N, N): each track's sentence, in no fit.
    """
    both = (judged.verdict == 1).any(axis=1) & (judged.verdict == -1).any(axis=1)
    rng = np.random.default_rng(0)
    best_misfit, best_small = [], []
    for scores, verdict in zip(chances[both], judged.verdict[both], strict=True):
        misfits, fitting = verdict == -1, np.flatnonzero(verdict == 1)
        best_misfit.append(scores[misfits].max())
        for _ in range(DRAWS):
            some = rng.choice(len(scores), int(misfits.sum()), replace=False)
            some[0] = some[0] if (verdict[some] == 1).any() else rng.choice(fitting)
            best_small.append(scores[some].max())
    best = chances.max(axis=1)

    def share(values: FloatMatrix | list[float], below: float) -> float:
        return float(np.mean(np.asarray(values) < below))

    thresholds = np.round(np.arange(0, 1, 0.01), 2).tolist()
    below = max(
        t for t in thresholds if max(share(best, t), share(best_small, t)) <= MOST_FALSE_ALARMS
    )
    return NothingFits(
        below,
        hit_rate=share(best_misfit, below),
        false_alarms=share(best, below),
        false_alarms_same_size=share(best_small, below),
        sentences=None if sentences is None else share(sentences.max(axis=1), below),
    )
