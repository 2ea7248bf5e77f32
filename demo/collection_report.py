"""How a library is, as HTML: what is wrong with it, and its figures as plots."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from demo import texts
from viml_core.library.health import Health
from viml_core.library.statistics import Bar, Statistics
from viml_core.media.tags import UNKNOWN_LICENSE

SHOWN = 20  # of each list
TAGS_SHOWN = 12
WIDTH, HEIGHT, GAP = 100, 44, 0.12  # of a plot's drawing; the page stretches it


def report(health: Health, figures: Statistics, *, own: bool) -> str:
    """Both, each to be unfolded."""
    return _health(health, own=own) + _statistics(figures)


def _health(health: Health, *, own: bool) -> str:
    lists = [
        (
            texts.HEALTH_UNREADABLE,
            [f"{f.path.name}: {texts.told(f.reason)}" for f in health.unreadable],
        ),
        (texts.HEALTH_SILENT, [track.title for track in health.silent]),
        (texts.HEALTH_SPEECH, [track.title for track in health.speech]),
        (
            texts.HEALTH_DUPLICATES,
            [f"{d.path.name}: {texts.own_duplicate(d.original.name)}" for d in health.duplicates],
        ),
        (texts.HEALTH_MISSING, [path.name for path in health.missing]),
        (
            texts.HEALTH_ALIKE,
            [f"{p.first.title} – {p.second.title} ({p.likeness:.2f})" for p in health.alike],
        ),
        (texts.HEALTH_REMOVED, [path.name for path in health.removed]),
    ]
    sections = "".join(_listing(title, items) for title, items in lists if items)
    if own and health.removed:
        sections += (
            f'<button type="button" class="vm-put-back">{escape(texts.HEALTH_PUT_BACK)}</button>'
        )
    found = sum(len(items) for _, items in lists)
    body = sections or f"<p>{texts.HEALTH_WELL}</p>"
    suggestible = texts.health_suggestible(health.suggestible, health.tracks)
    summary = texts.health_summary(found)
    return (
        f'<details class="vm-report" id="library-health"{" open" if found else ""}><summary>'
        f"{escape(summary)}</summary><p>{escape(suggestible)}</p>{body}</details>"
    )


def _listing(title: str, items: Sequence[str]) -> str:
    rows = "".join(f"<li>{escape(item)}</li>" for item in items[:SHOWN])
    more = len(items) - SHOWN
    rows += f"<li>{texts.own_more(more)}</li>" if more > 0 else ""
    return f"<section><h3>{escape(title)} ({len(items)})</h3><ul>{rows}</ul></section>"


def _statistics(figures: Statistics) -> str:
    if not figures.tracks:
        return ""
    licences = [
        Bar(bar.count, texts.NO_LICENCE if bar.label == UNKNOWN_LICENSE else bar.label)
        for bar in figures.licences
    ]
    plots = (
        _histogram(texts.STATISTICS_TEMPO, figures.tempo, _number)
        + _note(texts.without_tempo(figures.without_tempo) if figures.without_tempo else "")
        + _histogram(texts.STATISTICS_LENGTH, figures.length, _clock)
        + _histogram(texts.STATISTICS_LOUDNESS, figures.loudness, _number)
        + _names(texts.STATISTICS_TAGS, figures.tags)
        + _names(texts.STATISTICS_LICENCES, licences)
    )
    total = texts.library_total(figures.tracks, figures.total_s)
    return (
        f'<details class="vm-report" id="library-statistics" open><summary>{texts.STATISTICS}'
        f"</summary><p>{escape(total)}</p>{plots}</details>"
    )


def _histogram(title: str, bars: Sequence[Bar], name: Callable[[float], str]) -> str:
    """Columns beside each other, as a drawing; the ends and the highest column have words."""
    if not bars:
        return ""
    most = max(bar.count for bar in bars) or 1
    width = WIDTH / len(bars)
    columns = "".join(
        f'<rect x="{i * width + GAP * width / 2:.2f}" y="{HEIGHT * (1 - bar.count / most):.2f}" '
        f'width="{width * (1 - GAP):.2f}" height="{HEIGHT * bar.count / most:.2f}">'
        f"<title>{escape(_range(bar, name))}: {bar.count}</title></rect>"
        for i, bar in enumerate(bars)
    )
    said = "; ".join(f"{_range(bar, name)}: {bar.count}" for bar in bars if bar.count)
    first, last = bars[0].lower or 0.0, bars[-1]
    end = f"{name(last.lower or 0.0)} +" if last.upper is None else name(last.upper)
    return (
        f'<figure class="vm-plot"><figcaption>{escape(title)}</figcaption>'
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(title)}. {escape(said)}">{columns}</svg>'
        f'<div class="vm-axis" aria-hidden="true"><span>{name(first)}</span>'
        f"<span>{escape(texts.plot_most(most))}</span><span>{end}</span></div></figure>"
    )


def _names(title: str, bars: Sequence[Bar]) -> str:
    """Bars below each other, longest first, each with its name and number."""
    if not bars:
        return ""
    most = bars[0].count
    rows = "".join(
        f"<li><span>{escape(bar.label)}</span><b>{bar.count}</b>"
        f'<i aria-hidden="true" style="width:{100 * bar.count / most:.0f}%"></i></li>'
        for bar in bars[:TAGS_SHOWN]
    )
    more = len(bars) - TAGS_SHOWN
    rest = _note(texts.own_more(more)) if more > 0 else ""
    return (
        f'<figure class="vm-plot"><figcaption>{escape(title)}</figcaption><ol>{rows}</ol>{rest}'
        "</figure>"
    )


def _note(text: str) -> str:
    return f'<p class="vm-note">{escape(text)}</p>' if text else ""


def _range(bar: Bar, name: Callable[[float], str]) -> str:
    lower = name(bar.lower or 0.0)
    return f"{lower} +" if bar.upper is None else f"{lower} – {name(bar.upper)}"


def _number(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60)}:{int(seconds % 60):02d}"
