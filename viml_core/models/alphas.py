"""The tuned alphas of the ensembles: `alphas.json` beside the checkpoints that they belong to.

Each is keyed by the fingerprints of its two models, so after a new training an old alpha is passed
over rather than used. `python -m training.evaluate taste --alphas` writes the file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from viml_core.checkpoint_folder import CONFIG_FILE, WEIGHTS_FILE, checkpoint_fingerprint
from viml_core.errors import CheckpointError
from viml_core.models.scoring import ENSEMBLES

ALPHAS_FILE = "alphas.json"


def read_alphas(folder: Path) -> dict[str, float]:
    """alpha by ensemble, of those that were tuned for the very checkpoints in `folder`.

    Raises:
        CheckpointError: the file is there and is not such a file.
    """
    path = folder / ALPHAS_FILE
    try:
        tuned = _parse(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise CheckpointError(
            f"{path} is not a file of tuned alphas ({error}); delete it, or write it again with "
            "`python -m training.evaluate taste --alphas`."
        ) from error
    there = _fingerprints(folder)
    return {
        name: alpha
        for name, (alpha, checkpoints) in tuned.items()
        if checkpoints == {model: there.get(model) for model in ENSEMBLES[name]}
    }


def write_alphas(folder: Path, alphas: Mapping[str, float]) -> Path:
    """Write `alphas` (by ensemble) for the checkpoints that are in `folder` now."""
    there = _fingerprints(folder)
    rows = {
        name: {"alpha": alpha, "checkpoints": {model: there[model] for model in ENSEMBLES[name]}}
        for name, alpha in alphas.items()
    }
    path = folder / ALPHAS_FILE
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(rows, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return partial.replace(path)


def _parse(text: str) -> dict[str, tuple[float, dict[str, str]]]:
    """alpha and fingerprints by model, of each ensemble in the file."""
    tuned = {}
    for name, row in json.loads(text).items():
        alpha, checkpoints = float(row["alpha"]), dict(row["checkpoints"])
        if name not in ENSEMBLES or not 0.0 <= alpha <= 1.0:
            raise ValueError(f"alpha {alpha:g} of '{name}'")
        tuned[name] = alpha, checkpoints
    return tuned


def _fingerprints(folder: Path) -> dict[str, str]:
    """By model, of those in `folder` that an ensemble may need."""
    models = sorted({model for pair in ENSEMBLES.values() for model in pair})
    there = [model for model in models if (folder / model / WEIGHTS_FILE).is_file()]
    return {model: _fingerprint(folder / model) for model in there}


def _fingerprint(checkpoint: Path) -> str:
    config, weights = checkpoint / CONFIG_FILE, checkpoint / WEIGHTS_FILE
    return checkpoint_fingerprint(config.read_bytes(), weights.read_bytes())
