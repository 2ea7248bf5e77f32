"""The music space of a model by t-SNE, coloured by genre (MVPt, figure 16).

Embeddings y_m of the library, projected to two dimensions by cosine distance. Distances between
far points of such a picture mean nothing, so the report also says in the space itself how often a
track's nearest neighbour has its genre, and how often that would be by chance.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from training.analyses.figures import new_figure
from training.analyses.finding import Finding
from training.analyses.genre import add_genre_argument, by_frequency
from training.analyses.material import Material
from training.evaluation import arguments
from training.evaluation.ranking import BLOCK_SCORES
from viml_core.errors import InputError
from viml_core.models.scoring import SINGLE_MODELS
from viml_core.types import FloatArray

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MODELS = SINGLE_MODELS
MARKERS = "o^sDvPX<>*"  # of the most frequent genres, a colour each as well; the others are rings
FEWEST_TRACKS = 5
USUAL_PERPLEXITY = 30.0
EXACT_TRACKS = 500  # up to here the exact method takes seconds, and the fast one gains nothing


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    add_genre_argument(parser)
    parser.add_argument(
        "--perplexity", type=float, help="default: 30, a third of the tracks where that is less"
    )
    parser.add_argument("--seed", type=arguments.seed, default=0)


def analyse(args: argparse.Namespace) -> Finding:
    """One point for each track."""
    _require_sklearn()
    material = Material.open(args)
    genres, tracks = material.genres, len(material.tracks)
    if tracks < FEWEST_TRACKS:
        raise InputError(f"The library has {tracks} tracks; t-SNE needs {FEWEST_TRACKS} or more.")
    perplexity = min(USUAL_PERPLEXITY, tracks / 3) if args.perplexity is None else args.perplexity
    if not 1 <= perplexity < tracks:
        raise InputError(f"--perplexity is {perplexity:g}; with {tracks} tracks use 1 to {tracks}.")
    y_m = material.library.index(material.embedder).vectors
    points = project(y_m, perplexity, args.seed)
    rows = [
        {"track": track.path.name, "genre": genre, "x": float(x), "y": float(y)}
        for track, genre, (x, y) in zip(material.tracks, genres, points, strict=True)
    ]
    report = material.heading() | {
        "perplexity": perplexity,
        "seed": args.seed,
        "genres": dict(Counter(genres).most_common()),
        "nearest_has_genre": nearest_has_genre(y_m, genres),
        "by_chance": pair_has_genre(genres),
        "points": rows,
    }
    return Finding(report, rows, _draw(points, genres, report))


def project(y_m: FloatArray, perplexity: float, seed: int) -> FloatArray:
    """Embeddings (N, d) to points (N, 2)."""
    from sklearn.manifold import TSNE

    tsne = TSNE(
        perplexity=perplexity,
        metric="cosine",
        init="random",
        random_state=seed,
        method="exact" if len(y_m) <= EXACT_TRACKS else "barnes_hut",
    )
    points: FloatArray = tsne.fit_transform(y_m)
    return points


def nearest_has_genre(y_m: FloatArray, genres: Sequence[str]) -> float:
    """Share of the tracks whose nearest other track has their genre; y_m: (N, d) unit rows."""
    genre, nearest = np.array(genres), np.empty(len(y_m), np.int64)
    at_once = max(1, BLOCK_SCORES // len(y_m))
    for first in range(0, len(y_m), at_once):
        cosines = y_m[first : first + at_once] @ y_m.T
        np.fill_diagonal(cosines[:, first:], -np.inf)  # a track is not its own neighbour
        nearest[first : first + at_once] = cosines.argmax(axis=1)
    return float(np.mean(genre == genre[nearest]))


def pair_has_genre(genres: Sequence[str]) -> float:
    """Share of all pairs of tracks that have one genre."""
    n = len(genres)
    return sum(count * (count - 1) for count in Counter(genres).values()) / (n * (n - 1))


def _require_sklearn() -> None:
    try:
        import sklearn.manifold  # noqa: F401
    except ImportError as error:
        raise InputError(
            "There is no t-SNE without scikit-learn: `pip install -r training/requirements.txt`."
        ) from error


def _draw(points: FloatArray, genres: Sequence[str], report: dict[str, object]) -> Figure:
    from matplotlib import colormaps

    figure = new_figure(8, 5.5)
    ax = figure.subplots()
    genre, ranked = np.array(genres), by_frequency(genres)
    size = float(np.clip(6000 / len(genres), 8, 60))
    for i, (name, marker) in enumerate(zip(ranked, MARKERS, strict=False)):
        own = points[genre == name]
        label = f"{name} ({len(own)})"
        ax.scatter(
            *own.T, size, color=colormaps["tab10"](i), marker=marker, label=label, alpha=0.85
        )
    others = points[np.isin(genre, ranked[len(MARKERS) :])]
    if len(others):
        ring = {"facecolors": "none", "edgecolors": "grey"}
        ax.scatter(*others.T, size, label=f"other ({len(others)})", zorder=0, **ring)
    ax.set(xticks=[], yticks=[])
    ax.set_title(
        f"Music space of {report['model']}: {report['tracks']} tracks, t-SNE at perplexity "
        f"{report['perplexity']:g}\nThe nearest track has the same genre: "
        f"{report['nearest_has_genre']:.0%}, by chance {report['by_chance']:.0%}",
        fontsize="medium",
    )
    figure.legend(loc="outside right upper", frameon=False)
    return figure
