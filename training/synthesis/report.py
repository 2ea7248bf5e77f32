"""`report`: the routes' texts beside people's, as Markdown or JSON."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from training.synthesis.comparison import HUMAN, Comparison, Measures, compare
from training.synthesis.items import THRESHOLD, read_items
from training.synthesis.records import read_records
from viml_core.errors import InputError
from viml_core.features.text import EmbeddedTextEncoder

_COLUMNS = (
    *("texts", "tag recall", "tag precision", "tags not given", "distinct-1", "distinct-2"),
    *("words", "characters", "distance to human"),
)


def compare_files(items: Path, texts: Sequence[Path], threshold: float = THRESHOLD) -> Comparison:
    """Compare files of texts with the people's texts of `items`; a file's stem is its name.

    Raises:
        InputError: a file is unreadable, two have one name, or nothing is there to compare.
    """
    annotated = [item.above(threshold) for item in read_items(items, with_text=True)]
    routes: dict[str, dict[str, str]] = {}
    failures: dict[str, set[str]] = {}
    for path in texts:
        if path.stem in routes or path.stem == HUMAN:
            raise InputError(f"{path} has the name of another column: rename the file.")
        rows = read_records(path)
        routes[path.stem] = {row["id"]: row["text"] for row in rows if "error" not in row}
        failures[path.stem] = {row["id"] for row in rows if "error" in row}
    return compare(annotated, routes, failures, EmbeddedTextEncoder().encode)


def as_markdown(comparison: Comparison) -> str:
    """A table of the routes, and a line for each two of them."""
    lines = ["| route | " + " | ".join(_COLUMNS) + " |", "|---" * (len(_COLUMNS) + 1) + "|"]
    for name, measures in comparison.routes.items():
        lines.append(f"| {name} | " + " | ".join(_cells(measures)) + " |")
    lines.append("")
    for pair in comparison.nearer:
        lines.append(
            f"- {pair.first} is nearer to the human text than {pair.second} in "
            f"{pair.first_is_nearer} of {pair.items}."
        )
    return "\n".join(lines)


def _cells(measures: Measures) -> list[str]:
    lost = [f"{measures.failed} failed"] * bool(measures.failed)
    lost += [f"{measures.missing} missing"] * bool(measures.missing)
    return [
        f"{measures.texts}" + (f" ({', '.join(lost)})" if lost else ""),
        f"{measures.tag_recall:.1%}",
        "-" if measures.tag_precision is None else f"{measures.tag_precision:.1%}",
        f"{measures.tags_not_given:.2f}",
        f"{measures.distinct_1:.3f}",
        f"{measures.distinct_2:.3f}",
        f"{measures.words:.1f}",
        f"{measures.characters:.0f}",
        "-" if measures.distance is None else f"{measures.distance:.3f}",
    ]
