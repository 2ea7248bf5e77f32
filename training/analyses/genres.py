"""Genres of a library by musicnn (MVPt, figure 9), beside those of what is retrieved from it.

Share of the tracks, and share of the first k tracks of each clip. A model that hears nothing would
retrieve the library's own distribution.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from training.analyses.figures import new_figure
from training.analyses.finding import Finding
from training.analyses.genre import add_genre_argument, by_frequency
from training.analyses.material import (
    EXAMPLE_CLIPS,
    SEEING_MODELS,
    Material,
    check_top,
    look_at,
    top_columns,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MODELS = SEEING_MODELS
SHOWN = 20  # the most frequent, as in the paper's figure


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    add_genre_argument(parser)
    parser.add_argument("--clips", type=Path, nargs="+", metavar="FILE", help="default: examples")
    parser.add_argument("-k", type=int, default=5, help="tracks retrieved for a clip (default 5)")


def analyse(args: argparse.Namespace) -> Finding:
    """Both distributions."""
    material = Material.open(args)
    genres = material.genres
    k = check_top(args.k, material)
    clips = look_at(args.clips or sorted(EXAMPLE_CLIPS.glob("*.mp4")), material.preset)
    found = top_columns(material.scores(clips.values()), k).ravel()
    rows = compare(genres, tuple(genres[i] for i in found))
    report = material.heading() | {"k": k, "clips": len(clips), "genres": rows}
    return Finding(report, rows, _draw(report))


def compare(library: tuple[str, ...], retrieved: tuple[str, ...]) -> list[dict[str, object]]:
    """A row for each genre of the library, the most frequent first."""
    return [
        {
            "genre": genre,
            "tracks": library.count(genre),
            "library_share": library.count(genre) / len(library),
            "retrieved": retrieved.count(genre),
            "retrieved_share": retrieved.count(genre) / len(retrieved),
        }
        for genre in by_frequency(library)
    ]


def _draw(report: dict[str, object]) -> Figure:
    shown = report["genres"][:SHOWN]
    figure = new_figure(7.5, 0.42 * len(shown) + 1.4)
    ax = figure.subplots()
    places = np.arange(len(shown))
    tracks = [100 * row["library_share"] for row in shown]
    found = [100 * row["retrieved_share"] for row in shown]
    ax.barh(
        places - 0.2, tracks, 0.4, color="lightgrey", label=f"library ({report['tracks']} tracks)"
    )
    retrieved = (
        f"retrieved by {report['model']} (first {report['k']} for each of {report['clips']} clips)"
    )
    ax.barh(places + 0.2, found, 0.4, color="tab:blue", label=retrieved)
    ax.set_yticks(places, [row["genre"] for row in shown])
    ax.invert_yaxis()
    ax.set_xlabel("percent of tracks")
    ax.spines[["top", "right"]].set_visible(False)
    figure.legend(loc="outside upper left", ncols=2, frameon=False)
    return figure
