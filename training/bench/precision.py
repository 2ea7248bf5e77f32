"""Encoders with bf16 weights and with int8 ones beside fp32: how far they agree, what they cost.

Agreement is the cosine of what an encoder gives with what it gives in fp32, on the pictures of the
example clips and on sentences. int8 is torch's dynamic quantisation of linear layers. CLIP has the
weights of --clip; without it, random ones of ViT-B/32's size, whose cost alone says something.

Measured with torch 2.15 on one core with AVX512-BF16 (least cosine; CPU ms in fp32 -> otherwise):
EfficientNet-Lite0 bf16 0.984 of the probabilities, 0.9993 of x_v, 425 -> 193: used where the CPU
has the instructions. CLIP's pictures bf16 0.99996, 1471 -> 739: used where the very weights agree;
int8 0.9999, 1471 -> 795: no faster than bf16. MiniLM int8 0.89, 73 -> 24: no longer the same
encoder; bf16 0.9999, 73 -> 58 for six sentences: not worth another fingerprint. So int8 is not
offered; torch has declared this way to it deprecated, too.
"""

from __future__ import annotations

import argparse
import copy
import statistics
import warnings
from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.bench.cost import measured
from viml_core.config import ASSETS_DIR, SamplingConfig
from viml_core.features.clip_model import load_clip
from viml_core.features.efficientnet import load_efficientnet
from viml_core.features.text import load_minilm
from viml_core.media.frames import sample_clip
from viml_core.media.probe import probe
from viml_core.types import FrameArray

SENTENCES = (
    "calm and dreamy, slow piano",
    "dark driving electronic beat",
    "playful and light, plucked strings",
    "warm acoustic guitar, hopeful",
    "fast aggressive drums for a chase through the city at night",
    "",
)
Pass = Callable[[nn.Module], Tensor]


@dataclass(frozen=True)
class Row:
    """One encoder in one precision. cosines: with fp32; cpu_ms: a pass over all the inputs."""

    encoder: str
    precision: str
    min_cosine: float
    mean_cosine: float
    cpu_ms: float


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    parser.add_argument("--clip", metavar="NAME", help="as VIML_CLIP; default: random weights")
    parser.add_argument("--runs", type=int, default=5)


@torch.inference_mode()
def report(args: argparse.Namespace) -> dict[str, object]:
    """Every encoder in every precision."""
    frames = _frames()
    clip = load_clip(args.clip).network if args.clip else _random_clip()
    pixels = functional.interpolate(
        torch.tensor(frames).permute(0, 3, 1, 2) / 127.5 - 1.0, size=224, mode="bilinear"
    )

    def look(network: nn.Module) -> Tensor:
        return network(pixels.to(next(network.parameters()).dtype))

    rows = [
        *_compare(
            "EfficientNet-Lite0", load_efficientnet(dtype=torch.float32), _seen(frames), args
        ),
        *_compare("MiniLM", load_minilm(), _read(), args),
        *_compare("CLIP, pictures", clip.visual, look, args),  # type: ignore[arg-type]
    ]
    return {
        "torch": torch.__version__,
        "threads": torch.get_num_threads(),
        "pictures": len(frames),
        "sentences": len(SENTENCES),
        "clip": args.clip or "ViT-B-32 with random weights",
        "rows": [asdict(row) for row in rows],
    }


def _compare(name: str, network: nn.Module, run: Pass, args: argparse.Namespace) -> list[Row]:
    rows: list[Row] = []
    exact = run(network).float()
    for precision, make in PRECISIONS.items():
        variant = make(network)
        if variant is None:
            continue
        cosines = functional.cosine_similarity(run(variant).float(), exact, dim=1)
        costs = []
        for _ in range(args.runs):
            with measured() as cost:
                run(variant)
            costs.append(cost.cpu_s * 1000)
        low, mean = float(cosines.min()), float(cosines.mean())
        rows.append(Row(name, precision, low, mean, statistics.median(costs)))
    return rows


def _bf16(network: nn.Module) -> nn.Module:
    return copy.deepcopy(network).to(torch.bfloat16)


def _int8(network: nn.Module) -> nn.Module | None:
    """None where this torch has it no more: it is deprecated."""
    try:
        from torch.ao.quantization import quantize_dynamic
    except ImportError:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return quantize_dynamic(copy.deepcopy(network), {nn.Linear}, dtype=torch.qint8)


PRECISIONS: dict[str, Callable[[nn.Module], nn.Module | None]] = {
    "fp32": lambda network: network,
    "bf16": _bf16,
    "int8": _int8,
}


def _frames() -> FrameArray:
    """The first pictures of each example clip, (n, 224, 224, 3)."""
    clips = sorted((ASSETS_DIR / "examples").glob("*.mp4"))
    firsts = (next(iter(sample_clip(probe(clip), SamplingConfig()))).frames for clip in clips)
    return np.concatenate([frames[::12] for frames in firsts])


def _seen(frames: FrameArray) -> Pass:
    pictures = torch.tensor(frames)
    return lambda network: network(pictures).softmax(dim=1)


def _read() -> Pass:
    from tokenizers import Tokenizer

    from viml_core import weights

    tokenizer = Tokenizer.from_file(str(weights.find(weights.MINILM_TOKENIZER)))
    tokenizer.no_padding()
    ids = [torch.tensor([tokenizer.encode(sentence).ids]) for sentence in SENTENCES]
    return lambda network: torch.cat([network(one) for one in ids])


def _random_clip() -> nn.Module:
    import open_clip

    torch.manual_seed(0)
    return open_clip.create_model("ViT-B-32", load_weights=False).eval().requires_grad_(False)
