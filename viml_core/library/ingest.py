"""Take music into a library. May be killed at any moment, run again, and run by several at once.

Decoding and encoding happen outside of transactions; a track enters the catalogue with its features
and its file in one. Nothing is claimed beforehand, so nothing stale is left behind by a kill: two
processes that meet at the same file do no harm, and then work from opposite ends of the list.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from viml_core.config import Limits
from viml_core.errors import Cancelled, LimitError, MediaError, StorageError
from viml_core.features.base import MusicEncoder
from viml_core.library.catalogue import Catalogue, FileRecord
from viml_core.library.identity import Sound, file_sha256, identify
from viml_core.library.scan import exists, find_music
from viml_core.media.audio import decode_audio
from viml_core.media.loudness import measure_loudness
from viml_core.media.tags import AudioTags, read_tags
from viml_core.types import SPEECH_ONLY, FloatArray, MusicFeatures, Progress, Track, Waveform

NEVER_SETTLED = -1  # no file has this size: such a file is read again next time


class Duplicate(NamedTuple):
    """A file that holds the same recording as another, which is the one that is served."""

    path: Path
    original: Path


class Skipped(NamedTuple):
    """A file or folder that could not be read."""

    path: Path
    reason: str


@dataclass(frozen=True)
class IngestReport:
    """What an ingestion found. known: files whose track was there already, moved ones included."""

    added: tuple[Track, ...]
    known: int
    duplicates: tuple[Duplicate, ...]
    skipped: tuple[Skipped, ...]


def describe_track(
    path: Path, waveform: Waveform, track_id: str, tags: AudioTags, music: MusicFeatures
) -> Track:
    """What is known of a recording from its file's tags, its sound and its encoding."""
    loudness = measure_loudness(waveform)
    return Track(
        track_id=track_id,
        path=path,
        title=tags.title,
        artist=tags.artist,
        license=tags.license,
        duration_s=waveform.duration_s,
        loudness_lufs=loudness.integrated_lufs,
        peak_dbfs=loudness.peak_dbfs,
        bpm=music.bpm,
        tags=(SPEECH_ONLY,) * music.speech_only + tuple(name for name, _ in music.tags),
        silent=music.silent,
    )


class Ingestion:
    """One run over some sources."""

    def __init__(
        self,
        catalogue: Catalogue,
        encoder: MusicEncoder,
        limits: Limits,
        progress: Progress,
        cancel: threading.Event | None,
    ) -> None:
        self.catalogue = catalogue
        self.encoder = encoder
        self.limits = limits
        self.progress = progress
        self.cancel = cancel
        self._added: list[Track] = []
        self._known = 0
        self._duplicates: list[Duplicate] = []
        self._skipped: list[Skipped] = []

    def run(self, sources: Sequence[Path]) -> IngestReport:
        """Take in what is new among the sources.

        Raises:
            InputError: a source does not exist.
            StorageError: the disk is full or the catalogue cannot be written.
            Cancelled: `cancel` was set. In both cases what was finished is kept.
        """
        self.progress("Looking for music")
        found = find_music(sources)
        self._skipped += [Skipped(*item) for item in found.unreadable.items()]
        records = self.catalogue.files()
        new = [p for p in sorted(found.files) if not self._is_settled(p, records.get(p))]
        try:
            self._take_all(deque(new))
        except (StorageError, Cancelled) as error:
            raise type(error)(
                f"{error} New tracks kept: {len(self._added)}; run it again to go on from there."
            ) from error
        return IngestReport(
            tuple(sorted(self._added, key=lambda track: track.path)),
            self._known,
            tuple(sorted(self._duplicates)),
            tuple(sorted(self._skipped)),
        )

    def _take_all(self, pending: deque[Path]) -> None:
        total = len(pending)
        while pending:
            self._stop_if_asked()
            path = pending.popleft()
            self.progress(f"Indexing {path.name}", 1 - (len(pending) + 1) / total)
            if self._is_settled(path, self.catalogue.file(path)) or self._take(path):
                pending.reverse()  # another process works on the same list: leave it this end

    def _is_settled(self, path: Path, record: FileRecord | None) -> bool:
        """Whether the file was read as it is now; if so, it is counted."""
        try:
            stat = path.stat()
        except OSError:
            return False
        if record is None or (record.size_bytes, record.mtime_ns) != (
            stat.st_size,
            stat.st_mtime_ns,
        ):
            return False
        if record.reason is None:
            self._known += 1
        else:
            self._skipped.append(Skipped(path, record.reason))
        return True

    def _take(self, path: Path) -> bool:
        """Read one file; True where another process added the same track meanwhile."""
        record = FileRecord(path, NEVER_SETTLED, NEVER_SETTLED)
        try:
            stat = path.stat()  # before the bytes are read: what changes later is read again
            digest = file_sha256(path)
        except OSError as error:
            self._refuse(record, f"The file {path} cannot be read ({error.strerror}).")
            return False
        record = FileRecord(path, stat.st_size, stat.st_mtime_ns, digest)
        track_id = self.catalogue.track_with_bytes(digest)
        if track_id is not None:
            self._attach(record, track_id, None)
            return False
        try:
            return self._listen(record)
        except MediaError as error:
            self._refuse(record, str(error))
        except LimitError as error:  # the limits may be others next time
            self._refuse(replace(record, size_bytes=NEVER_SETTLED), str(error))
        return False

    def _listen(self, record: FileRecord) -> bool:
        waveform = decode_audio(record.path, max_duration_s=self.limits.max_track_s)
        self._stop_if_asked()
        sound = identify(waveform)
        tags = read_tags(record.path)
        track_id = self.catalogue.track_with_sound(sound)
        met_another = False
        if track_id is None:
            self._stop_if_asked()
            track, x_m = self._describe(record.path, waveform, sound, tags)
            track_id = self.catalogue.add(track, x_m, sound, record)
            if track_id is None:
                self._added.append(track)
                return False
            met_another = True
        self._attach(record, track_id, tags)
        return met_another

    def _describe(
        self, path: Path, waveform: Waveform, sound: Sound, tags: AudioTags
    ) -> tuple[Track, FloatArray]:
        music = self.encoder.encode(waveform)
        if not music.silent and not np.isfinite(music.x_m).all():
            raise MediaError(
                f"The sound of {path} gives no usable features; convert the file and try again."
            )
        self._stop_if_asked()
        track = describe_track(path, waveform, sound.sound_id, tags, music)
        return track, music.x_m

    def _attach(self, record: FileRecord, track_id: str, tags: AudioTags | None) -> None:
        """The file holds a known track: as a duplicate, or moved, or with edited tags."""
        path, holders = record.path, self.catalogue.paths(track_id)
        serving = next((p for p in holders if p == path or exists(p)), path)
        served = serving == path
        self.catalogue.note(replace(record, track_id=track_id), tags if served else None)
        if served:
            self._known += 1
        else:
            self._duplicates.append(Duplicate(path, serving))

    def _refuse(self, record: FileRecord, reason: str) -> None:
        self.catalogue.note(replace(record, reason=reason))
        self._skipped.append(Skipped(record.path, reason))

    def _stop_if_asked(self) -> None:
        if self.cancel is not None and self.cancel.is_set():
            raise Cancelled("Indexing was stopped.")
