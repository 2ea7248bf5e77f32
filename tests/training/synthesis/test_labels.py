"""Labels to texts: what is said is what is known, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from training.synthesis.labels import (
    ENERGY_WORDS,
    Labels,
    level_words,
    synthesise,
    tags_text,
    template_text,
    typed_text,
)

LABELS = Labels(("folk", "acoustic"), ("hopeful", "warm"), ("guitar", "violin"), 0.2, 90.0)


def test_the_tags_route_says_every_word_once():
    said = tags_text(LABELS, np.random.default_rng(0)).split(", ")
    assert sorted(said) == sorted(LABELS.words)
    assert len(set(said)) == len(said)
    assert {"folk", "hopeful", "violin", "calm", "mid-tempo"} <= set(said)


@pytest.mark.parametrize("route", [template_text, typed_text])
def test_other_routes_say_no_word_that_is_not_known(route):
    others = {"jazz", "sad", "drums", "energetic", "fast", "slow"}
    for seed in range(50):
        text = route(LABELS, np.random.default_rng(seed))
        assert not others & set(text.replace(",", " ").replace(".", " ").split())
        assert "{}" not in text and "  " not in text


def test_a_template_names_a_category_only_when_it_is_known():
    text = template_text(Labels(genres=("jazz",)), np.random.default_rng(0))
    assert "jazz" in text
    assert text.count(".") == 1


@pytest.mark.parametrize(
    ("energy", "word"), [(0.0, "calm"), (0.29, "calm"), (0.6, "upbeat"), (1.0, "energetic")]
)
def test_a_level_has_the_words_of_its_range(energy, word):
    assert word in level_words(energy, ENERGY_WORDS)
    assert level_words(None, ENERGY_WORDS) == ()


def test_nothing_known_still_gives_texts():
    assert len(synthesise(Labels(), 6, np.random.default_rng(0))) == 6
