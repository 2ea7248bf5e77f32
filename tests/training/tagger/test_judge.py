"""The measures against scikit-learn and answers by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.tagger.config import TaggerConfig
from training.tagger.corpus import TaggedCorpus
from training.tagger.judge import average_precision, macro, roc_auc, score_tags, score_triplets
from training.tagger.mapping import OUTPUTS
from training.tagger.sampling import TripletSampler
from training.tagger.tables import TaggedTrack

EVERY = frozenset({"genres", "moods", "instruments"})
ONCE = np.ones(len(OUTPUTS), np.int64)


@given(seed=st.integers(0, 1000), positives=st.integers(1, 29))
@settings(deadline=None)
def test_the_measures_are_scikit_learns(seed, positives):
    metrics = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(seed)
    scores, positive = rng.permutation(30).astype(np.float32), rng.permutation(30) < positives
    assert average_precision(scores, positive) == pytest.approx(
        metrics.average_precision_score(positive, scores)
    )
    assert roc_auc(scores, positive) == pytest.approx(metrics.roc_auc_score(positive, scores))


def test_one_score_for_all_gains_nothing():
    same, positive = np.zeros(4, np.float32), np.array([True, False, False, True])
    assert roc_auc(same, positive) == 0.0
    assert average_precision(same, positive) == pytest.approx((1 / 3 + 2 / 4) / 2)


@given(seed=st.integers(0, 1000))
@settings(deadline=None, max_examples=30)
def test_ties_count_against_us(seed):
    """All pairs one by one, and the worst order of equal scores; scikit-learn is never below."""
    metrics = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(seed)
    scores, positive = rng.integers(0, 4, 20).astype(np.float32), rng.permutation(20) < 7
    pairs = [p > n for p in scores[positive] for n in scores[~positive]]
    assert roc_auc(scores, positive) == pytest.approx(np.mean(pairs))
    assert roc_auc(scores, positive) <= metrics.roc_auc_score(positive, scores) + 1e-9
    apart = scores - 1e-3 * positive + 1e-6 * np.arange(20)  # a positive just below its equals
    assert average_precision(scores, positive) == pytest.approx(
        metrics.average_precision_score(positive, apart)
    )


def corpus_of(*tags: set[str], stated=EVERY) -> TaggedCorpus:
    tracks = [TaggedTrack(f"{i}", f"{i}", frozenset(t), stated) for i, t in enumerate(tags)]
    return TaggedCorpus(tuple(tracks), ())


def test_only_what_can_be_measured_is():
    corpus = corpus_of({"rock", "sad"}, {"rock", "piano"}, {"rock", "sad"})
    heard = np.zeros((3, 89), np.float32)
    heard[:, OUTPUTS.index("sad")] = 0.9, 0.1, 0.8
    heard[:, OUTPUTS.index("piano")] = 0.5, 0.4, 0.3
    trained_on = ONCE.copy()
    scores = {score.tag: score for score in score_tags(heard, corpus, trained_on)}
    assert scores.keys() == {"sad", "piano"}  # all are rock, and of the rest there is none
    assert (scores["sad"].roc_auc, scores["sad"].pr_auc) == (1.0, 1.0)
    assert (scores["piano"].roc_auc, scores["piano"].pr_auc) == (0.5, 0.5)
    assert scores["sad"].prevalence == pytest.approx(2 / 3)
    means = macro(list(scores.values()), heard, corpus)
    assert (means.tags, means.roc_auc.value, means.pr_auc.value) == (2, 0.75, 0.75)
    trained_on[OUTPUTS.index("sad")] = 0
    assert [score.tag for score in score_tags(heard, corpus, trained_on)] == ["piano"]
    nothing_known = corpus_of({"sad"}, {"piano"}, stated=frozenset())
    assert score_tags(heard[:2], nothing_known, ONCE) == []


def test_a_subspace_is_asked_for_itself():
    corpus = corpus_of({"rock", "sad"}, {"rock", "calm"}, {"jazz", "sad"}, {"jazz", "calm"})
    embedded = np.zeros((4, 256), np.float32)
    embedded[[0, 1], 0] = embedded[[2, 3], 1] = 1.0  # genre: as it should be
    embedded[[0, 1], 64] = embedded[[2, 3], 65] = 1.0  # mood: mistaken for the genre
    found = score_triplets(embedded, TripletSampler(corpus, TaggerConfig()))
    assert found.keys() == {"genre", "mood"}
    assert (found["genre"]["genre"], found["genre"]["mood"]) == (1.0, 1.0)
    assert found["genre"]["instrument"] == 0.0  # all zeros, and a tie is no success
    assert found["mood"]["mood"] < 0.01
