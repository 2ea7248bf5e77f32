"""Accuracy against change rate: brightness, hue or tempo changed by r (MVPt, figure 12).

Each clip ranks the library; its own track (PAIRS, a CSV `clip,track`) is the right answer, and ties
count against us. One side of the pair is changed and all else stays as it is: brightness and hue in
every picture of the clip before the encoder sees it, tempo in the clip's own track, at its pitch,
before the encoder hears it. (The paper does not say whether the other candidates change too.)
Nothing is trained again. r = 1 is the unchanged media, where the three curves meet; hue is an
angle, h_new = (h + 360 (r - 1)) mod 360, so that r = 0.5 and r = 1.5 are the same.

For each r: the median rank and Recall@k of the right tracks, their mean cosine, and how much of the
first k at r = 1 is still among the first k. Stretched music and what is heard in it are kept in
WORK, where a run that was stopped goes on.
"""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from training.analyses.changes import FASTEST, SLOWEST, change_brightness, change_hue
from training.analyses.figures import new_figure
from training.analyses.finding import Finding
from training.analyses.material import (
    SEEING_MODELS,
    Clip,
    Material,
    check_top,
    examine,
    top_columns,
)
from training.analyses.pairs import Pairs, add_pair_arguments
from training.analyses.stretched import stretched_library
from training.metrics import CUTS, PERCENT, IntArray, ranks, summarise_ranks
from viml_core.errors import InputError
from viml_core.features.base import Preset
from viml_core.types import ClipFeatures, FloatArray

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MODELS = SEEING_MODELS
RATES = (0.5, 0.75, 1.0, 1.25, 1.5)
PICTURE_CHANGES = {"brightness": change_brightness, "hue": change_hue}
TEMPO = "tempo"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    add_pair_arguments(parser)
    parser.add_argument("--rates", type=float, nargs="+", default=RATES, metavar="R")
    parser.add_argument("-k", type=int, choices=CUTS, default=5, help="of Recall@k (default 5)")
    parser.add_argument("--work", type=Path, default=Path("build/analyses/work"), metavar="DIR")


def analyse(args: argparse.Namespace) -> Finding:
    """One row for each change and rate."""
    rates = _checked_rates(args.rates)
    material = Material.open(args)
    check_top(args.k, material)
    pairs = Pairs.read(args, material)
    seen = examine(pairs.clips, material.preset, lambda clip: see(clip, material.preset, rates))
    pairs = pairs.among(seen)
    scores = {
        (change, rate): material.scores(seen[path][change, rate] for path in pairs.clips)
        for change in PICTURE_CHANGES
        for rate in rates
    }
    unchanged = scores["hue", 1.0]
    clips = [seen[path]["hue", 1.0] for path in pairs.clips]
    for rate in rates:
        scores[TEMPO, rate] = unchanged.copy()
        if rate != 1.0:
            own = stretched_scores(material, clips, pairs.positives, rate, args.work)
            np.put_along_axis(scores[TEMPO, rate], pairs.positives[:, None], own, axis=1)
    rows = [
        {"change": change, "rate": rate} | measure(found, unchanged, pairs.positives, args.k)
        for (change, rate), found in scores.items()
    ]
    report = material.heading() | {
        "pairs": pairs.source,
        "queries": len(clips),
        "k": args.k,
        "rows": rows,
    }
    return Finding(report, rows, _draw(report))


def see(clip: Clip, preset: Preset, rates: list[float]) -> dict[tuple[str, float], ClipFeatures]:
    """The clip as the encoder sees it after each change of its pictures by each rate."""
    unchanged = clip.features(preset)
    return {
        (name, rate): unchanged
        if rate == 1.0
        else clip.features(preset, partial(change, rate=rate))
        for name, change in PICTURE_CHANGES.items()
        for rate in rates
    }


def stretched_scores(
    material: Material, clips: list[ClipFeatures], positives: IntArray, rate: float, work: Path
) -> FloatArray:
    """Cosine of each of the Q clips with its own track at another tempo, (Q, 1)."""
    own = [material.tracks[column] for column in positives]
    library = stretched_library(material, list(dict.fromkeys(own)), rate, work)
    place = {track.path.stem: i for i, track in enumerate(library.rankable())}
    columns = np.array([place[track.track_id] for track in own])
    return _of(material.scores(clips, library), columns)


def measure(
    scores: FloatArray, unchanged: FloatArray, positives: IntArray, k: int
) -> dict[str, object]:
    """Figures of (Q, N) cosines, seen beside those at r = 1; shares in percent."""
    before, after = top_columns(unchanged, k).tolist(), top_columns(scores, k).tolist()
    kept = [len(set(a) & set(b)) / k for a, b in zip(before, after, strict=True)]
    return summarise_ranks(ranks(scores, positives), unit=PERCENT, intervals=False) | {
        "right_cosine": float(_of(scores, positives).mean()),
        "top_kept": PERCENT * float(np.mean(kept)),
    }


def _of(scores: FloatArray, columns: IntArray) -> FloatArray:
    """One column of each row: (Q, N), (Q,) -> (Q, 1)."""
    return np.take_along_axis(scores, columns[:, None], axis=1)


def _checked_rates(rates: list[float]) -> list[float]:
    for rate in rates:
        if not SLOWEST <= rate <= FASTEST:
            raise InputError(f"The rate {rate:g} is not within {SLOWEST:g} to {FASTEST:g}.")
    return sorted({1.0, *rates})


def _draw(report: dict[str, object]) -> Figure:
    figure = new_figure(10, 3.6)
    panels = {
        f"R@{report['k']}": f"Recall@{report['k']} of the right track (%)",
        "right_cosine": "mean cosine of the right track",
        "top_kept": f"first {report['k']} of r = 1 still there (%)",
    }
    axes = figure.subplots(1, len(panels))
    for ax, (key, title) in zip(axes, panels.items(), strict=True):
        for name, marker in zip((*PICTURE_CHANGES, TEMPO), "osD", strict=True):
            curve = [(row["rate"], row[key]) for row in report["rows"] if row["change"] == name]
            ax.plot(*zip(*curve, strict=True), marker=marker, label=name, alpha=0.8)
        if key != "right_cosine":
            ax.set_ylim(-5, 105)
        ax.set_xticks(sorted({row["rate"] for row in report["rows"]}))
        ax.axvline(1.0, color="lightgrey", zorder=0)
        ax.set(title=title, xlabel="change rate r")
        ax.title.set_fontsize("medium")
        ax.spines[["top", "right"]].set_visible(False)
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=3)
    figure.suptitle(f"{report['model']}: {report['queries']} clips, {report['tracks']} tracks")
    return figure
