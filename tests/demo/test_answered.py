"""A list that is on the page changes without a new question."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from demo.answered import Answered
from tests.library import toy
from tests.test_listing import NoteEncoder
from viml_core.filters import Filters
from viml_core.rerank import ScoreBoard
from viml_core.types import Query


def test_near_identical_tracks_are_kept_apart_only_where_that_is_wanted(tmp_path):
    toy.write_songs(tmp_path / "music", 6)
    toy.write(tmp_path / "music" / "again.wav", 1.01 * toy.song(2, 6.5))
    library = toy.make(tmp_path / "library")
    library.ingest([tmp_path / "music"], NoteEncoder())
    names = [track.path.stem for track in library.rankable()]
    best_first = ["02", "again", "00", "01", "03", "04", "05"]
    raw = np.array([1 - 0.05 * best_first.index(name) for name in names], np.float32)
    board = ScoreBoard(library, Query(None, "calm"), lambda name, words: raw, lambda weights: None)
    found = SimpleNamespace(answer=SimpleNamespace(board=board), clip=None, placer=None)
    answered = Answered(found, 2, "calm", Filters(), {"mt": 1.0}, ())

    def shown(diverse: bool) -> list[str]:
        answered.reweigh({"mt": 1.0}, Filters(), diverse=diverse)
        return [suggestion.track.path.stem for suggestion in answered.results]

    assert shown(diverse=True) == ["02", "00"]
    assert shown(diverse=False) == ["02", "again"]
