"""How well a tagger's confidences and embeddings fit what is known of the tracks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.metrics import Interval
from training.synthesis.taxonomy import CATEGORIES, Category
from training.tagger.corpus import TaggedCorpus
from training.tagger.mapping import OUTPUTS, columns
from training.tagger.sampling import TripletSampler
from viml_core.features.conse import unit
from viml_core.features.deepsim import DIMENSIONS, subspace_masks
from viml_core.types import FloatArray

BoolArray = NDArray[np.bool_]
Measure = Callable[[FloatArray, BoolArray], float]
RESAMPLES = 300
TRIPLETS = 1000  # drawn for each dimension


@dataclass(frozen=True)
class TagScore:
    """One tag on n held-out tracks whose category is stated. prevalence: PR-AUC of chance."""

    tag: str
    category: Category
    trained_on: int  # tracks that have it
    positives: int
    prevalence: float
    roc_auc: float
    pr_auc: float


@dataclass(frozen=True)
class Macro:
    """Means over tags, with 95% intervals over the tracks."""

    tags: int
    prevalence: float
    roc_auc: Interval
    pr_auc: Interval


def average_precision(scores: FloatArray, positive: BoolArray) -> float:
    """PR-AUC, the mean precision at each positive: scores, positive (n,) -> 0..1.

    Among equal scores negatives come first, so that one score for all gains nothing.
    """
    hits = positive[np.lexsort((positive, -scores))]
    return float((np.cumsum(hits) / np.arange(1, len(hits) + 1))[hits].mean())


def roc_auc(scores: FloatArray, positive: BoolArray) -> float:
    """Share of (positive, negative) pairs in which the positive scores strictly higher.

    scores, positive (n,) -> 0..1. By sorting: on 10,000 tracks all pairs would be tens of millions.
    """
    below = np.searchsorted(np.sort(scores[~positive]), scores[positive])
    return float(below.mean() / np.count_nonzero(~positive))


def score_tags(
    confidences: FloatArray, corpus: TaggedCorpus, trained_on: NDArray[np.int64]
) -> list[TagScore]:
    """confidences (N, 89), trained_on (89,) tracks -> the tags that can be measured.

    That is those with a positive and a negative among the held-out tracks, and one trained on.
    """
    everyone = np.arange(len(corpus.tracks))
    scores = []
    for category in CATEGORIES:
        for column in columns(category):
            values, positive = _known(confidences, corpus, column, everyone)
            if not trained_on[column] or not _measurable(positive):
                continue
            score = TagScore(
                tag=OUTPUTS[column],
                category=category,
                trained_on=int(trained_on[column]),
                positives=int(positive.sum()),
                prevalence=float(positive.mean()),
                roc_auc=roc_auc(values, positive),
                pr_auc=average_precision(values, positive),
            )
            scores.append(score)
    return scores


def macro(scores: list[TagScore], confidences: FloatArray, corpus: TaggedCorpus) -> Macro:
    """Means over the tags of `scores`; of a resample, those that it can measure."""
    chosen = [OUTPUTS.index(score.tag) for score in scores]

    everyone = np.arange(len(corpus.tracks))
    rng = np.random.default_rng(0)
    resamples = [rng.choice(everyone, len(everyone)) for _ in range(RESAMPLES)]

    def mean(measure: Measure, rows: NDArray[np.int64]) -> float:
        pairs = (_known(confidences, corpus, column, rows) for column in chosen)
        found = [measure(*pair) for pair in pairs if _measurable(pair[1])]
        return float(np.mean(found)) if found else np.nan

    def interval(measure: Measure) -> Interval:
        drawn = [mean(measure, rows) for rows in resamples]
        low, high = np.nanpercentile(drawn, [2.5, 97.5])
        return Interval(mean(measure, everyone), float(low), float(high))

    prevalence = float(np.mean([score.prevalence for score in scores]))
    return Macro(len(scores), prevalence, interval(roc_auc), interval(average_precision))


def _known(
    confidences: FloatArray, corpus: TaggedCorpus, column: int, rows: NDArray[np.int64]
) -> tuple[FloatArray, BoolArray]:
    """Confidence and truth of one tag in those of the rows that state its category."""
    known = rows[corpus.stated[rows, column]]
    return confidences[known, column], corpus.targets[known, column] > 0


def _measurable(positive: BoolArray) -> bool:
    return bool(positive.any() and not positive.all())


def score_triplets(embedded: FloatArray, sampler: TripletSampler) -> dict[str, dict[str, float]]:
    """embedded (N, 256) -> share of triplets whose positive is nearer than the negative.

    By the dimension in which they were drawn, then by the subspace that is asked, `whole` for all
    256. Chance is 0.5.
    """
    spaces = dict(zip(DIMENSIONS, subspace_masks().numpy(), strict=True))
    spaces["whole"] = np.ones(embedded.shape[1], np.float32)
    drawn = sampler.draw(TRIPLETS * len(sampler.dimensions), np.random.default_rng(0))
    found: dict[str, dict[str, float]] = {}
    for dimension in sampler.dimensions:
        rows = np.array([t[1:] for t in drawn if t.dimension == dimension]).T
        found[DIMENSIONS[dimension]] = {}
        for name, mask in spaces.items():
            anchor, positive, negative = unit(embedded * mask)[rows]
            nearer = (anchor * positive).sum(axis=1) > (anchor * negative).sum(axis=1)
            found[DIMENSIONS[dimension]][name] = float(nearer.mean())
    return found
