"""CSV files that a user writes: rows of named columns, none of them blank."""

from __future__ import annotations

from pathlib import Path

from training.csv_rows import read_csv
from viml_core.errors import InputError


def read_rows(path: Path, columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The given columns of each row, stripped; further columns are ignored.

    Raises:
        InputError: unreadable, a column is missing, a cell is blank, a row repeats, or no row.
    """
    rows: dict[tuple[str, ...], None] = {}  # in their order
    for number, cells in enumerate(read_csv(path, columns), start=2):
        row = tuple((cells[name] or "").strip() for name in columns)
        if not all(row):
            raise InputError(
                f"Line {number} of {path} has no {columns[row.index('')]}; fill it in."
            )
        if row in rows:
            raise InputError(f"Line {number} of {path} repeats {','.join(row)}; leave one of them.")
        rows[row] = None
    if not rows:
        raise InputError(f"{path} has no rows; give one {','.join(columns)} a line.")
    return list(rows)
