"""The SQLite file of a library: tables, transactions, and failures in words.

The rollback journal is used, and not WAL, on purpose: a reader of a WAL file has to create two
more files, so a library in WAL mode can be read neither on a full disk nor in a read-only folder.
Writers here hold the lock for milliseconds (decoding and encoding happen outside), so nobody waits
long.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from viml_core.errors import LibraryError, StorageError, VimlError

CATALOGUE_FILE = "catalogue.sqlite"
INDEX_COMMAND = "`python -m viml_core index MUSIC_DIR --library DIR`"
APPLICATION_ID = 0x56694D4C  # "ViML" in the header of the file
SCHEMA_VERSION = 1
BUSY_TIMEOUT_S = 60.0

SCHEMA = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE tracks (
        track_id TEXT PRIMARY KEY, title TEXT NOT NULL, artist TEXT NOT NULL,
        license TEXT NOT NULL, duration_s REAL NOT NULL, loudness_lufs REAL NOT NULL,
        peak_dbfs REAL NOT NULL, bpm REAL, tags TEXT NOT NULL, silent INTEGER NOT NULL)""",
    "CREATE INDEX tracks_by_duration ON tracks (duration_s)",
    # apart from `tracks`, so that listing the tracks does not read past the features
    """CREATE TABLE features (
        track_id TEXT PRIMARY KEY REFERENCES tracks, levels_db BLOB NOT NULL,
        segments INTEGER NOT NULL, x_m BLOB NOT NULL)""",
    """CREATE TABLE files (
        file_id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, size_bytes INTEGER NOT NULL,
        mtime_ns INTEGER NOT NULL, sha256 TEXT, track_id TEXT REFERENCES tracks, reason TEXT,
        CHECK ((track_id IS NULL) <> (reason IS NULL)))""",
    "CREATE INDEX files_by_track ON files (track_id)",
    "CREATE INDEX files_by_sha256 ON files (sha256)",
    """CREATE TABLE embeddings (
        model TEXT NOT NULL, track_id TEXT NOT NULL REFERENCES tracks, y_m BLOB NOT NULL,
        PRIMARY KEY (model, track_id))""",
)

# SQLite's own words for its failures; its codes reach Python only from 3.11 on.
DAMAGED = ("malformed", "not a database", "could not decode")
FULL = ("is full", "disk i/o error")
LOCKED = ("is locked",)
UNWRITABLE = ("readonly", "unable to open")


class Database:
    """One library's `catalogue.sqlite`.

    Every transaction has a connection of its own, so a `Database` may be shared by threads, and a
    file that was replaced meanwhile is noticed.
    """

    def __init__(self, folder: Path, *, read_only: bool) -> None:
        self.folder = folder
        self.path = folder / CATALOGUE_FILE
        self.read_only = read_only

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One consistent state of the catalogue, for the length of the block."""
        with self._connected("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """All of the block or nothing of it. Others wait: never decode or encode in here.

        Raises:
            StorageError: disk full, folder not writable, or locked by another for too long.
        """
        with self._connected("BEGIN IMMEDIATE") as connection:
            yield connection

    def create(self, meta: Mapping[str, str]) -> None:
        """Make the tables and fill `meta`, unless there is something in the file already."""
        with self._connected("BEGIN IMMEDIATE", mode="rwc") as connection:
            if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                return
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            for statement in SCHEMA:
                connection.execute(statement)
            connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())

    def check(self) -> None:
        """Make sure that this is a library of this version.

        Raises:
            LibraryError: it is something else, or damaged.
        """
        with self.reading() as connection:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            version = connection.execute("PRAGMA user_version").fetchone()[0]
        if application != APPLICATION_ID:
            raise LibraryError(
                f"{self.path} is not the catalogue of a music library; choose another folder, or "
                f"make a library with {INDEX_COMMAND}."
            )
        if version != SCHEMA_VERSION:
            raise LibraryError(
                f"The library {self.folder} has format {version} and this program reads format "
                f"{SCHEMA_VERSION}; update the program, or index the music into a new folder with "
                f"{INDEX_COMMAND}."
            )

    def compact(self) -> None:
        """Rewrite the file without gaps."""
        with self._connected(None) as connection:
            connection.execute("VACUUM")

    def damaged(self) -> LibraryError:
        """The error for a catalogue that cannot be understood."""
        return LibraryError(
            f"The catalogue {self.path} is damaged; move that file away and make the library again "
            f"with {INDEX_COMMAND}."
        )

    @contextmanager
    def _connected(
        self, begin: str | None, mode: str | None = None
    ) -> Iterator[sqlite3.Connection]:
        mode = mode or ("ro" if self.read_only else "rw")
        uri = f"{self.path.absolute().as_uri()}?mode={mode}"
        try:
            with closing(
                sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None)
            ) as connection:
                connection.execute("PRAGMA foreign_keys = ON")
                if begin:
                    connection.execute(begin)
                yield connection  # an exception in the block closes the connection: a rollback
                if begin:
                    connection.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            explained = self._explained(error)
            if explained is None:
                raise
            raise explained from error

    def _explained(self, error: sqlite3.DatabaseError) -> VimlError | None:
        """The failure in words, None where it can only be a mistake in this program."""
        words = str(error).lower()
        if any(sign in words for sign in DAMAGED):
            return self.damaged()
        if any(sign in words for sign in FULL):
            return StorageError(
                f"The library {self.folder} cannot be written because its disk is full or fails "
                f"({error}); make room and try again."
            )
        if any(sign in words for sign in LOCKED):
            return StorageError(
                f"Another process has kept the library {self.folder} locked for more than "
                f"{BUSY_TIMEOUT_S:.0f} s; wait for it to finish and try again."
            )
        if any(sign in words for sign in UNWRITABLE):
            return StorageError(
                f"The catalogue {self.path} cannot be opened or written ({error}); check the "
                "permissions of the folder."
            )
        return None


def fresh_token() -> str:
    """For the `generation` of a library."""
    return secrets.token_hex(8)


def renew_generation(connection: sqlite3.Connection) -> None:
    """Tell whoever has the library open that its tracks or files have changed."""
    connection.execute("UPDATE meta SET value = ? WHERE name = 'generation'", (fresh_token(),))
