"""Tables that say what is heard in which track, read into one form.

Three are known by their first line: the composer's `renderings.jsonl`; MTG-Jamendo's TSV
(`TRACK_ID ARTIST_ID ALBUM_ID PATH DURATION TAGS`, tags `genre---rock`, `instrument---piano`,
`mood/theme---happy` in all further columns); and a CSV or TSV of one's own with `path` and at least
one of `genres`, `moods`, `instruments` (labels parted by `;`), where known `bpm`, and `group`, what
must not be parted between training and test, such as the artist (default: the path).
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from training.synthesis.taxonomy import CATEGORIES, Category
from training.tagger.mapping import tags_of
from viml_core.errors import InputError

JAMENDO_HEADER = "TRACK_ID\tARTIST_ID\tALBUM_ID\tPATH\tDURATION\tTAGS"
_JAMENDO_COLUMNS = len(JAMENDO_HEADER.split())
_JAMENDO_CATEGORIES: dict[str, Category] = {
    "genre": "genres",
    "instrument": "instruments",
    "mood/theme": "moods",
}


@dataclass(frozen=True)
class TaggedTrack:
    """One row. path: as in the table; group: tracks of one are never on both sides of the split.

    tags: of the taxonomy; stated: categories in which the table says anything at all, for what is
    unsaid is unknown and not absent.
    """

    path: str
    group: str
    tags: frozenset[str]
    stated: frozenset[Category]
    bpm: float | None = None


@dataclass(frozen=True)
class Table:
    """The tracks, and how often each label occurs that no tag stands for ("moods: rustic")."""

    tracks: tuple[TaggedTrack, ...]
    unmapped: dict[str, int]


@dataclass(frozen=True)
class _Row:
    path: str
    group: str
    labels: dict[Category, list[str]]
    bpm: float | None


def read_table(path: Path) -> Table:
    """All rows that state anything.

    Raises:
        InputError: unreadable, a column or field is missing, a path repeated, or nothing is left.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The table {path} cannot be read ({error}); name a text file.") from error
    lines = text.split("\n")  # a name may have other line breaks
    if path.suffix == ".jsonl":
        rows = _renderings(lines, path)
    elif lines[0].rstrip() == JAMENDO_HEADER:
        rows = _jamendo(lines, path)
    else:
        rows = _own(text, path)
    unmapped: Counter[str] = Counter()
    try:
        tracks = [_mapped(row, unmapped) for row in rows if any(row.labels.values())]
    except csv.Error as error:
        raise InputError(f"The table {path} cannot be read ({error}); save it again.") from error
    if not tracks:
        raise InputError(f"The table {path} has no track with a label: there is nothing to learn.")
    twice = [name for name, count in Counter(track.path for track in tracks).items() if count > 1]
    if twice:
        raise InputError(f"The table {path} has {twice[0]!r} more than once; keep one row of it.")
    return Table(tuple(tracks), dict(unmapped.most_common()))


def _mapped(row: _Row, unmapped: Counter[str]) -> TaggedTrack:
    tags: set[str] = set()
    for category, labels in row.labels.items():
        for label in labels:
            meant = tags_of(category, label)
            tags.update(meant)
            if not meant:
                unmapped[f"{category}: {label}"] += 1
    stated = frozenset(category for category, labels in row.labels.items() if labels)
    return TaggedTrack(row.path, row.group, frozenset(tags), stated, row.bpm)


def _renderings(lines: list[str], path: Path) -> Iterator[_Row]:
    """The seed is the group: held-out pieces of every style have seeds that were not trained on."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            labels: dict[Category, list[str]] = {name: list(row[name]) for name in CATEGORIES}
            yield _Row(row["file"], f"seed {row['seed']}", labels, float(row["bpm"]))
        except (ValueError, TypeError) as error:
            raise InputError(f"Line {number} of {path} is not a rendering: {error}.") from error
        except KeyError as error:
            raise InputError(f"Line {number} of {path} lacks the field {error}.") from error


def _jamendo(lines: list[str], path: Path) -> Iterator[_Row]:
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        columns = line.split("\t")
        if len(columns) < _JAMENDO_COLUMNS:
            raise InputError(
                f"Line {number} of {path} has {len(columns)} columns and needs {_JAMENDO_COLUMNS}: "
                "fetch the table again."
            )
        _, artist, _, file, _, *tags = columns
        labels: dict[Category, list[str]] = {name: [] for name in CATEGORIES}
        for tag in filter(None, tags):
            kind, parted, label = tag.partition("---")
            if not parted or kind not in _JAMENDO_CATEGORIES:
                kinds = ", ".join(_JAMENDO_CATEGORIES)
                raise InputError(
                    f"Line {number} of {path} has the tag {tag!r}; tags are KIND---NAME with a "
                    f"kind of {kinds}."
                )
            labels[_JAMENDO_CATEGORIES[kind]].append(label)
        yield _Row(file, artist, labels, None)


def _own(text: str, path: Path) -> Iterator[_Row]:
    delimiter = "\t" if path.suffix == ".tsv" else ","
    reader = csv.DictReader(StringIO(text, newline=""), delimiter=delimiter)
    names = reader.fieldnames or []
    if "path" not in names:
        raise InputError(f"The table {path} lacks the column 'path'; it has {', '.join(names)}.")
    if not set(CATEGORIES) & set(names):
        raise InputError(
            f"The table {path} has none of the columns {', '.join(CATEGORIES)}; it has "
            f"{', '.join(names)}."
        )
    for row in reader:
        if not row["path"]:
            raise InputError(f"Line {reader.line_num} of {path} has no path: name a file.")
        labels: dict[Category, list[str]] = {
            name: [label.strip() for label in (row.get(name) or "").split(";") if label.strip()]
            for name in CATEGORIES
        }
        yield _Row(row["path"], row.get("group") or row["path"], labels, _bpm(row.get("bpm"), path))


def _bpm(text: str | None, path: Path) -> float | None:
    if not text:
        return None
    try:
        bpm = float(text)
    except ValueError as error:
        raise InputError(f"The table {path} has the bpm {text!r}, which is no number.") from error
    if not 0 < bpm < 1000:
        raise InputError(f"The table {path} has the bpm {text}; it has to lie within 0..1000.")
    return bpm
