"""Tagged tracks as arrays, windows of their spectrograms, and the split that holds some back."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.synthesis.taxonomy import CATEGORIES
from training.tagger.mapping import OUTPUTS, columns
from training.tagger.tables import TaggedTrack
from viml_core.errors import InputError
from viml_core.features.deepsim import WINDOW_FRAMES, windows
from viml_core.types import FloatArray


@dataclass(frozen=True)
class TaggedCorpus:
    """N tracks in the order of the table. spectra: the file of each one's spectrogram."""

    tracks: tuple[TaggedTrack, ...]
    spectra: tuple[Path, ...]

    @cached_property
    def targets(self) -> FloatArray:
        """(N, 89): 1 where the tag is stated, in the order of `OUTPUTS`."""
        rows = [[tag in track.tags for tag in OUTPUTS] for track in self.tracks]
        return np.array(rows, np.float32)

    @cached_property
    def stated(self) -> NDArray[np.bool_]:
        """(N, 89): whether the tag's category is stated; elsewhere a 0 of `targets` is unknown."""
        known = np.zeros(self.targets.shape, bool)
        for category in CATEGORIES:
            rows = [category in track.stated for track in self.tracks]
            known[np.ix_(rows, columns(category))] = True
        return known

    @cached_property
    def bpm(self) -> FloatArray:
        """(N,), NaN where unknown."""
        return np.array([np.nan if t.bpm is None else t.bpm for t in self.tracks], np.float32)

    def spectrum(self, track: int) -> Tensor:
        """Log-mel (frames, 128)."""
        return torch.from_numpy(np.load(self.spectra[track]).astype(np.float32))

    def window(self, track: int, place: float) -> Tensor:
        """Three seconds (129, 128) of a track. place: 0 is its beginning, 1 its end."""
        frames = np.load(self.spectra[track], mmap_mode="r")
        first = round(place * max(len(frames) - WINDOW_FRAMES, 0))
        part = torch.from_numpy(frames[first : first + WINDOW_FRAMES].astype(np.float32))
        return windows(part)[0]

    def digest(self) -> str:
        """16 hex digits: another corpus has others."""
        told = [(t.path, t.group, sorted(t.tags), sorted(t.stated), t.bpm) for t in self.tracks]
        named = repr((OUTPUTS, told, [path.name for path in self.spectra]))
        return hashlib.sha256(named.encode("utf-8", "surrogateescape")).hexdigest()[:16]


@dataclass(frozen=True)
class Split:
    """Paths of the tracks on either side."""

    train: tuple[str, ...]
    held_out: tuple[str, ...]


def split_groups(tracks: Sequence[TaggedTrack], share: float) -> Split:
    """Hold back a share of the groups, chosen by their hash: the same in every run.

    Raises:
        InputError: there is one group only.
    """
    groups = sorted(
        {track.group for track in tracks},
        key=lambda group: hashlib.sha256(group.encode("utf-8", "surrogateescape")).digest(),
    )
    if len(groups) < 2:
        raise InputError(
            f"All tracks are of one group ({groups[0]!r}), so none can be held back to evaluate "
            "on; give tracks of other artists or seeds as well."
        )
    held = set(groups[: min(math.ceil(share * len(groups)), len(groups) - 1)])
    return Split(
        train=tuple(track.path for track in tracks if track.group not in held),
        held_out=tuple(track.path for track in tracks if track.group in held),
    )
