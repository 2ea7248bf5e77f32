"""The plot of a report, and how both call what was drawn anew."""

from __future__ import annotations

from pathlib import Path

from demo.study.clustering import By, Clustered
from demo.study.report import PUBLISHED, Report


def item_name(report: Report) -> str:
    """What the questions ask with."""
    return "clip" if report.task == "video-to-music" else "track"


def by_name(report: Report, by: By) -> str:
    """What an interval draws anew."""
    return by.replace("item", item_name(report))


def plot(report: Report, out: Path) -> None:
    """Preferences with their intervals, by query and in all, over MVPt's published ones."""
    from matplotlib.figure import Figure

    queries = [tally for tally in report.queries if tally.share.wilson]
    figure = Figure(figsize=(8, 2.4 + 0.32 * len(queries)), layout="constrained")
    axes = figure.subplots()
    rows = [(t.name, t.share.preference, t.share.wilson, "#776f6d") for t in reversed(queries)]
    overall = report.overall.share
    if overall.wilson:
        rows.append(("all, Wilson", overall.preference, overall.wilson, "#1b191d"))
    both: tuple[tuple[By, Clustered | None], ...] = (
        ("rater", report.by_rater),
        ("rater and item", report.by_rater_and_item),
    )
    for by, found in both:
        if found:
            colour = "#bf4018" if by == report.headline else "#1b191d"
            name = f"all, by {by_name(report, by)}{' (counts)' if by == report.headline else ''}"
            rows.append((name, overall.preference, found.interval, colour))
    for height, (_, middle, interval, colour) in enumerate(rows):
        axes.plot([interval.low, interval.high], [height, height], color=colour, linewidth=2)
        axes.plot([middle], [height], "o", color=colour)
    axes.set_yticks(range(len(rows)), [_short(name) for name, *_ in rows])
    axes.axvline(0.5, color="#cfc7c0", linewidth=1)
    for published, style in zip(PUBLISHED, ("--", ":"), strict=True):
        value = published.wins / published.total
        label = f"MVPt, {published.task}: {value:.1%}"
        axes.axvline(value, color="#776f6d", linestyle=style, label=label)
    axes.set(xlim=(0, 1), xlabel=f"share of votes for {report.first_model}")
    axes.set_title(f"{report.first_model} or {report.second_model}, 95% intervals")
    figure.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=9)
    figure.savefig(out, dpi=120)


def _short(name: str, most: int = 40) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"
