"""Cuts on the beat as a term of re-ranking: what it does to lists, and what it is measured by."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.large import MANY
from tests.library import toy
from viml_core.beat_term import CANDIDATES, BeatTerm
from viml_core.errors import InputError
from viml_core.filters import Filters
from viml_core.finishing.cuts import Activity
from viml_core.finishing.finisher import Finisher
from viml_core.finishing.placing import Placer
from viml_core.media.probe import probe
from viml_core.recommender import Recommender
from viml_core.rerank import ScoreBoard
from viml_core.types import ClipFeatures, Query, Track

RATE_HZ = 16000
WEIGHTS = np.linspace(0, 1, 11)


@pytest.fixture(scope="module")
def board(large):
    """Ten thousand tracks with scores of our own."""
    scores = np.random.default_rng(1).standard_normal(MANY).astype(np.float32)
    return ScoreBoard(
        large, Query(Path("clip.mp4"), ""), lambda model, words: scores, lambda weights: None
    )


@pytest.fixture(scope="module")
def lifts(board) -> dict[str, float]:
    rng = np.random.default_rng(2)
    return {track.track_id: float(rng.normal(0, 0.2)) for track in board.tracks}


def listed(board, lifts, weight, k=10, diverse=False):
    beats = BeatTerm(weight, lambda track: lifts[track.track_id])
    return board.pick({"viml": 1.0}, k, Filters(), diverse=diverse, beats=beats)


def test_the_more_it_weighs_the_better_the_list_is_on_the_beat(board, lifts):
    for k in (1, 5, 10, 30):
        means = [
            np.mean([lifts[s.track.track_id] for s in listed(board, lifts, weight, k)])
            for weight in WEIGHTS
        ]
        assert np.all(np.diff(means) >= -1e-9), (k, means)
        assert means[-1] > means[0] + 0.1
    diverse = [listed(board, lifts, weight, diverse=True) for weight in (0.0, 1.0)]
    low, high = (np.mean([lifts[s.track.track_id] for s in found]) for found in diverse)
    assert high > low + 0.1


def test_only_the_best_tracks_are_asked_for_their_beats_and_the_others_stay_below(board, lifts):
    asked: set[str] = set()

    def lift_of(track: Track) -> float:
        asked.add(track.track_id)
        return lifts[track.track_id]

    found = board.pick({"viml": 1.0}, 80, Filters(), diverse=False, beats=BeatTerm(1.0, lift_of))
    plain = board.pick({"viml": 1.0}, 80, Filters(), diverse=False)
    candidates = {track.track_id for track in board.candidates({"viml": 1.0}, Filters())}
    assert asked == candidates == {s.track.track_id for s in plain[:CANDIDATES]}
    first = [lifts[s.track.track_id] for s in found[:CANDIDATES]]
    assert first == sorted(first, reverse=True)
    assert [s.track for s in found[CANDIDATES:]] == [s.track for s in plain[CANDIDATES:]]
    assert {s.score for s in found} == {s.score for s in plain}  # the match is not the term's


def test_without_weight_or_without_anything_to_compare_the_order_is_the_models(board, lifts):
    plain = board.pick({"viml": 1.0}, 10, Filters(), diverse=False)
    assert listed(board, lifts, 0.0) == plain
    assert listed(board, dict.fromkeys(lifts, 0.0), 0.7) == plain


def test_ten_thousand_tracks_are_re_ranked_by_it_within_a_tenth_of_a_second(board, lifts):
    seconds = []
    for weight in (0.2, 0.5, 0.8):
        start = time.process_time()
        listed(board, lifts, weight, diverse=True)
        seconds.append(time.process_time() - start)
    assert min(seconds) < 0.1


@pytest.mark.parametrize("weight", [-0.1, 1.01, float("nan")])
def test_what_is_no_weight_is_refused(weight):
    with pytest.raises(InputError, match="between 0 and 1"):
        BeatTerm(weight, lambda track: 0.0)


def clicks(bpm: float, duration_s: float = 14.0) -> np.ndarray:
    """Strokes of noise over a quiet chord, the first at the beginning."""
    rng = np.random.default_rng(0)
    times_s = np.arange(round(duration_s * RATE_HZ)) / RATE_HZ
    chord = sum(0.02 * np.sin(2 * np.pi * hz * times_s) for hz in (220, 277, 330))
    since_s = times_s % (60 / bpm)
    return np.float32(chord + 0.4 * rng.standard_normal(len(times_s)) * np.exp(-since_s / 0.02))


def test_the_track_whose_beats_meet_the_cuts_is_lifted(recommender, tmp_path):
    """Real tracks of 90 to 150 bpm, whose beats are heard; cuts at 120 bpm."""
    music = tmp_path / "music"
    for bpm in (90, 107, 120, 150):
        toy.write(music / f"{bpm}.wav", clicks(bpm), RATE_HZ)
    library = toy.make(tmp_path / "library")
    library.ingest([music], toy.ToyEncoder())
    clip_file = Path("assets/examples/calm-sea.mp4")
    cuts_s = np.arange(1, 16) / 2
    still = np.zeros(2, np.float32)
    activity = Activity(still, still, cuts_s, np.empty(0), 0.02)
    clip = ClipFeatures(probe(clip_file), np.zeros((1, 1), np.float32), (), None, activity)
    placer = Placer(Finisher(), Recommender(recommender.preset, {}), clip, "")
    tracks = {track.path.stem: track for track in library.rankable()}
    assert placer.known_lift(tracks["120"]) is None
    lifted = {name: placer.lift(library, track) for name, track in tracks.items()}
    assert lifted["120"] > 0.8
    assert max(lift for name, lift in lifted.items() if name != "120") < 0.5
    assert placer.known_lift(tracks["120"]) == lifted["120"]
    gone = replace(tracks["90"], track_id="gone", path=tmp_path / "gone.wav")
    assert placer.lift(library, gone) == 0.0
