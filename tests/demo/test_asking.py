"""A request is checked before any work, and refused in a sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from demo import texts
from demo.asking import check
from demo.filtering import read_filters
from demo.settings import Settings
from viml_core.errors import InputError, LimitError
from viml_core.filters import Filters

ASKED = {
    "clip": "clip.mp4",
    "text": " calm piano ",
    "picture_only": False,
    "k": 5,
    "music": "starter",
    "model": "viml",
    "alpha": 0.5,
}


def asked(**changes):
    return check(Settings(), **(ASKED | changes))


def test_what_was_asked_is_what_counts():
    ask = asked()
    assert (ask.clip, ask.text, ask.k) == (Path("clip.mp4"), "calm piano", 5)
    assert ask.ranking.name == "viml"


def test_picture_only_ignores_the_words():
    assert asked(picture_only=True).text == ""


def test_alpha_counts_for_blends_only():
    assert asked(model="viml", alpha=0.9).ranking.alpha == 0.0
    assert asked(model="viml&mt", alpha=0.9).ranking.alpha == 0.9
    assert asked(model="ens:viml,mt", alpha=0.9).ranking.alpha == 0.9
    assert asked(model="viml&mt", alpha=None).ranking.alpha == 0.5


@pytest.mark.parametrize("k", [0, 11, -1, float("nan"), None])
def test_a_number_of_tracks_that_cannot_be_shown_is_refused(k):
    with pytest.raises(InputError, match="between 1 and 10"):
        asked(k=k)


def test_long_descriptions_are_refused_and_not_cut():
    settings = Settings()
    settings = replace(settings, limits=replace(settings.limits, max_text_chars=10))
    with pytest.raises(LimitError, match="11 characters, and 10 are the most"):
        check(settings, **(ASKED | {"text": "x" * 11}))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"clip": None, "text": "  "}, texts.ERROR_NO_CLIP),
        ({"clip": None, "picture_only": True}, texts.ERROR_NO_CLIP),
        ({"model": "mt", "text": ""}, texts.ERROR_NO_WORDS),
        ({"model": "mt", "picture_only": True}, texts.ERROR_NO_WORDS),
        ({"model": "<b>"}, "There is no model '<b>'"),
        ({"model": "viml&mt", "alpha": 1.5}, "between 0 and 1"),
        ({"on_beat": 1.5}, "weight of cuts on the beat is 1.5"),
        ({"clip": None, "on_beat": 0.5}, texts.ERROR_NO_CUTS),
    ],
)
def test_what_cannot_be_answered_is_refused(changes, says):
    with pytest.raises(InputError) as refusal:
        asked(**changes)
    assert says in str(refusal.value)


def test_cuts_count_as_asked_and_not_without_being_asked():
    assert asked().on_beat == asked(on_beat=None, clip=None).on_beat == 0
    assert asked(on_beat=0.5).on_beat == 0.5


def test_the_filter_fields_become_filters_and_a_bound_of_0_is_none():
    assert not read_filters("any", "any", 0, None, 0, 0, [], None).active
    filters = read_filters("monetised", "vocals", 90, 0, 0, 60, ["piano"], ["drums"])
    assert filters == Filters("monetised", "vocals", 90, None, None, 60, ("piano",), ("drums",))
    assert asked(filters=filters).filters == filters
    with pytest.raises(InputError, match="at least 120 and at most 90"):
        read_filters("any", "any", 120, 90, 0, 0, [], [])
