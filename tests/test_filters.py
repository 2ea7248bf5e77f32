"""What may be suggested follows from what is known of a track, and from nothing else."""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from viml_core.errors import InputError
from viml_core.filter_options import add_filter_options, filters_of
from viml_core.filters import Filters, licence_terms
from viml_core.types import Track

PLAIN = Track("1", Path("a.wav"), "A", "B", "CC0-1.0", 60.0, -14.0, -1.0, 100.0, ("piano", "calm"))


def passes(filters: Filters, for_video: bool = True, **changes) -> bool:
    return bool(filters.mask([replace(PLAIN, **changes)], for_video=for_video)[0])


@pytest.mark.parametrize(
    ("label", "uses"),
    [
        ("CC0-1.0", "any personal monetised advertising"),
        (
            "https://creativecommons.org/publicdomain/zero/1.0/",
            "any personal monetised advertising",
        ),
        ("Public Domain", "any personal monetised advertising"),
        ("CC-BY-4.0", "any personal monetised advertising"),
        ("CC BY-SA 3.0", "any personal monetised advertising"),
        ("CC-BY-NC-SA-4.0", "any personal"),
        ("https://creativecommons.org/licenses/by-nc/4.0/", "any personal"),
        ("CC-BY-ND-4.0", ""),
        ("http://creativecommons.org/licenses/by-nc-nd/3.0/", ""),
        ("unknown", "any"),
        ("© 1999 by Somebody, all rights reserved", "any"),
        ("Licensed by-nd-ing nobody", "any"),
    ],
)
def test_a_licence_decides_which_uses_a_track_is_offered_for(label, uses):
    offered = [
        use
        for use in ("any", "personal", "monetised", "advertising")
        if passes(Filters(use=use), license=label)
    ]
    assert offered == uses.split()


def test_what_forbids_derivatives_is_offered_where_there_is_no_video():
    assert not passes(Filters(), license="CC-BY-ND-4.0")
    assert passes(Filters(), for_video=False, license="CC-BY-ND-4.0")
    assert not licence_terms("CC BY-NC-ND 4.0").commercial


@pytest.mark.parametrize(
    ("tags", "instrumental"),
    [(("guitar",), True), (("male vocals", "rock"), False), (("choir",), False), ((), True)],
)
def test_every_track_is_either_instrumental_or_has_vocals(tags, instrumental):
    assert passes(Filters(voice="instrumental"), tags=tags) == instrumental
    assert passes(Filters(voice="vocals"), tags=tags) != instrumental


def test_bounds_are_inclusive_and_a_missing_tempo_passes_only_without_them():
    assert passes(Filters(min_bpm=100, max_bpm=100))
    assert not passes(Filters(min_bpm=100.5))
    assert not passes(Filters(max_bpm=200), bpm=None)
    assert passes(Filters(min_length_s=60, max_length_s=60), bpm=None)
    assert not passes(Filters(max_length_s=59))


def test_all_wanted_tags_must_be_there_and_none_of_the_others():
    assert passes(Filters(include=("Piano", "calm")))
    assert not passes(Filters(include=("piano", "drums")))
    assert not passes(Filters(exclude=("drums", "Calm")))


def test_what_cannot_be_meant_is_refused():
    with pytest.raises(InputError, match="at least 120 and at most 90"):
        Filters(min_bpm=120, max_bpm=90)
    with pytest.raises(InputError, match="no filter 'fun'"):
        Filters(use="fun")


def test_ten_thousand_tracks_are_filtered_in_a_blink():
    filters = Filters(use="monetised", voice="instrumental", max_bpm=120, exclude=("drums",))
    tracks = [replace(PLAIN, bpm=float(n % 200)) for n in range(10_000)]
    start = time.process_time()
    mask = filters.mask(tracks, for_video=True)
    assert time.process_time() - start < 0.1
    assert mask.sum() == sum(n % 200 <= 120 for n in range(10_000))


FULL = Filters("monetised", "vocals", 80.0, 120.0, 30.0, 200.5, ("piano", "calm"), ("drums",))


def test_a_command_line_and_a_program_can_say_all_that_the_page_can():
    parser = argparse.ArgumentParser()
    add_filter_options(parser)
    assert filters_of(parser.parse_args([])) == Filters() == Filters.from_json({"use": None})
    said = "--use monetised --voice vocals --min-bpm 80 --max-bpm 120 --min-length 30"
    said += " --max-length 200.5 --include piano --include calm --exclude drums"
    assert filters_of(parser.parse_args(said.split())) == FULL
    assert Filters.from_json(json.loads(json.dumps(asdict(FULL)))) == FULL


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (["piano"], "must be an object with some of use, voice"),
        ({"tempo": 90}, "must be an object with some of use, voice"),
        ({"use": "school"}, "no filter 'school'"),
        ({"use": ["personal"]}, "no filter"),
        ({"min_bpm": "fast"}, "tempo is bounded by 'fast'"),
        ({"max_length_s": float("nan")}, "length is bounded by nan"),
        ({"min_bpm": -1}, "from 0 on"),
        ({"max_bpm": True}, "tempo is bounded by True"),
        ({"include": "piano"}, "'include' is 'piano', but must be a list"),
        ({"exclude": [1]}, "must be a list of tags"),
    ],
)
def test_what_a_program_sends_wrongly_is_named(values, says):
    with pytest.raises(InputError, match=says):
        Filters.from_json(values)
