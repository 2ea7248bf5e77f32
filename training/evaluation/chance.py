"""Chance: random scores through the ranking that every model goes through."""

from __future__ import annotations

import argparse

import numpy as np

from training.evaluation.ranking import TRACK_POOL, random_scores, rank_queries
from training.metrics import PERCENT, summarise_ranks
from viml_core.errors import InputError

QUERIES = 1_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    parser.add_argument("--pool", type=int, default=TRACK_POOL, metavar="N")
    parser.add_argument("--queries", type=int, default=QUERIES, metavar="Q")
    parser.add_argument("--seed", type=int, default=0)


def report(args: argparse.Namespace) -> dict[str, object]:
    """Median rank, and Recall@k in percent."""
    if args.pool < 1 or args.queries < 1:
        raise InputError(f"--pool {args.pool} --queries {args.queries}: both must be at least 1.")
    rng = np.random.default_rng(args.seed)
    positives = rng.integers(0, args.pool, args.queries)
    rank = rank_queries(random_scores(args.pool, rng), positives)
    figures = summarise_ranks(rank, unit=PERCENT, intervals=False)
    return {"pool": args.pool, "queries": args.queries, **figures}


def as_table(report: dict[str, object]) -> str:
    """The report, a line a figure."""
    return "\n".join(f"{name}: {value:g}" for name, value in report.items())
