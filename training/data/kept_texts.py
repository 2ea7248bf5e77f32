"""A text encoder that remembers: what it encoded once is read from a file the next time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from viml_core.features.base import TextEncoder
from viml_core.media.files import atomic_output
from viml_core.types import FloatArray

SAVED_EVERY = 4096  # new texts: how many a kill costs
AT_ONCE = 64  # texts of similar length, so that few are padded far


class KeptTexts:
    """Answers as `encoder` does. A file of another encoder's vectors counts as empty."""

    def __init__(self, encoder: TextEncoder, path: Path) -> None:
        self.name, self.dim, self.fingerprint = encoder.name, encoder.dim, encoder.fingerprint
        self._encoder = encoder
        self._path = path
        self._rows: dict[str, FloatArray] = _read(path, encoder.fingerprint)
        self._unsaved = 0

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """B sentences to x_t (B, D_t), each row of unit length."""
        missing = sorted({t for t in texts if t not in self._rows}, key=lambda t: (len(t), t))
        for start in range(0, len(missing), AT_ONCE):
            some = missing[start : start + AT_ONCE]
            self._rows |= dict(zip(some, self._encoder.encode(some), strict=True))
            self._unsaved += len(some)
            if self._unsaved >= SAVED_EVERY:
                self.save()
        return np.stack([self._rows[text] for text in texts])

    def save(self) -> None:
        """Write what is new. Raises StorageError where the disk is full."""
        if not self._unsaved:
            return
        metadata = {"encoder": self.fingerprint, "texts": json.dumps(list(self._rows))}
        with atomic_output(self._path) as partial:
            save_file({"vectors": np.stack(list(self._rows.values()))}, partial, metadata)
        self._unsaved = 0


def _read(path: Path, fingerprint: str) -> dict[str, FloatArray]:
    try:
        with safe_open(path, "np") as file:
            metadata = file.metadata() or {}
            if metadata.get("encoder") != fingerprint:
                return {}
            return dict(zip(json.loads(metadata["texts"]), file.get_tensor("vectors"), strict=True))
    except (OSError, SafetensorError, KeyError, ValueError):
        return {}  # derived: encoded again
