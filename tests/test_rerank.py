"""Another blend or filter re-ranks from kept scores: at once, and with what a fresh query gives."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from tests import synth
from tests.large import MANY
from viml_core.filters import Filters
from viml_core.models.scoring import parse_ranking
from viml_core.rerank import ScoreBoard, balance_of, balance_weights, moves
from viml_core.types import Query


@pytest.mark.parametrize(
    ("balance", "weights"),
    [
        (0.0, {"mvpt+": 1.0}),
        (0.25, {"mvpt+": 0.5, "viml": 0.5}),
        (0.5, {"viml": 1.0}),
        (0.75, {"viml": 0.5, "mt": 0.5}),
        (1.0, {"mt": 1.0}),
    ],
)
def test_the_balance_goes_from_the_picture_over_both_to_the_words(balance, weights):
    assert balance_weights(balance) == weights


@pytest.mark.parametrize("name", ["viml", "mvpt+", "mt", "viml&mt", "viml&mvpt+"])
def test_a_ranking_lies_where_its_weights_are(name):
    ranking = parse_ranking(name, 0.3 if "&" in name else None)
    weights = {n: w for n, w in ranking.weights("video+text").items() if w}
    assert balance_weights(balance_of(ranking)) == pytest.approx(weights)


def test_what_lies_elsewhere_has_no_balance():
    assert balance_of(parse_ranking("mt&mvpt+")) is None


@pytest.fixture(scope="module")
def clip(recommender, tmp_path_factory):
    folder = tmp_path_factory.mktemp("rerank")
    return recommender.understand(synth.clip(folder / "clip.mp4", seconds=3), folder)


def test_a_re_ranked_list_is_what_a_fresh_query_gives(recommender, starter, clip):
    asked = recommender.suggest(starter, parse_ranking("viml&mt"), 5, clip=clip, text="sad piano")
    fresh = recommender.suggest(
        starter, parse_ranking("viml&mvpt+", 0.4), 5, clip=clip, text="sad piano"
    )
    filters = Filters(max_bpm=110)
    again = asked.board.pick(balance_weights(0.2), 5, Filters())
    assert [s.track.track_id for s in again] == [s.track.track_id for s in fresh.results]
    assert [s.score for s in again] == pytest.approx([s.score for s in fresh.results])
    slow = asked.board.pick(balance_weights(0.2), 5, filters)
    assert len(slow) == 5 and all(s.track.bpm and s.track.bpm <= 110 for s in slow)
    assert [s.rank for s in slow] == [1, 2, 3, 4, 5]


def test_filters_that_let_nothing_through_give_an_empty_list(recommender, starter):
    filters = Filters(min_bpm=249)
    ranking = parse_ranking("mt")
    assert recommender.suggest(starter, ranking, 5, text="calm", filters=filters).results == ()


def test_ten_thousand_tracks_are_re_ranked_within_a_tenth_of_a_second(large):
    asked: list[tuple[str, str]] = []
    rng = np.random.default_rng(1)

    def cosines(model: str, words: str):
        asked.append((model, words))
        return rng.standard_normal(MANY).astype(np.float32)

    board = ScoreBoard(large, Query(Path("clip.mp4"), "calm"), cosines, lambda weights: None)
    for balance in (0.25, 0.75):
        board.pick(balance_weights(balance), 10, Filters())
    known = list(asked)
    seconds = []
    for balance in (0.1, 0.5, 0.9):
        start = time.process_time()
        board.pick(balance_weights(balance), 10, Filters(voice="instrumental", max_bpm=120))
        seconds.append(time.process_time() - start)
    assert min(seconds) < 0.1
    assert asked == known and len(set(known)) == len(known)  # each model was asked once


def test_moves_say_where_a_track_was_or_would_be(recommender, starter, clip):
    board = recommender.score_board(starter, clip, "sad piano")
    shown = board.pick(balance_weights(1.0), 5, Filters())
    other = board.pick(balance_weights(0.0), 5, Filters(), words="")
    ranks = board.ranks(balance_weights(0.0), Filters(), words="")
    assert sorted(ranks.values()) == list(range(1, len(starter.rankable()) + 1))
    there = {s.track.track_id: s.rank for s in other}
    for suggestion, move in zip(shown, moves(shown, other, ranks), strict=True):
        track_id = suggestion.track.track_id
        assert (move.track.track_id, move.rank) == (track_id, suggestion.rank)
        assert move.listed == (track_id in there)
        assert move.other_rank == there.get(track_id, max(ranks[track_id], 6))
        assert move.up == move.other_rank - move.rank
