"""What the core says, in the other languages of the page: by templates that the core still says."""

from __future__ import annotations

import ast
import importlib
import re
import string
from pathlib import Path

import pytest

from demo.translating import Sentences
from viml_core.config import Limits
from viml_core.errors import VimlError
from viml_core.filters import Filters
from viml_core.media.files import check_readable
from viml_core.media.probe import probe

german = importlib.import_module("demo.texts.de.core")
TEMPLATES: dict[str, str] = german._TEMPLATES


def said_in(folder: str) -> list[re.Pattern[str]]:
    """Whatever strings the files of a folder hold, as patterns of what they can become."""
    patterns = set()
    for file in Path(folder).rglob("*.py"):
        if "texts" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                patterns.add(re.escape(node.value))
            elif isinstance(node, ast.JoinedStr):
                parts = (
                    re.escape(part.value) if isinstance(part, ast.Constant) else "(.+?)"
                    for part in node.values
                )
                patterns.add("".join(parts))
    sentences = (p for p in patterns if " " in p and len(p.replace("(.+?)", "")) > 7)
    return [re.compile(pattern, re.DOTALL) for pattern in sentences]


def test_every_template_is_a_sentence_that_the_core_or_the_page_says():
    said = said_in("viml_core") + said_in("demo")
    assert len(TEMPLATES) > 60
    unsaid = [
        template
        for template in TEMPLATES
        if not any(pattern.fullmatch(template.replace("{}", "x")) for pattern in said)
    ]
    assert unsaid == []


def test_translations_have_room_for_no_more_than_there_is():
    for english, translation in TEMPLATES.items():
        places = {int(n) for _, n, _, _ in string.Formatter().parse(translation) if n is not None}
        assert places <= set(range(english.count("{}"))), english


@pytest.mark.parametrize(
    ("fail", "says"),
    [
        (lambda folder: check_readable(folder, "clip"), "ist ein Ordner"),
        (lambda folder: probe(folder / "gone.mp4", Limits()), "gone.mp4“; prüfe den Pfad"),
        (lambda folder: probe(letter(folder), Limits()), "„a {0} letter.mp4“ ist kein Video"),
        (lambda folder: Filters(min_bpm=120, max_bpm=90), "mindestens 120 und höchstens 90"),
    ],
)
def test_failures_as_they_happen_are_told_in_german(tmp_path, fail, says):
    with pytest.raises(VimlError) as caught:
        fail(tmp_path)
    assert says in german.told(str(caught.value))


def letter(folder: Path) -> Path:
    path = folder / "a {0} letter.mp4"
    path.write_text("This is not a video. " * 50)
    return path


def test_what_is_inside_a_sentence_is_translated_too_and_the_rest_stays():
    told = Sentences({"{} Kept: {}.": "{0} Behalten: {1}.", "It stopped.": "Es hielt.", "{}!": "x"})
    assert told("It stopped. Kept: 3.") == "Es hielt. Behalten: 3."
    assert told("Nobody knows this.") == "Nobody knows this."
    assert told("A.\nB. Kept: 3.") == "A.\nB. Behalten: 3."
