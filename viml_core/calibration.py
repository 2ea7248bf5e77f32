"""From raw scores to chances: `calibration.json` beside the checkpoints that it was measured on.

A score is the chance that a track suits the query, given that it either clearly suits it or clearly
clashes with it: 0.5 is as likely to clash. It speaks of tracks as the development set holds them,
where six of ten judged pairs fit; tracks that are neither right nor wrong are judged by nobody, and
lie in between. The map is Platt's (1999), a logistic curve, one for each blend of models and each
mode, because a cosine means something else in each. `python -m training.calibrate` writes the file.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np

from viml_core.errors import CheckpointError
from viml_core.media.files import atomic_output
from viml_core.types import Mode

CALIBRATION_FILE = "calibration.json"


@dataclass(frozen=True)
class ScoreMap:
    """Raw score to chance, rising: 1 / (1 + exp(-(slope * raw + intercept))).

    nothing_fits_below: where the best track of a library has a lower score, none suits.
    """

    slope: float
    intercept: float
    nothing_fits_below: float

    def __call__(self, raw: float) -> float:
        """The score, 0..1."""
        return 0.5 * (1.0 + math.tanh(0.5 * (self.slope * raw + self.intercept)))


@dataclass(frozen=True)
class Fitted:
    """The map of one blend (weight by single model, summing to 1) in one mode."""

    weights: Mapping[str, float]
    mode: Mode
    map: ScoreMap


@dataclass(frozen=True)
class Calibration:
    """Every map that was fitted to a set of checkpoints.

    name: what it was measured on; checkpoints: fingerprint by single model.
    """

    name: str
    checkpoints: Mapping[str, str]
    fitted: tuple[Fitted, ...]

    def score_map(
        self, weights: Mapping[str, float], mode: Mode, checkpoints: Mapping[str, str]
    ) -> ScoreMap | None:
        """The map for a blend of the models whose fingerprints are given.

        None where these are other models than were calibrated. Between two blends of the same
        models that were fitted, the map lies between theirs.
        """
        if any(self.checkpoints.get(name) != checkpoints[name] for name in weights):
            return None
        same = [f for f in self.fitted if f.mode == mode and set(f.weights) == set(weights)]
        if not same:
            return None
        first = min(weights)
        same.sort(key=lambda f: f.weights[first])
        shares = [f.weights[first] for f in same]
        curves = np.array([[getattr(f.map, x.name) for x in fields(ScoreMap)] for f in same])
        return ScoreMap(*(float(np.interp(weights[first], shares, c)) for c in curves.T))


def read_calibration(folder: Path) -> Calibration | None:
    """The calibration in a folder of checkpoints, None where there is none.

    Raises:
        CheckpointError: the file is there and is not such a file.
    """
    path = folder / CALIBRATION_FILE
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        fitted = tuple(
            Fitted(
                {name: float(w) for name, w in row["weights"].items()},
                row["mode"],
                _score_map(row["map"]),
            )
            for row in kept["fitted"]
        )
        return Calibration(str(kept["name"]), dict(kept["checkpoints"]), fitted)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise CheckpointError(
            f"{path} is not a calibration of this version ({error}); delete it, or write it again "
            "with `python -m training.calibrate`."
        ) from error


def write_calibration(folder: Path, calibration: Calibration) -> Path:
    """Write the file beside the checkpoints; a reader sees the old one or the new one."""
    path = folder / CALIBRATION_FILE
    text = json.dumps(asdict(calibration), indent=1, sort_keys=True) + "\n"
    with atomic_output(path) as scratch:
        scratch.write_text(text, encoding="utf-8")
    return path


def _score_map(row: Mapping[str, float]) -> ScoreMap:
    slope, intercept, below = (float(row[f.name]) for f in fields(ScoreMap))
    if not (math.isfinite(slope + intercept) and slope >= 0 and 0 <= below <= 1):
        raise ValueError(f"no rising curve with a threshold in 0..1: {dict(row)}")
    return ScoreMap(slope, intercept, below)
