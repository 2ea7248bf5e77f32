"""Votes as a table, CSV or Parquet: one row a vote, and all that a report needs in every row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, NamedTuple, get_type_hints

from demo.study.manifest import Manifest
from demo.study.store import Store, Vote
from viml_core.errors import InputError
from viml_core.media.files import atomic_output

REASONS_JOINED_BY = ";"
TIE, BOTH_BAD = "tie", "both bad"


class Row(NamedTuple):
    """One exported vote: the study's constants, then the vote. Every field is a column."""

    study: str
    study_version: str
    task: str
    scale: str
    first_model: str
    second_model: str
    seed: int
    exclude_from_failures: int
    raters_invited: int
    raters_erased: int
    rater: str
    position: int
    pair: str
    kind: str
    query: str
    left_model: str
    right_model: str
    left_subject: str
    right_subject: str
    checkpoints: str
    collection: str
    choice: str
    preferred: str
    reasons: str
    comment: str
    left_heard_s: float
    right_heard_s: float
    play_log: str
    at: str


def rows(manifest: Manifest, store: Store) -> list[Row]:
    """All votes of a study, in the order in which they were cast."""
    erased = store.erased()
    return [_row(manifest, erased, vote) for vote in store.votes()]


def _row(manifest: Manifest, erased: int, vote: Vote) -> Row:
    plan, kept = manifest.plan, vote._asdict()
    del kept["at_s"]
    kept["reasons"] = REASONS_JOINED_BY.join(vote.reasons)
    sides = {"left": vote.left_model, "right": vote.right_model}
    return Row(
        **kept,
        study=plan.title,
        task=plan.task,
        scale=plan.choice,
        first_model=manifest.served.models[0],
        second_model=manifest.served.models[1],
        seed=plan.seed,
        exclude_from_failures=plan.exclude_from_failures,
        raters_invited=len(manifest.lists),
        raters_erased=erased,
        preferred=sides.get(vote.choice, vote.choice),
        at=datetime.fromtimestamp(vote.at_s, timezone.utc).isoformat(timespec="milliseconds"),
    )


def write(path: Path, table: Sequence[Row]) -> None:
    """Writes `.csv` or `.parquet`.

    Raises:
        InputError: another suffix, or pyarrow is missing for Parquet.
    """
    if path.suffix not in (".csv", ".parquet"):
        raise InputError(f"'{path.name}' must end in .csv or .parquet.")
    content = _parquet(table) if path.suffix == ".parquet" else as_csv(table).encode()
    with atomic_output(path) as partial:
        partial.write_bytes(content)


def as_csv(table: Iterable[Row]) -> str:
    """The table as CSV with a line of headings."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(Row._fields)
    writer.writerows(table)
    return text.getvalue()


def read(path: Path) -> list[Row]:
    """Reads an export back.

    Raises:
        InputError: it is not such a file.
    """
    try:
        if path.suffix == ".parquet":
            pyarrow = _pyarrow()
            found: Iterable[Mapping[str, Any]] = pyarrow.read_table(path).to_pylist()
        else:
            with path.open(newline="", encoding="utf-8-sig") as file:
                found = list(csv.DictReader(file))
        return [_read_row(row) for row in found]
    except (OSError, UnicodeDecodeError, csv.Error, KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"{path} cannot be read as an export of a study ({error!r}); write one with "
            "`python -m demo.study export STUDY_DIR --out FILE.csv`."
        ) from error


def _read_row(row: Mapping[str, Any]) -> Row:
    values = {name: kind(row[name]) for name, kind in get_type_hints(Row).items()}
    for name in ("checkpoints", "play_log"):
        json.loads(values[name])  # a cut file shows here
    return Row(**values)


def _parquet(table: Sequence[Row]) -> bytes:
    pyarrow = _pyarrow()
    import pyarrow as arrow

    columns = {name: [getattr(row, name) for row in table] for name in Row._fields}
    sink = io.BytesIO()
    pyarrow.write_table(arrow.table(columns), sink)
    return sink.getvalue()


def _pyarrow() -> Any:
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise InputError(
            "Parquet needs pyarrow: `pip install pyarrow`, or export .csv instead."
        ) from error
    return parquet
