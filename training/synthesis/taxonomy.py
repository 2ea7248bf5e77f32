"""The tags that the routes speak of: 20 genres, 28 moods and 41 instruments, as ViML's tagger has.

`tags.csv` holds them. provenance: `stated` where the papers name the tag, `ours` where we filled up
to their counts, for their tagger and its list were never published. musicnn: the names of musicnn's
outputs that mean this tag, for where a tagger is missing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

Category = Literal["genres", "moods", "instruments"]
Provenance = Literal["stated", "ours"]
CATEGORIES: tuple[Category, ...] = ("genres", "moods", "instruments")

# What musicnn says of a decade, of a place, of taste or of absence is none of the three.
MUSICNN_UNUSED = frozenset(
    {
        *("00s", "60s", "70s", "80s", "90s", "indian", "beautiful", "catchy", "experimental"),
        *("instrumental", "solo", "no vocal", "no vocals", "no voice"),
    }
)


@dataclass(frozen=True)
class Tag:
    """One tag of the vocabulary, and where we have it from."""

    category: Category
    name: str
    provenance: Provenance
    musicnn: tuple[str, ...]


@cache
def vocabulary() -> tuple[Tag, ...]:
    """All 89 tags."""
    with Path(__file__).with_name("tags.csv").open(newline="", encoding="utf-8") as file:
        return tuple(
            Tag(
                cast(Category, row["category"]),
                row["name"],
                cast(Provenance, row["provenance"]),
                tuple(filter(None, row["musicnn"].split("|"))),
            )
            for row in csv.DictReader(file)
        )


def from_musicnn(heard: Iterable[tuple[str, float]]) -> dict[Category, dict[str, float]]:
    """musicnn's (name, confidence) pairs as confidences by category and tag of the vocabulary.

    Where several of its names mean one tag, the highest confidence counts. Names without a category
    (`MUSICNN_UNUSED`, and any that is not musicnn's) are left out.
    """
    tags = {theirs: tag for tag in vocabulary() for theirs in (tag.name, *tag.musicnn)}
    found: dict[Category, dict[str, float]] = {category: {} for category in CATEGORIES}
    for theirs, confidence in heard:
        if tag := tags.get(theirs):
            known = found[tag.category]
            known[tag.name] = max(confidence, known.get(tag.name, 0.0))
    return found
