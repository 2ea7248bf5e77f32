"""A report for people: Markdown, JSON and a plot."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from demo.study.clustering import By, Clustered
from demo.study.plotting import by_name, item_name, plot
from demo.study.report import PUBLISHED, Report, Tally
from demo.study.statistics import Interval, Share, share
from viml_core.media.files import atomic_output

MARKDOWN_FILE, JSON_FILE, PLOT_FILE = "report.md", "report.json", "report.png"
EVIDENCE = (
    "A vote counts after at least the agreed seconds of both previews were played, by the server's "
    "clock, the page's play events and the bytes that were sent: evidence of listening, not proof."
)
WHY: dict[By, str] = {
    "rater and item": (
        "The preference is claimed for other people and for other {items}, and all raters judged "
        "the same {items}: both are drawn anew, and both can widen it. By rater alone it would "
        "hold for these {items} only."
    ),
    "rater": (
        "The preference is claimed for other people and for these {items}, which are too few, or "
        "were chosen, to stand for others; by rater and {item} it would have to hold for others."
    ),
}


def write_report(report: Report, folder: Path) -> None:
    """Writes `report.md`, `report.json` and `report.png`.

    Raises:
        StorageError: the folder cannot be written.
    """
    with atomic_output(folder / MARKDOWN_FILE) as partial:
        partial.write_text(markdown(report) + f"\n![Preferences]({PLOT_FILE})\n", encoding="utf-8")
    with atomic_output(folder / JSON_FILE) as partial:
        partial.write_text(
            json.dumps(report.as_json(), indent=2, ensure_ascii=False), encoding="utf-8"
        )
    with atomic_output(folder / PLOT_FILE) as partial:
        plot(report, partial)


def markdown(report: Report) -> str:
    """The report as Markdown."""
    first, second = report.first_model, report.second_model
    parts = [
        f"# {report.study}",
        f"Which do raters prefer, **{first}** or **{second}**? Task {report.task}, "
        f"{'forced choice' if report.scale == 'forced' else 'A, B, tie or both bad'}.",
        _main(report),
        _headline(report),
        _exclusions(report),
        _details(report),
        "## Beside MVPt's user study (CVPR 2022)\n\n"
        + _table(
            ("task", "preferred", "share", "Wilson 95%", "exact p"),
            [
                (p.task, f"{p.wins} of {p.total}", *_cells(share(p.wins, p.total)))
                for p in PUBLISHED
            ],
        ),
        _needed(report),
        _breakdown("By query", "query", report.queries, first, second),
        _breakdown(f"By {item_name(report)}", item_name(report), report.items, first, second)
        if len(report.items) < len(report.queries)
        else "",
        _breakdown("By rater", "rater", report.raters, first, second),
        f"Study version `{report.study_version}`, checkpoints `{report.checkpoints}`, collection "
        f"`{report.collection}`. {EVIDENCE}",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _main(report: Report) -> str:
    found = report.overall
    rows = [
        (f"{report.first_model} preferred", str(found.first)),
        (f"{report.second_model} preferred", str(found.second)),
        ("ties", str(found.ties)),
        ("both bad", str(found.both_bad)),
        (f"preference for {report.first_model}", _percent(found.share.preference)),
        ("Wilson 95%, votes independent", _interval(found.share.wilson)),
        ("exact binomial p, votes independent", _p(found.share.p_value)),
    ]
    rows += _clustered(report, report.by_rater, "rater")
    rows += _clustered(report, report.by_rater_and_item, "rater and item")
    agreement = "-" if report.agreement is None else f"{report.agreement:.3f}"
    rows.append(("agreement of raters, Krippendorff's alpha", agreement))
    note = "The preference is the share of the votes for either; ties and both bad are apart."
    return f"{_table(('', 'value'), rows)}\n\n{note}"


def _clustered(report: Report, found: Clustered | None, by: By) -> list[tuple[str, str]]:
    name = by_name(report, by)
    if found is None:
        return [(f"bootstrap 95%, clustered by {name}", "- (too few)")]
    shown = _interval(found.interval)
    return [
        (f"bootstrap 95%, clustered by {name}", f"**{shown}**" if by == report.headline else shown),
        (f"p, clustered by {name}", _p(found.p_value)),
        (f"design effect, {name}", f"{found.design_effect:.2f}"),
    ]


def _headline(report: Report) -> str:
    item = item_name(report)
    why = WHY[report.headline].format(item=item, items=f"{item}s")
    by = by_name(report, report.headline)
    return f"The interval that counts, fixed before the first vote: **clustered by {by}**. {why}"


def _exclusions(report: Report) -> str:
    text = (
        f"{report.raters_voted} of {report.raters_invited} invited raters voted"
        f"{f', {report.raters_erased} had their answers deleted' if report.raters_erased else ''}. "
        f"Attention checks failed: {report.checks_failed} of {report.checks}. By the rule fixed "
        f"beforehand, raters with {report.exclude_from_failures} or more failures are excluded: "
    )
    if not report.excluded:
        return f"## Raters\n\n{text}none."
    names = ", ".join(f"{e.rater} ({e.failures} failed, {e.votes} votes)" for e in report.excluded)
    with_all = report.with_excluded.share
    return (
        f"## Raters\n\n{text}{names}. With their votes the preference were "
        f"{_percent(with_all.preference)} ({with_all.wins} of {with_all.total})."
    )


def _details(report: Report) -> str:
    left = report.left_chosen
    text = (
        f"The left side was chosen {left.wins} of {left.total} times "
        f"({_percent(left.preference)}); sides were counterbalanced."
    )
    if report.reasons:
        ordered = sorted(report.reasons.items(), key=lambda item: (-item[1], item[0]))
        text += f" Reasons given: {', '.join(f'{name} {count}' for name, count in ordered)}."
    return text


def _needed(report: Report) -> str:
    rows = [
        (_percent(n.preference), _count(n.independent), _count(n.clustered)) for n in report.needed
    ]
    headings = ("preference", "independent", f"with {item_name(report)}s and raters as here")
    if report.headline == "rater":
        headings = ("preference", "independent", "with raters as here")
    title = "## Votes needed to find a preference (80% of studies, 0.05)"
    return f"{title}\n\n{_table(headings, rows)}"


def _breakdown(title: str, column: str, tallies: Sequence[Tally], first: str, second: str) -> str:
    rows = [
        (t.name, str(t.first), str(t.second), str(t.ties), str(t.both_bad), *_cells(t.share))
        for t in tallies
    ]
    headings = (column, first, second, "ties", "both bad", "share", "Wilson 95%", "exact p")
    return f"## {title}\n\n{_table(headings, rows)}"


def _cells(found: Share) -> tuple[str, str, str]:
    return _percent(found.preference), _interval(found.wilson), _p(found.p_value)


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in lines)


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"


def _interval(interval: Interval | None) -> str:
    return "-" if interval is None else f"{interval.low:.1%} to {interval.high:.1%}"


def _p(value: float | None) -> str:
    return "-" if value is None else f"{value:.3g}"


def _count(votes: int | None) -> str:
    return "-" if votes is None else str(votes)
