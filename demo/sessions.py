"""What the page keeps for one visitor: a folder, the clips that were seen, the answers, the music.

The folders lie in Gradio's cache under random names. A file in it is served without another copy,
and only to whoever was handed its address: there is no listing, and no name can be guessed.
"""

from __future__ import annotations

import os
import secrets
import shutil
import threading
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence, Set
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from demo import texts
from demo.answered import Answered
from demo.files import folder_bytes, link
from demo.jobs import Job
from demo.settings import EXAMPLES_DIR, Settings
from viml_core.clips import ClipCache
from viml_core.errors import InputError, LimitError, StorageError
from viml_core.finishing.finisher import Finisher
from viml_core.finishing.mix import Mix
from viml_core.library.identity import file_sha256
from viml_core.media.preview import preview_target
from viml_core.recommender import Recommender
from viml_core.session import preview_name
from viml_core.types import ClipFeatures, Suggestion

SWEEP_EVERY_S = 60.0
_BEATS = Finisher(kept=500)  # of the tracks; what is known of clips goes with the visitor
T = TypeVar("T")


class Session:
    """One visitor. Everything is in `folder` and goes with it."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder = folder
        self.settings = settings
        self.last_used_s = time.monotonic()
        self.own_library: Path | None = None
        self.turn = 0  # counts the requests on the page: only the newest may write on it
        self.answered: Answered | None = None  # what the page shows
        self.uploads: set[Path] = set()  # in Gradio's cache
        self._jobs: dict[Job[Any], str] = {}
        self.finisher = Finisher(beside=_BEATS)
        self.mixes: dict[tuple[str, str], Mix] = {}  # by the clip's folder and the track
        self._clips: ClipCache | None = None
        self._lock = threading.Lock()
        for part in ("clips", "proxies", "answers", "music"):
            (folder / part).mkdir(parents=True)

    def keep_clip(self, upload: Path) -> Path:
        """The clip under a name made of its content, so that the same clip is known again.

        Raises:
            InputError: the upload has been deleted in the meantime.
        """
        try:
            digest = file_sha256(upload)
        except OSError as error:
            raise InputError(
                f"The clip {upload.name} is no longer kept on the server; please add it again."
            ) from error
        self.note_upload(upload, digest)
        folder = self.folder / "clips" / digest[:32]
        kept = next((p for p in folder.glob("*") if p.is_file()), None)
        if kept is None:
            folder.mkdir(exist_ok=True)
            kept = link(upload, folder / upload.name)
        os.utime(folder)  # the least recently used clip is the first to go
        return kept

    def note_upload(self, upload: Path, digest: str = "") -> None:
        """Remember a file in Gradio's cache that the visitor sent: it goes when they do.

        digest: its sha256 where it is known. The examples are everybody's and stay.
        """
        sessions = self.folder.parent
        cached = upload.is_relative_to(sessions.parent) and not upload.is_relative_to(sessions)
        if not (cached and upload.is_file()):
            return
        if (digest or file_sha256(upload)) not in _example_digests():
            self.uploads.add(upload)

    def look_at(self, recommender: Recommender, clip: Path, job: Job[Any]) -> ClipFeatures:
        """The features of a kept clip, from memory where it was seen before."""
        with self._lock:
            if self._clips is None:
                self._clips = ClipCache(
                    recommender, self.folder / "proxies", self.settings.kept_clips
                )
        return self._clips.look_at(
            clip, limits=self.settings.limits, progress=job.progress, cancel=job.cancel
        )

    def new_answer(self) -> Path:
        """A folder for the previews of one answer; the oldest answers make room for it."""
        folder = self.folder / "answers" / f"{time.monotonic_ns():020d}-{secrets.token_hex(8)}"
        folder.mkdir()
        answers = sorted((self.folder / "answers").iterdir())
        for old in answers[: -self.settings.kept_answers]:
            shutil.rmtree(old, ignore_errors=True)
        self._trim()
        return folder

    def preview(
        self,
        recommender: Recommender,
        clip: ClipFeatures,
        suggestion: Suggestion,
        answer: Path,
        job: Job[Any],
    ) -> Path:
        """One preview in a folder of the answer's; nothing is rendered a second time."""
        track_id = suggestion.track.track_id
        kept = clip.info.path.parent / "previews" / f"{track_id}-{suggestion.start_s:.2f}.mp4"
        rendered = preview_target(clip, kept)
        if not rendered.is_file():
            rendered.parent.mkdir(exist_ok=True)
            recommender.preview(clip, suggestion, rendered, cancel=job.cancel)
        shown = answer / track_id / preview_name(suggestion)
        shown.parent.mkdir(exist_ok=True)
        return link(rendered, shown.with_suffix(rendered.suffix))

    def keep_music(self, uploads: Sequence[Path]) -> list[Path]:
        """Uploaded tracks under their own names, each in a folder of its own: names may repeat.

        Raises:
            LimitError: with these there would be more music than a visitor may bring.
        """
        size = sum(upload.stat().st_size for upload in uploads if upload.exists())
        if folder_bytes(self.folder / "music") + size > self.settings.max_music_bytes:
            raise LimitError(texts.too_much_music(self.settings.max_music_bytes))
        kept = []
        for number, upload in enumerate(uploads):  # whose order is that of the names
            folder = self.folder / "music" / f"{number:04d}-{secrets.token_hex(8)}"
            folder.mkdir()
            kept.append(link(upload, folder / upload.name))
            self.note_upload(upload)
        return kept

    @asynccontextmanager
    async def running(self, job: Job[T], kind: str) -> AsyncIterator[Job[T]]:
        """Note a job for the length of the block, so that it can be stopped.

        When the block is left, however that happens, what is left of the job has ended.
        """
        with self._lock:
            self._jobs[job] = kind
        try:
            yield job
        finally:
            await job.close()
            with self._lock:
                self._jobs.pop(job, None)
            self.touch()

    def touch(self) -> None:
        """Note that the visitor is here; on the folder, for other pages that share the cache."""
        self.last_used_s = time.monotonic()
        if self.folder.exists():
            os.utime(self.folder)

    def stop(self, kind: str) -> None:
        """Stop the running jobs of a kind."""
        with self._lock:
            jobs = [job for job, its_kind in self._jobs.items() if its_kind == kind]
        for job in jobs:
            job.stop()

    @property
    def busy(self) -> bool:
        """Is a job under way?"""
        return bool(self._jobs)

    def close(self, shared: Set[Path] = frozenset()) -> None:
        """Stop all jobs; delete the folder, and the uploads but those that others have, too."""
        with self._lock:
            jobs = list(self._jobs)
        for job in jobs:
            job.stop()
        for job in jobs:
            job.join()
        shutil.rmtree(self.folder, ignore_errors=True)
        for upload in self.uploads - shared:
            upload.unlink(missing_ok=True)
            with suppress(OSError):  # Gradio's folder of that name
                upload.parent.rmdir()

    def _trim(self) -> None:
        """Delete the least recently used clips until the budget is met, but never the last one.

        Of that one at most the previews go, which the answers hold by names of their own.
        """
        clips = sorted((self.folder / "clips").iterdir(), key=lambda clip: clip.stat().st_mtime_ns)
        if not clips:  # words alone
            return
        *older, current = clips
        excess = max(0, len(older) + 1 - self.settings.kept_clips)
        for number, clip in enumerate(older):
            if number < excess or self._over_budget():
                shutil.rmtree(clip, ignore_errors=True)
        if self._over_budget():
            shutil.rmtree(current / "previews", ignore_errors=True)

    def _over_budget(self) -> bool:
        kept = (self.folder / part for part in ("clips", "proxies", "answers"))
        return folder_bytes(*kept) > self.settings.session_bytes


