"""Which music a request chooses from: the starter library, or the visitor's own."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo import texts
from demo.engine import Engine
from demo.jobs import Job
from demo.sessions import Session
from demo.settings import Settings
from viml_core.errors import InputError
from viml_core.features.base import Preset
from viml_core.library import IngestReport, Library
from viml_core.recommender import Recommender

STARTER, OWN = "starter", "own"


@dataclass(frozen=True)
class Added:
    """What came of adding music, and how many tracks there are now."""

    report: IngestReport
    total: int

    def as_json(self) -> dict[str, Any]:
        """For programs, with the names of files and no paths."""
        return {
            "added": [track.title for track in self.report.added],
            "known": self.report.known,
            "duplicates": [
                {"file": d.path.name, "original": d.original.name} for d in self.report.duplicates
            ],
            "skipped": [{"file": s.path.name, "reason": s.reason} for s in self.report.skipped],
            "total": self.total,
        }


class MusicShelf:
    """Opens libraries, and fills the visitors' own ones."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self.settings = settings
        self.engine = engine
        self._starter: Library | None = None
        self._lock = threading.Lock()

    def open(self, choice: str, session: Session, recommender: Recommender) -> Library:
        """The library of a choice, to suggest from.

        Raises:
            InputError: the visitor has no music of their own yet, or there is no such choice.
            LibraryError: it is missing, damaged or made with other encoders.
        """
        library = self.look_into(choice, session, recommender)
        if not library.rankable():
            raise InputError(texts.ERROR_NO_OWN_MUSIC)
        return library

    def folder(self, choice: str, session: Session) -> Path:
        """Where the library of a choice lies.

        Raises:
            InputError: the visitor has no music of their own yet, or there is no such choice.
        """
        if choice == STARTER:
            return Path(self.settings.starter_library)
        if choice != OWN:
            raise InputError(texts.unknown_music(choice, (STARTER, OWN)))
        if session.own_library is None:
            raise InputError(texts.ERROR_NO_OWN_MUSIC)
        return session.own_library

    def look_into(self, choice: str, session: Session, recommender: Recommender) -> Library:
        """The library of a choice, even where nothing in it can be suggested. Raises as `open`."""
        if choice == STARTER:
            with self._lock:
                if self._starter is None:
                    self._starter = Library.open(
                        self.settings.starter_library,
                        music_encoder_fingerprint=recommender.preset.music.fingerprint,
                    )
                return self._starter
        return _library_to_fill(self.folder(choice, session), recommender.preset)

    def adding_uploads(
        self, uploads: Sequence[str], session: Session
    ) -> Callable[[Job[Added]], None]:
        """The work that adds uploaded files to the library of this visit.

        Raises:
            InputError: more files than the limit allows.
        """
        if len(uploads) > self.settings.max_upload_tracks:
            raise InputError(texts.too_many_files(len(uploads), self.settings.max_upload_tracks))

        def work(job: Job[Added]) -> None:
            sources = session.keep_music([Path(upload) for upload in uploads])
            self._add(sources, session.folder / "music" / "library", session, job)

        return work

    def adding_folder(self, typed: str, session: Session) -> Callable[[Job[Added]], None]:
        """The work that adds a folder of this computer to a library that outlives the visit.

        Raises:
            InputError: the page is open to others, or there is no such folder.
        """
        if self.settings.hosted:
            raise InputError(texts.ERROR_HOSTED_FOLDER)
        if not typed.strip():
            raise InputError(texts.ERROR_NO_FOLDER)
        folder = Path(typed.strip()).expanduser()
        if not folder.is_dir():
            raise InputError(texts.no_such_folder(str(folder)))
        name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]

        def work(job: Job[Added]) -> None:
            self._add([folder], self.settings.own_libraries / name, session, job)

        return work

    def _add(
        self, sources: Sequence[Path], library_folder: Path, session: Session, job: Job[Added]
    ) -> None:
        preset = self.engine.recommender(job.progress, job.cancel).preset
        session.own_library = library_folder  # what is in it can be used while more comes in
        library = _library_to_fill(library_folder, preset)
        report = library.ingest(
            sources,
            preset.music,
            progress=job.progress,
            cancel=job.cancel,
            limits=self.settings.limits,
        )
        job.emit(Added(report, len(library)))


def _library_to_fill(folder: Path, preset: Preset) -> Library:
    """Unlike one that is opened to suggest from, it may be empty."""
    return Library.create(
        folder, preset_name=preset.name, music_encoder_fingerprint=preset.music.fingerprint
    )
