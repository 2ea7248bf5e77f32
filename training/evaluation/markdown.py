"""Figures with their intervals as Markdown: what the reports of the benchmarks share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

NOT_ASKED = "-"


def cell(figures: Mapping[str, Any] | None, name: str) -> str:
    """`0.61 [0.48, 0.73]` of NAME and NAME_95, without brackets where there is no interval."""
    if figures is None:
        return NOT_ASKED
    digits = ".1f" if name == "MR" else ".2f"
    value = f"{figures[name]:{digits}}"
    if f"{name}_95" not in figures:
        return value
    low, high = figures[f"{name}_95"]
    return f"{value} [{low:{digits}}, {high:{digits}}]"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of these cells."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
