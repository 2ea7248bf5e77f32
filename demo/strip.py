"""The pictures that a clip was analysed by, in order, each with what was seen in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr
from gradio import FileData

from demo import texts
from viml_core.types import ClipFeatures

FOLDER = Path(__file__).parent


def build_strip(player: str) -> gr.HTML:
    """The component; a click on a picture seeks the player of the element id `player` there."""
    return gr.HTML(
        html_template="",
        js_on_load=(FOLDER / "strip.js").read_text("utf-8"),
        elem_id="strip",
        apply_default_css=False,
        value=looked_at(None, player),
    )


def looked_at(clip: ClipFeatures | None, player: str) -> dict[str, Any]:
    """The component's value; empty without a clip."""
    glimpses = clip.glimpses if clip else ()
    return {
        "player": player,
        "title": texts.STRIP,
        "glimpses": [
            {
                "time_s": glimpse.time_s,
                "clock": _clock(glimpse.time_s),
                "seen": ", ".join(glimpse.seen),
                "name": texts.glimpse(_clock(glimpse.time_s), ", ".join(glimpse.seen)),
                "picture": FileData(path=str(glimpse.picture)).model_dump(),
            }
            for glimpse in glimpses
        ],
    }


def _clock(time_s: float) -> str:
    minutes, seconds = divmod(int(time_s), 60)
    return f"{minutes}:{seconds:02d}"
