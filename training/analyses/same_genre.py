"""The same-genre baseline of MVPt (supplement, C.3) against the model and against chance.

The baseline knows what no model does, the genre of each clip's own track (PAIRS, a CSV
`clip,track`), and answers with the tracks of that genre in random order. What a model ranks better
than that it has from more than genre. Among few tracks the genre is nearly the answer; only a
library with many tracks of each genre tells the two apart. Genres are musicnn's. Baseline and
chance are the mean of DRAWS random orders. `python -m training.evaluate retrieval` measures the
same on a whole corpus.

The table has one clip a row, to listen to (C.4): its own track, the model's first, and one track of
the genre at random.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import numpy as np

from training.analyses.figures import draw_bars, new_figure
from training.analyses.finding import Finding
from training.analyses.genre import add_genre_argument
from training.analyses.material import SEEING_MODELS, Material, look_at, top_columns
from training.analyses.pairs import Pairs, add_pair_arguments
from training.evaluation.arguments import count, seed
from training.evaluation.ranking import random_scores, rank_queries, same_genre_scores
from training.metrics import CUTS, PERCENT, IntArray, ranks, summarise_ranks
from viml_core.types import FloatArray

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MODELS = SEEING_MODELS
SAME_GENRE, CHANCE = "same genre", "chance"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    add_genre_argument(parser)
    add_pair_arguments(parser)
    parser.add_argument("--draws", type=count, default=200, help="random orders (default 200)")
    parser.add_argument("--seed", type=seed, default=0)


def analyse(args: argparse.Namespace) -> Finding:
    """Median rank and Recall@1/5/10 in percent of the three ways to rank."""
    material = Material.open(args)
    genre = np.unique(material.genres, return_inverse=True)[1]
    pairs = Pairs.read(args, material)
    clips = look_at(pairs.clips, material.preset)
    pairs = pairs.among(clips)
    scores = material.scores(clips[path] for path in pairs.clips)
    rng = np.random.default_rng(args.seed)
    drawn = random_ranks(genre, pairs.positives, args.draws, rng)
    found = {material.model: ranks(scores, pairs.positives)} | drawn
    figures = {
        name: summarise_ranks(rank, unit=PERCENT, intervals=False) for name, rank in found.items()
    }
    report = material.heading() | {
        "pairs": pairs.source,
        "queries": len(pairs.clips),
        "draws": args.draws,
        "rows": figures,
    }
    return Finding(report, answers(material, pairs, scores, rng), _draw(report))


def random_ranks(
    genre: IntArray, positives: IntArray, draws: int, rng: np.random.Generator
) -> dict[str, IntArray]:
    """Ranks of the right tracks under both random orders: (draws x Q,) each. genre: (N,)."""
    own = np.tile(positives, draws)
    return {
        SAME_GENRE: rank_queries(same_genre_scores(genre[own], genre, rng), own),
        CHANCE: rank_queries(random_scores(len(genre), rng), own),
    }


def answers(
    material: Material, pairs: Pairs, scores: FloatArray, rng: np.random.Generator
) -> list[dict[str, object]]:
    """For each clip its own track, the model's first, and a random one of the right genre."""
    names = [track.path.name for track in material.tracks]
    rows: list[dict[str, object]] = []
    first = top_columns(scores, 1)[:, 0]
    for path, own, best in zip(pairs.clips, pairs.positives, first, strict=True):
        genre = material.genres[own]
        drawn = rng.choice(np.flatnonzero(np.array(material.genres) == genre))
        rows.append(
            {
                "clip": path.name,
                "genre": genre,
                "own": names[own],
                material.model: names[best],
                SAME_GENRE: names[drawn],
            }
        )
    return rows


def _draw(report: dict[str, object]) -> Figure:
    figure = new_figure(6.5, 3.8)
    ax = figure.subplots()
    cuts = [f"R@{k}" for k in CUTS]
    draw_bars(ax, cuts, {n: [row[c] for c in cuts] for n, row in report["rows"].items()})
    ax.set(ylabel="percent of the clips", ylim=(0, 110))
    ax.set_title(
        f"{report['queries']} clips, {report['tracks']} tracks, {report['draws']} random orders",
        fontsize="medium",
    )
    return figure
