"""A study speaks the language that a browser asks for, and keeps the same whatever it is."""

from __future__ import annotations

import json
import re
import string

import pytest
from fastapi.testclient import TestClient

from demo.language import words_of
from demo.study import texts, texts_de
from demo.study.language import LANGUAGES, asked_for
from demo.study.web import create_app

GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "en"),
        ("de", "de"),
        (GERMAN["Accept-Language"], "de"),
        ("en-GB,en;q=0.9,de;q=0.8", "en"),
        ("fr,de;q=0.3,en;q=0.7", "en"),
        ("fr-FR,fr;q=0.9", "en"),
        ("de;q=0", "en"),
        ("de;q=often,*", "en"),
    ],
)
def test_the_language_is_the_browsers_first_that_is_known(header, code):
    assert asked_for(header).code == code


def shape(value):
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(map(shape, value))
    return {name for _, name, _, _ in string.Formatter().parse(value) if name is not None}


def test_the_german_says_all_that_the_english_does():
    english, german = words_of(texts), words_of(texts_de)
    kept = {"REASONS", "WORDS_REASON"}  # values, whatever they are called
    assert sorted(german) == sorted(set(english) - kept)
    for name, value in german.items():
        assert shape(value) == shape(english[name]), name
        assert value != english[name], name
    for choice, options in texts_de.CHOICES.items():
        assert [o[:2] for o in options] == [o[:2] for o in texts.CHOICES[choice]]


def test_failures_are_told_with_their_values():
    told = LANGUAGES["de"].told(texts.ERROR_UNHEARD.format(seconds="7.5"))
    assert told == texts_de.ERROR_UNHEARD.format(seconds="7.5")
    assert LANGUAGES["en"].told(texts.ERROR_TURN) == texts.ERROR_TURN


def test_a_rater_reads_german_and_the_study_keeps_the_same_values(made):
    with TestClient(create_app(made.folder), headers=GERMAN) as client:
        token = made.tokens()[0]
        page = client.get(f"/r/{token}/").text
        words = json.loads(re.search(r'id="told">(.*?)</script>', page)[1])["words"]
        assert '<html lang="de">' in page and texts_de.PAGE_TITLE in page
        assert words["confirm"] == texts_de.CONFIRM
        assert ["mood", "Stimmung"] in words["reasons"]
        assert {option["value"] for option in words["choices"]} <= {
            value for options in texts.CHOICES.values() for value, *_ in options
        }
        assert texts_de.NO_LINK in client.get("/r/nobody/").text
        client.get(f"/r/{token}/state")
        sent = {"position": 0, "choice": "left", "reasons": ["Stimmung"]}
        refused = client.post(f"/r/{token}/votes", json=sent)
        assert (refused.status_code, refused.json()["error"]) == (422, texts_de.ERROR_CHOICE)
