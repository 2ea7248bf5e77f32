"""Votes as a table, CSV or Parquet: one row a vote, and all that a report needs in every row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, get_origin, get_type_hints

from demo.study.manifest import read_manifest
from demo.study.store import Store, Vote
from viml_core.errors import InputError
from viml_core.media.files import atomic_output

REASONS_JOINED_BY = ";"
T = TypeVar("T")


class Head(NamedTuple):
    """What is the same for all votes of a study."""

    study: str
    task: str
    scale: str
    first_model: str
    second_model: str
    seed: int
    exclude_from_failures: int
    headline: str
    raters_invited: int
    raters_erased: int


@dataclass(frozen=True)
class Export:
    """All that a report is made of: one study's votes, in the order in which they were cast."""

    head: Head
    votes: tuple[Vote, ...]


VOTE_COLUMNS = (*Vote._fields[:-1], "preferred", "at")
COLUMNS = (*Head._fields, *VOTE_COLUMNS)


def of_study(folder: Path) -> Export:
    """The export of a study's folder.

    Raises:
        StorageError: it holds no study, or its votes cannot be read.
    """
    manifest, store = read_manifest(folder), Store(folder)
    try:
        votes, erased = store.votes(), store.erased()
    finally:
        store.close()
    plan = manifest.plan
    head = Head(
        study=plan.title,
        task=plan.task,
        scale=plan.choice,
        first_model=manifest.served.models[0],
        second_model=manifest.served.models[1],
        seed=plan.seed,
        exclude_from_failures=plan.exclude_from_failures,
        headline=plan.headline or "",
        raters_invited=len(manifest.lists),
        raters_erased=erased,
    )
    return Export(head, tuple(votes))


def _cells(vote: Vote) -> dict[str, Any]:
    """A vote as its columns."""
    cells = vote._asdict()
    at = datetime.fromtimestamp(cells.pop("at_s"), timezone.utc)
    reasons = REASONS_JOINED_BY.join(vote.reasons)
    shown = {"preferred": vote.preferred, "at": at.isoformat(timespec="milliseconds")}
    return cells | {"reasons": reasons} | shown


def _table(export: Export) -> dict[str, list[Any]]:
    """The export by column; what is the same for all votes stands in every row."""
    rows = [export.head._asdict() | _cells(vote) for vote in export.votes]
    return {name: [row[name] for row in rows] for name in COLUMNS}


def write(path: Path, export: Export) -> None:
    """Writes `.csv` or `.parquet`.

    Raises:
        InputError: another suffix, or pyarrow is missing for Parquet.
    """
    if path.suffix not in (".csv", ".parquet"):
        raise InputError(f"'{path.name}' must end in .csv or .parquet.")
    content = _parquet(export) if path.suffix == ".parquet" else as_csv(export).encode()
    with atomic_output(path) as partial:
        partial.write_bytes(content)


def as_csv(export: Export) -> str:
    """The votes as CSV with a line of headings."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(zip(*_table(export).values(), strict=True))
    return text.getvalue()


def read(path: Path) -> Export:
    """Reads an export back.

    Raises:
        InputError: it is not such a file, or holds the votes of several studies or of none.
    """
    try:
        if path.suffix == ".parquet":
            found: Iterable[Mapping[str, Any]] = _pyarrow().read_table(path).to_pylist()
        else:
            with path.open(newline="", encoding="utf-8-sig") as file:
                found = list(csv.DictReader(file))
        read = [(_typed(Head, row), _read_vote(row)) for row in found]
    except (OSError, UnicodeDecodeError, csv.Error, KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"{path} cannot be read as an export of a study ({error!r}); write one with "
            "`python -m demo.study export STUDY_DIR --out FILE.csv`."
        ) from error
    if not read:
        raise InputError(f"{path} holds no votes, so there is nothing to report.")
    if len({(head, vote.study_version) for head, vote in read}) > 1:
        raise InputError(f"{path} holds votes of several studies; report each by itself.")
    return Export(read[0][0], tuple(vote for _, vote in read))


def _read_vote(row: Mapping[str, Any]) -> Vote:
    for name in ("checkpoints", "play_log"):
        json.loads(row[name])  # a cut file shows here
    reasons = tuple(filter(None, row["reasons"].split(REASONS_JOINED_BY)))
    at_s = round(datetime.fromisoformat(row["at"]).timestamp(), 3)
    return _typed(Vote, {**row, "reasons": reasons, "at_s": at_s})


def _typed(kind: type[T], row: Mapping[str, Any]) -> T:
    """The fields of a named tuple out of a row, whose values may all be text."""
    types = get_type_hints(kind)
    return kind(**{name: (get_origin(t) or t)(row[name]) for name, t in types.items()})


def _parquet(export: Export) -> bytes:
    pyarrow = _pyarrow()
    import pyarrow as arrow

    sink = io.BytesIO()
    pyarrow.write_table(arrow.table(_table(export)), sink)
    return sink.getvalue()


def _pyarrow() -> Any:
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise InputError(
            "Parquet needs pyarrow: `pip install pyarrow`, or export .csv instead."
        ) from error
    return parquet
