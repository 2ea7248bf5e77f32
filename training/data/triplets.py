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
from safetensors.numpy import load_file, save_file
from torch import Tensor

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
        return cls(np.concatenate(items).astype(np.float32), offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, row: int) -> FloatArray:
        return self.values[self.offsets[row] : self.offsets[row + 1]]

    def padded(
        self, picked: IndexArray, longest: int | None, places: FloatArray | None = None
    ) -> tuple[Tensor, Tensor]:
        """Windows of the sequences `picked` (B,) -> x (B, S, D), mask (B, S) True where real.

        longest: segments of a window; None takes all of each. places: (B,) in 0..1, where in its
        sequence each window lies; None is the middle.
        """
        lengths = self.offsets[picked + 1] - self.offsets[picked]
        kept = lengths if longest is None else np.minimum(lengths, longest)
        spare = lengths - kept
        skipped = spare // 2 if places is None else (places * (spare + 1)).astype(np.int64)
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

        A clip and its track are cut at the same place, so that what was together stays together.
        """
        video, text, music = self.rows[picked].T
        x_v, v_mask = self.video.padded(video, longest, places)
        x_m, m_mask = self.music.padded(music, longest, places)
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
        """Write one safetensors file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        metadata = {
            "preset": self.preset,
            "encoders": json.dumps(self.encoders),
            "about": json.dumps(self.about),
        }
        save_file(
            {k: np.ascontiguousarray(v) for k, v in self._arrays().items()}, partial, metadata
        )
        partial.replace(path)

    @classmethod
    def load(cls, path: Path) -> Triplets:
        """Read what `save` wrote.

        Raises:
            InputError: there is no such corpus, or it is not one.
        """
        from safetensors import SafetensorError, safe_open

        try:
            arrays = load_file(path)
            with safe_open(path, "np") as file:
                metadata = file.metadata()
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
        for name in ("video", "text", "music", "empty"):
            if not np.isfinite(arrays[name]).all():
                raise InputError(
                    f"The corpus {path} has {name} features that are not finite numbers (NaN or "
                    "infinite); extract them again."
                )
        return corpus


def read_about(path: Path) -> dict[str, Any]:
    """What a corpus says of itself, without its arrays; nothing where there is no corpus."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, "np") as file:
            about: dict[str, Any] = json.loads((file.metadata() or {}).get("about", "{}"))
            return about
    except (OSError, SafetensorError, ValueError):
        return {}


def _briefs(arrays: dict[str, NDArray[np.generic]]) -> Briefs | None:
    if "briefs_texts" not in arrays:
        return None
    return Briefs(*(arrays[f"briefs_{name}"] for name in ("texts", "weights", "offsets")))
