"""A manifest: one row for each item of a data set, whether or not it can be used.

Columns of the parquet file:

id            unique: the video's id, followed by `@<start_s>` where the item is a part of it, and
              by `#2` where a part has a second text
video_id      the video that it comes from
dataset       yt8m-musicvideo, yt8m-musictextclips or movieclips
split         train, validation or test
status        `ok`, or why the item cannot be used (`STATUSES`); reason: the details, in words
media         path of the local file; null where there is none
start_s       the part that is the item, from the file's start; null where that is not known
end_s
duration_s    of the whole file
text          a person's description of the music; null where there is none
text_start_s  the part that the person listened to
text_end_s
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

from training.data.corpus import SPLITS
from viml_core.errors import InputError
from viml_core.media.files import atomic_output

OK = "ok"
STATUSES = MappingProxyType(
    {
        OK: "can be used",
        "missing": "there is no local file",
        "dead": "there is no local file, and the list of dead videos has the id",
        "unreadable": "the file is no clip that can be decoded",
        "no-sound": "the file has a picture but no sound",
        "outside": "the part lies beyond the end of the file",
        "untagged": "there is no tagger's output, or none that can be read",
        "no-music": "no part is music for long enough",
    }
)


@dataclass(frozen=True)
class Row:
    """One item; the fields are the columns."""

    id: str
    video_id: str
    dataset: str
    split: str
    status: str
    reason: str = ""
    media: str | None = None
    start_s: float | None = None
    end_s: float | None = None
    duration_s: float | None = None
    text: str | None = None
    text_start_s: float | None = None
    text_end_s: float | None = None


COLUMNS = tuple(field.name for field in fields(Row))
_NUMBERS = tuple(name for name in COLUMNS if name.endswith("_s"))


def count_statuses(rows: Sequence[Row]) -> dict[str, dict[str, int]]:
    """How many items each split has of each status; splits and statuses that do not occur go."""
    counts = {split: Counter(r.status for r in rows if r.split == split) for split in SPLITS}
    return {
        split: {status: count[status] for status in STATUSES if count[status]}
        for split, count in counts.items()
        if count
    }


def write_manifest(rows: Sequence[Row], path: Path) -> None:
    """Write the parquet file, whole or not at all.

    Raises:
        InputError: two rows have the same id.
        StorageError: the folder cannot be written.
    """
    arrow = _pyarrow()
    _check(rows, path)
    kinds = {name: arrow.float64() if name in _NUMBERS else arrow.string() for name in COLUMNS}
    table = arrow.Table.from_pylist([asdict(row) for row in rows], schema=arrow.schema(kinds))
    with atomic_output(path) as partial:
        arrow.parquet.write_table(table, partial)


def read_manifest(path: Path) -> list[Row]:
    """The rows of a manifest, in order; columns beyond ours are left alone.

    Raises:
        InputError: not a parquet file, a column is missing or of another kind, an id comes twice.
    """
    arrow = _pyarrow()
    try:
        table = arrow.parquet.read_table(path)
    except (OSError, arrow.ArrowException) as error:
        raise InputError(f"{path} is not a readable manifest ({error}).") from error
    missing = [name for name in COLUMNS if name not in table.column_names]
    if missing:
        raise InputError(
            f"The manifest {path} lacks the column {', '.join(missing)}; make it again with "
            "`python -m training.data.manifests`."
        )
    try:
        rows = [_row(values) for values in table.select(COLUMNS).to_pylist()]
    except (TypeError, ValueError) as error:
        raise InputError(f"The manifest {path} holds a value of a wrong kind: {error}.") from error
    _check(rows, path)
    return rows


def _row(values: dict[str, Any]) -> Row:
    for name, value in values.items():
        if value is None:
            if name in ("id", "video_id", "dataset", "split", "status", "reason"):
                raise ValueError(f"{name} is empty")
        elif name in _NUMBERS:
            values[name] = float(value)
        elif not isinstance(value, str):
            raise TypeError(f"{name} is {value!r}, not text")
    return Row(**values)


def _check(rows: Sequence[Row], path: Path) -> None:
    repeated = [name for name, count in Counter(row.id for row in rows).items() if count > 1]
    if repeated:
        raise InputError(f"The manifest {path} has the id {repeated[0]!r} more than once.")
    for row in rows:
        if row.split not in SPLITS or row.status not in STATUSES:
            raise InputError(
                f"The manifest {path} has an unknown split or status at {row.id!r}: "
                f"{row.split!r}, {row.status!r}."
            )
        if row.status != OK:
            continue
        if row.media is None or row.start_s is None or row.end_s is None:
            raise InputError(
                f"The manifest {path} says that {row.id!r} can be used, but not where its media "
                "are, from when to when."
            )
        if not 0 <= row.start_s < row.end_s < math.inf:
            raise InputError(
                f"The manifest {path} has {row.id!r} from {row.start_s:g} s to {row.end_s:g} s."
            )


def _pyarrow() -> ModuleType:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise InputError(
            "Manifests need pyarrow; install it with `pip install -r training/requirements.txt`."
        ) from error
    return pyarrow
