"""What the tables say, as Markdown, JSON and a picture."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from training.tables.measure import Bench, Measured
from training.tables.plan import Table
from training.tables.verdicts import Verdict
from viml_core.errors import InputError

COLUMNS = ("MR", "R@1", "R@5", "R@10")
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
    """`name`.md and .json under `out`."""
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{name}.md").write_text(markdown, encoding="utf-8")
    (out / f"{name}.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


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
        cells = [measured.row.label, f"{figures['MR']:g}"]
        cells += [f"{figures[k]:.2f}" for k in ("R@1", "R@5")]
        cells.append(f"{figures['R@10']:.2f} ({low:.1f}-{high:.1f})")
        cells += [str(x) for x in measured.row.paper or ("-",) * len(COLUMNS)]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


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


def plot(results: Results, path: Path) -> None:
    """R@10 of each row, ours with its interval beside the paper's.

    Raises:
        InputError: matplotlib is not installed.
    """
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as error:
        raise InputError("The plot needs matplotlib: pip install matplotlib.") from error
    heights = [1 + len(rows) for _, rows in results]
    figure = Figure(figsize=(8, 0.34 * sum(heights) + 1), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(len(results), 1, squeeze=False, height_ratios=heights)[:, 0]
    for ax, (table, rows) in zip(axes, results, strict=True):
        ours = [m.figures["R@10"] for m in rows]
        errors = [
            [value - m.figures["R@10_95"][0] for value, m in zip(ours, rows, strict=True)],
            [m.figures["R@10_95"][1] - value for value, m in zip(ours, rows, strict=True)],
        ]
        places = range(len(rows))
        ax.barh(places, ours, 0.4, xerr=errors, label="here")
        paper = [_number(m.row.paper[3]) if m.row.paper else 0.0 for m in rows]
        ax.barh([p + 0.4 for p in places], paper, 0.4, color="lightgrey", label="paper")
        ax.set_yticks([p + 0.2 for p in places], [m.row.label for m in rows])
        ax.invert_yaxis()
        ax.set_title(table.title, fontsize="medium")
    axes[0].legend()
    axes[-1].set_xlabel("R@10, percent")
    figure.savefig(path, dpi=120)


def _number(printed: str) -> float:
    """`41.x` -> 41: the digits after the point are lost."""
    return float(printed.replace(".x", ""))
