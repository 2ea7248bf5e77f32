"""Checkpoints on a corpus: Recall@k and median rank as the papers measure them.

CHECKPOINTS is a folder or `hf://` address with a folder per model (`viml`, `mvpt+`, `mt`, `mvpt`,
`pretet`; any of them), or the folder of one. Ensembles are ranked where both models are there, with
`--alpha` or the alpha that the validation split chooses. Both ways are asked, video to music and
music to video, and each of them anew with candidates of another length scored zero or left out.
A candidate with the right one's score counts as above it. Intervals are 95%, by bootstrap over
queries. Without words the same items are asked for as with the level's usual words: those with
tags, or at the clip level those with people's texts, so that the figures can be compared.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from training.data.corpus import SPLITS, Corpus, Split
from training.data.triplets import IndexArray
from training.evaluation import retrieval_table
from training.evaluation.arguments import pool_size, seed
from training.evaluation.baselines import chance_ranks, controlled_chance_ranks, same_genre_ranks
from training.evaluation.embedding import Embedded, embed
from training.evaluation.ensembles import blend, tune_alpha
from training.evaluation.protocol import (
    CONTROLS,
    DIRECTIONS,
    POOL_OF,
    USUAL_ROUTE,
    Level,
    Protocol,
    Side,
)
from training.metrics import PERCENT, IntArray, bootstrap, summarise_ranks
from viml_core.checkpoint_folder import CONFIG_FILE
from viml_core.console import show_progress
from viml_core.errors import InputError
from viml_core.models.checkpoint import load_checkpoint
from viml_core.models.retrieval import RetrievalModel
from viml_core.models.scoring import ENSEMBLES
from viml_core.sources import find_checkpoints, models_in

NEAREST_TO_PEOPLE = ("prompt2text", "data2text", "tags")  # as ViML finds them
EMPTY = "empty"  # the query text that stands for no words
BOTH_WAYS = "both ways"  # of what comes out alike for V->M and M->V
Figures = dict[str, float | list[float]]
Row = dict[str, Figures]

as_table = retrieval_table.as_table


@dataclass(frozen=True)
class Alphas:
    """alpha by ensemble, and the route of the validation texts that chose it; None: a person."""

    chosen: dict[str, float]
    route: str | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    parser.add_argument("--data", type=Path, required=True, metavar="CORPUS")
    parser.add_argument("--checkpoints", required=True, metavar="CHECKPOINTS")
    parser.add_argument("--level", choices=tuple(POOL_OF), default="track")
    parser.add_argument(
        "--query",
        metavar="ROUTE",
        help=f"route of the texts, or `{EMPTY}`; default: tags, at the clip level people's own",
    )
    parser.add_argument(
        "--pool", type=pool_size, metavar="N|all", help="default: 2000 tracks, 500 clips"
    )
    parser.add_argument("--split", choices=SPLITS, default="test")
    parser.add_argument("--seed", type=seed, default=0, help="of the sampled pools")
    parser.add_argument(
        "--alpha",
        type=float,
        metavar="A",
        help="weight of the text side; default: tuned on validation",
    )


def report(args: argparse.Namespace) -> dict[str, object]:
    """Every model and ensemble, both ways, with the length controls and the simple baselines."""
    if args.alpha is not None and not 0.0 <= args.alpha <= 1.0:
        raise InputError(f"--alpha is {args.alpha:g}, but lies between 0 and 1.")
    models = load_models(args.checkpoints)
    corpus = Corpus.load(args.data)
    if args.level == "clip":
        corpus = corpus.clips()
    route = None if args.query == EMPTY else args.query or _usual_route(corpus, args.level)
    if route is None and set(models) == {"mt"}:
        raise InputError("MT cannot be asked without words; name their route with --query.")
    items = _asked_for(corpus, args.level, args.split, route)
    if len(items) < 2:
        raise InputError(
            f"{args.data} has {len(items)} items to rank in '{args.split}' with texts of "
            f"'{route or EMPTY}'; choose another --split or --query."
        )
    protocol = Protocol(args.pool or POOL_OF[args.level], args.seed)
    sides = {
        name: [Side(1.0, embed(model, corpus.select(route, items)))]
        for name, model in models.items()
        if route or name != "mt"
    }
    alphas = _alphas(models, corpus, route, protocol, args.alpha)
    for name, alpha in alphas.chosen.items():
        (video_side,), (text_side,) = (sides[model] for model in ENSEMBLES[name])
        sides[name] = blend(video_side.embedded, text_side.embedded, alpha)
    rows = _baselines(corpus, items, protocol)
    for name, side in sides.items():
        show_progress(f"Ranking with {name}", len(rows) / (len(sides) + 2))
        rows[name] = _row(partial(protocol.ranks, side), corpus.lengths(items))
    return {
        "data": str(args.data),
        "synthetic": corpus.synthetic,
        "level": args.level,
        "split": args.split,
        "query": route or EMPTY,
        "queries": len(items),
        "pool": min(protocol.pool or len(items), len(items)),
        "seed": args.seed,
        "alphas": alphas.chosen,
        "alphas_tuned_on": alphas.route,
        "rows": rows,
    }


def load_models(source: str) -> dict[str, RetrievalModel]:
    """The models of a folder or address by name, or the one that the folder holds itself.

    Raises:
        CheckpointError: there is none, or one of them cannot be read.
        HubError: they could not be fetched.
    """
    if Path(source, CONFIG_FILE).is_file():
        model = load_checkpoint(Path(source)).model
        return {model.config.name: model}
    folder = find_checkpoints(source, show_progress).folder
    return {name: load_checkpoint(folder / name).model for name in models_in(folder)}


def _usual_route(corpus: Corpus, level: Level) -> str | None:
    """Tags at the track level, people's texts at the clip level, as in the paper."""
    return USUAL_ROUTE[level] if USUAL_ROUTE[level] in corpus.texts else None


