"""The two files of every checkpoint, `config.json` and `model.safetensors`, replaced together."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor

CONFIG_FILE = "config.json"
WEIGHTS_FILE = "model.safetensors"
FINGERPRINT_DIGITS = 16


def checkpoint_fingerprint(config: bytes, weights: bytes) -> str:
    """What all that is derived from a checkpoint is keyed by: 16 hex digits of its two files."""
    digest = hashlib.sha256(config)
    digest.update(weights)
    return digest.hexdigest()[:FINGERPRINT_DIGITS]


def write_checkpoint_folder(
    folder: Path, config: Mapping[str, Any], tensors: Mapping[str, Tensor]
) -> None:
    """Write both files; a reader never sees a mixture of the old ones and the new ones."""
    from safetensors.torch import save

    folder.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(config, indent=2, sort_keys=True) + "\n"
    weights = save({name: tensor.contiguous() for name, tensor in tensors.items()})
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as scratch:
        fresh, old = Path(scratch, "new"), Path(scratch, "old")
        fresh.mkdir()
        (fresh / CONFIG_FILE).write_text(text, encoding="utf-8")
        (fresh / WEIGHTS_FILE).write_bytes(weights)
        if folder.exists():
            folder.replace(old)
        fresh.replace(folder)
