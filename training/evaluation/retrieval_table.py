"""The report of `python -m training.evaluate retrieval` as Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from training.evaluation.markdown import cell, table

COLUMNS = ("MR", "R@1", "R@5", "R@10")


def as_table(report: Mapping[str, Any]) -> str:
    """What was measured, a line for each model and way, and the alphas of the ensembles."""
    kind = "synthetic features" if report["synthetic"] else "features of real media"
    about = (
        f"{report['data']} ({kind}), {report['split']}, {report['level']} level: "
        f"{report['queries']} queries ({report['query']}), N = {report['pool']}; R@k in percent, "
        "in brackets 95% intervals; ties count against the model."
    )
    rows = [
        [name, way, *(cell(figures, column) for column in COLUMNS)]
        for name, row in report["rows"].items()
        for way, figures in row.items()
    ]
    return "\n\n".join([about, table(["model", "way", *COLUMNS], rows), *_alphas(report)])


def _alphas(report: Mapping[str, Any]) -> list[str]:
    if not report["alphas"]:
        return []
    route = report["alphas_tuned_on"]
    chosen = f"tuned on validation ({route})" if route else "as given"
    each = ", ".join(f"{name} {alpha:g}" for name, alpha in report["alphas"].items())
    return [f"Weight of the text side, {chosen}: {each}."]
