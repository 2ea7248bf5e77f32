"""A training step of ViML at the paper's size beside bare bf16 matrix products of its shapes.

The step is the loop's own, from the gathering of the batch to the optimiser. Its work is counted as
6 x weights x tokens FLOP over every weight matrix: two per weight and token forward and four back,
whether or not the step has found a way to do without. The products are those of the same matrices,
forward and back, and nothing else. `executed_tflop` is what the step's own products really come to.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor
from torch.utils.flop_counter import FlopCounterMode

from training.config import TrainConfig
from training.data.triplets import Ragged, Triplets
from training.loop import device
from training.memory import keep_freed_memory
from training.step import Trainer
from viml_core.models.config import ModelConfig
from viml_core.models.encoders import SequenceEncoder
from viml_core.models.retrieval import build_model

PAPER = ModelConfig(name="viml", preset="paper", visual_dim=512, text_dim=512, music_dim=256)
FLOP_PER_WEIGHT_AND_TOKEN = 6


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this verb."""
    parser.add_argument("--batch", type=int, default=2048, metavar="ROWS")
    parser.add_argument("--segments", type=int, default=18, metavar="S")
    parser.add_argument("--chunk", type=int, metavar="ROWS", help="gradient caching in such chunks")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=5, help="the median is reported")
    parser.add_argument("--json", action="store_true", help="for uniformity: this is always JSON")


def report(args: argparse.Namespace) -> dict[str, object]:
    """Rates in GFLOP/s, of processor time on the CPU and of the clock on a GPU."""
    torch.set_num_threads(args.threads)
    keep_freed_memory()  # as the training command does
    where = device()
    step = trained_step(args, where)
    shapes = weight_shapes(args.batch, args.segments)
    step_s, bare_s = side_by_side(step, bare_products(shapes, where), args.repeats, where)
    flop = sum(FLOP_PER_WEIGHT_AND_TOKEN * tokens * a * b for tokens, a, b in shapes)
    with FlopCounterMode(display=False) as counter:
        step()
    return {
        "device": torch.cuda.get_device_name() if where.type == "cuda" else "cpu",
        "threads": args.threads,
        "batch": args.batch,
        "segments": args.segments,
        "counted_tflop": flop / 1e12,
        "executed_tflop": counter.get_total_flops() / 1e12,
        "step_s": step_s,
        "step_gflop_per_s": flop / step_s / 1e9,
        "bare_s": bare_s,
        "bare_gflop_per_s": flop / bare_s / 1e9,
        "ratio": bare_s / step_s,
    }


def weight_shapes(batch: int, segments: int) -> list[tuple[int, int, int]]:
    """(tokens, inputs, outputs) of every weight matrix of the paper's ViML, one entry each."""
    with torch.device("meta"):
        model = build_model(PAPER)
    found = []
    tokens_of = {"visual": 1 + segments, "music": 1 + segments, "text": 2, "fusion": 1}
    for name, parameter in model.named_parameters():
        if parameter.ndim != 2 or name.endswith("positions"):
            continue
        part = name.split(".")[0]
        tokens = tokens_of[part]
        if isinstance(getattr(model, part), SequenceEncoder) and ".transformer." not in name:
            tokens -= 1  # the CLS token comes after the projection
        found.append((batch * tokens, parameter.shape[1], parameter.shape[0]))
    return found


def trained_step(args: argparse.Namespace, where: torch.device) -> Callable[[], object]:
    """One step of the loop on noise of the paper's shapes."""
    rng = np.random.default_rng(0)
    dims = (PAPER.visual_dim, PAPER.music_dim)
    video, music = (
        Ragged(
            rng.standard_normal((args.batch * args.segments, dim), np.float32),
            np.arange(args.batch + 1) * args.segments,
        )
        for dim in dims
    )
    rows = np.arange(args.batch)[:, None].repeat(3, axis=1)
    text = rng.standard_normal((args.batch, PAPER.text_dim), np.float32)
    corpus = Triplets(PAPER.preset, {}, video, text, music, text[0], rows)
    config = TrainConfig(batch_size=args.batch, precision="bf16", chunk_size=args.chunk)
    torch.manual_seed(0)
    trainer = Trainer(build_model(PAPER), corpus, config.for_model("viml"), where)
    return lambda: trainer.step(0, rng.permutation(args.batch), config.learning_rate)


def bare_products(shapes: list[tuple[int, int, int]], where: torch.device) -> Callable[[], object]:
    """For each weight matrix three products: forward, back to its input, back to itself."""

    def noise(*shape: int) -> Tensor:
        return torch.randn(shape, device=where, dtype=torch.bfloat16)

    counted = Counter(shapes)
    operands = {s: (noise(s[0], s[1]), noise(s[0], s[2]), noise(s[2], s[1])) for s in counted}

    def multiply() -> None:
        for shape, times in counted.items():
            x, gradient, weight = operands[shape]
            for _ in range(times):
                torch.matmul(x, weight.T)
                torch.matmul(gradient, weight)
                torch.matmul(gradient.T, x)

    return multiply


def side_by_side(
    first: Callable[[], object], second: Callable[[], object], repeats: int, where: torch.device
) -> tuple[float, float]:
    """Median seconds of each, by turns, so that a machine that others use is fair to both."""
    seconds: tuple[list[float], list[float]] = ([], [])
    first()
    second()
    for _ in range(repeats):
        for work, taken in zip((first, second), seconds, strict=True):
            _wait(where)
            start = _clock(where)
            work()
            _wait(where)
            taken.append(_clock(where) - start)
    return statistics.median(seconds[0]), statistics.median(seconds[1])


def _wait(where: torch.device) -> None:
    if where.type == "cuda":
        torch.cuda.synchronize()


def _clock(where: torch.device) -> float:
    """Others share the cores of a CPU, so the clock on the wall says little there."""
    return time.perf_counter() if where.type == "cuda" else time.process_time()
