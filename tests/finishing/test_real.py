"""The right moment with the shipped models and the starter library."""

from __future__ import annotations

import time

import numpy as np

from viml_core.finishing.finisher import Finisher
from viml_core.library import Library
from viml_core.recommender import Recommender


def test_the_moment_of_a_starter_track(recommender: Recommender, starter: Library) -> None:
    finisher, embedder = Finisher(), recommender.embedders["mt"]
    query = embedder.embed_query(None, recommender.preset.text.encode(["a calm ending"])[0])
    tracks = starter.rankable()[:8]
    curves = [
        finisher.moments(starter, embedder, query, track, 15.0, snapped=False) for track in tracks
    ]
    for track, curve in zip(tracks, curves, strict=True):
        assert curve.starts_s[-1] <= track.duration_s - 15.0 + 1e-6 and len(curve.starts_s) >= 3
        assert curve.score == curve.scores.max() and curve.start_s in curve.starts_s
    assert max(float(np.ptp(curve.scores)) for curve in curves) > 0.02  # moments do differ
    again = finisher.moments(starter, embedder, query, tracks[0], 15.0)
    assert np.array_equal(again.scores, curves[0].scores)
    grid = finisher.grid(tracks[0])
    if again.snapped == "downbeat":
        assert again.start_s in grid.downbeats_s


def test_a_fresh_curve_costs_less_than_a_tenth_of_a_second(
    recommender: Recommender, starter: Library
) -> None:
    finisher, embedder = Finisher(), recommender.embedders["viml"]
    query = np.ones(embedder.dim, np.float32) / np.sqrt(np.float32(embedder.dim))
    tracks = starter.rankable()[:6]
    finisher.moments(starter, embedder, query, tracks[0], 30.0, snapped=False)
    start = time.process_time()
    for track in tracks[1:]:
        finisher.moments(starter, embedder, query, track, 30.0, snapped=False)
    assert (time.process_time() - start) / 5 < 0.1
