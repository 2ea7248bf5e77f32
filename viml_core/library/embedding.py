"""From kept features to an index: every model's embeddings, computed once and never from audio."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import numpy as np

from viml_core.errors import CheckpointError, StorageError
from viml_core.library.database import Database
from viml_core.library.index import VectorIndex
from viml_core.types import FloatArray

TRACKS_AT_ONCE = 256  # features held in memory at a time


class MusicEmbedder(Protocol):
    """f_m of a trained model. `fingerprint` changes whenever its embeddings do."""

    fingerprint: str
    dim: int

    def embed_music(self, x_m: Sequence[FloatArray]) -> FloatArray:
        """N tracks (S_i, D_m) -> y_m (N, d), unit rows."""


def library_index(
    database: Database, model: MusicEmbedder, music_encoder: str, track_ids: Sequence[str]
) -> VectorIndex:
    """The index of these tracks for a model, from its file where that still holds.

    Raises:
        CheckpointError: the model gives something else than finite numbers.
        LibraryError: the catalogue is damaged.
    """
    path = _index_path(database.folder, model, music_encoder, track_ids)
    index = VectorIndex.load(path, track_ids, model.dim)
    if index is None:
        index = VectorIndex.build(track_ids, _embeddings(database, model, track_ids))
        if not database.read_only:
            with suppress(OSError, StorageError):  # then the next process builds it again
                index.save(path)
                _remove_older(path)
    return index


def _index_path(
    folder: Path, model: MusicEmbedder, music_encoder: str, track_ids: Sequence[str]
) -> Path:
    """The file's name says what is inside, so a stale index cannot be mistaken for a fresh one.

    Embeddings follow from model, encoder and track (a track's id is the hash of its sound).
    """
    content = "\n".join([music_encoder, *track_ids])
    return folder / f"index-{_digest(model.fingerprint)}-{_digest(content)}.faiss"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _remove_older(path: Path) -> None:
    """Older indices of the same model, and what killed processes left half-written."""
    same_model = path.name.rsplit("-", 1)[0]
    for pattern in (f"{same_model}-*", ".*.faiss"):
        for other in path.parent.glob(pattern):
            if other != path:
                other.unlink(missing_ok=True)


def _embeddings(database: Database, model: MusicEmbedder, track_ids: Sequence[str]) -> FloatArray:
    """y_m (N, d): from the catalogue, or computed and then kept where that is possible."""
    rows = _kept_embeddings(database, model)
    missing = [track_id for track_id in track_ids if track_id not in rows]
    for start in range(0, len(missing), TRACKS_AT_ONCE):
        some = missing[start : start + TRACKS_AT_ONCE]
        vectors = model.embed_music(kept_features(database, some))
        if vectors.shape != (len(some), model.dim) or not np.isfinite(vectors).all():
            raise CheckpointError(
                f"The model {model.fingerprint} gives no usable embeddings for the library "
                f"{database.folder}; fetch or train the checkpoint again."
            )
        fresh = dict(zip(some, vectors, strict=True))
        rows |= fresh
        if not database.read_only:
            with suppress(StorageError):  # a full disk is no reason not to answer
                _keep_embeddings(database, model, fresh)
    return np.array([rows[i] for i in track_ids], np.float32).reshape(len(track_ids), model.dim)


def _kept_embeddings(database: Database, model: MusicEmbedder) -> dict[str, FloatArray]:
    query = "SELECT track_id, y_m FROM embeddings WHERE model = ? AND length(y_m) = ?"
    with database.reading() as connection:
        rows = connection.execute(query, (model.fingerprint, 4 * model.dim)).fetchall()
    return {track_id: np.frombuffer(y_m, "<f4") for track_id, y_m in rows}


def _keep_embeddings(database: Database, model: MusicEmbedder, rows: dict[str, FloatArray]) -> None:
    with database.writing() as connection:
        connection.executemany(
            "INSERT OR REPLACE INTO embeddings VALUES (?,?,?)",
            [(model.fingerprint, i, y_m.astype("<f4").tobytes()) for i, y_m in rows.items()],
        )


def kept_features(database: Database, track_ids: Sequence[str]) -> list[FloatArray]:
    """The kept features of some tracks: (S_i, D_m) float32 each."""
    marks = ",".join("?" * len(track_ids))
    query = f"SELECT track_id, segments, x_m FROM features WHERE track_id IN ({marks})"
    with database.reading() as connection:
        rows = connection.execute(query, tuple(track_ids)).fetchall()
    try:
        x_m = {i: np.frombuffer(data, "<f4").reshape(segments, -1) for i, segments, data in rows}
        return [x_m[track_id].astype(np.float32) for track_id in track_ids]
    except (ValueError, TypeError, KeyError) as error:
        raise database.damaged() from error
