"""Sequences of different lengths to one padded batch, and windows out of long ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from viml_core.types import FloatArray


def centred_window(x: FloatArray, length: int) -> FloatArray:
    """The middle `length` segments of x (S, D): what stands for a long item at test time."""
    start = max(0, (len(x) - length) // 2)
    return x[start : start + length]


def pad_sequences(items: Sequence[FloatArray], max_length: int | None) -> tuple[Tensor, Tensor]:
    """B arrays (S_i, D), centred windows of them -> x (B, S, D), mask (B, S) True where real.

    max_length None: the whole of each.
    """
    windows = items if max_length is None else [centred_window(x, max_length) for x in items]
    longest = max(len(x) for x in windows)
    batch = np.zeros((len(windows), longest, windows[0].shape[1]), np.float32)
    mask = np.zeros((len(windows), longest), bool)
    for row, x in enumerate(windows):
        batch[row, : len(x)] = x
        mask[row, : len(x)] = True
    return torch.from_numpy(batch), torch.from_numpy(mask)


def mean_segment(x: Tensor, mask: Tensor) -> Tensor:
    """The mean of the real segments: x (B, S, D), mask (B, S) -> (B, D)."""
    real = mask.unsqueeze(-1)
    return (x * real).sum(dim=1) / real.sum(dim=1)
