"""Ranking 3000 queries among 2000 tracks, beside the bare matrix product of their embeddings."""

from __future__ import annotations

import argparse
import os
import statistics
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

from training.bench.cost import measured
from training.evaluation.ranking import cosine_scores, rank_queries

TARGET_RATIO = 1.5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    parser.add_argument("--queries", type=int, default=3000)
    parser.add_argument("--tracks", type=int, default=2000)
    parser.add_argument("--dim", type=int, default=256)
    parser.add_argument("--runs", type=int, default=15)


def report(args: argparse.Namespace) -> dict[str, object]:
    """Median CPU seconds of both on one thread, and their ratio."""
    alone = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    os.environ.update(alone)  # numpy reads them once, so the measuring is a fresh process's
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        product_s, ranking_s = pool.submit(_measure, args).result()
    return {
        "queries": args.queries,
        "tracks": args.tracks,
        "dim": args.dim,
        "runs": args.runs,
        "product_cpu_s": product_s,
        "ranking_cpu_s": ranking_s,
        "ratio": ranking_s / product_s,
        "target_ratio": TARGET_RATIO,
    }


def _measure(args: argparse.Namespace) -> list[float]:
    rng = np.random.default_rng(0)
    y_q = rng.standard_normal((args.queries, args.dim), np.float32)
    y_m = rng.standard_normal((args.tracks, args.dim), np.float32)
    positives = rng.integers(0, args.tracks, args.queries)
    scores = cosine_scores([(1.0, y_q, y_m)])
    return _median_cpu_s(args.runs, lambda: y_q @ y_m.T, lambda: rank_queries(scores, positives))


def _median_cpu_s(runs: int, *steps: Callable[[], object]) -> list[float]:
    """Each step's median, the steps taking turns so that a busy moment hits them alike."""
    costs: list[list[float]] = [[] for _ in steps]
    for _ in range(runs + 1):
        for step, kept in zip(steps, costs, strict=True):
            with measured() as cost:
                step()
            kept.append(cost.cpu_s)
    return [statistics.median(kept[1:]) for kept in costs]  # the first run warms up
