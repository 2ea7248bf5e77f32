"""What people say of the tracks of a library: corrections, and what is to stay out of it.

A correction lies beside what was read from the file, by track: reading the file again, moving it or
encoding it anew leaves it as it is. Only what differs is kept, so what was not corrected follows
the file. What was removed stays out as long as its file lies unchanged where it was.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from viml_core.errors import InputError, LibraryError
from viml_core.library.database import Database, renew_generation
from viml_core.media.tags import UNKNOWN_ARTIST, UNKNOWN_LICENSE
from viml_core.types import Track

REMOVED = "It was removed from this library by hand, so it stays out of it."
MAX_CHARS = 300
MAX_TAGS = 30
FIELDS = ("title", "artist", "license", "tags")
# Made with the first correction: libraries of before stay what they are.
TABLE = """CREATE TABLE IF NOT EXISTS corrections (track_id TEXT PRIMARY KEY REFERENCES tracks,
           title TEXT, artist TEXT, license TEXT, tags TEXT)"""


@dataclass(frozen=True)
class Details:
    """What may be corrected of a track. tags: whoever removes "speech only" lets it be suggested.

    Made of what somebody typed: white space is tidied, an empty artist or licence is an unknown
    one, and a tag is kept once.

    Raises:
        InputError: no title, or something is too long.
    """

    title: str
    artist: str
    license: str
    tags: tuple[str, ...]

    def __post_init__(self) -> None:
        tidy = {
            "title": _tidy(self.title),
            "artist": _tidy(self.artist) or UNKNOWN_ARTIST,
            "license": _tidy(self.license) or UNKNOWN_LICENSE,
            "tags": tuple(dict.fromkeys(tag for tag in map(_tidy, self.tags) if tag)),
        }
        for name, value in tidy.items():
            object.__setattr__(self, name, value)
        if not self.title:
            raise InputError("A track needs a title; type one.")
        longest = max((self.title, self.artist, self.license, *self.tags), key=len)
        if len(longest) > MAX_CHARS:
            raise InputError(
                f"'{longest[:20]}...' has {len(longest)} characters, and {MAX_CHARS} are the most; "
                "please shorten it."
            )
        if len(self.tags) > MAX_TAGS:
            raise InputError(
                f"These are {len(self.tags)} tags, and {MAX_TAGS} are the most; please drop some."
            )

    @classmethod
    def of(cls, track: Track) -> Details:
        """As a track has them now."""
        return cls(track.title, track.artist, track.license, track.tags)


def corrections(connection: sqlite3.Connection) -> dict[str, dict[str, str]]:
    """The corrected columns of the table of tracks, by track."""
    if not _has_table(connection):
        return {}
    rows = connection.execute(f"SELECT track_id, {', '.join(FIELDS)} FROM corrections")
    return {
        track_id: {name: v for name, v in zip(FIELDS, values, strict=True) if v is not None}
        for track_id, *values in rows
    }


def correct(database: Database, track_id: str, details: Details) -> None:
    """Keep what differs from what was read from the file.

    Raises:
        LibraryError: there is no such track.
    """
    wanted = _columns(details)
    with database.writing() as connection:
        query = f"SELECT {', '.join(FIELDS)} FROM tracks WHERE track_id = ?"
        read = connection.execute(query, (track_id,)).fetchone()
        if read is None:
            raise _unknown(database, track_id)
        values = [new if new != old else None for new, old in zip(wanted, read, strict=True)]
        connection.execute(TABLE)
        connection.execute("DELETE FROM corrections WHERE track_id = ?", (track_id,))
        if any(value is not None for value in values):
            connection.execute("INSERT INTO corrections VALUES (?,?,?,?,?)", (track_id, *values))
        renew_generation(connection)


def remove(database: Database, track_id: str) -> None:
    """Forget a track and all that was made of it. Its files are not touched, and stay out.

    Raises:
        LibraryError: there is no such track.
    """
    with database.writing() as connection:
        if not connection.execute(
            "SELECT 1 FROM tracks WHERE track_id = ?", (track_id,)
        ).fetchone():
            raise _unknown(database, track_id)
        connection.execute(
            "UPDATE files SET track_id = NULL, reason = ? WHERE track_id = ?", (REMOVED, track_id)
        )
        kept = ["embeddings", "features", "tracks"]
        for table in ["corrections"] * _has_table(connection) + kept:
            connection.execute(f"DELETE FROM {table} WHERE track_id = ?", (track_id,))
        renew_generation(connection)


def forget_removed(database: Database) -> int:
    """Let what was removed be taken in again the next time; how many files that are."""
    with database.writing() as connection:
        count = connection.execute("DELETE FROM files WHERE reason = ?", (REMOVED,)).rowcount
        renew_generation(connection)
    return count


def _columns(details: Details) -> tuple[str, ...]:
    tags = json.dumps(details.tags, ensure_ascii=False)
    return (details.title, details.artist, details.license, tags)


def _has_table(connection: sqlite3.Connection) -> bool:
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'corrections'"
    return connection.execute(query).fetchone() is not None


def _tidy(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _unknown(database: Database, track_id: str) -> LibraryError:
    return LibraryError(f"The library {database.folder} has no track with the id {track_id!r}.")
