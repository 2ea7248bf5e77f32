"""What is alike lies together, what is new finds its place, and a query lies where it ranks."""

from __future__ import annotations

import numpy as np
import pytest

from viml_core.library import Library
from viml_core.library.map import MusicMap
from viml_core.recommender import Recommender


def cloud(count: int, d: int = 8, seed: int = 0) -> np.ndarray:
    """Embeddings that differ mostly along two known directions."""
    rng = np.random.default_rng(seed)
    spread = np.array([3.0, 1.0, *([0.01] * (d - 2))])
    return (rng.standard_normal((count, d)) * spread + 5).astype(np.float32)


def ranks(distances: np.ndarray) -> np.ndarray:
    return distances.argsort(axis=-1).argsort(axis=-1)


def trustworthiness(y_m: np.ndarray, places: np.ndarray, k: int = 5) -> float:
    """Venna and Kaski, 2001: 1 where who is near on the map is near in truth."""
    n = len(y_m)
    true_ranks = ranks(-(y_m @ y_m.T) - 2 * np.eye(n))  # itself has rank 0
    on_map = ranks(((places[:, None] - places) ** 2).sum(-1) - np.eye(n))
    near = (on_map >= 1) & (on_map <= k)
    penalty = np.maximum(true_ranks - k, 0)[near].sum()
    return float(1 - 2 * penalty / (n * k * (2 * n - 3 * k - 1)))


def test_the_two_widest_directions_are_found_and_have_the_same_spread():
    y_m = cloud(400)
    found = MusicMap.of(y_m)
    assert found.places.mean(axis=0) == pytest.approx([0, 0], abs=1e-4)
    assert found.places.std(axis=0) == pytest.approx([1, 1], abs=1e-3)
    for axis in (0, 1):
        assert abs(np.corrcoef(found.places[:, axis], y_m[:, axis])[0, 1]) > 0.99


def test_a_new_track_lies_where_it_would_have_lain_and_the_order_does_not_matter():
    y_m = cloud(50)
    found = MusicMap.of(y_m)
    assert found.place(y_m) == pytest.approx(found.places, abs=1e-4)
    shuffled = np.random.default_rng(1).permutation(50)
    assert MusicMap.of(y_m[shuffled]).places == pytest.approx(found.places[shuffled], abs=1e-3)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_few_tracks_and_equal_ones_have_finite_places(count: int):
    for y_m in (cloud(count), np.ones((count, 8), np.float32)):
        found = MusicMap.of(y_m)
        assert found.places.shape == (count, 2) and np.isfinite(found.places).all()
        star = found.place_query(np.arange(count, dtype=np.float32))
        assert np.isfinite(star).all()


def test_a_query_lies_at_the_track_that_stands_out_and_between_equals():
    found = MusicMap.of(cloud(30))
    alone = np.zeros(30, np.float32)
    alone[7] = 1.0
    for_one = found.place_query(alone + np.linspace(0, 0.001, 30, dtype=np.float32))
    assert for_one == pytest.approx(found.places[7], abs=0.02)
    both = np.full(30, -9.0, np.float32)
    both[[3, 9]] = 1.0
    between = (found.places[3] + found.places[9]) / 2
    assert found.place_query(both) == pytest.approx(between, abs=1e-5)
    assert found.place_query(both * 0.01 + 5) == pytest.approx(found.place_query(both), abs=1e-3)


def test_scores_of_another_library_are_refused():
    with pytest.raises(ValueError, match="30 tracks"):
        MusicMap.of(cloud(30)).place_query(np.zeros(29, np.float32))


def test_the_starter_library_keeps_its_neighbourhoods_and_queries_lie_by_their_best(
    recommender: Recommender, starter: Library
):
    y_m = starter.index(recommender.embedders["viml"]).vectors
    found = MusicMap.of(y_m)
    assert trustworthiness(y_m, found.places) > 0.85  # random places have 0.53
    wanted = ["calm piano", "aggressive heavy metal", "epic orchestra", "happy folk guitar"]
    shares = []
    for words in wanted:
        scores = recommender.score_board(starter, None, words).model("mt")
        away = np.linalg.norm(found.places - found.place_query(scores), axis=1)
        shares.append(ranks(away)[np.argsort(-scores)[:5]].mean() / (len(scores) - 1))
    assert np.mean(shares) < 0.3  # 0.5 is chance
