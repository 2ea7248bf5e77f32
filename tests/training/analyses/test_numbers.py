"""The numbers of each analysis, on inputs small enough to count by hand."""

from __future__ import annotations

import numpy as np
import pytest

from training.analyses import tsne
from training.analyses.attributes import ValueGenres, tabulate
from training.analyses.change_rate import measure
from training.analyses.genre import by_frequency, shares, track_genre
from training.analyses.genres import compare
from training.analyses.material import top_columns
from training.analyses.same_genre import CHANCE, SAME_GENRE, random_ranks
from training.analyses.tsne import nearest_has_genre, pair_has_genre, project
from training.metrics import recall_at
from viml_core.features.music import MUSIC_LAYOUT
from viml_core.features.musicnn import MSD


def heard(**confidences: float) -> np.ndarray:
    """One segment (D_m,) in which musicnn hears these tags."""
    row = np.zeros(MUSIC_LAYOUT.dim, np.float32)
    for tag, confidence in confidences.items():
        row[MUSIC_LAYOUT.tags.start + MSD.tags.index(tag)] = np.sqrt(confidence)
    return row


def test_the_genre_is_the_surest_tag_of_what_can_be_heard():
    silence = np.zeros(MUSIC_LAYOUT.dim, np.float32)
    x_m = np.stack([heard(jazz=0.9, rock=0.1), heard(rock=0.5), heard(rock=0.5), silence])
    assert track_genre(x_m) == "rock"
    assert track_genre(x_m[[0, 3]]) == "jazz"


def test_instruments_of_the_other_vocabulary_are_no_genre():
    x_m = heard(jazz=0.1)[None]
    x_m[:, MUSIC_LAYOUT.tags.stop - 1] = 1.0
    assert track_genre(x_m) == "jazz"


def test_genres_by_frequency_then_alphabet():
    assert by_frequency(["rock", "pop", "jazz", "rock"]) == ("rock", "jazz", "pop")


def test_shares_of_a_row_are_counts_over_its_length():
    found = shares(["rock", "pop", "rock", "rock"], ("pop", "jazz", "rock"))
    assert found.tolist() == [0.25, 0.0, 0.75]


def test_each_value_collects_the_genres_of_its_clips():
    beach, city = ["folk", "pop"], ["rock", "pop"]
    found = tabulate(
        [
            (beach, "scene", "beach"),
            (city, "scene", "city"),
            (beach, "light", "day"),
            (city, "light", "day"),
        ]
    )
    assert found == [
        ValueGenres("scene", "beach", 1, ("folk", "pop")),
        ValueGenres("scene", "city", 1, ("rock", "pop")),
        ValueGenres("light", "day", 2, ("folk", "pop", "rock", "pop")),
    ]


def test_what_is_retrieved_stands_beside_the_library():
    rows = compare(("rock", "pop", "rock", "jazz"), ("jazz", "rock"))
    assert [(r["genre"], r["tracks"], r["retrieved"]) for r in rows] == [
        ("rock", 2, 1),
        ("jazz", 1, 1),
        ("pop", 1, 0),
    ]
    assert [(r["library_share"], r["retrieved_share"]) for r in rows] == [
        (0.5, 0.5),
        (0.25, 0.5),
        (0.25, 0.0),
    ]


def test_a_changed_list_is_measured_against_the_unchanged_one():
    unchanged = np.array([[0.9, 0.5, 0.1, 0.0], [0.0, 0.1, 0.5, 0.9]])
    scores = np.array([[0.8, 0.2, 0.4, 0.0], [0.0, 0.1, 0.5, 0.9]])
    found = measure(scores, unchanged, np.array([1, 3]), k=2)
    assert found["MR"] == 2.0  # ranks 3 and 1
    assert found["R@1"] == 50.0
    assert found["top_kept"] == 75.0
    assert found["right_cosine"] == pytest.approx(0.55)


def test_the_first_are_the_highest_best_first():
    scores = np.array([[0.1, 0.9, 0.5, -1.0], [0.3, 0.3, 0.2, 0.4]])
    assert top_columns(scores, 2).tolist() == [[1, 2], [3, 0]]


def test_the_same_genre_is_one_in_as_many_as_it_has_tracks():
    genre = np.array([0, 0, 1, 1, 1, 1, 1, 1, 2, 2])
    rng = np.random.default_rng(0)
    found = random_ranks(genre, np.array([0, 5]), draws=3000, rng=rng)
    own = found[SAME_GENRE].reshape(3000, 2)
    assert own.max(axis=0).tolist() == [2, 6]
    assert recall_at(own[:, 0], 1) == pytest.approx(1 / 2, abs=0.03)
    assert recall_at(own[:, 1], 5) == pytest.approx(5 / 6, abs=0.03)
    assert recall_at(found[CHANCE], 5) == pytest.approx(5 / 10, abs=0.03)


def test_neighbours_and_pairs_of_one_genre(monkeypatch):
    y_m = np.array([[1, 0], [0.8, 0.6], [0, 1], [0.6, 0.8]], np.float32)
    assert nearest_has_genre(y_m, ["a", "a", "b", "b"]) == 0.5  # 1 and 3 are nearest each other
    monkeypatch.setattr(tsne, "BLOCK_SCORES", 12)  # three tracks at once
    assert nearest_has_genre(y_m, ["a", "a", "b", "b"]) == 0.5
    assert pair_has_genre(["a", "a", "b", "b"]) == pytest.approx(4 / 12)


def test_two_clusters_stay_apart_in_the_picture():
    rng = np.random.default_rng(0)
    y_m = np.concatenate([c + 0.05 * rng.standard_normal((12, 8)) for c in np.eye(8)[:2]])
    points = project((y_m / np.linalg.norm(y_m, axis=1)[:, None]).astype(np.float32), 6, seed=0)
    distance = np.linalg.norm(points[:, None] - points, axis=2)
    np.fill_diagonal(distance, np.inf)
    assert all(i // 12 == j // 12 for i, j in enumerate(distance.argmin(axis=1)))
