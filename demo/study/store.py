"""Votes and what goes with them, in SQLite: written once, never changed.

An answer counts as given when its transaction is on the disk (write-ahead log, synchronous FULL),
so neither a kill nor a power cut takes back what a rater was told. Triggers refuse every change of
a row, and every deletion but that of a rater whose erasure was recorded first.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from demo.study.listening import Play, Read
from viml_core.errors import InputError, StorageError

DATABASE_FILE = "votes.sqlite"
BUSY_S = 30.0
_TABLES = ("votes", "plays", "reads")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS votes (
    id INTEGER PRIMARY KEY, study_version TEXT NOT NULL, rater TEXT NOT NULL,
    position INTEGER NOT NULL, pair TEXT NOT NULL, kind TEXT NOT NULL, query TEXT NOT NULL,
    item TEXT NOT NULL,
    left_model TEXT NOT NULL, right_model TEXT NOT NULL,
    left_subject TEXT NOT NULL, right_subject TEXT NOT NULL,
    checkpoints TEXT NOT NULL, collection TEXT NOT NULL,
    choice TEXT NOT NULL CHECK (choice IN ('left', 'right', 'tie', 'both bad')),
    reasons TEXT NOT NULL, comment TEXT NOT NULL,
    left_heard_s REAL NOT NULL, right_heard_s REAL NOT NULL, play_log TEXT NOT NULL,
    at_s REAL NOT NULL,
    UNIQUE (rater, position), UNIQUE (rater, pair)
) STRICT;
CREATE TABLE IF NOT EXISTS plays (
    id INTEGER PRIMARY KEY, rater TEXT NOT NULL, position INTEGER NOT NULL,
    side TEXT NOT NULL, kind TEXT NOT NULL, media_s REAL NOT NULL, at_s REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS reads (
    id INTEGER PRIMARY KEY, rater TEXT NOT NULL, position INTEGER NOT NULL,
    side TEXT NOT NULL, first_byte INTEGER NOT NULL, end_byte INTEGER NOT NULL, at_s REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS erasures (
    id INTEGER PRIMARY KEY, rater TEXT NOT NULL UNIQUE, votes INTEGER NOT NULL, at_s REAL NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS plays_of ON plays (rater, position);
CREATE INDEX IF NOT EXISTS reads_of ON reads (rater, position);
"""
_KEEP = """
CREATE TRIGGER IF NOT EXISTS {table}_no_update BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} are never changed'); END;
CREATE TRIGGER IF NOT EXISTS {table}_no_delete BEFORE DELETE ON {table}
WHEN NOT {erasable} BEGIN SELECT RAISE(ABORT, '{table} are never deleted'); END;
"""
# REPLACE deletes without asking a trigger, so what it would replace is refused before.
_NO_REPLACE = """
CREATE TRIGGER IF NOT EXISTS votes_once BEFORE INSERT ON votes WHEN EXISTS (
    SELECT 1 FROM votes WHERE rater = NEW.rater AND (position = NEW.position OR pair = NEW.pair)
    OR id = NEW.id
) BEGIN SELECT RAISE(ABORT, 'a vote is cast once'); END;
CREATE TRIGGER IF NOT EXISTS erasures_once BEFORE INSERT ON erasures WHEN EXISTS (
    SELECT 1 FROM erasures WHERE rater = NEW.rater OR id = NEW.id
) BEGIN SELECT RAISE(ABORT, 'a rater is erased once'); END;
CREATE TRIGGER IF NOT EXISTS votes_not_after_erasure BEFORE INSERT ON votes WHEN EXISTS (
    SELECT 1 FROM erasures WHERE rater = NEW.rater
) BEGIN SELECT RAISE(ABORT, 'the rater was erased'); END;
"""
_ERASED = "EXISTS (SELECT 1 FROM erasures WHERE rater = OLD.rater)"
_GONE = "EXISTS (SELECT 1 FROM erasures WHERE rater = ?1)"  # while a page was still open


class Vote(NamedTuple):
    """One row of `votes` but for its number; columns of the same names."""

    study_version: str
    rater: str
    position: int
    pair: str
    kind: str
    query: str
    item: str
    left_model: str
    right_model: str
    left_subject: str
    right_subject: str
    checkpoints: str
    collection: str
    choice: str
    reasons: tuple[str, ...]
    comment: str
    left_heard_s: float
    right_heard_s: float
    play_log: str
    at_s: float

    @property
    def preferred(self) -> str:
        """The model on the chosen side, or that there was none to prefer."""
        sides = {"left": self.left_model, "right": self.right_model}
        return sides.get(self.choice, self.choice)


class AlreadyVoted(InputError):
    """The rater has judged this pair before."""


