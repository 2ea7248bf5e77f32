"""The file beside the checkpoints: what it maps, for which models, and how it is refused."""

from __future__ import annotations

import json

import numpy as np
import pytest

from viml_core.calibration import (
    CALIBRATION_FILE,
    Calibration,
    Fitted,
    ScoreMap,
    read_calibration,
    write_calibration,
)
from viml_core.errors import CheckpointError

MARKS = {"viml": "v1", "mt": "t1"}
FITTED = (
    Fitted({"viml": 1.0}, "video", ScoreMap(4.0, -1.0, 0.6)),
    Fitted({"viml": 1.0, "mt": 0.0}, "video+text", ScoreMap(4.0, 0.0, 0.4)),
    Fitted({"viml": 0.0, "mt": 1.0}, "video+text", ScoreMap(8.0, -2.0, 0.6)),
)
CALIBRATION = Calibration("a set", MARKS, FITTED)


def test_a_score_is_a_chance_that_rises_with_the_raw_one():
    raw = np.linspace(-300, 300, 101)
    scores = [ScoreMap(4.0, -1.0, 0.5)(value) for value in raw]
    assert all(0.0 <= s <= 1.0 for s in scores)
    assert scores == sorted(scores)
    assert ScoreMap(4.0, -1.0, 0.5)(0.25) == pytest.approx(0.5)
    assert ScoreMap(4.0, -1.0, 0.5)(0.5) == pytest.approx(1 / (1 + np.exp(-1.0)))


def test_what_is_written_is_read(tmp_path):
    assert read_calibration(tmp_path) is None
    write_calibration(tmp_path, CALIBRATION)
    assert read_calibration(tmp_path) == CALIBRATION


@pytest.mark.parametrize(
    ("share", "slope", "below"), [(0.0, 4.0, 0.4), (0.25, 5.0, 0.45), (1.0, 8.0, 0.6)]
)
def test_between_two_blends_the_map_lies_between_theirs(share, slope, below):
    found = CALIBRATION.score_map({"viml": 1.0 - share, "mt": share}, "video+text", MARKS)
    assert found.slope == pytest.approx(slope)
    assert found.nothing_fits_below == pytest.approx(below)


def test_other_models_modes_and_blends_have_no_map():
    assert CALIBRATION.score_map({"viml": 1.0}, "video", MARKS) == FITTED[0].map
    assert CALIBRATION.score_map({"viml": 1.0}, "video", {"viml": "v2"}) is None
    retrained = {"viml": "v1", "mt": "t2"}
    assert CALIBRATION.score_map({"viml": 0.5, "mt": 0.5}, "video+text", retrained) is None
    assert CALIBRATION.score_map({"viml": 1.0}, "video", retrained) is not None
    assert CALIBRATION.score_map({"mt": 1.0}, "text", MARKS) is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda kept: "no json",
        lambda kept: json.dumps([]),
        lambda kept: json.dumps({**kept, "fitted": [{}]}),
        lambda kept: json.dumps(kept).replace('"slope": 4.0', '"slope": -4.0'),
        lambda kept: json.dumps(kept).replace('"slope": 4.0', '"slope": NaN'),
    ],
)
def test_a_file_that_is_no_calibration_is_refused_in_one_sentence(tmp_path, spoil):
    kept = json.loads(write_calibration(tmp_path, CALIBRATION).read_text())
    (tmp_path / CALIBRATION_FILE).write_text(spoil(kept))
    with pytest.raises(CheckpointError, match="is not a calibration of this version"):
        read_calibration(tmp_path)
