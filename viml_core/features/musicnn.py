"""musicnn (Pons and Serra, 2019) in torch, read from the TensorFlow checkpoint of its wheel.

Two trainings of one network: on the Million Song Dataset (genres, eras, some moods) and on
MagnaTagATune (instruments, voices, some moods), 50 tags each. The network hears patches of 3 s with
kernels as tall as a timbre and kernels as long as a rhythm, and pools over time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from viml_core import weights
from viml_core.features.musicnn_copy import read_copy
from viml_core.features.tensorbundle import read_bundle
from viml_core.types import FloatArray, Progress, no_progress
from viml_core.weights import WeightFile

PATCH_FRAMES = 187  # 3 s at 62.5 frames a second
N_TAGS = 50
PENULTIMATE_DIM = 200

_BN_EPS = 1e-3  # TensorFlow's default, not torch's 1e-5
_TIMBRAL_CHANNELS = 204
_TEMPORAL_CHANNELS = 51
_TIMBRAL_HEIGHTS = (38, 67)  # 40% and 70% of the mel bands
_TEMPORAL_LENGTHS = (128, 64, 32)
_MID_CHANNELS = 64
_MID_LENGTH = 7
_FRONT_CHANNELS = 2 * _TIMBRAL_CHANNELS + 3 * _TEMPORAL_CHANNELS
_DENSE_CHANNELS = _FRONT_CHANNELS + 3 * _MID_CHANNELS


@dataclass(frozen=True)
class MusicnnVariant:
    """One training of the network: where its weights are and what its outputs mean."""

    name: str
    index: WeightFile
    data: WeightFile
    tags: tuple[str, ...]


def _tags(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split(","))


# The tags in the order of the outputs, as the wheel's `configuration.py` has them.
MSD = MusicnnVariant(
    "MSD_musicnn",
    weights.MUSICNN_MSD_INDEX,
    weights.MUSICNN_MSD_DATA,
    _tags("""
        rock, pop, alternative, indie, electronic, female vocalists, dance, 00s, alternative rock,
        jazz, beautiful, metal, chillout, male vocalists, classic rock, soul, indie rock, mellow,
        electronica, 80s, folk, 90s, chill, instrumental, punk, oldies, blues, hard rock, ambient,
        acoustic, experimental, female vocalist, guitar, hip-hop, 70s, party, country,
        easy listening, sexy, catchy, funk, electro, heavy metal, progressive rock, 60s, rnb,
        indie pop, sad, house, happy"""),
)
MTT = MusicnnVariant(
    "MTT_musicnn",
    weights.MUSICNN_MTT_INDEX,
    weights.MUSICNN_MTT_DATA,
    _tags("""
        guitar, classical, slow, techno, strings, drums, electronic, rock, fast, piano, ambient,
        beat, violin, vocal, synth, female, indian, opera, male, singing, vocals, no vocals,
        harpsichord, loud, quiet, flute, woman, male vocal, no vocal, pop, soft, sitar, solo, man,
        classic, choir, voice, new age, dance, male voice, female vocal, beats, harp, cello,
        no voice, weird, country, metal, female voice, choral"""),
)


class _PooledConv(nn.Module):
    """Convolution, ReLU, BN, then the maximum over the mel bands: (B, 1, T, 96) to (B, C, T).

    `padding` is before and after in time, so that T stays. ReLU and BN act on each channel
    monotonically, so they come after the pooling, where there is little left to compute. A channel
    whose BN falls (several gammas are negative) has its maximum where the convolution is least.
    """

    def __init__(self, channels: int, kernel: tuple[int, int], padding: tuple[int, int]) -> None:
        super().__init__()
        self.padding = (0, 0, *padding)
        self.conv = nn.Conv2d(1, channels, kernel)
        self.bn = nn.BatchNorm1d(channels, eps=_BN_EPS)

    def forward(self, patches: Tensor) -> Tensor:
        response = self.conv(functional.pad(patches, self.padding))
        falling = (self.bn.weight < 0)[:, None]
        pooled = torch.where(falling, response.amin(dim=3), response.amax(dim=3))
        normed: Tensor = self.bn(functional.relu(pooled))
        return normed


class _MidConv(nn.Module):
    """Convolution over time, ReLU, BN: (B, C, T) to (B, 64, T)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv = nn.Conv1d(channels, _MID_CHANNELS, _MID_LENGTH, padding=_MID_LENGTH // 2)
        self.bn = nn.BatchNorm1d(_MID_CHANNELS, eps=_BN_EPS)

    def forward(self, features: Tensor) -> Tensor:
        normed: Tensor = self.bn(functional.relu(self.conv(features)))
        return normed


class Musicnn(nn.Module):
    """Patches (B, 187, 96) of log-mel to tag confidences (B, 50) and the penultimate (B, 200)."""

    def __init__(self) -> None:
        super().__init__()
        self.input_bn = nn.BatchNorm2d(1, eps=_BN_EPS)
        self.front = nn.ModuleList(
            [_PooledConv(_TIMBRAL_CHANNELS, (7, height), (3, 3)) for height in _TIMBRAL_HEIGHTS]
            + [
                # TensorFlow's "same" puts the odd frame of an even kernel behind
                _PooledConv(_TEMPORAL_CHANNELS, (length, 1), ((length - 1) // 2, length // 2))
                for length in _TEMPORAL_LENGTHS
            ]
        )
        self.mid = nn.ModuleList(
            _MidConv(channels) for channels in (_FRONT_CHANNELS, _MID_CHANNELS, _MID_CHANNELS)
        )
        self.pool_bn = nn.BatchNorm1d(2 * _DENSE_CHANNELS, eps=_BN_EPS)
        self.dense = nn.Linear(2 * _DENSE_CHANNELS, PENULTIMATE_DIM)
        self.dense_bn = nn.BatchNorm1d(PENULTIMATE_DIM, eps=_BN_EPS)
        self.output = nn.Linear(PENULTIMATE_DIM, N_TAGS)

    def forward(self, patches: Tensor) -> tuple[Tensor, Tensor]:
        normed = self.input_bn(patches[:, None])
        front = torch.cat([block(normed) for block in self.front], dim=1)
        levels = [front, self.mid[0](front)]
        for block in self.mid[1:]:
            levels.append(block(levels[-1]) + levels[-1])
        dense = torch.cat(levels, dim=1)
        pooled = torch.stack([dense.amax(dim=2), dense.mean(dim=2)], dim=2).flatten(1)
        penultimate = self.dense_bn(functional.relu(self.dense(self.pool_bn(pooled))))
        return torch.sigmoid(self.output(penultimate)), penultimate


def load_musicnn(variant: MusicnnVariant, progress: Progress = no_progress) -> Musicnn:
    """The network with the weights of its checkpoint, every one of them used.

    Raises WeightsError where the files are missing, altered or not this network's.
    """
    network = Musicnn()
    copy = read_copy(variant.name)
    if copy is None:
        _load_wheel(network, variant, progress)
    else:
        network.load_state_dict(copy, strict=True)
    return network.eval().requires_grad_(False)


def _load_wheel(network: Musicnn, variant: MusicnnVariant, progress: Progress) -> None:
    index, data = weights.find(variant.index, progress), weights.find(variant.data, progress)
    variables = {
        name: value for name, value in read_bundle(index, data).items() if not _is_optimiser(name)
    }
    try:
        network.load_state_dict(_state(network, variables), strict=True)
    except (KeyError, RuntimeError) as error:
        raise weights.not_of_network(variant.index, index, variant.name, error) from error


def _is_optimiser(name: str) -> bool:
    return "/Adam" in name or name in ("beta1_power", "beta2_power")


def _tensorflow_scopes(network: Musicnn) -> dict[str, str]:
    """Each layer's scope in the checkpoint. TensorFlow numbers layers in the order of creation."""
    scopes: dict[str, str] = {}
    counts = {"batch_normalization": 0, "conv2d": 0, "dense": 0}
    for name, module in network.named_modules():
        if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d):
            kind = "batch_normalization"
        elif isinstance(module, nn.Conv1d | nn.Conv2d):
            kind = "conv2d"
        elif isinstance(module, nn.Linear):
            kind = "dense"
        else:
            continue
        scopes[name] = f"{kind}_{counts[kind]}" if counts[kind] else kind
        counts[kind] += 1
    return scopes


def _state(network: Musicnn, variables: dict[str, FloatArray]) -> dict[str, Tensor]:
    """The checkpoint's variables under torch's names and in torch's order of axes.

    Raises KeyError where one is missing; those that are left over keep their name, so that strict
    loading refuses them.
    """
    remaining = dict(variables)
    state = {
        name: value
        for name, value in network.state_dict().items()
        if name.endswith("num_batches_tracked")
    }
    for layer, scope in _tensorflow_scopes(network).items():
        module = network.get_submodule(layer)
        if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d):
            names = {
                "weight": "gamma",
                "bias": "beta",
                "running_mean": "moving_mean",
                "running_var": "moving_variance",
            }
        else:
            names = {"weight": "kernel", "bias": "bias"}
        for ours, theirs in names.items():
            value = remaining.pop(f"{scope}/{theirs}")
            state[f"{layer}.{ours}"] = torch.from_numpy(_reordered(value, module))
    return state | {name: torch.from_numpy(value.copy()) for name, value in remaining.items()}


def _reordered(value: FloatArray, module: nn.Module) -> FloatArray:
    if isinstance(module, nn.Conv2d) and value.ndim == 4:  # (time, mel, 1, out)
        value = value.transpose(3, 2, 0, 1)
    elif isinstance(module, nn.Conv1d) and value.ndim == 4:  # (time, in, 1, out)
        value = value[:, :, 0].transpose(2, 1, 0)
    elif isinstance(module, nn.Linear) and value.ndim == 2:  # (in, out)
        value = value.T
    return np.array(value, order="C")
