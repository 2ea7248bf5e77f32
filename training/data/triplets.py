"""Triplets of base features (video, text, music): what every model is trained from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file
from torch import Tensor

from viml_core.errors import InputError
from viml_core.models.sequences import pad_sequences
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


@dataclass(frozen=True)
class Batch:
    """B triplets: x_v (B, S, D_v), x_t (B, D_t), x_m (B, S', D_m), masks, ids of the tracks."""

    x_v: Tensor
    v_mask: Tensor
    x_t: Tensor
    x_m: Tensor
    m_mask: Tensor
    track_ids: Tensor


@dataclass(frozen=True)
class Triplets:
    """A corpus: each modality's features once, and `rows` (P, 3) that say what belongs together.

    encoders: fingerprints of what computed the features; empty: (D_t,), the embedding of "".
    """

    preset: str
    encoders: dict[str, str]
    video: Ragged
    text: FloatArray
    music: Ragged
    empty: FloatArray
    rows: IndexArray

    def batch(self, picked: IndexArray, max_segments: int | None) -> Batch:
        """The triplets of the rows `picked` (B,)."""
        video, text, music = self.rows[picked].T
        x_v, v_mask = pad_sequences([self.video[i] for i in video], max_segments)
        x_m, m_mask = pad_sequences([self.music[i] for i in music], max_segments)
        x_t = torch.from_numpy(self.text[text])
        return Batch(x_v, v_mask, x_t, x_m, m_mask, torch.from_numpy(music))

    def save(self, path: Path) -> None:
        """Write one safetensors file."""
        arrays = {
            "video": self.video.values,
            "video_offsets": self.video.offsets,
            "text": self.text,
            "music": self.music.values,
            "music_offsets": self.music.offsets,
            "empty": self.empty,
            "rows": self.rows,
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        metadata = {"preset": self.preset, "encoders": json.dumps(self.encoders)}
        save_file({k: np.ascontiguousarray(v) for k, v in arrays.items()}, partial, metadata)
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
            return cls(
                preset=metadata["preset"],
                encoders=json.loads(metadata["encoders"]),
                video=Ragged(arrays["video"], arrays["video_offsets"]),
                text=arrays["text"],
                music=Ragged(arrays["music"], arrays["music_offsets"]),
                empty=arrays["empty"],
                rows=arrays["rows"],
            )
        except (OSError, SafetensorError, KeyError, TypeError) as error:
            raise InputError(
                f"{path} is not a readable corpus ({error}); build it with "
                "`python -m training.data.seed --out FILE`."
            ) from error
