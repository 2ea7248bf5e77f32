"""A picture of a run: its loss by step and its validation recall by epoch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from viml_core.errors import InputError


def draw_curves(losses: Sequence[float], recalls: Sequence[float], path: Path) -> None:
    """Write a PNG.

    Raises:
        InputError: matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise InputError(
            "There are no curves without matplotlib: `pip install -r training/requirements.txt`."
        ) from error
    figure = Figure(figsize=(8, 3), layout="constrained")
    left, right = figure.subplots(1, 2)
    left.plot(range(1, len(losses) + 1), losses)
    left.set(xlabel="step", ylabel="loss")
    right.plot(range(1, len(recalls) + 1), [100 * recall for recall in recalls], marker="o")
    right.set(xlabel="epoch", ylabel="validation R@10 (%)")
    partial = path.with_name(f".{path.name}.partial")
    figure.savefig(partial, dpi=120, format="png")
    partial.replace(path)  # a kill leaves no half of a picture
