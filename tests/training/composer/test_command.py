"""The command line as a person meets it, and the arithmetic behind its agreement table."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from training.composer.agreement import _matches, _shares


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "training.composer", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_an_unknown_style_ends_with_two_and_one_sentence(tmp_path: Path) -> None:
    for arguments in (("render", "--style"), ("corpus", "--styles")):
        done = run(*arguments, "polka", "--out", str(tmp_path))
        assert done.returncode == 2
        assert done.stderr.startswith("There is no style 'polka'; choose one of ")
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
