"""The texts of a run, one JSON object a line: safe to kill at any moment and to run again.

A line is `{"id", "route", "text", "settings", "provenance"}`: the settings of the run, and what was
special to this text. Where a text could not be made there is `error` in the place of `text`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.synthesis.items import TaggedItem
from viml_core.console import show_progress
from viml_core.errors import InputError, StorageError


@dataclass(frozen=True)
class Written:
    """What a route made of one item: a text and how it came about, or why there is none."""

    text: str | None
    provenance: dict[str, Any]
    error: str | None = None


@dataclass(frozen=True)
class Tally:
    """Items of a run: written now, finished by an earlier run, failed now."""

    written: int
    kept: int
    failed: int


Settings = dict[str, Any]
Writer = Callable[[TaggedItem], Written]


def read_records(path: Path, *, repair: bool = False) -> list[dict[str, Any]]:
    """The lines of a file of texts. repair: a last line that a kill cut short is left out.

    Raises:
        InputError: unreadable, or a line that is none, with its number.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error}. Name a file of texts.") from error
    rows = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line.decode("utf-8"))
            _check_row(row)
        except ValueError as error:
            if repair and number == len(lines):  # a finished line ends with a line break
                break
            raise InputError(f"Line {number} of {path} is not a text: {error}.") from error
        rows.append(row)
    return rows


def write_missing(
    items: Sequence[TaggedItem], out: Path, route: str, settings: Settings, write: Writer
) -> Tally:
    """Append a line for each item that has no finished one; failed ones are tried again.

    Raises:
        InputError: `out` holds texts of another route or of other settings.
        StorageError: `out` cannot be written.
    """
    wanted = {item.id for item in items}
    finished = _finished(out, route, settings)
    failed = 0
    todo = [item for item in items if item.id not in finished]
    try:
        _rewrite(out, list(finished.values()))
        with out.open("a", encoding="utf-8") as file:
            for done, item in enumerate(todo):
                show_progress(f"Writing {route}", done / len(todo))
                result = write(item)
                failed += result.error is not None
                file.write(_line(item, route, settings, result))
                file.flush()
    except OSError as error:
        raise StorageError(f"{out} cannot be written: {error}.") from error
    return Tally(len(todo) - failed, len(wanted & finished.keys()), failed)


def _check_row(row: Any) -> None:
    """Raises ValueError with what is wrong."""
    if not isinstance(row, dict) or not all(isinstance(row.get(k), str) for k in ("id", "route")):
        raise ValueError("`id` and `route` are needed, each a text")
    if not isinstance(row.get("text"), str) and "error" not in row:
        raise ValueError(f"{row['id']!r} has neither a text nor an error")


def _finished(out: Path, route: str, settings: Settings) -> dict[str, dict[str, Any]]:
    rows = read_records(out, repair=True) if out.exists() else []
    for row in rows:
        if row["route"] != route or row.get("settings") != settings:
            raise InputError(
                f"{out} has texts of route {row['route']!r} with settings {row.get('settings')}, "
                f"this run is {route!r} with {settings}: name another --out."
            )
    return {row["id"]: row for row in rows if "error" not in row}


def _rewrite(out: Path, rows: list[dict[str, Any]]) -> None:
    """Finished lines only, and the file is never less than it was."""
    out.parent.mkdir(parents=True, exist_ok=True)
    unfinished = out.with_name(f"{out.name}.part")
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    unfinished.write_text(lines, encoding="utf-8")
    unfinished.replace(out)


def _line(item: TaggedItem, route: str, settings: Settings, result: Written) -> str:
    said = {"text": result.text} if result.error is None else {"error": result.error}
    how = {"settings": settings, "provenance": result.provenance}
    row = {"id": item.id, "route": route, **said, **how}
    return json.dumps(row, ensure_ascii=False) + "\n"
