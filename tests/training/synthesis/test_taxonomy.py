"""The vocabulary has the paper's counts, and musicnn's tags all have a place or a reason."""

from __future__ import annotations

from collections import Counter

import numpy as np

from training.synthesis.taxonomy import CATEGORIES, MUSICNN_UNUSED, from_musicnn, vocabulary
from viml_core.features.musicnn import MSD, MTT
from viml_core.features.tags import readable_tags


def test_counts_are_those_of_the_papers_tagger():
    assert Counter(tag.category for tag in vocabulary()) == {
        "genres": 20,
        "moods": 28,
        "instruments": 41,
    }
    assert len({tag.name for tag in vocabulary()}) == 89
    assert {tag.provenance for tag in vocabulary()} == {"stated", "ours"}


def test_what_the_papers_state_is_marked_so():
    stated = {tag.name for tag in vocabulary() if tag.provenance == "stated"}
    assert {"novelty", "quirky", "synth bass", "lead vocals", "acoustic"} <= stated
    assert not {"metal", "sitar", "romantic"} & stated


def test_every_output_of_musicnn_is_mapped_once_or_named_as_unused():
    mapped = Counter(theirs for tag in vocabulary() for theirs in tag.musicnn)
    assert set(mapped.values()) == {1}
    assert set(mapped) | MUSICNN_UNUSED == set(MSD.tags) | set(MTT.tags)
    assert not set(mapped) & MUSICNN_UNUSED


def test_the_names_that_a_library_shows_are_mapped_as_well():
    known = {tag.name for tag in vocabulary()} | {t for tag in vocabulary() for t in tag.musicnn}
    certain = np.eye(len(MSD.tags) + len(MTT.tags), dtype=np.float32)
    shown = {name for confidences in certain for name, _ in readable_tags(confidences)[:1]}
    assert shown - known == MUSICNN_UNUSED & shown
    assert {"female vocals", "chillout", "instrumental"} <= shown


def test_the_highest_of_several_names_counts():
    heard = [("man", 0.2), ("male vocal", 0.6), ("male", 0.4), ("rock", 0.5), ("90s", 0.9)]
    assert from_musicnn(heard) == {
        "genres": {"rock": 0.5},
        "moods": {},
        "instruments": {"male vocals": 0.6},
    }
    assert tuple(from_musicnn([])) == CATEGORIES