def _asked_for(corpus: Corpus, level: Level, split: Split, route: str | None) -> IndexArray:
    """The items with a text of the route, of those with the level's usual words if any has them."""
    items = corpus.items(split, _usual_route(corpus, level))
    if not len(items):
        items = corpus.items(split)
    return np.intersect1d(items, corpus.items(split, route))


def _alphas(
    models: dict[str, RetrievalModel],
    corpus: Corpus,
    route: str | None,
    protocol: Protocol,
    given: float | None,
) -> Alphas:
    """Of each ensemble whose two models are there; none without words, or nothing to tune on."""
    possible = {n: pair for n, pair in ENSEMBLES.items() if set(pair) <= set(models)}
    if route is None or not possible:
        return Alphas({})
    if given is not None:
        return Alphas(dict.fromkeys(possible, given))
    likeness = _validation_route(corpus, route)
    if likeness is None:
        print(
            f"left out: {', '.join(possible)}: the corpus has no validation texts, on which alpha "
            "could be tuned; choose it with --alpha",
            file=sys.stderr,
        )
        return Alphas({})
    triplets = corpus.triplets(likeness, "validation")
    kept: dict[str, Embedded] = {
        name: embed(models[name], triplets) for name in set().union(*possible.values())
    }
    tuned = {n: tune_alpha(kept[v], kept[t], protocol) for n, (v, t) in possible.items()}
    return Alphas(tuned, likeness)


def _validation_route(corpus: Corpus, route: str) -> str | None:
    """The query's own route, where validation items have it: people wrote for the test only."""
    for likeness in (route, *NEAREST_TO_PEOPLE, *sorted(corpus.texts)):
        if likeness in corpus.texts and len(corpus.items("validation", likeness)):
            return likeness
    return None


def _row(ranks: Callable[..., IntArray], lengths: IndexArray) -> Row:
    row = {}
    for direction in DIRECTIONS:
        row[direction] = _percent(ranks(direction=direction))
        for control in CONTROLS:
            rank = ranks(direction=direction, lengths=lengths, control=control)
            row[f"{direction}, other lengths {control}"] = _percent(rank)
    return row


def _baselines(corpus: Corpus, items: IndexArray, protocol: Protocol) -> dict[str, Row]:
    """Chance, whose figures are as sure as many draws make them, and the same genre."""
    show_progress("Ranking by chance")
    pool, lengths = min(protocol.pool or len(items), len(items)), corpus.lengths(items)
    chance = {BOTH_WAYS: chance_ranks(pool, seed=protocol.seed)}
    for control in CONTROLS:
        rank = controlled_chance_ranks(lengths, control, protocol)
        chance[f"{BOTH_WAYS}, other lengths {control}"] = rank
    rows: dict[str, Row] = {
        "chance": {
            way: summarise_ranks(rank, unit=PERCENT, intervals=False)
            for way, rank in chance.items()
        }
    }
    genre = None if corpus.genre is None else corpus.genre[items]
    if genre is not None and (genre >= 0).any():
        rows["same genre"] = {BOTH_WAYS: _percent(same_genre_ranks(genre, protocol))}
    return rows


def _percent(rank: IntArray) -> Figures:
    median = bootstrap(rank, statistic=np.median)
    return summarise_ranks(rank, unit=PERCENT) | {"MR_95": [median.low, median.high]}
