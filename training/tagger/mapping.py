"""Other people's words for genres, moods and instruments as tags of the taxonomy.

`labels.csv` says what a label means beside a tag of its own name; it may mean several. Capitals,
spaces and hyphens do not matter: "Hip Hop" and "hiphop" are "hip-hop".
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

from training.synthesis.taxonomy import Category, vocabulary

OUTPUTS = tuple(tag.name for tag in vocabulary())


def tags_of(category: Category, label: str) -> tuple[str, ...]:
    """The tags that a label means, none where it means none of the taxonomy."""
    return _meanings().get((category, _key(label)), ())


def columns(category: Category) -> list[int]:
    """Which of `OUTPUTS` belong to the category."""
    return [i for i, tag in enumerate(vocabulary()) if tag.category == category]


@cache
def _meanings() -> dict[tuple[Category, str], tuple[str, ...]]:
    found: dict[tuple[Category, str], tuple[str, ...]] = {}

    def add(category: Category, label: str, tag: str) -> None:
        key = (category, _key(label))
        found[key] = (*found.get(key, ()), tag)

    for tag in vocabulary():
        add(tag.category, tag.name, tag.name)
    with Path(__file__).with_name("labels.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for label in row["labels"].split("|"):
                add(row["category"], label, row["tag"])
    return found


def _key(label: str) -> str:
    return re.sub(r"[\s_-]+", "", label.lower())
