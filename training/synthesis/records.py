"""The texts of a run, one JSON object a line: safe to kill at any moment and to run again.

A line is `{"id", "route", "text", "item", "settings", "provenance"}`: a digest of the tags, the
settings of the run, and what was special to this text. Where a text could not be made there is
`error` in the place of `text`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from training.locks import held
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
Row = dict[str, Any]


def read_records(path: Path, *, repair: bool = False) -> list[Row]:
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
    items: Sequence[TaggedItem],
    out: Path,
    route: str,
    settings: Settings,
    write: Writer,
    *,
    at_once: int = 1,
    anew: bool = False,
) -> Tally:
    """Append a line for each item that has no finished one; failed ones are tried again.

    at_once: items that are written side by side, in threads; their lines come in any order. anew:
    texts of another run give way, where they are refused else.

    Raises:
        InputError: `out` holds texts of another route, of other settings or of other tags, or
            another process is writing it.
        StorageError: `out` cannot be written.
    """
    failed = 0
    with only_writer(out):
        finished = _finished(out, route, settings, {item.id: item for item in items}, anew)
        todo = [item for item in items if item.id not in finished]
        _rewrite(out, finished.values())
        for done, (item, result) in enumerate(_made(todo, write, at_once), start=1):
            failed += result.error is not None
            append_row(out, _row(item, route, settings, result))
            show_progress(f"Writing {route}", done / len(todo))
    return Tally(len(todo) - failed, len(items) - len(todo), failed)


def only_writer(out: Path) -> AbstractContextManager[None]:
    """Keep other processes from writing `out`; a killed one keeps nobody from it.

    Raises:
        InputError: another process is writing it.
        StorageError: its folder cannot be written.
    """
    busy = f"Another process is writing {out}: let it end, or name another --out."
    return held(out.with_name(f".{out.name}.lock"), busy)


def _made(
    todo: Sequence[TaggedItem], write: Writer, at_once: int
) -> Iterator[tuple[TaggedItem, Written]]:
    """Each item with its text, as soon as it is there. An error waits for what is under way."""
    if at_once == 1:
        yield from ((item, write(item)) for item in todo)
        return
    left = iter(todo)
    trouble: BaseException | None = None
    with ThreadPoolExecutor(at_once) as pool:
        running: dict[Future[Written], TaggedItem] = {
            pool.submit(write, item): item for item in islice(left, at_once)
        }
        while running:
            ended, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in ended:
                item = running.pop(future)
                if error := future.exception():
                    trouble = trouble or error
                else:
                    yield item, future.result()
                for following in islice(left, 0 if trouble else 1):
                    running[pool.submit(write, following)] = following
    if trouble:
        raise trouble


def _check_row(row: Any) -> None:
    """Raises ValueError with what is wrong."""
    if not isinstance(row, dict) or not all(isinstance(row.get(k), str) for k in ("id", "route")):
        raise ValueError("`id` and `route` are needed, each a text")
    if not isinstance(row.get("text"), str) and "error" not in row:
        raise ValueError(f"{row['id']!r} has neither a text nor an error")


def _finished(
    out: Path, route: str, settings: Settings, items: Mapping[str, TaggedItem], anew: bool
) -> dict[str, Row]:
    """The texts of `out` that are as this run would write them, by their items' ids."""
    rows = read_records(out, repair=True) if out.exists() else []
    finished = {}
    for row in rows:
        item = items.get(row["id"])
        other = _difference(row, route, settings, item)
        if other and not anew:
            raise InputError(f"{out} has texts {other}: name another --out.")
        if not other and "error" not in row:
            finished[row["id"]] = row
    return finished


def _difference(row: Row, route: str, settings: Settings, item: TaggedItem | None) -> str | None:
    if row["route"] != route or row.get("settings") != settings:
        return (
            f"of route {row['route']!r} with settings {row.get('settings')}, this run is "
            f"{route!r} with {settings}"
        )
    if item and row.get("item") != item.digest:
        return f"of other tags than the items have now, {item.id!r} first"
    return None


def _rewrite(out: Path, rows: Iterable[Row]) -> None:
    """Finished lines only, and the file is never less than it was."""
    unfinished = out.with_name(f"{out.name}.part")
    try:
        with unfinished.open("w", encoding="utf-8") as file:
            file.writelines(_line(row) for row in rows)
        unfinished.replace(out)
    except OSError as error:
        raise _unwritable(out, error) from error


def append_row(out: Path, row: Row) -> None:
    """Add a line. Raises StorageError where it cannot be written."""
    try:
        with out.open("a", encoding="utf-8") as file:
            file.write(_line(row))
    except OSError as error:
        raise _unwritable(out, error) from error


def _unwritable(out: Path, error: OSError) -> StorageError:
    return StorageError(f"{out} cannot be written: {error}.")


def _line(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


def _row(item: TaggedItem, route: str, settings: Settings, result: Written) -> Row:
    said = {"text": result.text} if result.error is None else {"error": result.error}
    how = {"item": item.digest, "settings": settings, "provenance": result.provenance}
    return {"id": item.id, "route": route, **said, **how}
