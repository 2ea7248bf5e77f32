"""Every language says all that the English page says, and nothing else."""

from __future__ import annotations

import importlib
import inspect
import os
import re
import string
import subprocess
import sys

import pytest

from demo import texts
from demo.language import LANGUAGES, speak, words_of
from viml_core.config import Limits
from viml_core.errors import InputError

OTHERS = [language for language in LANGUAGES if language != "en"]
# What stands for itself in every language.
SAME = {"TITLE", "WORDS_PLACEHOLDER", "ROOM_MODELS", "STATISTICS_TEMPO", "duck_depth"}


def placeholders(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def shape(value):
    """What must be the same: keys, lengths and placeholders."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(shape(inner) for inner in value)
    if callable(value):
        return [
            (parameter.name, parameter.annotation)
            for parameter in inspect.signature(value).parameters.values()
        ]
    return placeholders(value)


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_there_with_the_same_keys_and_placeholders(language):
    english, other = words_of(texts), words_of(importlib.import_module(f"demo.texts.{language}"))
    assert sorted(other) == sorted(english)
    for name, value in english.items():
        assert shape(other[name]) == shape(value), name


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_left_in_english(language):
    english, other = words_of(texts), words_of(importlib.import_module(f"demo.texts.{language}"))
    left = {
        name for name in english if isinstance(english[name], str) and english[name] == other[name]
    }
    assert left <= SAME


@pytest.mark.parametrize("language", OTHERS)
def test_the_sentences_name_what_they_are_given(language):
    """Each function is called with values that can be told apart, and says the same ones."""
    english, other = words_of(texts), words_of(importlib.import_module(f"demo.texts.{language}"))
    given = {
        "int": 7,
        "float": 7.0,
        "float | None": 7.0,
        "str": "xyzzy",
        "bool": True,
        "tuple[str, ...]": ("xyzzy",),
    }
    for name, function in english.items():
        if not callable(function):
            continue
        parameters = inspect.signature(function).parameters.values()
        values = [Limits() if p.annotation == "Limits" else given[p.annotation] for p in parameters]
        values = [
            "calmer" if p.name == "but" else v for p, v in zip(parameters, values, strict=True)
        ]
        said = [set(re.findall(r"\d+|xyzzy", f(*values))) for f in (function, other[name])]
        assert said[0] == said[1], name


def test_the_page_is_built_in_the_language_that_was_chosen():
    """In a process of its own: the words of this one stay English."""
    program = (
        "from demo.language import speak; speak('de'); from demo import cards, texts; "
        "print(texts.FIND); print(cards.nothing_yet())"
    )
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"}
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env=environment, check=True
    ).stdout.decode()
    assert "Musik finden" in said and "Hier erscheinen deine Vorschläge" in said


def test_an_unknown_language_is_named():
    with pytest.raises(InputError, match=r"'tlh'.*en, de"):
        speak("tlh")
