"""Music in films, on probability tracks made by hand: the answers are known to the frame."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.ndimage import binary_closing, find_objects, label

from training.data.movieclips import (
    MusicRule,
    Ontology,
    Span,
    Tagging,
    close_gaps,
    music_frames,
    music_segments,
)
from viml_core.errors import InputError

MUSIC, JAZZ, SPEECH, DOG = "/m/04rlf", "/m/03_d0", "/m/09x0r", "/m/0bt9lr"
ONTOLOGY = Ontology(frozenset((MUSIC, JAZZ, SPEECH, DOG)), frozenset((MUSIC, JAZZ)))
CLASSES = (SPEECH, MUSIC, JAZZ, DOG)
RATE_HZ = 10.0


def tagging(*stretches: tuple[float, dict[str, float]], rate_hz: float = RATE_HZ) -> Tagging:
    """Stretches of so many seconds with constant probabilities, 0 where none is given."""
    frames = [
        [values.get(name, 0.0) for name in CLASSES]
        for seconds, values in stretches
        for _ in range(round(seconds * rate_hz))
    ]
    return Tagging(np.array(frames, np.float32), CLASSES, rate_hz)


def loud(seconds: float) -> tuple[float, dict[str, float]]:
    return seconds, {MUSIC: 0.9}


def quiet(seconds: float) -> tuple[float, dict[str, float]]:
    return seconds, {}


def test_music_from_the_threshold_on_and_nothing_else_from_its_own() -> None:
    frames = music_frames(
        tagging(
            (0.1, {MUSIC: 0.3}),
            (0.1, {MUSIC: 0.2999}),
            (0.1, {JAZZ: 0.3, SPEECH: 0.1999}),
            (0.1, {JAZZ: 0.9, SPEECH: 0.2}),
            (0.1, {MUSIC: 0.25, JAZZ: 0.25}),
            (0.1, {MUSIC: 0.9, JAZZ: 0.9, DOG: 0.1, SPEECH: 0.1}),
        ),
        ONTOLOGY,
        MusicRule(),
    )
    assert frames.tolist() == [True, False, True, False, False, True]


def test_twenty_seconds_are_enough_and_a_frame_less_is_not() -> None:
    assert music_segments(tagging(quiet(5), loud(20), quiet(5)), ONTOLOGY) == [Span(5.0, 25.0)]
    assert music_segments(tagging(quiet(5), loud(19.9), quiet(5)), ONTOLOGY) == []


def test_a_gap_below_three_seconds_is_closed_and_one_of_three_is_not() -> None:
    near = tagging(loud(10), quiet(2.9), loud(10))
    assert music_segments(near, ONTOLOGY) == [Span(0.0, 22.9)]
    assert music_segments(tagging(loud(10), quiet(3), loud(10)), ONTOLOGY) == []
    apart = tagging(loud(21), quiet(3), loud(22))
    assert music_segments(apart, ONTOLOGY) == [Span(0.0, 21.0), Span(24.0, 46.0)]


def test_speech_over_music_is_a_gap_like_any_other() -> None:
    talk = tagging(loud(12), (2, {MUSIC: 0.9, SPEECH: 0.5}), loud(12))
    assert music_segments(talk, ONTOLOGY) == [Span(0.0, 26.0)]
    talk = tagging(loud(12), (4, {MUSIC: 0.9, SPEECH: 0.5}), loud(12))
    assert music_segments(talk, ONTOLOGY) == []


def test_closing_adds_nothing_at_the_ends() -> None:
    assert music_segments(tagging(quiet(2), loud(19), quiet(1)), ONTOLOGY) == []


@pytest.mark.parametrize("rate_hz", [1.0, 31.25, 100.0, 16000 / 320])
def test_the_borders_hold_at_other_frame_rates(rate_hz: float) -> None:
    enough = int(np.ceil(20 * rate_hz))
    for count, kept in ((enough, 1), (enough - 1, 0)):
        probabilities = np.zeros((count + 4, len(CLASSES)), np.float32)
        probabilities[2:-2, 1] = 0.5
        assert len(music_segments(Tagging(probabilities, CLASSES, rate_hz), ONTOLOGY)) == kept


def closed_by_scipy(frames: np.ndarray, width: int) -> np.ndarray:
    """Without the margin scipy would wear away music at the edges, which a closing never does."""
    margin = 2 * width
    padded = binary_closing(np.pad(frames, margin), np.ones(width, bool))
    return padded[margin : len(padded) - margin]


@given(arrays.arrays(bool, st.integers(0, 60)), st.integers(1, 12))
def test_closing_is_the_morphological_one(frames: np.ndarray, width: int) -> None:
    np.testing.assert_array_equal(close_gaps(frames, width), closed_by_scipy(frames, width))


@pytest.mark.parametrize("rate_hz", [Fraction(1), Fraction(25, 12), Fraction(125, 4), Fraction(50)])
def test_the_whole_rule_is_what_scipy_makes_of_it(rate_hz: Fraction) -> None:
    rng = np.random.default_rng(0)
    found = 0
    for _ in range(8):
        stretches = []
        for _ in range(8):
            stretches.append(loud(rng.uniform(5, 25)))
            gap_s, other = rng.choice([1.0, 2.9, 3.0, 3.1, 5.0]), rng.choice([0.0, 0.5])
            stretches.append((gap_s, {MUSIC: other, SPEECH: other}))
        made = tagging(*stretches, rate_hz=float(rate_hz))
        p = made.probabilities
        frames = (p[:, 1:3].max(axis=1) >= 0.3) & (p[:, [0, 3]].max(axis=1) < 0.2)
        labels, _ = label(closed_by_scipy(frames, math.ceil(3 * rate_hz)))
        runs = [(run.start, run.stop) for (run,) in find_objects(labels)]
        expected = [run for run in runs if run[1] - run[0] >= 20 * rate_hz]
        spans = [(s * rate_hz, e * rate_hz) for s, e in music_segments(made, ONTOLOGY)]
        np.testing.assert_allclose(np.array(spans, float), np.array(expected, float), atol=1e-6)
        found += len(expected)
    assert found > 8


def write_ontology(path: Path, *nodes: tuple[str, str, list[str]]) -> Path:
    rows = [{"id": i, "name": name, "child_ids": children} for i, name, children in nodes]
    path.write_text(json.dumps(rows))
    return path


def test_music_is_everything_below_it_however_deep_and_shared(tmp_path: Path) -> None:
    path = write_ontology(
        tmp_path / "ontology.json",
        ("/m/04rlf", "Music", ["instrument", "genre"]),
        ("genre", "Music genre", ["jazz"]),
        ("jazz", "Jazz", []),
        ("instrument", "Musical instrument", ["bell"]),
        ("bell", "Bell", ["bicycle bell"]),
        ("bicycle", "Bicycle", ["bicycle bell"]),
        ("bicycle bell", "Bicycle bell", []),
    )
    ontology = Ontology.read(path)
    assert ontology.music == {"/m/04rlf", "genre", "jazz", "instrument", "bell", "bicycle bell"}
    assert ontology.classes - ontology.music == {"bicycle"}


def test_an_ontology_that_runs_in_circles_ends(tmp_path: Path) -> None:
    path = write_ontology(
        tmp_path / "ontology.json",
        (MUSIC, "Music", ["genre"]),
        ("genre", "Music genre", ["jazz", MUSIC]),
        ("jazz", "Jazz", ["genre"]),
        ("dog", "Dog", ["dog"]),
    )
    assert Ontology.read(path).music == {MUSIC, "genre", "jazz"}


def test_what_is_no_ontology_is_one_sentence(tmp_path: Path) -> None:
    cut = write_ontology(tmp_path / "cut.json", ("/m/04rlf", "Music", ["gone"]))
    without = write_ontology(tmp_path / "without.json", ("a", "A", []))
    (tmp_path / "text.json").write_text("{")
    for path in (cut, without, tmp_path / "text.json", tmp_path / "none.json"):
        with pytest.raises(InputError, match=r"is not AudioSet's ontology"):
            Ontology.read(path)


def test_a_class_beyond_the_ontology_is_refused() -> None:
    foreign = Tagging(np.zeros((1, 1), np.float32), ("/m/other",), RATE_HZ)
    with pytest.raises(InputError, match="'/m/other' is not in the ontology"):
        music_segments(foreign, ONTOLOGY)


def test_a_tagger_that_knows_no_music_is_refused() -> None:
    deaf = Tagging(np.zeros((1, 2), np.float32), (SPEECH, DOG), RATE_HZ)
    with pytest.raises(InputError, match="None of the tagger's 2 classes is music"):
        music_segments(deaf, ONTOLOGY)
