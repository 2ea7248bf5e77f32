"""Tagged items: what a tagger heard in each track, one JSON object a line.

    {"id": "a1", "genres": {"rock": 0.81}, "moods": {"happy": 0.4}, "instruments": {"piano": 0.55}}

Confidences lie in 0..1. A category may be empty, not all three. `text` holds what a person wrote
about the track, where one did.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from training.synthesis.taxonomy import CATEGORIES, Category
from viml_core.errors import InputError

THRESHOLD = 0.3  # ViML, section 3.3: tags above it are kept
_FIELDS = {"id", *CATEGORIES, "text"}


@dataclass(frozen=True)
class TaggedItem:
    """One track: confidence by tag in each category, and a person's text where there is one."""

    id: str
    genres: dict[str, float]
    moods: dict[str, float]
    instruments: dict[str, float]
    text: str | None = None

    def tags(self, category: Category) -> dict[str, float]:
        """Confidence by tag of one category."""
        tags: dict[str, float] = getattr(self, category)
        return tags

    @property
    def names(self) -> tuple[str, ...]:
        """All tags, without repeats."""
        return tuple(dict.fromkeys(tag for category in CATEGORIES for tag in self.tags(category)))

    @property
    def digest(self) -> str:
        """16 hex digits of what was heard: other tags or confidences have others."""
        heard = json.dumps([self.tags(category) for category in CATEGORIES], sort_keys=True)
        return hashlib.sha256(heard.encode()).hexdigest()[:16]

    def above(self, threshold: float) -> TaggedItem:
        """The item with the tags above the threshold, each category's most certain first."""
        kept = {
            category: {
                tag: confidence
                for tag, confidence in sorted(
                    self.tags(category).items(), key=lambda pair: (-pair[1], pair[0])
                )
                if confidence > threshold
            }
            for category in CATEGORIES
        }
        return TaggedItem(self.id, **kept, text=self.text)


def read_items(path: Path, *, with_text: bool = False) -> list[TaggedItem]:
    """The items of a JSON lines file. with_text: each must have a person's text.

    Only "\\n" parts lines: a text may have other line breaks in it.

    Raises:
        InputError: unreadable, no item, or a line that is not one, with its number.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}. Name a JSON lines file.") from error
    items: dict[str, TaggedItem] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            item = _item(json.loads(line), with_text)
        except ValueError as error:
            raise InputError(f"Line {number} of {path} is not a tagged item: {error}.") from error
        if item.id in items:
            raise InputError(f"Line {number} of {path} repeats the id {item.id!r}: use one once.")
        items[item.id] = item
    if not items:
        raise InputError(f"{path} has no items: give one JSON object a line.")
    return list(items.values())


def _item(row: Any, with_text: bool) -> TaggedItem:
    """Raises ValueError with what is wrong."""
    if not isinstance(row, dict):
        raise ValueError(f"an object is needed, this is {row!r}")
    needed = ["id", *CATEGORIES] + ["text"] * with_text
    if missing := [field for field in needed if field not in row]:
        raise ValueError(f"the field {missing[0]!r} is missing")
    if unknown := sorted(row.keys() - _FIELDS):
        raise ValueError(f"{unknown[0]!r} is not a category (they are {', '.join(CATEGORIES)})")
    if not isinstance(row["id"], str) or not row["id"]:
        raise ValueError(f"the id must be a text, this is {row['id']!r}")
    text = row.get("text")
    if not (isinstance(text, str) and text.strip() if with_text else isinstance(text, str | None)):
        raise ValueError(f"the text of {row['id']!r} must be words, this is {text!r}")
    for category in CATEGORIES:
        _check_confidences(category, row[category])
    json.dumps(row, ensure_ascii=False).encode()  # half a surrogate pair cannot be written again
    item = TaggedItem(row["id"], row["genres"], row["moods"], row["instruments"], text)
    if not item.names:
        raise ValueError(f"{item.id!r} is empty: it has no tag in any category")
    return item


def _check_confidences(category: str, tags: Any) -> None:
    if not isinstance(tags, dict) or not all(tags):
        raise ValueError(f"{category!r} must be an object from tags to confidences, it is {tags!r}")
    for tag, value in tags.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise ValueError(f"the confidence of {tag!r} is {value!r}, not a number from 0 to 1")


def item_seed(seed: int, item_id: str, draw: int = 0) -> int:
    """A seed of 31 bits for one item, whatever other items the file has and in which order."""
    return int.from_bytes(hashlib.sha256(f"{seed}/{draw}/{item_id}".encode()).digest()[:4]) >> 1


def item_rng(seed: int, item_id: str) -> np.random.Generator:
    """The random numbers of one item."""
    return np.random.default_rng(item_seed(seed, item_id))
