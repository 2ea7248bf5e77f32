"""What the page shows, as HTML. Everything that comes from a file or a visitor is escaped here."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from demo import texts
from demo.asking import Ask, Found
from demo.jobs import Step
from demo.shelf import Added
from viml_core.media.tags import UNKNOWN_LICENSE
from viml_core.recommender import Recommender
from viml_core.types import Suggestion

TAGS_SHOWN = 6
SEEN_SHOWN = 4
SKIPPED_SHOWN = 30
CREATIVE_COMMONS = re.compile(
    r"https?://creativecommons\.org/(?:licenses|publicdomain)/(?P<terms>[a-z-]+)/(?P<version>[\d.]+)"
)


def header() -> str:
    """Name, promise, and what to do."""
    return (
        f'<header class="vm-header"><p class="vm-name">{texts.TITLE}</p>'
        f"<h1>{texts.HEADLINE}</h1><p>{texts.INTRODUCTION}</p></header>"
    )


def nothing_yet() -> str:
    """The results' place before the first request."""
    steps = "".join(f"<li>{step}</li>" for step in texts.NOTHING_YET_STEPS)
    return f'<div class="vm-empty"><h2>{texts.NOTHING_YET}</h2><ol>{steps}</ol></div>'


def working(step: Step) -> str:
    """The step that is being done, with a bar where it is known how far it is.

    While this is on the page, the style sheet offers to stop instead of to begin.
    """
    known = step.fraction is not None
    share = f"{100 * (step.fraction or 0):.0f}"
    bar = (
        f'<div class="vm-bar" role="progressbar" aria-valuenow="{share}" aria-valuemin="0" '
        f'aria-valuemax="100" aria-label="{escape(step.text)}"><i style="width:{share}%"></i></div>'
        if known
        else '<div class="vm-bar vm-bar-open"><i></i></div>'
    )
    return f'<div class="vm-status vm-busy" role="status"><p>{escape(step.text)}…</p>{bar}</div>'


def failed(title: str, message: str) -> str:
    """Something did not work: what, and what to do."""
    return (
        f'<div class="vm-status vm-alert" role="alert"><h2>{escape(title)}</h2>'
        f"<p>{escape(message)}</p></div>"
    )


def stopped() -> str:
    """The visitor stopped the work."""
    return (
        f'<div class="vm-status" role="status"><h2>{texts.STOPPED_TITLE}</h2>'
        f"<p>{texts.STOPPED}</p></div>"
    )


def summary(ask: Ask, found: Found, step: Step | None) -> str:
    """The headline over the results; under it the step that is still going on, if any."""
    results = found.answer.results
    headline = texts.found(len(results), ask.k, ask.text)
    seen = found.clip.seen[:SEEN_SHOWN] if found.clip else ()
    seen_line = f"<p>{texts.SEEN}: {escape(', '.join(seen))}.</p>" if seen else ""
    served = escape(_served_line(found))
    return (
        f'<div class="vm-status" role="status"><h2>{escape(headline)}</h2>{seen_line}'
        f"<details><summary>{texts.MATCH_QUESTION}</summary><p>{texts.MATCH_MEANING}</p>"
        f"<p>{served}</p></details></div>{working(step) if step else ''}"
    )


