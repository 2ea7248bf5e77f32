"""The words that people see for a track."""

from __future__ import annotations

import numpy as np
import pytest

from viml_core.features.music import TAGS
from viml_core.features.tags import MAX_TAGS, MIN_TAGS, readable_tags
from viml_core.types import FloatArray


def confidences(**named: float) -> FloatArray:
    """All near zero but these; a tag that both vocabularies know is set in MSD's."""
    values = np.full(len(TAGS), 0.001, np.float32)
    for name, value in named.items():
        values[TAGS.index(name.replace("_", " "))] = value
    return values


def test_most_certain_first_and_nothing_below_the_threshold() -> None:
    tags = readable_tags(confidences(jazz=0.5, piano=0.3, blues=0.2, pop=0.11, harp=0.15))
    assert [name for name, _ in tags] == ["jazz", "piano", "blues"]
    assert [value for _, value in tags] == pytest.approx([0.5, 0.3, 0.2])


def test_a_track_that_nothing_fits_still_gets_the_nearest_words() -> None:
    tags = readable_tags(confidences(folk=0.08, cello=0.09, sad=0.03))
    assert [name for name, _ in tags] == ["cello", "folk", "sad"]
    assert len(tags) == MIN_TAGS


def test_words_for_the_same_thing_are_one() -> None:
    values = confidences(female_vocalists=0.3, female_voice=0.4, woman=0.35, classic=0.2)
    values[50 + 1] = 0.6  # MTT's "classical"
    values[TAGS.index("ambient")] = 0.2
    values[50 + 10] = 0.4  # MTT's "ambient"
    assert dict(readable_tags(values)) == {"classical": 0.6, "female vocals": 0.4, "ambient": 0.4}


def test_no_more_than_eight() -> None:
    tags = readable_tags(np.linspace(0.3, 0.9, len(TAGS), dtype=np.float32))
    assert len(tags) == MAX_TAGS == len({name for name, _ in tags})
