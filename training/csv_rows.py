"""A person's CSV: its rows, or one clear sentence for what is wrong."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from viml_core.errors import InputError


def read_csv(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a CSV in UTF-8 that has at least `columns`; a cell that is not there is "".

    Raises:
        InputError: it cannot be read, or lacks a column.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, restval="")
            missing = [name for name in columns if name not in (reader.fieldnames or ())]
            if missing:
                raise InputError(f"{path} lacks the column {', '.join(missing)}; add it.")
            return list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} cannot be read as a CSV in UTF-8 ({error}).") from error
