"""The command line as a person meets it, and the arithmetic behind its agreement table."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from training.composer.agreement import _matches, _shares
from training.composer.distances import nearest_neighbour_distances
from viml_core.config import STARTER_LIBRARY


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "training.composer", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_an_unknown_style_ends_with_two_and_one_sentence(tmp_path: Path) -> None:
    for arguments in (("render", "--style"), ("corpus", "--styles")):
        done = run(*arguments, "polka", "--out", str(tmp_path))
        assert done.returncode == 2
        assert done.stderr.startswith("composer: There is no style 'polka'; choose one of ")
        assert done.stderr.count("\n") == 1 and not done.stdout


def test_styles_are_listed_with_their_genres() -> None:
    done = run("styles")
    assert done.returncode == 0
    assert "jazz-trio" in done.stdout and "jazz, swing" in done.stdout


def test_agreement_is_counted_beside_the_labels_of_other_tracks() -> None:
    heard = [{"piano"}, {"guitar"}, {"drums"}]
    stated = [{"piano"}, {"guitar", "drums"}, {"violin"}]
    matches = _matches(heard, stated)
    np.testing.assert_array_equal(matches, [[1, 0, 0], [0, 1, 0], [0, 1, 0]])
    own, shuffled = _shares(matches)
    assert own == pytest.approx(2 / 3)
    assert shuffled == pytest.approx(1 / 6)


def test_the_nearest_neighbour_is_the_smallest_angle() -> None:
    vectors = np.array([[1.0, 0.0], [3.0, 3.0], [0.0, 2.0], [-1.0, 0.0]], np.float32)
    half = 1 - np.sqrt(0.5)
    np.testing.assert_allclose(
        nearest_neighbour_distances(vectors), [half, half, half, 1], atol=1e-6
    )


def test_two_equal_tracks_are_at_no_distance() -> None:
    vectors = np.random.default_rng(0).standard_normal((5, 8)).astype(np.float32)
    vectors[3] = 2 * vectors[1]
    distances = nearest_neighbour_distances(vectors)
    assert np.flatnonzero(distances < 1e-6).tolist() == [1, 3]


@pytest.mark.slow
def test_distances_of_a_library_next_to_real_music(tmp_path: Path) -> None:
    for track in sorted((STARTER_LIBRARY / "audio").glob("*.opus"))[:3]:
        shutil.copy(track, tmp_path)
    done = run("distances", str(tmp_path), str(tmp_path))
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines() if " tracks, " in line]
    assert {row[0] for row in rows} == {"musicnn,", "viml,", "mvpt+,", "mt,"}
    for own, real in zip(rows[::2], rows[1::2], strict=True):
        assert own[-7:] == real[-7:] == sorted(own[-7:], key=float)


def test_distances_want_two_tracks(tmp_path: Path) -> None:
    done = run("distances", str(tmp_path), str(tmp_path))
    assert done.returncode == 2 and done.stderr.count("\n") == 1
    assert "0 readable tracks of 30 s" in done.stderr