def card(suggestion: Suggestion, best_score: float) -> str:
    """One result: rank, title, artist, match, tags, tempo and licence.

    The bar is as long as the score is beside the best of the list: cosines of one list lie close
    together and far from 1.
    """
    track = suggestion.track
    best = f'<span class="vm-best">{texts.BEST}</span>' if suggestion.rank == 1 else ""
    tags = "".join(f"<li>{escape(tag)}</li>" for tag in track.tags[:TAGS_SHOWN])
    tempo = f"<li>{track.bpm:.0f} bpm</li>" if track.bpm else ""
    parts = [
        f"{name} {_score(score)}"
        for name, score in (
            (texts.PICTURE_SCORE, suggestion.video_score),
            (texts.WORDS_SCORE, suggestion.text_score),
        )
        if score is not None
    ]
    share = 100 * max(0.0, suggestion.score / best_score) if best_score > 0 else 0
    return (
        f'<article class="vm-about"><div class="vm-head"><span class="vm-rank" '
        f'aria-label="{texts.RANK} {suggestion.rank}">{suggestion.rank}</span>'
        f"<div><h3>{escape(track.title)}</h3><p>{escape(track.artist)}</p></div>"
        f'{best}</div><div class="vm-match" title="{escape(texts.MATCH_MEANING)}">'
        f"<b>{texts.MATCH} {_score(suggestion.score)}</b><span>{escape(' · '.join(parts))}</span>"
        f'<div class="vm-bar" aria-hidden="true"><i style="width:{share:.0f}%"></i></div></div>'
        f'<ul class="vm-tags">{tags}{tempo}</ul><p class="vm-licence">{texts.LICENCE}: '
        f"{_licence(track.license)}</p></article>"
    )


def added(result: Added) -> str:
    """What came of adding music, and what was left out with the reason."""
    report = result.report
    left_out = [(s.path, s.reason) for s in report.skipped]
    left_out += [(d.path, texts.own_duplicate(d.original.name)) for d in report.duplicates]
    headline = texts.own_report(
        len(report.added), report.known, len(report.duplicates), result.total
    )
    items = "".join(_left_out(path, reason) for path, reason in left_out[:SKIPPED_SHOWN])
    more = len(left_out) - SKIPPED_SHOWN
    items += f"<li>{texts.own_more(more)}</li>" if more > 0 else ""
    listing = f"<p>{texts.own_left_out(len(left_out))}</p><ul>{items}</ul>" if left_out else ""
    return f'<div class="vm-status" role="status"><p>{escape(headline)}</p>{listing}</div>'


def note(text: str) -> str:
    """A quiet line."""
    return f'<p class="vm-note">{escape(text)}</p>'


def served_by(recommender: Recommender) -> str:
    """The footer's line: which encoders and checkpoints are loaded."""
    preset = recommender.preset
    encoders = ", ".join((preset.visual.name, preset.text.name, preset.music.name))
    names = ", ".join(f"{n} {e.fingerprint[:8]}" for n, e in recommender.embedders.items())
    line = texts.served(", ".join(recommender.embedders), preset.name, encoders, names)
    return f'<p class="vm-note">{escape(line)} <a href="?view=api">{texts.FOR_PROGRAMS}</a></p>'


def _served_line(found: Found) -> str:
    preset, embedders = found.recommender.preset, found.recommender.embedders
    weights = found.answer.ranking.weights(found.answer.query.mode)
    encoders = ", ".join((preset.visual.name, preset.text.name, preset.music.name))
    names = ", ".join(f"{name} {embedders[name].fingerprint[:8]}" for name in weights)
    blend = " + ".join(
        f"{weight:.2f} {name}" if len(weights) > 1 else name for name, weight in weights.items()
    )
    return texts.served(blend, preset.name, encoders, names)


def _licence(label: str) -> str:
    """The licence as a short name, and as a link where the file gives an address."""
    if label == UNKNOWN_LICENSE:
        return texts.NO_LICENCE
    if not label.startswith(("http://", "https://")):
        return escape(label)
    known = CREATIVE_COMMONS.match(label)
    name = f"CC {known['terms'].upper()} {known['version']}" if known else label
    name = name.replace("CC ZERO", "CC0")
    return f'<a href="{escape(label)}" target="_blank" rel="noopener">{escape(name)}</a>'


def _score(score: float) -> str:
    return f"{score:.2f}".replace("-", "−")


def _left_out(path: Path, reason: str) -> str:
    return f"<li><b>{escape(path.name)}</b>: {escape(reason)}</li>"
