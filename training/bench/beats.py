"""`python -m training.bench beats`: our beats and bar lines against tracks whose bars are known.

The starter tracks were rendered from scores, so their bar lines are known exactly
(`renderings.jsonl`) and the beats follow from the meter. F-measure with the usual tolerance of
70 ms, by style. Metrical levels count as they are: half the tempo is half wrong.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viml_core.config import STARTER_LIBRARY
from viml_core.finishing.beats import BeatGrid, find_beats
from viml_core.media.audio import decode_audio

TOLERANCE_S = 0.07
_FELT_BEATS = {"6/8": 2}  # dotted quarters; otherwise the numerator says
Times = NDArray[np.float64]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    parser.add_argument("--folder", type=Path, default=STARTER_LIBRARY / "audio")
    parser.add_argument("--every", type=int, default=1, help="only each n-th track")


def report(args: argparse.Namespace) -> dict[str, Any]:
    """Means over the tracks, and by style."""
    lines = (args.folder / "renderings.jsonl").read_text().splitlines()
    by_style: dict[str, list[dict[str, float]]] = defaultdict(list)
    for line in lines[:: args.every]:
        row = json.loads(line)
        sound = decode_audio(args.folder / row["file"], max_duration_s=3600)
        by_style[row["style"]].append(scores(find_beats(sound), row))
    every = [track for tracks in by_style.values() for track in tracks]
    return {
        "tracks": len(every),
        "tolerance_s": TOLERANCE_S,
        **_means(every),
        "by_style": {style: _means(tracks) for style, tracks in sorted(by_style.items())},
    }


def scores(grid: BeatGrid, row: dict[str, Any]) -> dict[str, float]:
    """F-measures of one track; `row`: of the manifest of renderings."""
    downbeats_s = np.array(row["downbeats_s"])
    beats_s = true_beats_s(row)
    phrases_s = np.array([section["start_s"] for section in row["sections"]][1:-1])
    return {
        "beats_f": f_measure(grid.beats_s, beats_s),
        "downbeats_f": f_measure(grid.downbeats_s, downbeats_s),
        "sections_at_phrases": recall(grid.phrases_s, phrases_s),
    }


def true_beats_s(row: dict[str, Any]) -> Times:
    """The felt beats: every bar divided evenly."""
    per_bar = _FELT_BEATS.get(row["meter"], int(row["meter"].split("/")[0]))
    downbeats_s = np.array(row["downbeats_s"])
    lengths = np.diff(downbeats_s, append=2 * downbeats_s[-1] - downbeats_s[-2])
    beats: Times = (downbeats_s[:, None] + lengths[:, None] * np.arange(per_bar) / per_bar).ravel()
    return beats


def f_measure(found_s: Times, true_s: Times) -> float:
    """Of times matched one to one within the tolerance; what comes after the music is left out."""
    if len(found_s) == 0 or len(true_s) == 0:
        return 0.0
    found_s = found_s[found_s <= true_s[-1] + TOLERANCE_S]
    hits, i, j = 0, 0, 0
    while i < len(found_s) and j < len(true_s):
        if abs(found_s[i] - true_s[j]) <= TOLERANCE_S:
            hits, i, j = hits + 1, i + 1, j + 1
        elif found_s[i] < true_s[j]:
            i += 1
        else:
            j += 1
    return 2 * hits / (len(found_s) + len(true_s))


def recall(found_s: Times, true_s: Times) -> float:
    """Share of the true times that were found."""
    if len(found_s) == 0 or len(true_s) == 0:
        return 0.0
    distance = np.abs(true_s[:, None] - found_s).min(axis=1)
    return float((distance <= TOLERANCE_S).mean())


def _means(tracks: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(mean(track[name] for track in tracks), 3) for name in tracks[0]}
