"""Attribute x genre: which genres the model retrieves for clips that share a visible attribute.

For each value of each attribute, the genres of the first k tracks of every clip that has it; each
row of the matrix sums to one (MVPt, section 5.1 and figures 13 to 15 of its supplement). The last
row is the library, without which a row cannot be read: what is frequent is retrieved often.

LABELS is a CSV `clip,attribute,value`: scenes, instruments in the picture, light, ages, anything.
A photograph is a clip over which the camera pans.

Attributes of people (age, gender, race) come from that table and are never predicted here. MVPt
predicted them with a classifier trained on FairFace, and cautions that its mistakes (72% right for
race, 93% for gender) make the result "just orientative", and that rows of few examples look skewed
because they are few: read the counts. Such a matrix describes what a data set taught a model,
biases included. It says nothing about what any person likes and is no ground for choosing music by
who is seen.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from training.analyses.figures import draw_matrix, new_figure
from training.analyses.finding import Finding
from training.analyses.genre import add_genre_argument, by_frequency, shares
from training.analyses.material import (
    EXAMPLE_CLIPS,
    SEEING_MODELS,
    Material,
    check_top,
    look_at,
    top_columns,
)
from training.analyses.tables import read_rows

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MODELS = SEEING_MODELS
EXAMPLE_LABELS = Path(__file__).parent / "examples" / "attributes.csv"


@dataclass(frozen=True)
class ValueGenres:
    """One value of an attribute: how many clips have it, and the genres retrieved for them."""

    attribute: str
    value: str
    clips: int
    genres: tuple[str, ...]

    @property
    def label(self) -> str:
        return f"{self.value} ({self.clips})"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    add_genre_argument(parser)
    parser.add_argument("--labels", type=Path, metavar="CSV", help="columns clip,attribute,value")
    parser.add_argument("--clips", type=Path, metavar="ROOT", help="default: beside the CSV")
    parser.add_argument("-k", type=int, default=5, help="tracks retrieved for a clip (default 5)")


def analyse(args: argparse.Namespace) -> Finding:
    """One matrix for each attribute of the table."""
    labels = read_rows(args.labels or EXAMPLE_LABELS, ("clip", "attribute", "value"))
    root = args.clips or (args.labels.parent if args.labels else EXAMPLE_CLIPS)
    material = Material.open(args)
    heard = material.genres
    k = check_top(args.k, material)
    clips = look_at([root / name for name, _, _ in labels], material.preset)
    columns = top_columns(material.scores(clips.values()), k)
    retrieved = {path: [heard[i] for i in row] for path, row in zip(clips, columns, strict=True)}
    values = tabulate([(retrieved[root / c], a, v) for c, a, v in labels if root / c in retrieved])
    genres = by_frequency([g for value in values for g in value.genres] + list(heard))
    report = material.heading() | {"k": k, "clips": len(clips), "attributes": _report(values)}
    report["library_genres"] = dict(Counter(heard).most_common())
    return Finding(report, _rows(values, genres), _draw(values, genres, material))


def tabulate(labelled: list[tuple[list[str], str, str]]) -> list[ValueGenres]:
    """From (genres retrieved for a clip, attribute, value), in the order of first mention."""
    kept: dict[tuple[str, str], list[list[str]]] = {}
    for genres, attribute, value in labelled:
        kept.setdefault((attribute, value), []).append(genres)
    return [
        ValueGenres(attribute, value, len(lists), tuple(g for genres in lists for g in genres))
        for (attribute, value), lists in kept.items()
    ]


def _report(values: list[ValueGenres]) -> dict[str, dict[str, object]]:
    report: dict[str, dict[str, object]] = {}
    for value in values:
        counts = dict(Counter(value.genres).most_common())
        report.setdefault(value.attribute, {})[value.value] = {
            "clips": value.clips,
            "retrieved": counts,
            "shares": {genre: n / len(value.genres) for genre, n in counts.items()},
        }
    return report


def _rows(values: list[ValueGenres], genres: tuple[str, ...]) -> list[dict[str, object]]:
    """One row for each cell of each matrix."""
    return [
        {
            "attribute": value.attribute,
            "value": value.value,
            "clips": value.clips,
            "genre": genre,
            "retrieved": value.genres.count(genre),
            "share": value.genres.count(genre) / len(value.genres),
        }
        for value in values
        for genre in genres
    ]


def _draw(values: list[ValueGenres], genres: tuple[str, ...], material: Material) -> Figure:
    attributes = tuple(dict.fromkeys(value.attribute for value in values))
    groups = [[v for v in values if v.attribute == attribute] for attribute in attributes]
    library = shares(material.genres, genres)
    matrices = [np.stack([*(shares(v.genres, genres) for v in group), library]) for group in groups]
    darkest = max(float(matrix.max()) for matrix in matrices)
    heights = [len(group) + 1 for group in groups]
    figure = new_figure(2.5 + 0.6 * len(genres), 0.42 * sum(heights) + 1.3 * len(groups) + 0.5)
    axes = figure.subplots(len(groups), 1, squeeze=False, height_ratios=heights)[:, 0]
    for ax, attribute, group, matrix in zip(axes, attributes, groups, matrices, strict=True):
        labels = [value.label for value in group] + [f"library ({len(material.genres)} tracks)"]
        draw_matrix(ax, matrix, labels, genres, darkest)
        ax.axhline(len(group) - 0.5, color="black", linewidth=1)
        ax.set_title(attribute, loc="left", weight="bold")
    figure.suptitle(f"Genres retrieved by {material.model}\npercent of each row (number of clips)")
    return figure
