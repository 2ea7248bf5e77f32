"""The report of the taste benchmark as Markdown: a table for each task, intervals in brackets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from training.evaluation.markdown import NOT_ASKED, cell, table
from training.evaluation.steering import MEASURES

Report = Mapping[str, Any]
Row = Mapping[str, Any]
WORDS = ("R@1", "R@5", "R@10", "MR")
CLIPS = ("AUC", "fit_in_top5", "misfit_in_top5")


def as_table(report: Report) -> str:
    """Words to track; clips, then stills: alone, with their words, and steerability; alphas."""
    rows = report["rows"]
    parts = [
        f"Words to track: {report['tracks']} sentences, {report['tracks']} tracks. Words without a "
        "clip are answered by MT, whatever the ranking.",
        _table(rows, {"text_to_track": WORDS}),
    ]
    for kind in ("clips", "stills"):
        if kind in report:
            parts += [
                f"{kind.capitalize()} to music: {report[kind]}, alone and with mood and fitting "
                "words typed.",
                _table(rows, {kind: CLIPS, f"{kind}_and_words": CLIPS}),
                f"Steerability, {kind}:",
                _table(rows, {f"{kind}_steering": MEASURES}),
            ]
    for name, tuned in report.get("alphas", {}).items():
        parts += [_alphas_title(name, tuned), _alphas_table(tuned)]
    return "\n\n".join([*parts, "In brackets: 95% intervals, by bootstrap over queries or clips."])


def _table(rows: Mapping[str, Row], groups: Mapping[str, Sequence[str]]) -> str:
    head = ["ranking"]
    for group, names in groups.items():
        said = "with words: " if group.endswith("_and_words") else ""
        head += [said + name.replace("_", " ") for name in names]
    body = []
    for name, row in rows.items():
        cells = [cell(row.get(group), n) for group, names in groups.items() for n in names]
        body.append([name, *cells])
    return table(head, body)


def _alphas_title(name: str, tuned: Row) -> str:
    held_out = cell(tuned["held_out"], "AUC")
    return (
        f"{name}: alpha {tuned['alpha']:g}; AUC with words {held_out} on clips that had no part in "
        "the choice (one left out at a time)."
    )


def _alphas_table(tuned: Row) -> str:
    columns = [name for name in tuned["rows"][0] if name != "alpha"]  # at 0 all are measured
    head = ["alpha", *(c.replace("_", " ") for c in columns)]
    body = [
        [f"{r['alpha']:.2f}", *(f"{r[c]:.3f}" if c in r else NOT_ASKED for c in columns)]
        for r in tuned["rows"]
    ]
    return table(head, body)
