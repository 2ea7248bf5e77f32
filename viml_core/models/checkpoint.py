"""A checkpoint: a folder with `config.json` and `model.safetensors`, and the model inside."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load as load_tensors

from viml_core.checkpoint_folder import (
    CONFIG_FILE,
    WEIGHTS_FILE,
    checkpoint_fingerprint,
    write_checkpoint_folder,
)
from viml_core.errors import CheckpointError
from viml_core.features.base import Preset
from viml_core.models.config import ModelConfig
from viml_core.models.retrieval import ARCHITECTURES, RetrievalModel, build_model
from viml_core.models.sequences import pad_sequences
from viml_core.types import FloatArray

MUSIC_BATCH = 256  # tracks embedded at once: bounds memory, not results


class Embedder:
    """A trained model as the rest of the core uses it: arrays in, unit vectors out.

    fingerprint: 16 hex digits of the sha256 of the checkpoint's two files; all that is derived from
    the model (embeddings, indices, calibrations) is keyed by it.
    """

    def __init__(self, model: RetrievalModel, fingerprint: str) -> None:
        self.model = model.eval()
        self.config = model.config
        self.fingerprint = fingerprint
        self.dim = model.config.embedding_dim

    @torch.inference_mode()
    def embed_music(self, x_m: Sequence[FloatArray]) -> FloatArray:
        """N tracks (S_i, D_m) -> y_m (N, d), unit rows."""
        if not x_m:
            return torch.empty(0, self.dim).numpy()
        batches = [x_m[i : i + MUSIC_BATCH] for i in range(0, len(x_m), MUSIC_BATCH)]
        length = self.config.window_segments
        rows = [self.model.embed_music(*pad_sequences(batch, length)) for batch in batches]
        return torch.cat(rows).numpy()

    @torch.inference_mode()
    def embed_query(self, x_v: FloatArray | None, x_t: FloatArray) -> FloatArray:
        """x_v (S, D_v), x_t (D_t,) -> (d,), a unit vector. Only MT does without a picture."""
        if x_v is None and self.config.uses_video:
            raise ValueError(f"{self.config.name} needs a picture")
        picture = [x_v] if x_v is not None else [torch.zeros(1, self.config.visual_dim).numpy()]
        x, mask = pad_sequences(picture, self.config.window_segments)
        embedded = self.model.embed_query(x, mask, torch.from_numpy(x_t).unsqueeze(0))
        return embedded[0].numpy()


def save_checkpoint(
    model: RetrievalModel, folder: Path, dtype: torch.dtype = torch.float32
) -> None:
    """Write the checkpoint; a reader never sees a mixture of the old one and the new one.

    `dtype` float16 halves the files of a shipped checkpoint; it is loaded as float32 all the same.
    """
    tensors = {
        name: t.to(dtype) if t.is_floating_point() else t for name, t in model.state_dict().items()
    }
    write_checkpoint_folder(folder, asdict(model.config), tensors)


def load_checkpoint(folder: Path) -> Embedder:
    """Read a checkpoint strictly: no unknown key, no missing or extra weight, no pickle.

    Raises:
        CheckpointError: the folder is missing, incomplete or not such a checkpoint.
    """
    config_bytes, weights = _read(folder / CONFIG_FILE), _read(folder / WEIGHTS_FILE)
    model = _build(config_bytes, folder)
    try:
        model.load_state_dict(load_tensors(weights), strict=True)
    except (SafetensorError, RuntimeError) as error:
        raise CheckpointError(
            f"The weights in {folder} do not fit their configuration or are cut short; "
            "fetch or train the checkpoint again."
        ) from error
    return Embedder(model, checkpoint_fingerprint(config_bytes, weights))


def check_preset(embedder: Embedder, preset: Preset, folder: Path) -> None:
    """Refuse a model that was trained on other features than the preset computes.

    Raises:
        CheckpointError: preset name or encoder fingerprints differ.
    """
    config = embedder.config
    differing = [m for m, mark in preset.fingerprints.items() if config.encoders.get(m) != mark]
    if config.preset != preset.name or differing:
        what = ", ".join(differing) or "all"
        raise CheckpointError(
            f"The checkpoint in {folder} was trained on the preset '{config.preset}' and this is "
            f"'{preset.name}' (encoders that differ: {what}); choose a matching one or train again "
            "with `python -m training.train`."
        )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CheckpointError(
            f"There is no readable {path.name} in {path.parent}; a checkpoint is a folder with "
            f"{CONFIG_FILE} and {WEIGHTS_FILE}."
        ) from error


def _build(text: bytes, folder: Path) -> RetrievalModel:
    known = {f.name for f in fields(ModelConfig)}
    try:
        values = json.loads(text)
        unknown = sorted(set(values) - known)
        if unknown or values.get("name") not in ARCHITECTURES:
            raise ValueError(f"unknown: {', '.join(unknown) or values.get('name')}")
        return build_model(ModelConfig(**values))
    except (ValueError, TypeError, AttributeError, RuntimeError) as error:
        raise CheckpointError(
            f"{folder / CONFIG_FILE} is not a configuration of this version ({error}); "
            "fetch the checkpoint again or update this program."
        ) from error
