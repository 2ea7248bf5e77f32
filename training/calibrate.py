"""`python -m training.calibrate`: fit the `calibration.json` of checkpoints, say how good it is.

    python -m training.calibrate --music ROOT --pictures ROOT [ROOT ...]

Reads the development set as `python -m training.evaluate taste` does, from the same --work. Prints
a reliability table over held-out judgements as Markdown, or all of it with --json; --report DIR
writes both. Every judgement is predicted by a fit that never saw its clip; the map that is written
is fitted to all of them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.calibration.fitting import fit_isotonic, fit_platt, fit_share, held_out
from training.calibration.judgements import MODES, Judged, Single, ask_model, blends, judged
from training.calibration.reliability import brier, nothing_fits, reliability
from training.calibration.table import as_markdown, entry
from training.evaluation.asking import Questions
from training.evaluation.real_media import ask, load_models
from training.metrics import FloatMatrix
from viml_core.calibration import Calibration, Fitted, ScoreMap, write_calibration
from viml_core.config import CHECKPOINTS_DIR
from viml_core.console import run, show_progress
from viml_core.features.presets import load_preset
from viml_core.models.alphas import read_alphas
from viml_core.models.checkpoint import Embedder
from viml_core.models.scoring import DEFAULT_RANKING, Ranking, parse_ranking
from viml_core.types import Mode

DEV = Path(__file__).parent / "data" / "dev"


@dataclass(frozen=True)
class Calibrated:
    """The calibration, and the report by blend and mode as it goes into JSON."""

    calibration: Calibration
    report: dict[str, Any]


def calibrate(folder: Path, asked: Questions, embedders: Mapping[str, Embedder]) -> Calibrated:
    """Fit every blend of the models in `folder` and write `calibration.json` there."""
    singles = {name: ask_model(embedder, asked) for name, embedder in embedders.items()}
    verdict = np.concatenate(list(asked.verdicts().values()))
    clips, tracks = verdict.shape
    name = f"the development set ({clips} clips, {tracks} tracks)"
    marks = {model: embedder.fingerprint for model, embedder in embedders.items()}
    ranking = parse_ranking(DEFAULT_RANKING).tuned(read_alphas(folder))
    calibrated = fit_all(singles, verdict, name, marks, ranking)
    write_calibration(folder, calibrated.calibration)
    return calibrated


def fit_all(
    singles: Mapping[str, Single],
    verdict: NDArray[np.int8],
    name: str,
    checkpoints: Mapping[str, str],
    served: Ranking,
) -> Calibrated:
    """The map and the report of every blend. served: the ranking whose bins are printed."""
    fitted, entries = [], []
    for weights, mode in blends(singles):
        pairs = judged(singles, verdict, weights, mode)
        one, says = _fit(weights, mode, pairs, singles["mt"].words if mode == "text" else None)
        fitted.append(one)
        entries.append(says)
    report = {
        "name": name,
        "checkpoints": dict(checkpoints),
        "served": {mode: dict(served.weights(mode)) for mode in MODES},
        "entries": entries,
    }
    return Calibrated(Calibration(name, checkpoints, tuple(fitted)), report)


def _fit(
    weights: dict[str, float], mode: Mode, pairs: Judged, words: FloatMatrix | None
) -> tuple[Fitted, dict[str, Any]]:
    """The map of one blend, fitted to all judgements, and what the held-out ones say of it."""
    chances = held_out(pairs, fit_platt)
    curve = fit_platt(pairs.raw[pairs.mask], pairs.fits[pairs.mask])
    none = nothing_fits(chances, pairs, None if words is None else curve(words))
    others = {
        "isotonic": brier(held_out(pairs, fit_isotonic), pairs),
        "base rate": brier(held_out(pairs, fit_share), pairs),
    }
    score_map = ScoreMap(curve.slope, curve.intercept, none.below)
    return Fitted(weights, mode, score_map), entry(
        weights, mode, reliability(chances, pairs), none, others
    )


def main() -> None:
    """Calibrate one folder of checkpoints."""
    parser = argparse.ArgumentParser(
        prog="python -m training.calibrate",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--tracks", type=Path, default=DEV / "tracks.csv", metavar="CSV")
    parser.add_argument("--clips", type=Path, default=DEV / "clips.csv", metavar="CSV")
    parser.add_argument("--music", type=Path, metavar="ROOT", help="default: beside TRACKS.csv")
    parser.add_argument(
        "--pictures", type=Path, nargs="+", metavar="ROOT", help="default: beside CLIPS.csv"
    )
    parser.add_argument("--checkpoints", type=Path, metavar="DIR", help="default: the shipped ones")
    parser.add_argument("--work", type=Path, default=Path("build/taste"), metavar="DIR")
    parser.add_argument("--report", type=Path, metavar="DIR", help="write reliability.md and .json")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    preset = load_preset("embedded", show_progress)
    folder = args.checkpoints or CHECKPOINTS_DIR / preset.name
    report = calibrate(folder, ask(args, preset), load_models(folder, preset)).report
    text = json.dumps(report, indent=1)
    if args.report:
        args.report.mkdir(parents=True, exist_ok=True)
        (args.report / "reliability.json").write_text(text + "\n", encoding="utf-8")
        (args.report / "reliability.md").write_text(as_markdown(report) + "\n", encoding="utf-8")
    print(text if args.json else as_markdown(report))


if __name__ == "__main__":
    sys.exit(run("calibrate", main))
