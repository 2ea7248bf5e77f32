"""`prompt2text` where no language model is at hand: the analogy is solved by substitution.

The prompt of the route says A : A' :: B : B'. A language model writes B'; this stand-in takes the
example whose tags are most like B's and puts B's tags into its text in the place of A's. It knows
no grammar and no synonyms, so its texts vary less than a model's; what it made is recorded as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from training.data.musiccaps import Caption
from training.data.scenes import Scene
from training.synthesis.items import TaggedItem
from training.synthesis.prompt import INPUT, OUTPUT, Completion
from training.synthesis.prompt2text import PromptConfig
from training.synthesis.taxonomy import CATEGORIES, Category, vocabulary

NAME = "analogy by substitution, no language model"
_LEAST_NAMED = (
    0.3  # share of an example's words that tags are: the others are taken over as they are
)
_UNTRUE = re.compile(r"voice|vocal|sing|\b(?:fe)?male\b|\bnot?\b|without", re.IGNORECASE)
_TAG = re.compile(r"\s*(?P<tag>[^,(]+?)\s*\([\d.]+%\)")
_Tags = dict[str, list[str]]


@dataclass(frozen=True)
class Substitution:
    """Completes an analogy prompt by the words that are in it. Stands where a model would."""

    def complete(self, prompt: str, seed: int, config: PromptConfig) -> Completion:
        """The text of the most similar example, with the tags exchanged; another seed, another."""
        lines = prompt.splitlines()
        inputs = [_tags(line) for line in lines if line.startswith(INPUT)]
        texts = [line.removeprefix(OUTPUT).strip() for line in lines if line.startswith(OUTPUT)]
        *examples, item = inputs
        noise = 0.5 * np.random.default_rng(seed).random(len(examples))
        nearest = np.argsort([-_alike(tags, item) for tags in examples] + noise, kind="stable")
        for i in nearest.tolist():
            if written := _exchanged(texts[i], examples[i], item):
                return Completion(written, cut=False)
        return Completion("", cut=False)


def annotated(scenes: Iterable[Scene], captions: Iterable[Caption] = ()) -> list[TaggedItem]:
    """What people wrote of music, with the tags of the vocabulary that it answers to.

    Only texts that name their own tags and hardly more: others can stand in the tags' place, and
    what remains is true of any track.
    """
    said = [(scene.request, (*scene.music, *scene.moods)) for scene in scenes]
    for caption in captions:
        said += [(sentence, caption.aspects) for sentence in caption.text.split(". ")]
    items = []
    for number, (text, phrases) in enumerate(said):
        known = " | ".join(phrases).lower()
        tags: dict[Category, dict[str, float]] = {category: {} for category in CATEGORIES}
        for tag in vocabulary():
            if _named(tag.name, known) and _named(tag.name, text):
                tags[tag.category][tag.name] = 1.0
        named = sum(len(tag.split()) for kind in tags.values() for tag in kind)
        if named >= _LEAST_NAMED * len(text.split()) and named and not _UNTRUE.search(text):
            items.append(TaggedItem(f"written-{number}", **tags, text=text))
    return items


def _tags(line: str) -> _Tags:
    """`[Input]: GENRES: folk (90.0%); MOODS: calm (80.0%)` -> {"genres": ["folk"], ...}."""
    found: _Tags = {}
    for part in line.removeprefix(INPUT).split(";"):
        category, _, tags = part.partition(":")
        found[category.strip().lower()] = [m["tag"] for m in _TAG.finditer(tags)]
    return found


def _alike(one: _Tags, other: _Tags) -> float:
    """Categories that both speak of, and tags that they share."""
    shared = sum(len(set(one.get(c, ())) & set(other.get(c, ()))) for c in CATEGORIES)
    both = sum(bool(one.get(c)) == bool(other.get(c)) for c in CATEGORIES)
    return both + shared


def _exchanged(text: str, theirs: _Tags, ours: _Tags) -> str | None:
    """The text about our tags; None where one of theirs has nothing to stand in its place."""
    marks: dict[str, str] = {}
    for category in CATEGORIES:
        mine: Sequence[str] = ours.get(category, ())
        named = [tag for tag in theirs.get(category, ()) if _named(tag, text)]
        if named and not mine:
            return None
        marks |= {tag: mine[i % len(mine)] for i, tag in enumerate(named)}
    if not marks or all(old == new for old, new in marks.items()):
        return None
    pattern = "|".join(re.escape(tag) for tag in sorted(marks, key=len, reverse=True))
    lower = {tag.lower(): new for tag, new in marks.items()}
    return re.sub(rf"\b(?:{pattern})\b", lambda m: lower[m[0].lower()], text, flags=re.IGNORECASE)


def _named(tag: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(tag)}\b", text, re.IGNORECASE) is not None
