"""Evaluated tables as a card's `model-index`, from the JSON reports of `training.evaluate`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from viml_core.errors import InputError
from viml_core.models.scoring import ENSEMBLES, SINGLE_MODELS

TASK = "feature-extraction"
TASK_NAME = "Music for video, by pictures and words"


@dataclass(frozen=True)
class Table:
    """One report. figures: by ranking, the measures by name."""

    title: str
    figures: dict[str, dict[str, float]]

    def as_markdown(self) -> str:
        """A row for each ranking, a column for each measure."""
        measures = list(dict.fromkeys(name for row in self.figures.values() for name in row))
        lines = ["| ranking | " + " | ".join(measures) + " |", "|" + " --- |" * (len(measures) + 1)]
        for ranking, row in self.figures.items():
            cells = [f"{row[name]:g}" if name in row else "-" for name in measures]
            lines.append(f"| {ranking} | " + " | ".join(cells) + " |")
        return "\n".join([f"{self.title}:", "", *lines])


def read_table(path: Path) -> Table:
    """A report as `python -m training.evaluate VERB --json` prints it.

    Raises:
        InputError: it is something else.
    """
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
        return table_of(report, path.stem)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{path} is not a report of `python -m training.evaluate ... --json` ({error!r})."
        ) from error


def table_of(report: Mapping[str, Any], name: str) -> Table:
    """The figures of a report's rows; intervals and counts beside them are left out."""
    facts = [f"{key} {report[key]}" for key in ("level", "split", "query", "pool") if key in report]
    synthetic = " (synthetic data)" if report.get("synthetic") else ""
    rows = {ranking: dict(_numbers(row)) for ranking, row in report["rows"].items()}
    return Table(f"{name}{synthetic}" + (f", {', '.join(facts)}" if facts else ""), rows)


def _numbers(row: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, float]]:
    for key, value in row.items():
        name = f"{prefix} {key}".strip().replace("_", " ")
        if isinstance(value, Mapping):
            yield from _numbers(value, name)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield name, round(float(value), 4)


def eval_results(table: Table) -> list[Any]:
    """The table as `model-index` entries, those of trained models; baselines stay in the text."""
    from huggingface_hub import EvalResult

    return [
        EvalResult(
            task_type=TASK,
            task_name=TASK_NAME,
            dataset_type="viml",
            dataset_name=table.title,
            metric_type=measure.lower().replace(" ", "_"),
            metric_name=f"{ranking}: {measure}",
            metric_value=value,
        )
        for ranking, row in table.figures.items()
        if ranking in (*SINGLE_MODELS, *ENSEMBLES)
        for measure, value in row.items()
    ]
