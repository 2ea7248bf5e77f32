"""The analogy prompt of ViML's `prompt2text`, A : A' :: B : B', and what may not come back from it.

A is what the tagger heard in a track, A' what a person wrote about it, B what the tagger heard in
the track to describe; the model writes B'.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.synthesis.items import TaggedItem
from training.synthesis.taxonomy import CATEGORIES
from viml_core.errors import InputError

INPUT = "[Input]:"
OUTPUT = "[Output]:"
STOP = "[Input]"  # a model that goes on writes the next example
_MARKS = (STOP, "[Output]", *(f"{category.upper()}:" for category in CATEGORIES))


@dataclass(frozen=True)
class Completion:
    """What a model wrote. cut: it was stopped by the limit on tokens."""

    text: str
    cut: bool


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
            f"{count} examples are asked for and {len(others)} are there: annotate more, or ask "
            "for fewer."
        )
    return [others[i] for i in rng.choice(len(others), count, replace=False)]


def cleaned(written: str) -> str:
    """What was written on one line, without the mark that asked for it or the mark that ended it.

    Some servers give the stop sequence back as the end of the text.
    """
    text = written.strip().removesuffix(STOP).removeprefix(OUTPUT)
    return one_line(text)


def flaw(
    completion: Completion, text: str, examples: Sequence[TaggedItem], max_words: int
) -> str | None:
    """What is wrong with a completion and its cleaned text; None where it will do."""
    if not text:
        return "empty"
    if any(mark in text for mark in _MARKS):
        return "it repeats the prompt or runs on into another input"
    if completion.cut or len(text.split()) > max_words:
        return "too long"
    said = text.casefold()
    copied = (one_line(example.text or "").casefold() for example in examples)
    if any(theirs in said for theirs in copied):
        return "it repeats an example"
    return None


def one_line(text: str) -> str:
    """The words of a text with single spaces between them."""
    return " ".join(text.split())
