"""The analogy prompt of ViML's `prompt2text`, A : A' :: B : B', and what may not come back from it.

A is what the tagger heard in a track, A' what a person wrote about it, B what the tagger heard in
the track to describe; the model writes B'.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.synthesis.items import TaggedItem
from training.synthesis.taxonomy import CATEGORIES
from viml_core.errors import InputError

INPUT = "[Input]:"
OUTPUT = "[Output]:"
STOP = "[Input]"  # a model that goes on writes the next example
_MARKS = ("[output]", *(f"{category}:" for category in CATEGORIES))
_CONFIDENCE = re.compile(r"\(\d+(?:\.\d+)?%\)")
_SENTENCE = 5  # words: a shorter text of a person may well stand in another one


@dataclass(frozen=True)
class Completion:
    """What a model wrote. cut: it was stopped by the limit on tokens. model: as its server says."""

    text: str
    cut: bool
    model: str = ""


def tags_line(item: TaggedItem) -> str:
    """`GENRES: electronic (82.6%), dance (63.9%); MOODS: ...`, most certain first."""
    parts = []
    for category in CATEGORIES:
        tags = sorted(item.tags(category).items(), key=lambda pair: (-pair[1], pair[0]))
        if tags:
            said = ", ".join(f"{tag} ({confidence:.1%})" for tag, confidence in tags)
            parts.append(f"{category.upper()}: {said}")
    return "; ".join(parts)


def analogy_prompt(examples: Sequence[TaggedItem], item: TaggedItem) -> str:
    """The examples with their texts, and the item with an empty output."""
    lines = []
    for example in examples:
        lines += [f"{INPUT} {tags_line(example)}", f"{OUTPUT} {one_line(example.text or '')}"]
    return "\n".join((*lines, f"{INPUT} {tags_line(item)}", OUTPUT))


def draw_examples(
    annotated: Sequence[TaggedItem], item: TaggedItem, count: int, rng: np.random.Generator
) -> list[TaggedItem]:
    """`count` annotated items, never the one to be described.

    Raises:
        InputError: there are not so many.
    """
    others = [example for example in annotated if example.id != item.id]
    if len(others) < count:
        raise InputError(
            f"{count} examples are asked for and {len(others)} are there with a tag above the "
            "threshold: annotate more, or ask for fewer."
        )
    return [others[i] for i in rng.choice(len(others), count, replace=False)]


def cleaned(written: str) -> str:
    """The first text of what was written, on one line and without the mark that asked for it.

    A model that nothing stops runs on into the next input, and the stop sequence may come back
    with the rest of its last token ("[Input]:").
    """
    text, _, _ = written.strip().removeprefix(OUTPUT).partition(STOP)
    return one_line(text)


def flaw(
    completion: Completion, text: str, examples: Sequence[TaggedItem], max_words: int
) -> str | None:
    """What is wrong with a completion and its cleaned text; None where it will do."""
    if not re.search(r"\w", text):
        return "empty"
    said = text.casefold()
    if any(mark in said for mark in _MARKS) or _CONFIDENCE.search(said):
        return "it repeats the prompt"
    ended = not completion.cut or STOP in completion.text
    if not ended or len(text.split()) > max_words:
        return "too long"
    if any(_repeats(said, one_line(example.text or "").casefold()) for example in examples):
        return "it repeats an example"
    return None


def _repeats(said: str, theirs: str) -> bool:
    return said == theirs or (len(theirs.split()) >= _SENTENCE and theirs in said)


def one_line(text: str) -> str:
    """The words of a text with single spaces between them."""
    return " ".join(text.split())
