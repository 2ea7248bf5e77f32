"""What an extraction makes, so that a folder can be gone on with and is never mixed.

The plan decides every byte of the output: the encoders, the items in order, and how many share a
file. Where the media lie, who computes and how many at a time are no part of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from training.data.manifests.table import OK, Row
from viml_core.errors import InputError
from viml_core.media.files import atomic_output

Modality = Literal["video", "music"]
MODALITIES: tuple[Modality, ...] = ("video", "music")
PLAN_FILE = "extraction.json"
FORMAT = "viml-extraction-1"


@dataclass(frozen=True)
class Item:
    """A part of a file, in seconds from its start."""

    id: str
    media: str
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Task:
    """One shard to make."""

    shard: int
    items: tuple[Item, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(item.id for item in self.items)


@dataclass(frozen=True)
class Plan:
    """encoders: fingerprints by modality; items_sha256: of all ids and times, in order."""

    preset: str
    encoders: dict[str, str]
    segment_s: float
    modalities: tuple[Modality, ...]
    items_per_shard: int
    items: int
    items_sha256: str
    format: str = FORMAT

    def save(self, folder: Path) -> None:
        """Write the plan into the folder of its shards."""
        with atomic_output(folder / PLAN_FILE) as partial:
            partial.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Plan:
        """The plan of a folder.

        Raises:
            InputError: there is none, or it is of another kind.
        """
        path = folder / PLAN_FILE
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            values["modalities"] = tuple(values["modalities"])
            plan = cls(**values)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise InputError(
                f"{path} is not the plan of an extraction ({error!r}); give a folder that "
                "`python -m training.extract run` has made."
            ) from error
        if plan.format != FORMAT:
            raise InputError(f"{path} has the format {plan.format!r}, where {FORMAT} is read.")
        return plan

    def check_source(self, folder: Path, rows: Sequence[Row]) -> None:
        """Raises InputError unless the folder was extracted from these rows of a manifest."""
        if self.items_sha256 != items_sha256(plan_items(rows)):
            raise InputError(f"{folder} was not extracted from this manifest; give the one it was.")

    def enter(self, folder: Path) -> None:
        """Begin the folder, or go on with it.

        Raises:
            InputError: it holds the features of another plan; what differs is said.
        """
        if not (folder / PLAN_FILE).exists():
            self.save(folder)
            return
        there = Plan.load(folder)
        mine, theirs = asdict(self), asdict(there)
        differing = [name for name in mine if mine[name] != theirs[name]]
        if differing:
            name = differing[0]
            raise InputError(
                f"The folder {folder} holds another extraction: its {name} is {theirs[name]!r}, "
                f"this one's {mine[name]!r}; choose another --out."
            )


def plan_items(rows: Sequence[Row]) -> tuple[Item, ...]:
    """The items that can be used, in the manifest's order.

    Raises:
        InputError: there is none.
    """
    items = tuple(
        Item(row.id, row.media, row.start_s, row.end_s)
        for row in rows
        if row.status == OK and row.media and row.start_s is not None and row.end_s is not None
    )
    if not items:
        raise InputError("The manifest has no item that can be used; see its statuses.")
    return items


def items_sha256(items: Sequence[Item]) -> str:
    """What the items are, wherever their media lie."""
    parts = [(item.id, item.start_s, item.end_s) for item in items]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def tasks(items: Sequence[Item], per_shard: int) -> list[Task]:
    """The items cut into shards."""
    starts = range(0, len(items), per_shard)
    return [Task(n, tuple(items[i : i + per_shard])) for n, i in enumerate(starts)]
