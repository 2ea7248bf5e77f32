"""A result as the player wants it: its card, and what of it is ready."""

from __future__ import annotations

from typing import Any

from demo import cards
from demo.answered import Answered
from demo.finish_work import mixed_item
from demo.player.component import PlayerItem
from viml_core.session import preview_name


def player_item(answered: Answered, rank: int) -> PlayerItem:
    """One result as the player wants it."""
    suggestion = answered.results[rank - 1]
    track = suggestion.track
    ready = answered.ready.get(track.track_id)
    clip = answered.found.clip
    best, alike = max(s.score for s in answered.results), answered.like is not None
    speaking = None if alike else answered.near_words
    details = cards.card(
        suggestion,
        best,
        speaking,
        alike=alike,
        placed=ready.placed if ready else None,
        can_finish=clip is not None,
    )
    item = PlayerItem(track.track_id, str(rank), track.title, track.artist, details=details)
    if ready is None:
        return item
    download = ready.preview or ready.sound
    shown = PlayerItem(
        **vars(item)
        | {
            "sound": ready.sound,
            "picture": answered.picture,
            "peaks": ready.peaks,
            "track_s": track.duration_s,
            "start_s": ready.suggestion.start_s,
            "window_s": min(clip.info.duration_s if clip else track.duration_s, track.duration_s),
            "download": download,
            "download_name": _name(preview_name(suggestion), download),
        }
    )
    return mixed_item(shown, answered)


def _name(name: str, file: Any) -> str:
    return f"{name.rsplit('.', 1)[0]}{file.suffix if file else ''}"