class Store:
    """One study's database; may be shared by threads, and by processes."""

    def __init__(self, folder: Path) -> None:
        """Opens it, or makes it.

        Raises:
            StorageError: it cannot be opened or written, or is no such database.
        """
        self._lock = threading.Lock()
        path = folder / DATABASE_FILE
        try:
            self._database = sqlite3.connect(
                path, timeout=BUSY_S, isolation_level=None, check_same_thread=False
            )
            for setting in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
                self._database.execute(f"PRAGMA {setting}")
            self._database.executescript(_SCHEMA + _triggers())
        except sqlite3.Error as error:
            raise StorageError(
                f"The votes in {path} cannot be opened ({error}); check the disk and the file."
            ) from error

    def close(self) -> None:
        """Ends all work on it."""
        with self._lock:
            self._database.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                self._database.execute("BEGIN IMMEDIATE")
                try:
                    yield self._database
                except BaseException:
                    self._database.execute("ROLLBACK")
                    raise
                self._database.execute("COMMIT")
            except sqlite3.OperationalError as error:
                raise StorageError(
                    f"The answer could not be kept ({error}); it was not counted: try again."
                ) from error

    def add_vote(self, vote: Vote) -> None:
        """Keeps a vote; when this returns it is on the disk.

        Raises:
            AlreadyVoted: this rater has judged this pair, or was erased.
            StorageError: it could not be written; nothing was kept.
        """
        row = [*vote._replace(reasons=json.dumps(vote.reasons, ensure_ascii=False))]
        columns, marks = ", ".join(Vote._fields), ", ".join("?" * len(row))
        try:
            with self._transaction() as database:
                database.execute(f"INSERT INTO votes ({columns}) VALUES ({marks})", row)
        except sqlite3.IntegrityError as error:
            raise AlreadyVoted(f"This answer was not counted: {error}.") from error

    def votes(self, rater: str | None = None) -> list[Vote]:
        """All votes, or one rater's, in the order in which they were cast."""
        chosen = "WHERE rater = ?" if rater else ""
        query = f"SELECT {', '.join(Vote._fields)} FROM votes {chosen} ORDER BY id"
        rows = self._rows(query, *([rater] if rater else []))
        votes = (Vote(*row) for row in rows)
        return [vote._replace(reasons=tuple(json.loads(vote.reasons))) for vote in votes]

    def judged(self, rater: str) -> int:
        """How many pairs a rater has judged."""
        return int(self._rows("SELECT COUNT(*) FROM votes WHERE rater = ?", rater)[0][0])

    def add_plays(self, rater: str, position: int, plays: list[Play]) -> None:
        """Keeps what a rater's page said that it played."""
        with self._transaction() as database:
            database.executemany(
                "INSERT INTO plays (rater, position, side, kind, media_s, at_s) "
                f"SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE NOT {_GONE}",
                [(rater, position, *play) for play in plays],
            )

    def plays(self, rater: str, position: int) -> list[Play]:
        """What a rater's page said of one pair, in order."""
        query = "SELECT side, kind, media_s, at_s FROM plays WHERE rater = ? AND position = ?"
        return [Play(*row) for row in self._rows(f"{query} ORDER BY id", rater, position)]

    def add_read(self, rater: str, position: int, read: Read) -> None:
        """Keeps which bytes of a file were sent to a rater."""
        with self._transaction() as database:
            database.execute(
                "INSERT INTO reads (rater, position, side, first_byte, end_byte, at_s) "
                f"SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE NOT {_GONE}",
                (rater, position, *read, time.time()),
            )

    def reads(self, rater: str, position: int) -> list[Read]:
        """Which bytes were sent to a rater for one pair."""
        query = "SELECT side, first_byte, end_byte FROM reads WHERE rater = ? AND position = ?"
        return [Read(*row) for row in self._rows(query, rater, position)]

    def erase(self, rater: str) -> int:
        """Deletes all that is known of a rater, which is itself recorded; how many votes it were.

        Raises:
            AlreadyVoted: the rater was erased before.
        """
        try:
            with self._transaction() as database:
                query = "SELECT COUNT(*) FROM votes WHERE rater = ?"
                count = int(database.execute(query, (rater,)).fetchone()[0])
                act = "INSERT INTO erasures (rater, votes, at_s) VALUES (?, ?, ?)"
                database.execute(act, (rater, count, time.time()))
                for table in _TABLES:
                    database.execute(f"DELETE FROM {table} WHERE rater = ?", (rater,))
        except sqlite3.IntegrityError as error:
            raise AlreadyVoted(f"The rater {rater} was erased before.") from error
        with self._lock:  # what was deleted must not stay readable in the log
            self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return count

    def erased(self, rater: str | None = None) -> int:
        """How many raters were erased, or whether this one was."""
        chosen = "WHERE rater = ?" if rater else ""
        arguments = [rater] if rater else []
        return int(self._rows(f"SELECT COUNT(*) FROM erasures {chosen}", *arguments)[0][0])

    def _rows(self, query: str, *arguments: object) -> list[tuple]:
        with self._lock:
            return self._database.execute(query, arguments).fetchall()


def _triggers() -> str:
    erasable = "".join(_KEEP.format(table=table, erasable=_ERASED) for table in _TABLES)
    return erasable + _KEEP.format(table="erasures", erasable="FALSE") + _NO_REPLACE
