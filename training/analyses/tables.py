"""CSV files that a user writes: rows of named columns, none of them blank."""

from __future__ import annotations

import csv
from pathlib import Path

from viml_core.errors import InputError


def read_rows(path: Path, columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The given columns of each row, stripped; further columns are ignored.

    Raises:
        InputError: unreadable, a column is missing, a cell is blank, a row repeats, or no row.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            missing = [c for c in columns if c not in (reader.fieldnames or ())]
            if missing:
                raise InputError(f"{path} lacks the column {', '.join(missing)}; add it.")
            numbered = [
                (reader.line_num, tuple((r[c] or "").strip() for c in columns)) for r in reader
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} cannot be read as a CSV in UTF-8 ({error}).") from error
    rows: list[tuple[str, ...]] = []
    for number, row in numbered:
        if not all(row):
            raise InputError(
                f"Line {number} of {path} has no {columns[row.index('')]}; fill it in."
            )
        if row in rows:
            raise InputError(f"Line {number} of {path} repeats {','.join(row)}; leave one of them.")
        rows.append(row)
    if not rows:
        raise InputError(f"{path} has no rows; give one {','.join(columns)} a line.")
    return rows
