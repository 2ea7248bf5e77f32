"""What a library knows of its music, as rows: tracks, their features, and the files that hold them.

A *track* is one recording. A *file* holds a track (its first file that still exists is the one that
is served, the others are duplicates) or a reason why it could not be read. Every method is one
transaction, so nothing half-written can ever be seen. Paths inside the library's folder are stored
relative to it, so that a shipped library moves with its folder.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from viml_core.library import curation
from viml_core.library.database import Database, fresh_token, renew_generation
from viml_core.library.identity import (
    SAME_RECORDING_DB,
    SAME_RECORDING_S,
    Sound,
    levels_from_bytes,
    levels_to_bytes,
    recording_distance_db,
)
from viml_core.library.scan import exists
from viml_core.media.tags import AudioTags
from viml_core.types import FloatArray, Track

TRACK_COLUMNS = (
    "track_id",
    "title",
    "artist",
    "license",
    "duration_s",
    "loudness_lufs",
    "peak_dbfs",
    "bpm",
    "tags",
    "silent",
)
FILE_COLUMNS = "path, size_bytes, mtime_ns, sha256, track_id, reason"


@dataclass(frozen=True)
class Meta:
    """What a library is: made with which encoders, closed for good or not, and in which state.

    generation: a token drawn anew with every change of the tracks and files.
    """

    preset_name: str
    music_encoder: str
    generation: str
    sealed: bool


@dataclass(frozen=True)
class FileRecord:
    """A file as it was when it was last read: it holds a track, or `reason` says why none."""

    path: Path
    size_bytes: int
    mtime_ns: int
    sha256: str | None = None
    track_id: str | None = None
    reason: str | None = None


class Catalogue:
    """The rows of one library. May be shared by threads and, with its file, by processes.

    Every method raises LibraryError where the file is damaged, and StorageError where the disk is
    full or the file cannot be opened or written.
    """

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self.folder = folder.resolve()
        self.read_only = read_only
        self.database = Database(self.folder, read_only=read_only)

    def create(self, preset_name: str, music_encoder: str) -> None:
        """Make the tables, unless there is a catalogue already, whoever made it."""
        meta = {"preset_name": preset_name, "music_encoder": music_encoder}
        self.database.create(meta | {"generation": fresh_token(), "sealed": "no"})

    def meta(self) -> Meta:
        """What the library is."""
        with self.database.reading() as connection:
            values: dict[str, str] = dict(connection.execute("SELECT name, value FROM meta"))
        try:
            sealed = values.pop("sealed") == "yes"
            return Meta(**values, sealed=sealed)
        except (KeyError, TypeError) as error:
            raise self.database.damaged() from error

    def tracks(self) -> tuple[Track, ...]:
        """Every track that has a file which exists, as corrected, in the order of the ids."""
        query = f"""SELECT f.path, {", ".join(f"t.{name}" for name in TRACK_COLUMNS)}
                    FROM tracks t JOIN files f USING (track_id) ORDER BY t.track_id, f.file_id"""
        with self.database.reading() as connection:
            rows = connection.execute(query).fetchall()
            corrected = curation.corrections(connection)
        tracks: dict[str, Track] = {}
        for stored, *row in rows:
            path = self.folder / stored
            if row[0] not in tracks and exists(path):
                tracks[row[0]] = self._track(row, path, corrected.get(row[0], {}))
        return tuple(tracks.values())

    def files(self) -> dict[Path, FileRecord]:
        """All files that were ever read, in the order in which they became known."""
        query = f"SELECT {FILE_COLUMNS} FROM files ORDER BY file_id"
        with self.database.reading() as connection:
            rows = connection.execute(query).fetchall()
        return {file.path: file for file in map(self._file, rows)}

    def file(self, path: Path) -> FileRecord | None:
        """One file, None where it was never read."""
        query = f"SELECT {FILE_COLUMNS} FROM files WHERE path = ?"
        with self.database.reading() as connection:
            row = connection.execute(query, (self._stored(path),)).fetchone()
        return self._file(row) if row else None

    def paths(self, track_id: str) -> tuple[Path, ...]:
        """The files that hold a track, in the order in which they became known."""
        query = "SELECT path FROM files WHERE track_id = ? ORDER BY file_id"
        with self.database.reading() as connection:
            return tuple(self.folder / path for (path,) in connection.execute(query, (track_id,)))

    def track_with_bytes(self, sha256: str) -> str | None:
        """The track that some file with these bytes holds."""
        query = "SELECT track_id FROM files WHERE sha256 = ? AND track_id IS NOT NULL LIMIT 1"
        with self.database.reading() as connection:
            row = connection.execute(query, (sha256,)).fetchone()
        return row[0] if row else None

    def track_with_sound(self, sound: Sound) -> str | None:
        """The track that is this sound, or another encoding of the same recording."""
        with self.database.reading() as connection:
            return self._track_with_sound(connection, sound)

    def add(self, track: Track, x_m: FloatArray, sound: Sound, file: FileRecord) -> str | None:
        """A new track with its features and its file.

        Returns None, or the id of the same recording where another process has added it meanwhile;
        then nothing is written.
        """
        values = {name: getattr(track, name) for name in TRACK_COLUMNS}
        values["tags"] = json.dumps(track.tags, ensure_ascii=False)
        arrays = (levels_to_bytes(sound.levels_db), len(x_m), x_m.astype("<f4").tobytes())
        with self.database.writing() as connection:
            other = self._track_with_sound(connection, sound)
            if other is None:
                marks = ", ".join(f":{name}" for name in TRACK_COLUMNS)
                connection.execute(f"INSERT INTO tracks VALUES ({marks})", values)
                connection.execute(
                    "INSERT INTO features VALUES (?,?,?,?)", (track.track_id, *arrays)
                )
                self._write_file(connection, replace(file, track_id=track.track_id))
        return other

    def note(self, file: FileRecord, tags: AudioTags | None = None) -> None:
        """A file that holds a known track or could not be read. `tags`: the track's new ones."""
        with self.database.writing() as connection:
            self._write_file(connection, file)
            if tags:
                connection.execute(
                    "UPDATE tracks SET title = ?, artist = ?, license = ? WHERE track_id = ?",
                    (tags.title, tags.artist, tags.license, file.track_id),
                )

    def seal(self) -> None:
        """Mark the library as closed for good and compact it.

        Times of files mean nothing on another machine; without them and without a random token the
        same music always gives the same bytes.
        """
        with self.database.writing() as connection:
            connection.execute("UPDATE files SET mtime_ns = 0")
            connection.execute("UPDATE meta SET value = 'yes' WHERE name = 'sealed'")
            connection.execute("UPDATE meta SET value = 'sealed' WHERE name = 'generation'")
        self.database.compact()

    def reopen(self) -> None:
        """Undo `seal` on a copy that is to be shipped anew. No model's embeddings are kept."""
        with self.database.writing() as connection:
            connection.execute("DELETE FROM embeddings")
            connection.execute("UPDATE meta SET value = 'no' WHERE name = 'sealed'")

    def models(self) -> dict[str, int]:
        """Tracks that have embeddings, by the fingerprint of the model."""
        with self.database.reading() as connection:
            return dict(connection.execute("SELECT model, count(*) FROM embeddings GROUP BY model"))

    def _track_with_sound(self, connection: sqlite3.Connection, sound: Sound) -> str | None:
        by_id = "SELECT track_id FROM tracks WHERE track_id = ?"
        if connection.execute(by_id, (sound.sound_id,)).fetchone():
            return sound.sound_id
        by_duration = """SELECT track_id, duration_s, levels_db FROM tracks JOIN features
                         USING (track_id) WHERE duration_s BETWEEN ? AND ?"""
        shortest, longest = sound.duration_s - SAME_RECORDING_S, sound.duration_s + SAME_RECORDING_S
        best, nearest_db = None, SAME_RECORDING_DB
        for track_id, duration_s, data in connection.execute(by_duration, (shortest, longest)):
            try:
                other = Sound(track_id, duration_s, levels_from_bytes(data))
            except ValueError as error:
                raise self.database.damaged() from error
            distance_db = recording_distance_db(sound, other)
            if distance_db <= nearest_db:
                best, nearest_db = track_id, distance_db
        return best

    def _write_file(self, connection: sqlite3.Connection, file: FileRecord) -> None:
        columns = (file.size_bytes, file.mtime_ns, file.sha256, file.track_id, file.reason)
        connection.execute(
            f"""INSERT INTO files ({FILE_COLUMNS}) VALUES (?,?,?,?,?,?)
                ON CONFLICT (path) DO UPDATE SET size_bytes = excluded.size_bytes,
                mtime_ns = excluded.mtime_ns, sha256 = excluded.sha256,
                track_id = excluded.track_id, reason = excluded.reason""",
            (self._stored(file.path), *columns),
        )
        renew_generation(connection)

    def _stored(self, path: Path) -> str:
        inside = path.is_relative_to(self.folder)
        return path.relative_to(self.folder).as_posix() if inside else str(path)

    def _file(self, row: tuple[Any, ...]) -> FileRecord:
        stored, *columns = row
        return FileRecord(self.folder / stored, *columns)

    def _track(self, row: Sequence[Any], path: Path, corrected: Mapping[str, str]) -> Track:
        values = {**dict(zip(TRACK_COLUMNS, row, strict=True)), **corrected}
        try:
            values |= {"tags": tuple(json.loads(values["tags"])), "silent": bool(values["silent"])}
            return Track(path=path, **values)
        except (ValueError, TypeError) as error:
            raise self.database.damaged() from error
