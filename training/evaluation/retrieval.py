"""Checkpoints on a corpus: Recall@k and median rank as the papers measure them.

DIR has a folder per model (`viml`, `mvpt+`, `mt`, `mvpt`, `pretet`; any of them). Ensembles are
ranked where both models are there, alpha tuned on the validation split. Ties count against us.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from training.data.corpus import HUMAN, SPLITS, Corpus
from training.data.triplets import IndexArray
from training.evaluation.embedding import Embedded, embed
from training.evaluation.ensembles import blend, tune_alpha
from training.evaluation.protocol import POOL_OF, Protocol, Side
from training.evaluation.ranking import Pools, random_scores, rank_queries, same_genre_scores
from training.metrics import PERCENT, IntArray, summarise_ranks
from viml_core.errors import InputError
from viml_core.models.checkpoint import load_checkpoint
from viml_core.models.retrieval import ARCHITECTURES, RetrievalModel
from viml_core.models.scoring import ENSEMBLES

NEAREST_TO_PEOPLE = ("prompt2text", "data2text", "tags")  # as ViML finds them
EMPTY = "empty"  # the query text that stands for no words


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    parser.add_argument("--data", type=Path, required=True, metavar="CORPUS")
    parser.add_argument("--checkpoints", type=Path, required=True, metavar="DIR")
    parser.add_argument("--level", choices=tuple(POOL_OF), default="track")
    parser.add_argument("--query", metavar="ROUTE", help=f"route of the texts, or `{EMPTY}`")
    parser.add_argument("--pool", type=int, metavar="N", help="default: 2000 tracks, 500 clips")
    parser.add_argument("--split", choices=SPLITS, default="test")
    parser.add_argument("--seed", type=int, default=0, help="of the sampled pools")


def report(args: argparse.Namespace) -> dict[str, object]:
    """Every model and ensemble, both ways, with the length controls and the simple baselines."""
    corpus = Corpus.load(args.data)
    if args.level == "clip":
        corpus = corpus.clips()
    route = None if args.query == EMPTY else args.query or _usual_route(corpus, args.level)
    models = load_models(args.checkpoints)
    items = corpus.items(args.split, route)
    protocol = Protocol(args.pool or POOL_OF[args.level], args.seed)
    if len(items) < 2:
        raise InputError(f"{args.data} has {len(items)} items to rank in '{args.split}'.")
    found = {
        n: embed(m, corpus.select(route, items)) for n, m in models.items() if route or n != "mt"
    }
    sides: dict[str, list[Side]] = {name: [Side(1.0, e)] for name, e in found.items()}
    alphas = _tuned(models, corpus, route, protocol) if route else {}
    for name, alpha in alphas.items():
        video_side, text_side = ENSEMBLES[name]
        sides[name] = blend(found[video_side], found[text_side], alpha)
    rows = {name: _row(side, protocol, corpus.lengths(items)) for name, side in sides.items()}
    return {
        "data": str(args.data),
        "synthetic": corpus.synthetic,
        "level": args.level,
        "split": args.split,
        "query": route or EMPTY,
        "queries": len(items),
        "pool": min(protocol.pool or len(items), len(items)),
        "alphas": alphas,
        "rows": _baselines(corpus, items, protocol) | rows,
    }


def load_models(folder: Path) -> dict[str, RetrievalModel]:
    """The models that have a folder in `folder`, by name.

    Raises:
        InputError: there is none. CheckpointError: one of them cannot be read.
    """
    there = [name for name in ARCHITECTURES if (folder / name).is_dir()]
    if not there:
        raise InputError(
            f"{folder} has none of the folders {', '.join(ARCHITECTURES)}; "
            "train them with `python -m training.train`."
        )
    return {name: load_checkpoint(folder / name).model for name in there}


def _tuned(
    models: dict[str, RetrievalModel], corpus: Corpus, route: str, protocol: Protocol
) -> dict[str, float]:
    """alpha of each ensemble whose two models are there."""
    possible = {n: pair for n, pair in ENSEMBLES.items() if set(pair) <= set(models)}
    if not possible:
        return {}
    triplets = corpus.triplets(_validation_route(corpus, route), "validation")
    kept: dict[str, Embedded] = {
        n: embed(models[n], triplets) for n in set().union(*possible.values())
    }
    return {n: tune_alpha(kept[v], kept[t], protocol) for n, (v, t) in possible.items()}


def _validation_route(corpus: Corpus, route: str) -> str:
    """The query's own route, where validation items have it: people wrote for the test only."""
    if len(corpus.items("validation", route)):
        return route
    for likeness in (*NEAREST_TO_PEOPLE, *sorted(corpus.texts)):
        if likeness in corpus.texts and len(corpus.items("validation", likeness)):
            return likeness
    raise InputError("The corpus has no validation texts, on which alpha could be tuned.")


def _row(sides: list[Side], protocol: Protocol, lengths: IndexArray) -> dict[str, object]:
    row: dict[str, object] = {}
    for direction in ("V->M", "M->V"):
        row[direction] = _percent(protocol.ranks(sides, direction=direction))
        for control in ("zeroed", "masked"):
            rank = protocol.ranks(sides, direction=direction, lengths=lengths, control=control)
            row[f"{direction}, other lengths {control}"] = _percent(rank)
    return row


def _baselines(corpus: Corpus, items: IndexArray, protocol: Protocol) -> dict[str, object]:
    pools = Pools(protocol.pool, protocol.seed) if protocol.pool else None
    rng, positives = np.random.default_rng(protocol.seed), np.arange(len(items))
    chance = rank_queries(random_scores(len(items), rng), positives, pools=pools)
    rows: dict[str, object] = {"chance": {"V->M": _percent(chance)}}
    if corpus.genre is not None:
        genre = same_genre_scores(corpus.genre[items], rng)
        rows["same genre"] = {"V->M": _percent(rank_queries(genre, positives, pools=pools))}
    return rows


def _percent(rank: IntArray) -> dict[str, float | list[float]]:
    return summarise_ranks(rank, unit=PERCENT)


def _usual_route(corpus: Corpus, level: str) -> str | None:
    """Tags at the track level, people's texts at the clip level, as in the paper."""
    route = "tags" if level == "track" else HUMAN
    return route if route in corpus.texts else None


def as_table(report: dict[str, object]) -> str:
    """The report as a Markdown table."""
    kind = "synthetic features" if report["synthetic"] else "features of real media"
    lines = [
        f"{report['data']} ({kind}), {report['split']}, {report['level']} level: "
        f"{report['queries']} queries ({report['query']}), N = {report['pool']}; R@k in percent.",
        "",
        "| model | way | MR | R@1 | R@5 | R@10 |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, row in report["rows"].items():
        for way, figures in row.items():
            cells = [f"{figures['MR']:g}", *(f"{figures[k]:.2f}" for k in ("R@1", "R@5", "R@10"))]
            lines.append("| " + " | ".join([name, way, *cells]) + " |")
    return "\n".join(lines)