class Sessions:
    """All sessions of a running page, by Gradio's session hash."""

    def __init__(self, root: Path, settings: Settings) -> None:
        self.root = root
        self.settings = settings
        self._sessions: OrderedDict[str, Session] = OrderedDict()
        self._lock = threading.Lock()
        self._closed = threading.Event()
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._delete_leftovers()
        threading.Thread(target=self._sweep_regularly, daemon=True).start()

    def get(self, session_hash: str | None) -> Session:
        """The visitor's session, made at the first request.

        Raises:
            StorageError: its folder cannot be made.
        """
        key = session_hash or ""
        with self._lock:
            session = self._sessions.get(key)
            if session is None:
                session = self._sessions[key] = self._new()
            self._sessions.move_to_end(key)
            idle = [k for k, s in self._sessions.items() if not s.busy]
            surplus = idle[: max(0, len(self._sessions) - self.settings.max_sessions)]
            dropped = [self._sessions.pop(k) for k in surplus if k != key]
            session.touch()
        for old in dropped:
            self._close(old)
        return session

    def forget(self, session_hash: str | None) -> None:
        """The visitor has left: delete everything."""
        with self._lock:
            session = self._sessions.pop(session_hash or "", None)
        if session:
            self._close(session)

    def sweep(self) -> None:
        """Delete the sessions that nobody used for `session_idle_s`."""
        limit = time.monotonic() - self.settings.session_idle_s
        with self._lock:
            expired = [k for k, s in self._sessions.items() if s.last_used_s < limit and not s.busy]
        for key in expired:
            self.forget(key)

    def close(self) -> None:
        """The page shuts down: delete everything."""
        self._closed.set()
        for key in list(self._sessions):
            self.forget(key)

    def _close(self, session: Session) -> None:
        with self._lock:  # the cache holds the same bytes once, whoever sent them
            shared = {upload for other in self._sessions.values() for upload in other.uploads}
        session.close(shared)

    def _new(self) -> Session:
        try:
            return Session(self.root / secrets.token_hex(16), self.settings)
        except OSError as error:
            raise StorageError(
                f"No folder for this visit can be made ({error.strerror}); make room on the disk."
            ) from error

    def _delete_leftovers(self) -> None:
        """Folders of a page that was killed; those of one that still runs are younger."""
        limit = time.time() - self.settings.session_idle_s - 2 * SWEEP_EVERY_S
        for folder in self.root.iterdir():
            if folder.stat().st_mtime < limit:
                shutil.rmtree(folder, ignore_errors=True)

    def _sweep_regularly(self) -> None:
        while not self._closed.wait(SWEEP_EVERY_S):
            self.sweep()


@lru_cache(maxsize=1)
def _example_digests() -> frozenset[str]:
    return frozenset(file_sha256(path) for path in EXAMPLES_DIR.glob("*.mp4"))
