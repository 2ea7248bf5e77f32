"""The two kinds of picture that the analyses share: a matrix, and bars side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from viml_core.errors import InputError
from viml_core.types import FloatArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def require_matplotlib() -> None:
    """Say at once that it is missing, not after minutes of work.

    Raises:
        InputError: matplotlib is not installed.
    """
    try:
        import matplotlib.figure  # noqa: F401
    except ImportError as error:
        raise InputError(
            "There are no figures without matplotlib: `pip install -r training/requirements.txt`."
        ) from error


def new_figure(width_in: float, height_in: float) -> Figure:
    """An empty figure that needs no display."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width_in, height_in), layout="constrained")


def draw_matrix(
    ax: Axes, shares: FloatArray, rows: Sequence[str], columns: Sequence[str], darkest: float
) -> None:
    """Shares (R, C) as colours, with the percentage in each cell that is not empty.

    darkest: the share with the last colour, one for all matrices that are compared.
    """
    ax.imshow(shares, cmap="Blues", vmin=0, vmax=darkest, aspect="auto")
    ax.set_xticks(range(len(columns)), columns, rotation=40, ha="right", rotation_mode="anchor")
    ax.set_yticks(range(len(rows)), rows)
    for (row, column), share in np.ndenumerate(shares):
        if share > 0:
            colour = "white" if share > 0.6 * darkest else "black"
            ax.text(column, row, f"{100 * share:.0f}", ha="center", va="center", color=colour)


def draw_bars(ax: Axes, groups: Sequence[str], series: Mapping[str, Sequence[float]]) -> None:
    """Upright bars: for each group one of each series, with their values above them."""
    width = 0.8 / len(series)
    for i, (name, values) in enumerate(series.items()):
        places = np.arange(len(groups)) + (i - (len(series) - 1) / 2) * width
        bars = ax.bar(places, values, width, label=name)
        ax.bar_label(bars, fmt="%.0f", fontsize="small")
    ax.set_xticks(range(len(groups)), groups)
    ax.spines[["top", "right"]].set_visible(False)
    ax.legend(frameon=False, loc="upper left")  # where recall is lowest
