"""What the page shows, as HTML. Everything that comes from a file or a visitor is escaped here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from demo import texts
from demo.answered import Answered, Changes
from demo.jobs import Step
from demo.shelf import Added
from viml_core.finishing.placing import Placed
from viml_core.listing import none_fits
from viml_core.media.tags import UNKNOWN_LICENSE
from viml_core.recommender import Recommender
from viml_core.rerank import Move
from viml_core.types import Suggestion, Track

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
    known, said = step.fraction is not None, texts.told(step.text)
    share = f"{100 * (step.fraction or 0):.0f}"
    bar = (
        f'<div class="vm-bar" role="progressbar" aria-valuenow="{share}" aria-valuemin="0" '
        f'aria-valuemax="100" aria-label="{escape(said)}"><i style="width:{share}%"></i></div>'
        if known
        else '<div class="vm-bar vm-bar-open"><i></i></div>'
    )
    return f'<div class="vm-status vm-busy" role="status"><p>{escape(said)}…</p>{bar}</div>'


def failed(title: str, message: str) -> str:
    """Something did not work: what, and what to do."""
    return (
        f'<div class="vm-status vm-alert" role="alert"><h2>{escape(title)}</h2>'
        f"<p>{escape(texts.told(message))}</p></div>"
    )


def stopped() -> str:
    """The visitor stopped the work."""
    return (
        f'<div class="vm-status" role="status"><h2>{texts.STOPPED_TITLE}</h2>'
        f"<p>{texts.STOPPED}</p></div>"
    )


def summary(shown: Answered, step: Step | None) -> str:
    """The headline over the results; under it the step that is still going on, if any.

    What the page offers beside the list follows from the class here: see the style sheet.
    """
    found, count = shown.found, len(shown.results)
    if shown.like:
        headline = texts.alike(count, shown.like.track.title, shown.like.but)
    else:
        headline = texts.found(count, shown.k, shown.text, found.clip is not None)
    seen = found.clip.seen[:SEEN_SHOWN] if found.clip else ()
    score_map = None if shown.like else found.answer.board.score_map(shown.weights)
    lines = [texts.NOTHING_FITS] if none_fits(shown.results, score_map) else []
    lines += [f"{texts.SEEN}: {escape(', '.join(seen))}."] if seen else []
    lines += [texts.HAS_MUSIC] if found.clip and found.clip.has_music else []
    left_out = shown.left_out()
    lines += [texts.filtered_out(left_out)] if left_out else []
    notes = "".join(f"<p>{line}</p>" for line in lines)
    served = escape(_served_line(shown))
    kind = "vm-alike" if shown.like else "vm-blend" if shown.can_blend else "vm-single"
    kind += " vm-can-beat" if shown.can_beat and not shown.like else ""
    return (
        f'<div class="vm-status {kind}" role="status"><h2>{escape(headline)}</h2>{notes}'
        f"<details><summary>{texts.MATCH_QUESTION}</summary><p>{texts.MATCH_MEANING}</p>"
        f"<p>{served}</p></details></div>{working(step) if step else ''}"
    )


def card(
    suggestion: Suggestion,
    best_score: float,
    speaking: Mapping[str, float] | None = None,
    *,
    alike: bool = False,
    placed: Placed | None = None,
    can_finish: bool = False,
) -> str:
    """One result: title, artist, match and what it is made of, tags, tempo, licence, more like it.

    The bar is as long as the score is beside the best of the list: cosines of one list lie close
    together and far from 1. speaking: tags that lie near the words, with their cosines. alike: the
    score is the likeness to another track. placed: where it starts, and how that was found.
    """
    track = suggestion.track
    is_best = suggestion.rank == 1 and suggestion.score >= best_score and not alike
    best = f'<span class="vm-best">{texts.BEST}</span>' if is_best else ""
    share = 100 * max(0.0, suggestion.score / best_score) if best_score > 0 else 0
    name = texts.LIKENESS if alike else texts.MATCH
    return (
        f'<article class="vm-about"><div class="vm-head">'
        f"<div><h3>{escape(track.title)}</h3><p>{escape(track.artist)}</p></div>"
        f'{best}</div><div class="vm-match" title="{escape(texts.MATCH_MEANING)}">'
        f"<b>{name} {_score(suggestion.score)}</b><span>{escape(_parts(suggestion))}</span>"
        f'<div class="vm-bar" aria-hidden="true"><i style="width:{share:.0f}%"></i></div></div>'
        f'{_placed(placed)}<ul class="vm-tags">{_tags(track, speaking or {})}</ul>'
        f'<p class="vm-licence">{texts.LICENCE}: {licence(track.license)}</p>'
        f'<div class="vm-acts">{_finish() if can_finish else ""}{_more_like()}</div></article>'
    )


def changed(changes: Changes | None) -> str:
    """The list with the words beside the list without them, with the moves between them.

    A box to tick and no `details`: Gradio would close those with every new list.
    """
    if changes is None:
        return ""
    return (
        f'<div class="vm-changes"><label><input type="checkbox"> {texts.CHANGED}</label><div>'
        f"{_moves(texts.WITH_WORDS, changes.with_words, before=True)}"
        f"{_moves(texts.WITHOUT_WORDS, changes.without_words, before=False)}</div></div>"
    )


def added(result: Added) -> str:
    """What came of adding music, and what was left out with the reason."""
    report = result.report
    left_out = [(s.path, s.reason) for s in report.skipped]
    left_out += [(d.path, texts.own_duplicate(d.original.name)) for d in report.duplicates]
    left_out += [(track.path, texts.OWN_SPEECH) for track in report.added if track.speech_only]
    headline = texts.own_report(
        len(report.added), report.known, len(report.duplicates), result.total
    )
    items = "".join(_left_out(path, reason) for path, reason in left_out[:SKIPPED_SHOWN])
    more = len(left_out) - SKIPPED_SHOWN
    items += f"<li>{texts.own_more(more)}</li>" if more > 0 else ""
    listing = f"<p>{texts.own_left_out(len(left_out))}</p><ul>{items}</ul>" if left_out else ""
    return f'<div class="vm-status" role="status"><p>{escape(headline)}</p>{listing}</div>'


def batched(rows: Sequence[Mapping[str, Any]]) -> str:
    """What came of a batch, clip by clip."""
    done = sum(row["error"] is None for row in rows)
    came = ((row["clip"], texts.told(row["error"] or "") or row["title"]) for row in rows)
    told = "".join(f"<li><b>{escape(clip)}</b>: {escape(what)}</li>" for clip, what in came)
    headline = texts.batch_done(done, len(rows))
    return f'<div class="vm-status" role="status"><p>{headline}</p><ul>{told}</ul></div>'


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


def _parts(suggestion: Suggestion) -> str:
    """The scores that the match is to be read beside, those that were measured."""
    scores = (
        (texts.PICTURE_SCORE, suggestion.video_score),
        (texts.WORDS_SCORE, suggestion.text_score),
    )
    return " · ".join(f"{name} {_score(score)}" for name, score in scores if score is not None)


def _tags(track: Track, speaking: Mapping[str, float]) -> str:
    """What is heard in a track, and its tempo; first what speaks for it."""
    first = sorted((t for t in track.tags if t in speaking), key=lambda tag: -speaking[tag])
    others = [tag for tag in track.tags if tag not in speaking]
    items = [
        f'<li class="vm-speaks" title="{texts.SPEAKS}">{escape(tag)} {_score(speaking[tag])}'
        f'<span class="vm-unseen"> {texts.SPEAKS}</span></li>'
        for tag in first
    ]
    items += [f"<li>{escape(tag)}</li>" for tag in others]
    tempo = f"<li>{track.bpm:.0f} bpm</li>" if track.bpm else ""
    return "".join(items[:TAGS_SHOWN]) + tempo


def _placed(placed: Placed | None) -> str:
    """Where a track starts under the clip, with what was measured there."""
    if placed is None:
        return ""
    moments, beats = placed.moments, placed.beats
    line = texts.starts_at(moments.start_s, _score(moments.score), _score(float(moments.scores[0])))
    if beats:
        line += f" · {texts.on_the_beat(_score(beats.score), _score(beats.chance))}"
    return f'<p class="vm-placed" title="{escape(texts.PLACED_MEANING)}">{escape(line)}</p>'


def _finish() -> str:
    return f'<button type="button" class="vm-finish" data-action="finish">{texts.FINISH}</button>'


def _more_like() -> str:
    buttons = "".join(
        f'<button type="button" data-action="{escape(but)}">{label}</button>'
        for but, label in texts.BUTS.items()
    )
    return (
        f'<details class="vm-more"><summary>{texts.MORE_LIKE}</summary><div>{buttons}</div>'
        "</details>"
    )


def _moves(title: str, moves: Sequence[Move], *, before: bool) -> str:
    rows = "".join(
        f"<li><b>{move.rank}</b><span>{escape(move.track.title)}</span>{_move(move, before)}</li>"
        for move in moves
    )
    return f"<section><h3>{title}</h3><ol>{rows}</ol></section>"


def _move(move: Move, before: bool) -> str:
    """What the words did to a track, as an arrow: how far, or that it is new in the list or out.

    before: the other list is the one from before; else it is the one that the words made.
    """
    up = move.up if before else -move.up
    if up == 0:
        return f'<i aria-label="{texts.SAME_RANK}">=</i>'
    arrow, kind = ("▲", "vm-up") if up > 0 else ("▼", "vm-down")
    if move.listed:
        return f'<i class="{kind}" aria-label="{texts.moved(up)}">{arrow} {abs(up)}</i>'
    beyond = texts.new_in_list if before else texts.out_of_list
    return f'<i class="{kind}">{arrow} {beyond(move.other_rank)}</i>'


def _served_line(shown: Answered) -> str:
    found = shown.found
    preset, embedders = found.recommender.preset, found.recommender.embedders
    weights = shown.weights
    encoders = ", ".join((preset.visual.name, preset.text.name, preset.music.name))
    names = ", ".join(f"{name} {embedders[name].fingerprint[:8]}" for name in weights)
    blend = " + ".join(
        f"{weight:.2f} {name}" if len(weights) > 1 else name for name, weight in weights.items()
    )
    calibration = found.recommender.calibration
    known = calibration and found.answer.board.score_map(weights)
    scale = texts.calibrated(calibration.name) if known else texts.NOT_CALIBRATED
    return f"{texts.served(blend, preset.name, encoders, names)} {scale}"


def licence(label: str) -> str:
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
    return f"<li><b>{escape(path.name)}</b>: {escape(texts.told(reason))}</li>"
