"""One player for whatever is to be compared by ear: the same picture, several sounds.

    player = build_player(elem_id="player")
    player.action(handler)           # the visitor pressed something in a card
    yield {player: gr.update(value=showing(items, words))}

The browser's side is four files: `deck.js` keeps picture and sounds together, `waveform.js` draws,
`marker.js` moves a track's start on the drawing, `player.js` is what people see and press. They
need nothing of Gradio; `mount.js` ties them to it.
What happens is told as DOM events (`player:play`, `player:pause`, `player:switch`,
`player:position`, `player:failed`, `player:action`), posted to `report_url` where one is given, and
for "switch" and "action" as events of the component. Each tells `key`, `position_s`, and
`played_s`: the seconds that were heard, by key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import gradio as gr
from gradio import FileData

FOLDER = Path(__file__).parent
SCRIPTS = tuple(FOLDER / name for name in ("waveform.js", "marker.js", "deck.js", "player.js"))
STYLE = FOLDER / "player.css"
Media = Path | str | None


@dataclass(frozen=True)
class PlayerItem:
    """One sound of the list.

    key: names it in events, and what keeps its key plays on when the list changes. sound, picture:
    a file of this page's cache or an address; without a sound it waits. peaks: heights 0..100 over
    the whole track of `track_s` seconds, of which `window_s` from `start_s` on are heard. details:
    HTML that is already safe.
    """

    key: str
    label: str
    title: str = ""
    subtitle: str = ""
    sound: Media = None
    picture: Media = None
    peaks: Sequence[int] = ()
    track_s: float = 0.0
    start_s: float = 0.0
    window_s: float = 0.0
    details: str = ""
    download: Path | None = None
    download_name: str = ""


def build_player(**options: Any) -> gr.HTML:
    """The component, in the current `gr.Blocks`. Its value is what `showing` gives."""
    scripts = [path.read_text("utf-8") for path in (*SCRIPTS, FOLDER / "mount.js")]
    return gr.HTML(
        html_template="",
        css_template=STYLE.read_text("utf-8"),
        js_on_load="\n".join(scripts),
        apply_default_css=False,
        **options,
    )


def showing(
    items: Sequence[PlayerItem],
    words: Mapping[str, str],
    *,
    blind: bool = False,
    report_url: str | None = None,
) -> dict[str, Any]:
    """The player's value.

    blind: nothing that tells the sounds apart reaches the browser but the sounds themselves: keys
    and labels are letters in the order given, and titles, details, waveforms and downloads stay
    here. The addresses are the caller's own care.
    """
    shown = [_blinded(item, ascii_uppercase[n]) for n, item in enumerate(items)] if blind else items
    return {
        "items": [_json(item) for item in shown],
        "words": dict(words),
        "report_url": report_url,
    }


def _blinded(item: PlayerItem, letter: str) -> PlayerItem:
    return PlayerItem(key=letter, label=letter, sound=item.sound, picture=item.picture)


def _json(item: PlayerItem) -> dict[str, Any]:
    download = _media(item.download)
    return {
        "key": item.key,
        "label": item.label,
        "title": item.title,
        "subtitle": item.subtitle,
        "sound": _media(item.sound),
        "picture": _media(item.picture),
        "peaks": list(item.peaks),
        "track_s": item.track_s,
        "start_s": item.start_s,
        "window_s": item.window_s,
        "details": item.details,
        "download": download and {"file": download, "name": item.download_name},
    }


def _media(media: Media) -> Any:
    """An address as it is; a file in the form that Gradio turns into an address."""
    return FileData(path=str(media)).model_dump() if isinstance(media, Path) else media
