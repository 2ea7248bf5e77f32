"""A comparison as the player and the page show it. What comes from files is escaped here."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from demo import cards, texts
from demo.jobs import Step
from demo.player.component import Media, PlayerItem
from demo.room.comparing import Column, Comparison, Entry, letter

Place = Callable[[str], Media]  # where the browser finds a file of the media folder


def nothing_yet() -> str:
    """The room before the first comparison."""
    steps = "".join(f"<li>{step}</li>" for step in texts.ROOM_STEPS)
    return f'<div class="vm-empty"><h2>{texts.ROOM_NOTHING_YET}</h2><ol>{steps}</ol></div>'


def items(comparison: Comparison, picture: Media, place: Place) -> list[PlayerItem]:
    """All entries in the order of reading: the first ranks of all columns, then the second."""
    columns = range(len(comparison.columns))
    return [
        _item(comparison, column, rank, picture, place)
        for rank in range(comparison.k)
        for column in columns
        if rank < len(comparison.columns[column].entries)
    ]


def summary(comparison: Comparison, step: Step | None = None, note: str = "") -> str:
    """What is compared, how much the lists share, and who answered. note: HTML that is safe.

    The style sheet takes the number of columns from the class.
    """
    count = len(comparison.columns)
    legend = "".join(
        f"<li><b>{letter(n)}</b> {escape(model_name(column))}</li>"
        for n, column in enumerate(comparison.columns)
    )
    question = texts.room_question(comparison.text)
    common = texts.room_common(comparison.common(), comparison.k)
    checkpoints = ", ".join(f"{name} {mark[:8]}" for name, mark in comparison.checkpoints.items())
    served = texts.room_served(checkpoints, comparison.tracks, comparison.collection[:8])
    return (
        f'<div class="vm-status vm-room-{count}" role="status"><h2>{escape(question)}</h2>'
        f'<ul class="vm-legend">{legend}</ul><p>{escape(common)}</p>{note}'
        f'<p class="vm-note">{escape(served)}</p></div>'
        f"{cards.working(step) if step else ''}"
    )


def model_name(column: Column) -> str:
    """A model's name for people, with the weight of the words in a blend."""
    name = texts.MODELS.get(column.model, column.model)
    return name if column.alpha is None else f"{name} ({texts.room_alpha(column.alpha)})"


def short_name(column: Column) -> str:
    """A model's name in a word or two."""
    return texts.ROOM_MODELS.get(column.model, column.model)


def _item(
    comparison: Comparison, column: int, rank: int, picture: Media, place: Place
) -> PlayerItem:
    shown = comparison.columns[column]
    entry = shown.entries[rank]
    label = f"{letter(column)}{entry.rank}"
    sound = comparison.sounds.get(entry.track_id)
    heard = place(sound.file) if sound else None
    return PlayerItem(
        key=f"{label} {heard or ''}",  # what keeps its key plays on: another sound is another item
        label=label,
        title=entry.title,
        subtitle=short_name(shown),
        sound=heard,
        picture=picture,
        peaks=sound.peaks if sound else (),
        track_s=entry.track_s,
        start_s=sound.start_s if sound else 0.0,
        window_s=min(comparison.clip_s, entry.track_s),
        details=_card(comparison, column, entry),
    )


def _card(comparison: Comparison, column: int, entry: Entry) -> str:
    everywhere = all(entry.listed)
    others = [n for n in range(len(comparison.columns)) if n != column]
    places = "".join(f"<li>{_place(entry, n)}</li>" for n in others)
    shared = [letter(n) for n in others if entry.listed[n]]
    said = texts.ROOM_COMMON if everywhere else texts.room_shared(", ".join(shared))
    badge = f'<span class="vm-best">{said}</span>' if shared else ""
    return (
        f'<article class="vm-about{" vm-common" if shared else ""}">'
        f'<p class="vm-model">{escape(short_name(comparison.columns[column]))}'
        f" · {texts.RANK} {entry.rank}{badge}</p>"
        f"<h3>{escape(entry.title)}</h3><p>{escape(entry.artist)}</p>"
        f'<ul class="vm-elsewhere">{places}</ul>'
        f'<p class="vm-licence">{texts.LICENCE}: {cards.licence(entry.license)}</p></article>'
    )


def _place(entry: Entry, column: int) -> str:
    """Where another model has the track, and how far that is from here."""
    there = entry.elsewhere[column]
    up = there - entry.rank  # places further up here
    arrow, kind = ("▲", "vm-up") if up > 0 else ("▼", "vm-down") if up < 0 else ("=", "")
    moved = texts.moved(up) if up else texts.SAME_RANK
    sign = f'<i class="{kind}" title="{moved}">{arrow}{abs(up) or ""}</i>'
    return f"{escape(texts.room_place(letter(column), there, entry.listed[column]))} {sign}"
