"""One item of a manifest to its base features."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.data.manifests.media import RESEARCH_LIMITS
from training.extraction.plan import Item, Modality
from viml_core.errors import MediaError
from viml_core.features.base import Preset
from viml_core.media.audio import decode_excerpt
from viml_core.media.frames import sample_clip
from viml_core.media.probe import probe
from viml_core.media.sampling import Window
from viml_core.types import FloatArray


@dataclass(frozen=True)
class Encoded:
    """features: (S, D) of each modality that was asked for; tags: what the music encoder heard."""

    features: dict[str, FloatArray]
    tags: tuple[tuple[str, float], ...] = ()


def encode_item(item: Item, preset: Preset, modalities: Sequence[Modality]) -> Encoded:
    """All segments of an item; a training loop takes its windows of K segments from them.

    Raises:
        MediaError, LimitError: the media are gone, unreadable, silent or give no usable features.
    """
    features: dict[str, FloatArray] = {}
    tags: tuple[tuple[str, float], ...] = ()
    if "music" in modalities:  # first: it costs least, and is what a broken item lacks most often
        features["music"], tags = _hear(item, preset)
    if "video" in modalities:
        features["video"] = _look(item, preset)
    for modality, values in features.items():
        if not np.isfinite(values).all():
            raise MediaError(f"The {modality} gives features that are no numbers (NaN).")
    return Encoded(features, tags)


def _look(item: Item, preset: Preset) -> FloatArray:
    info = probe(Path(item.media), RESEARCH_LIMITS)
    length_s = min(item.end_s, info.duration_s) - item.start_s
    if length_s <= 0:
        raise MediaError(
            f"'{info.path.name}' ends at {info.duration_s:.1f} s, before the item begins at "
            f"{item.start_s:.1f} s."
        )
    count = max(math.ceil(length_s * preset.sampling.frame_rate_hz - 1e-3), 1)
    window = Window(item.start_s, count)
    x_v, _ = preset.visual.encode(sample_clip(info, preset.sampling, window=window))
    return x_v


def _hear(item: Item, preset: Preset) -> tuple[FloatArray, tuple[tuple[str, float], ...]]:
    duration_s = item.end_s - item.start_s
    waveform = decode_excerpt(Path(item.media), start_s=item.start_s, duration_s=duration_s)
    music = preset.music.encode(waveform)
    if music.silent:
        raise MediaError(f"'{Path(item.media).name}' is silent where the item lies.")
    return music.x_m, music.tags
