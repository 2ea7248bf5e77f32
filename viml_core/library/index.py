"""Nearest-neighbour search over the embeddings of a library, on faiss."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from viml_core.errors import InputError
from viml_core.media.files import atomic_output
from viml_core.types import FloatArray

if TYPE_CHECKING:
    import faiss

DIGEST_BYTES = 32


@dataclass(frozen=True)
class IndexConfig:
    """Which kind of index serves how many tracks: measured at d = 256, see DESIGN.md.

    Up to `flat_max` every track is compared. Up to `half_max` the same at half precision, which
    halves the memory traffic; beyond, only the `probes` nearest of `cells` cells are looked at, at
    8 bits. What a coarse index finds is scored again with the exact vectors: it fetches
    `candidates` times as many tracks as were asked for.
    """

    flat_max: int = 100_000
    half_max: int = 1_000_000
    cells: int = 1024
    probes: int = 32
    candidates: int = 4


@dataclass(frozen=True)
class Hits:
    """Found tracks, best first. positions: (k,) rows of the index; scores: (k,) inner products."""

    positions: NDArray[np.int64]
    scores: FloatArray


class VectorIndex:
    """Embeddings of N tracks. Never changes once it is built.

    vectors: (N, d) float32, exact whatever the kind of index; row i belongs to `track_ids[i]`.
    """

    def __init__(self, track_ids: Sequence[str], index: faiss.Index) -> None:
        self.track_ids = tuple(track_ids)
        self.dim: int = index.d
        self._index = index
        self.vectors = _exact_vectors(index)

    @classmethod
    def build(
        cls, track_ids: Sequence[str], vectors: FloatArray, config: IndexConfig | None = None
    ) -> VectorIndex:
        """vectors: (N, d) float32, finite; unit rows make the scores cosines.

        Raises:
            ValueError: shape or values are not such.
        """
        vectors = np.ascontiguousarray(vectors, np.float32)
        if vectors.ndim != 2 or len(vectors) != len(track_ids):
            raise ValueError(f"{len(track_ids)} tracks need (N, d) vectors, not {vectors.shape}")
        if not np.isfinite(vectors).all():
            raise ValueError("an embedding has a value that is not a finite number")
        index = _empty_index(len(vectors), vectors.shape[1], config or IndexConfig())
        if not index.is_trained:
            index.train(vectors)
        index.add(vectors)
        return cls(track_ids, index)

    def __len__(self) -> int:
        return len(self.track_ids)

    def scores(self, query: FloatArray) -> FloatArray:
        """query (d,) -> its exact inner product with every track (N,)."""
        return self.vectors @ self._checked(query)

    def search(self, query: FloatArray, k: int) -> Hits:
        """query (d,) -> the k best tracks with exact scores; all N where k is larger.

        Raises:
            InputError: k is less than 1.
        """
        query = self._checked(query)
        if k < 1:
            raise InputError(f"The number of tracks is {k}, but it must be at least 1.")
        found = self._candidates(query, k)
        scores = self.vectors[found] @ query
        best = np.lexsort((found, -scores))[:k]  # equal scores in the order of the rows
        return Hits(found[best], scores[best])

    def _candidates(self, query: FloatArray, k: int) -> NDArray[np.int64]:
        """Rows that hold the k best, more where the index is coarse."""
        if 2 * k >= len(self):
            return np.arange(len(self))
        rows: NDArray[np.int64] = self._index.search(query[np.newaxis], k)[1][0]
        rows = rows[rows >= 0]  # faiss pads with -1 where the probed cells hold fewer than k
        return rows if len(rows) == k else np.arange(len(self))

    def _checked(self, query: FloatArray) -> FloatArray:
        query = np.ascontiguousarray(query, np.float32)
        if query.shape != (self.dim,) or not np.isfinite(query).all():
            raise ValueError(f"the query must be ({self.dim},) finite numbers, not {query.shape}")
        return query

    def save(self, path: Path) -> None:
        """Write the index so that a reader sees all of it or none.

        Raises:
            StorageError, OSError: it cannot be written, for instance because the disk is full.
        """
        import faiss

        data = faiss.serialize_index(self._index).tobytes()  # its own writer ignores a full disk
        with atomic_output(path) as scratch, scratch.open("wb") as file:
            file.write(hashlib.sha256(data).digest())
            file.write(data)

    @classmethod
    def load(cls, path: Path, track_ids: Sequence[str], dim: int) -> VectorIndex | None:
        """The index that `save` wrote for these tracks; None where there is none, or not whole."""
        import faiss

        try:
            content = path.read_bytes()
        except OSError:
            return None
        digest, data = content[:DIGEST_BYTES], memoryview(content)[DIGEST_BYTES:]
        if hashlib.sha256(data).digest() != digest:
            return None
        index = faiss.deserialize_index(np.frombuffer(data, np.uint8))
        return cls(track_ids, index) if (index.ntotal, index.d) == (len(track_ids), dim) else None


def _empty_index(tracks: int, dim: int, config: IndexConfig) -> faiss.Index:
    import faiss

    if tracks <= config.flat_max:
        return faiss.IndexFlatIP(dim)
    scalar, inner = faiss.ScalarQuantizer, faiss.METRIC_INNER_PRODUCT
    coarse: Any = faiss.IndexScalarQuantizer(dim, scalar.QT_fp16, inner)
    if tracks > config.half_max:
        centres = faiss.IndexFlatIP(dim)
        coarse = faiss.IndexIVFScalarQuantizer(centres, dim, config.cells, scalar.QT_8bit, inner)
        coarse.nprobe = config.probes
    refined = faiss.IndexRefineFlat(coarse)
    refined.k_factor = config.candidates
    return refined


def _exact_vectors(index: Any) -> FloatArray:
    """The (N, d) vectors inside an index, without a copy."""
    import faiss

    flat: Any = faiss.downcast_index(getattr(index, "refine_index", index))
    if not index.ntotal:
        return np.empty((0, index.d), np.float32)
    vectors: FloatArray = faiss.rev_swig_ptr(flat.get_xb(), index.ntotal * index.d)
    return vectors.reshape(index.ntotal, index.d)
