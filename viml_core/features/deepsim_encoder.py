"""DeepSim as a base encoder g_m, and its checkpoint, which `training.tagger` writes."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load as load_tensors
from torch import Tensor

from viml_core.checkpoint_folder import CONFIG_FILE, WEIGHTS_FILE, write_checkpoint_folder
from viml_core.errors import CheckpointError
from viml_core.features.deepsim import (
    EMBEDDING_DIM,
    HOP,
    SAMPLE_RATE_HZ,
    WINDOW_FRAMES,
    DeepSim,
    DeepSimConfig,
    mono,
    spectrogram,
    windows,
)
from viml_core.features.signal import level_dbfs
from viml_core.types import FloatArray, MusicFeatures, Waveform

SEGMENT_S = 10.0

_FRAMES_PER_S = SAMPLE_RATE_HZ / HOP
_WINDOWS_AT_ONCE = 32  # bounds memory, not results
_SILENCE_DBFS = -60.0
_COMPUTATION = b"deepsim-2"  # change it when the same track and weights give another x_m


@dataclass(frozen=True)
class Heard:
    """The network's answers for W windows: embeddings (W, 256), confidences (W, number of tags)."""

    embedded: FloatArray
    confidences: FloatArray


class DeepSimEncoder:
    """g_m: sound to x_m (S, 256) in segments of 10 s, each the mean of its windows of 3 s.

    What is left at the end is a segment of its own from 3 s on, else a part of the one before. A
    silent segment is all zeros. Tags are those of the tagging head, over all audible windows.
    """

    name = "DeepSim"
    dim = EMBEDDING_DIM

    def __init__(self, network: DeepSim, fingerprint: str) -> None:
        self.network = network.eval().requires_grad_(False)
        self.fingerprint = fingerprint

    @torch.inference_mode()
    def listen(self, spectrum: Tensor) -> Heard:
        """Log-mel (frames, 128) to what is heard in each window of 3 s."""
        parts = torch.split(windows(spectrum), _WINDOWS_AT_ONCE)
        embedded = torch.cat([self.network(part) for part in parts])
        return Heard(embedded.numpy(), torch.sigmoid(self.network.tag_logits(embedded)).numpy())

    def encode(self, waveform: Waveform) -> MusicFeatures:
        """A whole track, any rate and channel count. Raises MediaError where there is no sound."""
        samples = mono(waveform)
        spectrum = spectrogram(samples)
        rows, confidences = [], []
        for start, stop in _segment_bounds(len(spectrum)):
            row = np.zeros(self.dim, np.float32)
            if level_dbfs(samples[start * HOP : stop * HOP]) > _SILENCE_DBFS:
                heard = self.listen(spectrum[start:stop])
                row = heard.embedded.mean(axis=0)
                confidences.append(heard.confidences)
            rows.append(row)
        tags: list[tuple[str, float]] = []
        if confidences:
            mean = np.concatenate(confidences).mean(axis=0).tolist()
            tags = sorted(zip(self.network.config.tags, mean, strict=True), key=lambda t: -t[1])
        return MusicFeatures(np.stack(rows), tuple(tags), bpm=None, silent=not confidences)


def _segment_bounds(frames: int) -> Iterator[tuple[int, int]]:
    """First frame of each segment, and the frame behind its last."""
    segments = math.ceil(frames / (SEGMENT_S * _FRAMES_PER_S))
    starts = [round(i * SEGMENT_S * _FRAMES_PER_S) for i in range(segments)]  # never drift apart
    if len(starts) > 1 and frames - starts[-1] < WINDOW_FRAMES:
        starts.pop()
    return pairwise([*starts, frames])


def save_deepsim(network: DeepSim, folder: Path) -> None:
    """Write the checkpoint; a reader never sees a mixture of the old one and the new one."""
    write_checkpoint_folder(folder, asdict(network.config), network.state_dict())


def load_deepsim(folder: Path) -> DeepSimEncoder:
    """Read a checkpoint strictly: no unknown key, no missing or extra weight, no pickle.

    Raises:
        CheckpointError: the folder is missing, incomplete or not such a checkpoint.
    """
    try:
        config, weights = (folder / name for name in (CONFIG_FILE, WEIGHTS_FILE))
        config_bytes, weight_bytes = config.read_bytes(), weights.read_bytes()
    except OSError as error:
        raise CheckpointError(
            f"There is no readable DeepSim checkpoint in {folder} ({error}); it is a folder with "
            f"{CONFIG_FILE} and {WEIGHTS_FILE}, which `python -m training.tagger train` writes."
        ) from error
    try:
        network = DeepSim(_parse_config(config_bytes))
        network.load_state_dict(load_tensors(weight_bytes), strict=True)
    except (ValueError, TypeError, SafetensorError, RuntimeError) as error:
        raise CheckpointError(
            f"The folder {folder} does not hold a DeepSim checkpoint of this version "
            f"({str(error).splitlines()[0]}); fetch it or train it again."
        ) from error
    digest = hashlib.sha256(_COMPUTATION + config_bytes + weight_bytes)
    return DeepSimEncoder(network, digest.hexdigest()[:16])


def _parse_config(text: bytes) -> DeepSimConfig:
    """Raises ValueError or TypeError for anything but the configuration's own fields."""
    values = json.loads(text)
    config = DeepSimConfig(**values)
    if not isinstance(config.width, int | float) or not 0 < config.width <= 4:
        raise ValueError(f"'width' is {config.width!r}")
    if not isinstance(config.tags, list) or not all(isinstance(tag, str) for tag in config.tags):
        raise ValueError(f"'tags' is {config.tags!r}")
    return DeepSimConfig(tuple(config.tags), config.width)
