"""Chance: random scores through the ranking that every model goes through."""

from __future__ import annotations

import argparse

from training.evaluation.arguments import count, seed
from training.evaluation.baselines import CHANCE_QUERIES, chance_ranks
from training.evaluation.ranking import TRACK_POOL
from training.metrics import PERCENT, summarise_ranks


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    parser.add_argument("--pool", type=count, default=TRACK_POOL, metavar="N")
    parser.add_argument("--queries", type=count, default=CHANCE_QUERIES, metavar="Q")
    parser.add_argument("--seed", type=seed, default=0)


def report(args: argparse.Namespace) -> dict[str, object]:
    """Median rank, and Recall@k in percent."""
    rank = chance_ranks(args.pool, args.queries, args.seed)
    figures = summarise_ranks(rank, unit=PERCENT, intervals=False)
    return {"pool": args.pool, "queries": args.queries, **figures}


def as_table(report: dict[str, object]) -> str:
    """The report, a line a figure."""
    shown = {
        name: value if isinstance(value, int) else f"{value:g}" for name, value in report.items()
    }
    return "\n".join(f"{name}: {value}" for name, value in shown.items())
