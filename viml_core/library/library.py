"""A library of music: the one door to catalogue, ingestion and search."""

from __future__ import annotations

import copy
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from viml_core.config import Limits
from viml_core.errors import LibraryError, StorageError
from viml_core.features.base import MusicEncoder
from viml_core.library import curation
from viml_core.library.catalogue import Catalogue, FileRecord
from viml_core.library.database import INDEX_COMMAND
from viml_core.library.embedding import MusicEmbedder, kept_features, library_index
from viml_core.library.index import VectorIndex
from viml_core.library.ingest import Ingestion, IngestReport, Skipped
from viml_core.library.scan import exists
from viml_core.library.summaries import Summaries
from viml_core.types import FloatArray, Progress, Track, no_progress


@dataclass(frozen=True)
class Hit:
    """A track that was found; score: the cosine with the query."""

    track: Track
    score: float


@dataclass(frozen=True)
class _State:
    """What a library holds at one moment, and the indices made of it so far, by model."""

    generation: str
    tracks: tuple[Track, ...]
    rankable: tuple[Track, ...]
    indices: dict[str, VectorIndex] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Library:
    """The music in one folder, as it was when the library was opened or last refreshed.

    May be shared by threads. Where one thread may refresh while another answers, the other works on
    a `snapshot()`. A sealed library, or one whose folder cannot be written, is never written to.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._meta = catalogue.meta()
        self._summaries = Summaries()
        self._state = self._load()

    @classmethod
    def open(cls, folder: Path, *, music_encoder_fingerprint: str) -> Library:
        """A library to suggest from.

        Raises:
            LibraryError: there is none, it is empty, damaged or made with another music encoder, or
                none of its files exists any more.
        """
        library = cls(_checked(folder, music_encoder_fingerprint))
        if not library.rankable():
            raise LibraryError(library._why_empty())
        return library

    @classmethod
    def create(cls, folder: Path, *, preset_name: str, music_encoder_fingerprint: str) -> Library:
        """A library to take music into: a new one, or the one that is there.

        Raises:
            LibraryError: the one that is there is damaged or made with another music encoder.
            StorageError: the folder cannot be made or written.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(
                f"The library's folder {folder} cannot be made ({error.strerror}); choose another."
            ) from error
        if _writable(folder):
            Catalogue(folder).create(preset_name, music_encoder_fingerprint)
        return cls(_checked(folder, music_encoder_fingerprint))

    @property
    def folder(self) -> Path:
        return self._catalogue.folder

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def preset_name(self) -> str:
        return self._meta.preset_name

    @property
    def read_only(self) -> bool:
        """Sealed, or in a folder that cannot be written."""
        return self._catalogue.read_only

    def __len__(self) -> int:
        return len(self._state.tracks)

    def tracks(self) -> tuple[Track, ...]:
        """All tracks, silent ones and mere speech included, in the order of their ids."""
        return self._state.tracks

    def rankable(self) -> tuple[Track, ...]:
        """The tracks that may be suggested, in the order of `index` and `scores`."""
        return self._state.rankable

    def track(self, track_id: str) -> Track:
        """One track.

        Raises:
            LibraryError: there is none with this id.
        """
        for track in self._state.tracks:
            if track.track_id == track_id:
                return track
        raise LibraryError(f"The library {self.folder} has no track with the id {track_id!r}.")

    def problems(self) -> tuple[Skipped, ...]:
        """The files that could not be read, with the reasons, as long as they exist."""
        refused = [f for f in self.files() if f.reason and f.reason != curation.REMOVED]
        return tuple(sorted(Skipped(f.path, f.reason or "") for f in refused if exists(f.path)))

    def files(self) -> tuple[FileRecord, ...]:
        """All files that were ever read, in the order in which they became known."""
        return tuple(self._catalogue.files().values())

    def correct(self, track_id: str, details: curation.Details) -> Track:
        """Correct what is said of a track, for good; the track as it is now.

        Raises:
            LibraryError: there is no such track, or the library is read-only.
            StorageError: the disk is full.
        """
        self._check_writable()
        curation.correct(self._catalogue.database, track_id, details)
        self.refresh()
        return self.track(track_id)

    def remove(self, track_id: str) -> tuple[Path, ...]:
        """Take a track out, for good; the files that hold it, which are left as they are.

        Raises:
            LibraryError: there is no such track, or the library is read-only.
            StorageError: the disk is full.
        """
        self._check_writable()
        paths = self._catalogue.paths(track_id)
        curation.remove(self._catalogue.database, track_id)
        self.refresh()
        return paths

    def forget_removed(self) -> int:
        """Let what was removed be taken in again the next time; how many files that are.

        Raises:
            LibraryError: the library is read-only.
        """
        self._check_writable()
        count = curation.forget_removed(self._catalogue.database)
        self.refresh()
        return count

    def ingest(
        self,
        sources: Sequence[Path],
        encoder: MusicEncoder,
        *,
        progress: Progress = no_progress,
        cancel: threading.Event | None = None,
        limits: Limits | None = None,
    ) -> IngestReport:
        """Take in the music files among and under the sources that are not known yet.

        Raises:
            InputError: a source does not exist.
            LibraryError: the library is read-only or made with another music encoder.
            StorageError: the disk is full.
            Cancelled: `cancel` was set. Whatever stops it, finished tracks are kept.
        """
        self._check_writable()
        _check_encoder(self._catalogue, encoder.fingerprint)
        try:
            ingestion = Ingestion(self._catalogue, encoder, limits or Limits(), progress, cancel)
            return ingestion.run(sources)
        finally:
            self.refresh()

    def index(self, model: MusicEmbedder) -> VectorIndex:
        """The index of `rankable()` for a model; tracks without embeddings are embedded first.

        Raises:
            CheckpointError: the model gives no usable embeddings.
        """
        state = self._state
        with state.lock:
            if model.fingerprint not in state.indices:
                track_ids = [track.track_id for track in state.rankable]
                state.indices[model.fingerprint] = library_index(
                    self._catalogue.database, model, self._meta.music_encoder, track_ids
                )
            return state.indices[model.fingerprint]

    def scores(self, model: MusicEmbedder, query: FloatArray) -> FloatArray:
        """query (d,) -> its cosine with every track of `rankable()`, (N,)."""
        return self.index(model).scores(query)

    def features(self, tracks: Sequence[Track] | None = None) -> list[FloatArray]:
        """The kept base features x_m (S_i, D_m) of some tracks, else of each of `rankable()`."""
        return self._features(self.rankable() if tracks is None else tracks)

    def means(self, tracks: Sequence[Track]) -> FloatArray:
        """The mean base features of some tracks, at least one: (n, D_m); each is read once."""
        ids = [track.track_id for track in tracks]
        return self._summaries.means(self._catalogue.database, ids)

    def profiles(self, tracks: Sequence[Track]) -> FloatArray:
        """The mean base features of some tracks as unit rows: (n, D_m), near 1 where alike."""
        means = self.means(tracks)
        unit: FloatArray = means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)
        return unit

    def _features(self, tracks: Sequence[Track]) -> list[FloatArray]:
        return kept_features(self._catalogue.database, [track.track_id for track in tracks])

    def search(self, model: MusicEmbedder, query: FloatArray, k: int) -> tuple[Hit, ...]:
        """query (d,) -> the k best tracks whose files still exist, best first.

        All of them where k is larger.

        Raises:
            InputError: k is less than 1.
        """
        view = self.snapshot()
        index, tracks, asked = view.index(model), view.rankable(), k
        while True:
            found = index.search(query, asked)
            pairs = zip(found.positions.tolist(), found.scores.tolist(), strict=True)
            hits = [Hit(tracks[i], score) for i, score in pairs if exists(tracks[i].path)]
            if len(hits) >= k or asked >= len(index):
                return tuple(hits[:k])
            asked *= 2

    def refresh(self) -> bool:
        """Take over what any process has changed since; False where nothing was. Cheap then."""
        if self._catalogue.meta().generation == self._state.generation:
            return False
        self._state = self._load()
        return True

    def snapshot(self) -> Library:
        """This library as it is now, whatever is refreshed or ingested elsewhere."""
        return copy.copy(self)

    def seal(self) -> None:
        """Close the library for good, so that it can be shipped and is never written to again.

        Raises:
            LibraryError: one of its files is not inside its folder.
        """
        outside = [path for path in self._catalogue.files() if not path.is_relative_to(self.folder)]
        if outside:
            raise LibraryError(
                f"The library {self.folder} cannot be sealed because {outside[0]} is not inside "
                "it; put the music into the library's folder and index it there."
            )
        for file in self.folder.glob("*.faiss"):  # derived, and made again in memory
            file.unlink()
        self._catalogue.seal()
        self._catalogue = Catalogue(self.folder, read_only=True)
        self._state = self._load()

    def _load(self) -> _State:
        generation = self._catalogue.meta().generation  # first: a later change is then seen later
        tracks = self._catalogue.tracks()
        return _State(generation, tracks, tuple(track for track in tracks if track.rankable))

    def _check_writable(self) -> None:
        if self._catalogue.read_only:
            raise LibraryError(
                f"The library {self.folder} is read-only; index the music into another folder with "
                f"{INDEX_COMMAND}."
            )

    def _why_empty(self) -> str:
        paths = [file.path for file in self._catalogue.files().values() if file.track_id]
        if self._state.tracks:
            return (
                f"Every track of the library {self.folder} is silent or speech; add music with "
                f"{INDEX_COMMAND}."
            )
        if paths:
            return (
                f"None of the files of the library {self.folder} exists any more (for example "
                f"{paths[0]}); connect the disk that holds them, or index them where they are now "
                f"with {INDEX_COMMAND}."
            )
        return f"The library {self.folder} is empty; add music with {INDEX_COMMAND}."


def _checked(folder: Path, music_encoder: str) -> Catalogue:
    """The catalogue of a folder, read-only where it is sealed or cannot be written."""
    catalogue = Catalogue(folder, read_only=not _writable(folder))
    if not exists(catalogue.database.path):
        raise LibraryError(
            f"There is no music library in the folder {folder}; make one with {INDEX_COMMAND}."
        )
    catalogue.database.check()
    _check_encoder(catalogue, music_encoder)
    return Catalogue(folder, read_only=True) if catalogue.meta().sealed else catalogue


def _check_encoder(catalogue: Catalogue, music_encoder: str) -> None:
    meta = catalogue.meta()
    if meta.music_encoder != music_encoder:
        raise LibraryError(
            f"The library {catalogue.folder} was made with the music encoder {meta.music_encoder} "
            f"of the preset '{meta.preset_name}', and the one in use is {music_encoder}; index the "
            f"music again into a new folder with {INDEX_COMMAND}."
        )


def _writable(folder: Path) -> bool:
    return os.access(folder, os.W_OK)
