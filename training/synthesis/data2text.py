"""ViML's `data2text`: a template sentence per category, then Zero-shot D2T of Kasner and Dusek.

Three modules in turn: the order of the sentences, which neighbours are to be one, and the rewriting
of the paragraph. The trained ones are in `neural.py`; `Rules` here is the other, named choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np

from training.synthesis.items import TaggedItem, item_rng
from training.synthesis.records import Written
from training.synthesis.taxonomy import CATEGORIES, Category
from training.synthesis.wording import listed

# After the sentences that ViML prints; the paper's whole list is not published.
TEMPLATES: dict[Category, tuple[str, ...]] = {
    "genres": (
        "This is {} music.",
        "This music is {}.",
        "This song is {}.",
        "The soundtrack is {}.",
        "This sounds like {} music.",
        "The genre of this music is {}.",
    ),
    "moods": (
        "The music gives a {} feel.",
        "The mood is {}.",
        "The feeling is {}.",
        "This music sounds {}.",
        "It has a {} vibe.",
    ),
    "instruments": (
        "The soundtrack has {}.",
        "The song features {}.",
        "The instrumentation includes {}.",
        "The music is played with {}.",
        "There is the sound of {}.",
    ),
}


class Modules(Protocol):
    """Ordering, aggregation and compression of N sentences."""

    def order(self, sentences: Sequence[str]) -> list[int]:
        """Their order: a permutation of 0..N-1."""

    def separate(self, sentences: Sequence[str]) -> list[bool]:
        """For each of the N-1 gaps between ordered sentences: False fuses the two."""

    def compress(self, groups: Sequence[Sequence[str]]) -> str:
        """The paragraph; the sentences of a group are to become one."""


class Rules:
    """No network: the order given, the first two sentences joined, nothing rewritten."""

    def order(self, sentences: Sequence[str]) -> list[int]:
        return list(range(len(sentences)))

    def separate(self, sentences: Sequence[str]) -> list[bool]:
        return [gap > 0 for gap in range(len(sentences) - 1)]

    def compress(self, groups: Sequence[Sequence[str]]) -> str:
        return " ".join(_joined(group) for group in groups)


@dataclass(frozen=True)
class Data2Text:
    """Writes items by way of the modules."""

    modules: Modules
    threshold: float
    seed: int

    def __call__(self, item: TaggedItem) -> Written:
        sentences = template_sentences(item.above(self.threshold), item_rng(self.seed, item.id))
        if not sentences:
            return Written(None, {}, f"no tag is above {self.threshold}")
        order = self.modules.order(sentences)
        ordered = [sentences[i] for i in order]
        separate = self.modules.separate(ordered) if len(ordered) > 1 else []
        text = self.modules.compress(grouped(ordered, separate)).strip()
        how = {"sentences": sentences, "order": order, "separate": separate}
        return Written(text, how) if text else Written(None, how, "the compression gave no text")


def template_sentences(item: TaggedItem, rng: np.random.Generator) -> list[str]:
    """A random template of each category that has tags, filled with them in random order."""
    sentences = []
    for category in CATEGORIES:
        if tags := list(item.tags(category)):
            template = str(rng.choice(TEMPLATES[category]))
            sentences.append(template.format(listed(rng.permutation(tags).tolist(), ", and ")))
    return sentences


def grouped(sentences: Sequence[str], separate: Sequence[bool]) -> list[list[str]]:
    """Ordered sentences in groups that become one sentence each."""
    groups = [[sentences[0]]]
    for (_, sentence), apart in zip(pairwise(sentences), separate, strict=True):
        if apart:
            groups.append([sentence])
        else:
            groups[-1].append(sentence)
    return groups


def _joined(sentences: Sequence[str]) -> str:
    first, *rest = (sentence.rstrip(". ") for sentence in sentences)
    return "".join((first, *(f", and {s[0].lower()}{s[1:]}" for s in rest), "."))
