"""In which language the page speaks: `VIML_LANGUAGE=de python app.py`.

`demo.texts` is English and is what the page reads. Another language is one more folder,
`demo/texts/<language>`, with the same names; its words take the places of the English ones before
the page is built. What the core says (steps of the work, reasons of failures) passes through
`texts.told`; programs that ask `/suggest` get its English.
"""

from __future__ import annotations

import importlib
from types import FunctionType, ModuleType
from typing import Any

from demo import texts
from viml_core.errors import InputError

ENGLISH = "en"
LANGUAGES = (ENGLISH, "de")


def words_of(module: ModuleType) -> dict[str, Any]:
    """What a folder of texts says, by name: strings and collections of them, and functions."""
    return {
        name: value
        for name, value in vars(module).items()
        if not name.startswith("_")
        and (
            isinstance(value, (str, tuple, dict))
            or (isinstance(value, FunctionType) and value.__module__.startswith(module.__name__))
        )
    }


def speak(language: str) -> None:
    """Let the page that is built from now on speak a language.

    Raises:
        InputError: there is no such language.
    """
    if language not in LANGUAGES:
        raise InputError(
            f"The page does not speak '{language}'; set VIML_LANGUAGE to one of "
            f"{', '.join(LANGUAGES)}."
        )
    if language != ENGLISH:
        for name, value in words_of(importlib.import_module(f"demo.texts.{language}")).items():
            setattr(texts, name, value)
