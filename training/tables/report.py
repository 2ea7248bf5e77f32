"""What the tables say, as Markdown, JSON and a picture."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np

from training.analyses.figures import new_figure
from training.tables.measure import Bench, Measured
from training.tables.plan import Figures, Table
from training.tables.verdicts import Verdict
from viml_core.media.files import atomic_output

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLUMNS = ("MR", "R@1", "R@5", "R@10")
TITLE_CHARACTERS = 62  # a line of a plot's title
Results = list[tuple[Table, list[Measured]]]


def as_markdown(results: Results, verdicts: list[Verdict], bench: Bench) -> str:
    """Each table under the scale it was made at, ours beside the paper's; then the verdicts."""
    scale = bench.scale.describe(bench.corpus)
    parts = [_table(table, rows, scale) for table, rows in results]
    if verdicts:
        parts.append(_verdicts(verdicts))
    return "\n\n".join(parts) + "\n"


def as_json(results: Results, verdicts: list[Verdict], bench: Bench) -> dict[str, object]:
    """All figures with their intervals and seeds, what was trained how, and the verdicts."""
    return {
        "synthetic": bench.corpus.synthetic,
        "scale": bench.scale.describe(bench.corpus),
        "tables": [
            {
                "name": table.name,
                "title": table.title,
                "rows": [
                    {
                        "label": m.row.label,
                        "paper": dict(zip(COLUMNS, m.row.paper, strict=True))
                        if m.row.paper
                        else None,
                        "ours": m.figures,
                        "alphas": m.alphas,
                    }
                    for m in rows
                ],
            }
            for table, rows in results
        ],
        "verdicts": [asdict(v) for v in verdicts],
        "trained": {
            job.name: {
                "learning_rate": t.learning_rate,
                "validation_r10": t.validation_r10,
                "cpu_s": t.cpu_s,
            }
            for job, t in bench.trained.items()
        },
    }


def write(out: Path, name: str, markdown: str, report: dict[str, object]) -> None:
    """`name`.md and .json under `out`, each whole or not at all.

    Raises:
        StorageError: the folder cannot be written.
    """
    texts = {"md": markdown, "json": json.dumps(report, indent=2) + "\n"}
    for suffix, text in texts.items():
        with atomic_output(out / f"{name}.{suffix}") as partial:
            partial.write_text(text, encoding="utf-8")


def _table(table: Table, rows: list[Measured], scale: str) -> str:
    lines = [
        f"## {table.title}",
        "",
        scale,
        "",
        "| row | MR | R@1 | R@5 | R@10 (95%) | paper: MR | R@1 | R@5 | R@10 |",
        "|" + " --- |" * 9,
    ]
    for measured in rows:
        figures = measured.figures
        low, high = figures["R@10_95"]
        cells = [measured.row.label, f"{figures['MR']:.1f}"]
        cells += [f"{figures[k]:.2f}" for k in ("R@1", "R@5")]
        cells.append(f"{figures['R@10']:.2f} ({low:.1f}-{high:.1f})")
        cells += _printed(measured.row.paper)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _printed(paper: Figures | None) -> list[str]:
    """The paper's figures as it prints them."""
    if paper is None:
        return ["-"] * len(COLUMNS)
    median_rank, r1, r5, r10 = paper
    return [f"{median_rank:g}", f"{r1:.2f}", f"{r5:.2f}", r10]


def _verdicts(verdicts: list[Verdict]) -> str:
    lines = [
        "## Orderings",
        "",
        "Difference in points of R@10, paired bootstrap over queries. *Above*: the interval lies "
        "over 0; *at least*: over -1.",
        "",
        "| ordering | difference (95%) | comes out |",
        "| --- | --- | --- |",
    ]
    for v in verdicts:
        answer = "yes" if v.holds else "**no**"
        lines.append(
            f"| {v.claim} | {v.difference:+.1f} ({v.low:+.1f} to {v.high:+.1f}) | {answer} |"
        )
    return "\n".join(lines)


def plot(results: Results, bench: Bench, path: Path) -> None:
    """R@10 of each row, ours with its interval beside the paper's."""
    heights = [1.2 + len(rows) for _, rows in results]
    figure = new_figure(8, 0.34 * sum(heights) + 1)
    axes = figure.subplots(len(results), 1, squeeze=False, sharex=True, height_ratios=heights)[:, 0]
    for ax, (table, rows) in zip(axes, results, strict=True):
        _draw_bars(ax, rows)
        ax.set_title(fill(table.title, TITLE_CHARACTERS), loc="left", fontsize="medium")
    axes[-1].set(xlim=(0, 100), xlabel="R@10 in percent, with 95% intervals over queries")
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside upper right", frameon=False)
    corpus = bench.corpus
    figure.suptitle(
        "Synthetic corpus, simulated texts" if corpus.synthetic else f"Preset {corpus.preset}",
        x=0.01,
        ha="left",
        weight="bold",
    )
    with atomic_output(path) as partial:
        figure.savefig(partial, dpi=120)


def _draw_bars(ax: Axes, rows: list[Measured]) -> None:
    places = np.arange(len(rows))
    ours = np.array([m.figures["R@10"] for m in rows])
    intervals = np.array([m.figures["R@10_95"] for m in rows])
    ax.barh(places, ours, 0.4, xerr=np.abs(intervals.T - ours), label="here")
    of_paper = {i: _number(m.row.paper[3]) for i, m in enumerate(rows) if m.row.paper}
    if of_paper:
        below = places[list(of_paper)] + 0.4
        ax.barh(below, list(of_paper.values()), 0.4, color="lightgrey", label="paper")
    ax.set_yticks(places + 0.2 * bool(of_paper), [m.row.label for m in rows])
    ax.tick_params(labelbottom=True)
    ax.invert_yaxis()
    ax.spines[["top", "right"]].set_visible(False)


def _number(printed: str) -> float:
    """`41.x` -> 41: the digits after the point are lost."""
    return float(printed.replace(".x", ""))
