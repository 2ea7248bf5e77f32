"""CLIP through open_clip: g_v and g_t of the preset `paper`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from viml_core.errors import InputError, MediaError
from viml_core.features.accelerator import CPU, Accelerator
from viml_core.features.base import Note, no_note
from viml_core.features.clip_model import Clip
from viml_core.types import FloatArray, FrameArray, Segment

PRECISIONS = ("bf16", "fp32")
MIN_AGREEMENT = 0.998  # cosine with fp32, of every picture; else bf16 is not used

_BATCH = 16
_REMEMBERED_TEXTS = 256
_PROBES = 4
_COMPUTATION = "open-clip-mean-1"  # change it when the same input and weights give other features


class ClipTextEncoder:
    """g_t: sentences to unit vectors (B, D), cut after the model's 77 tokens."""

    def __init__(self, clip: Clip) -> None:
        self.name = f"CLIP {clip.name}"
        self.dim = clip.dim
        self.fingerprint = _fingerprint(clip, "text")
        self._clip = clip
        self._remembered = lru_cache(_REMEMBERED_TEXTS)(self._encode_one)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """B sentences to x_t (B, D), each row of unit length. Single sentences are remembered."""
        if len(texts) == 1:
            return self._remembered(texts[0]).copy()
        vectors = np.zeros((len(texts), self.dim), np.float32)
        for start in range(0, len(texts), _BATCH):
            vectors[start : start + _BATCH] = self._forward(texts[start : start + _BATCH])
        return vectors

    def _encode_one(self, text: str) -> FloatArray:
        return self._forward([text])

    @torch.inference_mode()
    def _forward(self, texts: Sequence[str]) -> FloatArray:
        embedded = self._clip.network.encode_text(self._clip.tokenize(list(texts)))  # type: ignore[operator]
        unit: FloatArray = functional.normalize(embedded.float(), dim=1).numpy()
        return unit


class ClipVisualEncoder:
    """g_v: segments to x_v (S, D), each the mean of its pictures' unit vectors.

    bf16 halves the time on a CPU. It is used only where these very weights give the same vectors
    with it as in fp32; the name says which it is, and the fingerprint differs. int8 is no faster
    than bf16 (`training.bench precision`).
    """

    def __init__(self, clip: Clip, precision: str = "bf16", accelerator: Accelerator = CPU) -> None:
        """Raises InputError for a precision that is none."""
        if precision not in PRECISIONS:
            raise InputError(
                f"The precision {precision!r} is not known; choose {' or '.join(PRECISIONS)}."
            )
        self._mean = torch.tensor(clip.mean).view(1, 3, 1, 1)
        self._std = torch.tensor(clip.std).view(1, 3, 1, 1)
        self._network: nn.Module = clip.network.visual  # type: ignore[assignment]
        self._dtype = torch.float32
        self._device = "cpu"
        self.agreement = 1.0
        if precision == "bf16":
            self._use_bf16_where_it_agrees(clip.image_size_px)
        self.precision = "fp32" if self._dtype == torch.float32 else "bf16"
        self.name = f"CLIP {clip.name} ({self.precision})"
        self.dim = clip.dim
        self.fingerprint = _fingerprint(clip, f"visual {self.precision}")
        self._network.to(accelerator.device)
        self._device = accelerator.device
        self._borrowed = accelerator.borrowed
        self._means = accelerator.wrap(self._means_here)

    def encode(
        self, segments: Iterable[Segment], note: Note = no_note
    ) -> tuple[FloatArray, tuple[str, ...]]:
        """Segments in order to x_v (S, D); nothing is named that was seen.

        Raises MediaError where there is no picture at all.
        """
        rows: list[FloatArray] = []
        batches = [list(segments)] if self._borrowed else ([segment] for segment in segments)
        for batch in batches:  # what is borrowed is used once for the whole clip
            rows += self._means([segment.frames for segment in batch]) if batch else []
            for segment in batch:
                note(segment, lambda part: ())
        if not rows:
            raise MediaError("The clip has no picture to look at: choose another file.")
        return np.stack(rows).astype(np.float32), ()

    def _means_here(self, segments: Sequence[FrameArray]) -> list[FloatArray]:
        return [self.embed(frames).mean(axis=0) for frames in segments]

    @torch.inference_mode()
    def embed(self, frames: FrameArray) -> FloatArray:
        """Pictures (n, H, W, 3) to unit vectors (n, D)."""
        parts = []
        for start in range(0, len(frames), _BATCH):
            pictures = torch.tensor(frames[start : start + _BATCH]).permute(0, 3, 1, 2) / 255.0
            pixels = ((pictures - self._mean) / self._std).to(self._device, self._dtype)
            parts.append(functional.normalize(self._network(pixels).float(), dim=1).cpu())
        unit: FloatArray = torch.cat(parts).numpy()
        return unit

    def _use_bf16_where_it_agrees(self, size_px: int) -> None:
        probes = _probe_pictures(size_px)
        exact = self.embed(probes)
        weights = {name: value.clone() for name, value in self._network.state_dict().items()}
        self._network.to(torch.bfloat16)
        self._dtype = torch.bfloat16
        self.agreement = float((exact * self.embed(probes)).sum(axis=1).min())
        if self.agreement < MIN_AGREEMENT:
            self._network.to(torch.float32).load_state_dict(weights)
            self._dtype = torch.float32


def _probe_pictures(size_px: int) -> FrameArray:
    """A few fixed pictures with edges, gradients and noise, (n, size, size, 3)."""
    rng = np.random.default_rng(0)
    cells = rng.integers(0, 256, (_PROBES, 7, 7, 3))
    scale = -(-size_px // 7)
    blocks = cells.repeat(scale, axis=1).repeat(scale, axis=2)[:, :size_px, :size_px]
    ramp = np.linspace(0, 128, size_px)[None, :, None, None]
    noise = rng.normal(0, 12, (_PROBES, size_px, size_px, 3))
    return np.clip(blocks * 0.5 + ramp + noise, 0, 255).astype(np.uint8)


def _fingerprint(clip: Clip, part: str) -> str:
    return hashlib.sha256(f"{_COMPUTATION}\n{part}\n{clip.digest}".encode()).hexdigest()[:16]
