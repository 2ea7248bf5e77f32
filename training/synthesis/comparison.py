"""How texts of the routes differ from what people wrote: faithful, diverse, long, near.

Words are compared in lower case and without a final s, so that `guitars` says `guitar`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations, pairwise
from typing import Any

import numpy as np

from training.synthesis.items import TaggedItem
from training.synthesis.taxonomy import vocabulary
from viml_core.errors import InputError
from viml_core.types import FloatArray

HUMAN = "human"
Texts = Mapping[str, str]  # item id -> text
Encode = Callable[[Sequence[str]], FloatArray]  # B texts -> unit vectors (B, D)
Words = tuple[str, ...]


@dataclass(frozen=True)
class Measures:
    """One kind of texts.

    texts, failed, missing: items with a text, with an error, with neither.
    tag_recall: share of all input tags that appear. tag_precision: share of the mentions of tags
    that were given; tags_not_given: the other mentions, per text. distinct_1, distinct_2: share of
    words and of pairs of words that are different ones. distance: mean of 1 - cosine to the
    person's text of the same item in the text encoder's space.
    """

    texts: int
    failed: int
    missing: int
    tag_recall: float
    tag_precision: float | None
    tags_not_given: float
    distinct_1: float
    distinct_2: float
    words: float
    characters: float
    distance: float | None


@dataclass(frozen=True)
class Nearer:
    """In how many items the first route's text is nearer to the person's than the second's."""

    first: str
    second: str
    items: int
    first_is_nearer: int


@dataclass(frozen=True)
class Comparison:
    """All routes and the people, and each two routes beside each other."""

    routes: dict[str, Measures]
    nearer: tuple[Nearer, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def compare(
    items: Sequence[TaggedItem],
    routes: Mapping[str, Texts],
    failures: Mapping[str, Collection[str]],
    encode: Encode,
) -> Comparison:
    """Compare the routes' texts with the people's. items: kept tags only, each with a text.

    Raises:
        InputError: a route has no text of any item.
    """
    human = {item.id: item.text or "" for item in items}
    said = {HUMAN: human} | {
        name: {id_: text for id_, text in texts.items() if id_ in human}
        for name, texts in routes.items()
    }
    if empty := [name for name, texts in said.items() if not texts]:
        raise InputError(f"{empty[0]} has no text of any of the items: compare the same ids.")
    nearness = _nearness(said, encode)
    measures = {
        name: _measure(items, texts, failures.get(name, ()), nearness.get(name))
        for name, texts in said.items()
    }
    pairs = tuple(_nearer(a, b, nearness) for a, b in combinations(routes, 2))
    return Comparison(measures, pairs)


def words_of(text: str) -> Words:
    """Lower-case words, a final s cut off."""
    return tuple(word.removesuffix("s") or word for word in re.findall(r"\w+", text.lower()))


def says(words: Words, tag: Words) -> bool:
    """Whether the words of the tag stand side by side somewhere."""
    return any(words[i : i + len(tag)] == tag for i in range(len(words) - len(tag) + 1))


def mentions(words: Words, tags: Collection[Words]) -> list[Words]:
    """The tags in a text from left to right; of two at one place the longer one."""
    longest = max(map(len, tags), default=0)
    found, i = [], 0
    while i < len(words):
        lengths = range(min(longest, len(words) - i), 0, -1)
        tag = next((words[i : i + n] for n in lengths if words[i : i + n] in tags), None)
        if tag:
            found.append(tag)
        i += len(tag) if tag else 1
    return found


def distinct(texts: Sequence[Words], n: int) -> float:
    """Different n-grams of all texts over all of them, 0 where there is none. n: 1 or 2."""
    grams = [gram for text in texts for gram in (text if n == 1 else pairwise(text))]
    return len(set(grams)) / len(grams) if grams else 0.0


def _measure(
    items: Sequence[TaggedItem],
    texts: Texts,
    failed: Collection[str],
    nearness: Mapping[str, float] | None,
) -> Measures:
    known = {words_of(tag.name) for tag in vocabulary()}
    known |= {words_of(tag) for item in items for tag in item.names}
    here = [item for item in items if item.id in texts]
    lost = sum(item.id in failed for item in items if item.id not in texts)
    given = [{words_of(tag) for tag in item.names} for item in here]
    spoken = [words_of(texts[item.id]) for item in here]
    kept = [says(s, tag) for s, tags in zip(spoken, given, strict=True) for tag in tags]
    named = [tag in g for s, g in zip(spoken, given, strict=True) for tag in mentions(s, known)]
    return Measures(
        texts=len(here),
        failed=lost,
        missing=len(items) - len(here) - lost,
        tag_recall=float(np.mean(kept)) if kept else 0.0,
        tag_precision=float(np.mean(named)) if named else None,
        tags_not_given=named.count(False) / len(here),
        distinct_1=distinct(spoken, 1),
        distinct_2=distinct(spoken, 2),
        words=float(np.mean([len(texts[item.id].split()) for item in here])),
        characters=float(np.mean([len(texts[item.id]) for item in here])),
        distance=None if nearness is None else 1 - float(np.mean(list(nearness.values()))),
    )


def _nearness(said: Mapping[str, Texts], encode: Encode) -> dict[str, dict[str, float]]:
    """Cosine of each route's text to the person's, by route and item."""
    human = dict(zip(said[HUMAN], encode(list(said[HUMAN].values())), strict=True))
    found = {}
    for name, texts in said.items():
        if name != HUMAN:
            vectors = zip(texts, encode(list(texts.values())), strict=True)
            found[name] = {id_: float(vector @ human[id_]) for id_, vector in vectors}
    return found


def _nearer(first: str, second: str, nearness: Mapping[str, Mapping[str, float]]) -> Nearer:
    both = nearness[first].keys() & nearness[second].keys()
    wins = sum(nearness[first][id_] > nearness[second][id_] for id_ in both)
    return Nearer(first, second, len(both), wins)
