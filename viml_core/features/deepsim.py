"""DeepSim: disentangled music similarity (ICASSP 2020), the papers' music encoder, and tags on top.

Written from its public description; its weights were never published, `python -m training.tagger`
trains it. What the description leaves open is marked "not stated" and is our choice.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor, nn

from viml_core.errors import MediaError
from viml_core.features.spectrum import log_mel, power_spectrogram
from viml_core.media.audio import resample
from viml_core.types import FloatArray, Waveform

SAMPLE_RATE_HZ = 22_050
HOP = 512
N_FFT = 2048  # not stated
N_MELS = 128
WINDOW_FRAMES = 129  # 3 s
EMBEDDING_DIM = 256
DIMENSIONS = ("genre", "mood", "instrument", "tempo")  # of similarity; each has 64 of the 256

_PAIRS = 6
_FRAMES_AT_ONCE = 4096  # power spectrograms take many times the room of the samples


@dataclass(frozen=True)
class DeepSimConfig:
    """One network: with its weights this is a checkpoint.

    tags: names of the tagging head's outputs; width: factor on the inner channels, of which 1 is
    the paper's. The embedding always has 256 dimensions.
    """

    tags: tuple[str, ...]
    width: float = 1.0

    def channels(self, paper: int) -> int:
        return max(1, round(self.width * paper))


def mono(waveform: Waveform) -> FloatArray:
    """Samples (n,) at 22.05 kHz. Raises MediaError where there is no sound."""
    samples: FloatArray = resample(waveform, SAMPLE_RATE_HZ, mono=True).samples[0]
    if len(samples) == 0:
        raise MediaError("The track has no sound in it: choose another file.")
    return samples


def spectrogram(samples: FloatArray) -> Tensor:
    """Mono samples (n,) at 22.05 kHz to log-mel (frames, 128), centred on every 512th sample."""
    frames = len(samples) // HOP + 1
    padded = np.pad(samples, N_FFT // 2)
    filters = torch.from_numpy(mel_filterbank()).T
    parts = []
    for first, stop in pairwise([*range(0, frames, _FRAMES_AT_ONCE), frames]):
        part = padded[first * HOP : (stop - 1) * HOP + N_FFT]
        parts.append(log_mel(power_spectrogram(part, N_FFT, HOP) @ filters))
    return torch.cat(parts)


@lru_cache(maxsize=1)
def mel_filterbank() -> FloatArray:
    """(128, 1025) triangles of equal area; the mel scale is not stated, this is HTK's."""
    top_mel = 2595.0 * np.log10(1.0 + SAMPLE_RATE_HZ / 2 / 700.0)
    edges_hz = 700.0 * (10.0 ** (np.linspace(0.0, top_mel, N_MELS + 2) / 2595.0) - 1.0)
    bins_hz = np.linspace(0.0, SAMPLE_RATE_HZ / 2, N_FFT // 2 + 1)
    corners = [edges_hz[i : i + 3] for i in range(N_MELS)]
    return np.stack(
        [2.0 / (hz[2] - hz[0]) * np.interp(bins_hz, hz, (0.0, 1.0, 0.0)) for hz in corners]
    ).astype(np.float32)


def windows(spectrum: Tensor) -> Tensor:
    """Log-mel (frames, 128) to windows of 3 s (W, 129, 128), evenly over all of it.

    What is shorter than one is repeated until it fills it.
    """
    if len(spectrum) < WINDOW_FRAMES:
        spectrum = spectrum.repeat(-(-WINDOW_FRAMES // len(spectrum)), 1)[:WINDOW_FRAMES]
    count = -(-len(spectrum) // WINDOW_FRAMES)
    starts = np.linspace(0, len(spectrum) - WINDOW_FRAMES, count).astype(int).tolist()
    return torch.stack([spectrum[start : start + WINDOW_FRAMES] for start in starts])


def subspace_masks() -> Tensor:
    """(4, 256) of 0 and 1: which dimensions of the embedding speak of each of `DIMENSIONS`."""
    return torch.eye(len(DIMENSIONS)).repeat_interleave(EMBEDDING_DIM // len(DIMENSIONS), dim=1)


class _Conv(nn.Sequential):
    """Convolution that keeps the size (or halves it), BN (not stated inside the blocks), ReLU."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int = 1) -> None:
        super().__init__(
            nn.Conv2d(inputs, outputs, kernel, stride, padding=kernel // 2, bias=False),
            nn.BatchNorm2d(outputs),
            nn.ReLU(inplace=True),
        )


class _Inception(nn.Module):
    """Branches side by side on the same input, their channels one after the other."""

    def __init__(self, *branches: nn.Module) -> None:
        super().__init__()
        self.branches = nn.ModuleList(branches)

    def forward(self, features: Tensor) -> Tensor:
        return torch.cat([branch(features) for branch in self.branches], dim=1)


def _halving_block(config: DeepSimConfig, inputs: int) -> tuple[nn.Module, int]:
    """The block of stride 2, and its channels."""
    c48, c64, c96 = map(config.channels, (48, 64, 96))
    block = _Inception(
        # A 1x1 of stride 2. Asked for as such, oneDNN writes out of bounds in narrow networks.
        nn.Sequential(nn.MaxPool2d(1, stride=2), _Conv(inputs, c48, 1)),
        nn.Sequential(_Conv(inputs, c64, 1), _Conv(c64, c96, 3), _Conv(c96, c96, 3, stride=2)),
        nn.MaxPool2d(3, stride=2, padding=1),
    )
    return block, c48 + c96 + inputs


def _plain_block(config: DeepSimConfig, inputs: int) -> tuple[nn.Module, int]:
    """The block that keeps the size, and its channels: 256 at the paper's width."""
    c32, c48, c64, c96 = map(config.channels, (32, 48, 64, 96))
    block = _Inception(
        _Conv(inputs, c64, 1),
        nn.Sequential(_Conv(inputs, c48, 1), _Conv(c48, c64, 5)),
        nn.Sequential(_Conv(inputs, c64, 1), _Conv(c64, c96, 3), _Conv(c96, c96, 3)),
        nn.Sequential(nn.AvgPool2d(3, stride=1, padding=1), _Conv(inputs, c32, 1)),
    )
    return block, 2 * c64 + c96 + c32


class DeepSim(nn.Module):
    """Windows (B, 129, 128) of log-mel to embeddings (B, 256), in four subspaces of 64."""

    def __init__(self, config: DeepSimConfig) -> None:
        super().__init__()
        self.config = config
        channels = config.channels(64)
        self.input_bn = nn.BatchNorm2d(1)
        self.stem = nn.Sequential(_Conv(1, channels, 5), nn.MaxPool2d(2))
        blocks: list[nn.Module] = []
        for _ in range(_PAIRS):
            for make in (_halving_block, _plain_block):
                block, channels = make(config, channels)
                blocks.append(block)
        self.blocks = nn.Sequential(*blocks)
        self.output = nn.Sequential(nn.Conv2d(channels, EMBEDDING_DIM, 1), nn.ReLU())
        self.head = nn.Linear(EMBEDDING_DIM, len(config.tags))

    def forward(self, windows: Tensor) -> Tensor:
        features = self.blocks(self.stem(self.input_bn(windows[:, None])))
        embedded: Tensor = self.output(features).mean(dim=(2, 3))
        return embedded

    def tag_logits(self, embedded: Tensor) -> Tensor:
        """Embeddings (B, 256) to (B, number of tags); a sigmoid makes confidences of them."""
        logits: Tensor = self.head(embedded)
        return logits
