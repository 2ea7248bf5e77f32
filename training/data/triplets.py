"""Triplets of base features (video, text, music): what every model is trained from."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from torch import Tensor

from training.data.arrays import check_finite, write_arrays
from viml_core.errors import InputError
from viml_core.types import FloatArray

IndexArray = NDArray[np.int64]


@dataclass(frozen=True)
class Ragged:
    """n sequences of different lengths: values (total, D), offsets (n + 1,)."""

    values: FloatArray
    offsets: IndexArray

    @classmethod
    def of(cls, items: list[FloatArray]) -> Ragged:
        """Pack sequences (S_i, D)."""
        offsets = np.cumsum([0, *(len(x) for x in items)], dtype=np.int64)
        return cls(np.concatenate(items, dtype=np.float32), offsets)

    @property
    def fits(self) -> bool:
        """Whether the offsets divide the values, with at least one segment for each sequence."""
        ends = self.offsets[[0, -1]].tolist()
        return ends == [0, len(self.values)] and bool((np.diff(self.offsets) > 0).all())

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, row: int) -> FloatArray:
        return self.values[self.offsets[row] : self.offsets[row + 1]]

    def spare(self, picked: IndexArray, longest: int | None) -> IndexArray:
        """Segments of the sequences `picked` (B,) beyond a window of `longest`: (B,)."""
        lengths = self.offsets[picked + 1] - self.offsets[picked]
        return lengths - (lengths if longest is None else np.minimum(lengths, longest))

    def padded(
        self, picked: IndexArray, longest: int | None, skipped: IndexArray | None = None
    ) -> tuple[Tensor, Tensor]:
        """Windows of the sequences `picked` (B,) -> x (B, S, D), mask (B, S) True where real.

        longest: segments of a window; None takes all of each. skipped: (B,) segments before each
        window, at most `spare`; None takes the middle.
        """
        spare = self.spare(picked, longest)
        kept = self.offsets[picked + 1] - self.offsets[picked] - spare
        skipped = spare // 2 if skipped is None else skipped
        segment = np.arange(kept.max())
        real = segment < kept[:, None]
        index = (self.offsets[picked] + skipped)[:, None] + np.where(real, segment, 0)
        x = np.take(self.values, index, axis=0)
        if not real.all():
            x[~real] = 0.0
        return torch.from_numpy(x), torch.from_numpy(real)


@dataclass(frozen=True)
class Batch:
    """B triplets: x_v (B, S, D_v), x_t (B, D_t), x_m (B, S', D_m), and masks, True where real."""

    x_v: Tensor
    v_mask: Tensor
    x_t: Tensor
    x_m: Tensor
    m_mask: Tensor


@dataclass(frozen=True)
class Briefs:
    """What an editor asks of the music for each picture, in words that fit and words that do not.

    Of picture i the phrases are k = offsets[i] .. offsets[i + 1]: texts[k] is a row of the corpus's
    texts, weights[k] is above 0 for what fits and below 0 for what does not.
    """

    texts: IndexArray
    weights: FloatArray
    offsets: IndexArray

    @classmethod
    def of(cls, items: list[list[tuple[int, float]]]) -> Briefs:
        """Pack each picture's (row, weight) pairs."""
        pairs = [pair for item in items for pair in item]
        offsets = np.cumsum([0, *(len(item) for item in items)], dtype=np.int64)
        texts, weights = zip(*pairs, strict=True)
        return cls(np.array(texts, np.int64), np.array(weights, np.float32), offsets)


@dataclass(frozen=True)
class Triplets:
    """A corpus: each modality's features once, and `rows` (P, 3) that say what belongs together.

    encoders: fingerprints of what computed the features; empty: (D_t,), the embedding of "".
    about: what it was made of, for people; it decides nothing.
    """

    preset: str
    encoders: dict[str, str]
    video: Ragged
    text: FloatArray
    music: Ragged
    empty: FloatArray
    rows: IndexArray
    briefs: Briefs | None = None
    about: dict[str, Any] = field(default_factory=dict)

    def batch(
        self, picked: IndexArray, longest: int | None, places: FloatArray | None = None
    ) -> Batch:
        """The triplets of the rows `picked` (B,).

        places: (B,) in 0..1, where each window lies; None takes the middle. A clip and a track that
        are both longer than a window are cut at the same segment, so that what was together stays
        together, also where one of them is a little longer.
        """
        video, text, music = self.rows[picked].T
        v_skipped = m_skipped = None
        if places is not None:
            spare = np.stack([self.video.spare(video, longest), self.music.spare(music, longest)])
            common = spare.min(axis=0)
            v_skipped, m_skipped = (places * (np.where(common > 0, common, spare) + 1)).astype(int)
        x_v, v_mask = self.video.padded(video, longest, v_skipped)
        x_m, m_mask = self.music.padded(music, longest, m_skipped)
        return Batch(x_v, v_mask, torch.from_numpy(self.text[text]), x_m, m_mask)

    def digest(self) -> str:
        """16 hex digits that change with any of the features or rows."""
        digest = hashlib.blake2b(f"{self.preset} {sorted(self.encoders.items())}".encode())
        for array in self._arrays().values():
            digest.update(f"{array.shape} {array.dtype}".encode())
            digest.update(np.ascontiguousarray(array))
        return digest.hexdigest()[:16]

    def _arrays(self) -> dict[str, NDArray[np.generic]]:
        arrays: dict[str, NDArray[np.generic]] = {
            "video": self.video.values,
            "video_offsets": self.video.offsets,
            "text": self.text,
            "music": self.music.values,
            "music_offsets": self.music.offsets,
            "empty": self.empty,
            "rows": self.rows,
        }
        if self.briefs:
            arrays |= {f"briefs_{name}": array for name, array in vars(self.briefs).items()}
        return arrays

    def save(self, path: Path) -> None:
        """Write one safetensors file, whole or not at all.

        Raises:
            StorageError: the disk is full or the folder cannot be written.
        """
        metadata = {
            "preset": self.preset,
            "encoders": json.dumps(self.encoders),
            "about": json.dumps(self.about),
        }
        write_arrays(path, self._arrays(), metadata)

    @classmethod
    def load(cls, path: Path) -> Triplets:
        """Read what `save` wrote.

        Raises:
            InputError: there is no such corpus, it is not one, or its parts do not fit together.
        """
        try:
            with safe_open(path, "np") as file:
                metadata = file.metadata()
                arrays = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            corpus = cls(
                preset=metadata["preset"],
                encoders=json.loads(metadata["encoders"]),
                video=Ragged(arrays["video"], arrays["video_offsets"]),
                text=arrays["text"],
                music=Ragged(arrays["music"], arrays["music_offsets"]),
                empty=arrays["empty"],
                rows=arrays["rows"],
                briefs=_briefs(arrays),
                about=json.loads(metadata.get("about", "{}")),
            )
        except FileNotFoundError as error:
            raise InputError(
                f"There is no corpus {path}; build it with `python -m training.corpus`."
            ) from error
        except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
            raise InputError(
                f"{path} is not a readable corpus ({error}); build it again with "
                "`python -m training.corpus`."
            ) from error
        _check(corpus, path)
        return corpus


def read_about(path: Path) -> dict[str, Any]:
    """What a corpus says of itself, without its arrays; nothing where there is no corpus."""
    try:
        with safe_open(path, "np") as file:
            about: dict[str, Any] = json.loads((file.metadata() or {}).get("about", "{}"))
            return about
    except (OSError, SafetensorError, ValueError):
        return {}


def _check(corpus: Triplets, path: Path) -> None:
    features = {
        "video": corpus.video.values,
        "text": corpus.text,
        "music": corpus.music.values,
        "empty": corpus.empty,
    }
    check_finite(features, f"The corpus {path}")
    sizes = (len(corpus.video), len(corpus.text), len(corpus.music))
    rows = corpus.rows
    named = rows.shape[1:] == (3,) and ((rows >= 0) & (rows < sizes)).all()
    if not (corpus.video.fits and corpus.music.fits and named):
        raise InputError(
            f"The parts of the corpus {path} do not fit together; build it again with "
            "`python -m training.corpus`."
        )


def _briefs(arrays: dict[str, NDArray[np.generic]]) -> Briefs | None:
    if "briefs_texts" not in arrays:
        return None
    return Briefs(*(arrays[f"briefs_{name}"] for name in ("texts", "weights", "offsets")))
