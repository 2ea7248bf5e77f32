"""What is asked in the listening room: a prepared example, or a clip, words and models."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from demo import cards, texts
from demo.fields import clip_field, words_field
from demo.gallery.preparing import MODELS, Example, Gallery, K
from demo.room.work import MOST_TRACKS
from demo.services import Services
from demo.shelf import OWN, STARTER


class RoomForm:
    """Builds the fields inside the current `gr.Blocks`.

    tiles: the buttons of the prepared examples, by name; asked: what a comparison takes.
    """

    def __init__(self, services: Services, gallery: Gallery, examples: dict[str, Example]) -> None:
        gr.HTML(cards.note(texts.ROOM_PREPARED), apply_default_css=False)
        self.tiles: dict[str, gr.Button] = {}
        with gr.Row(elem_id="room-examples", elem_classes="vm-examples"):
            for name, example in examples.items():
                self._add_tile(name, example.title, example.clip.with_suffix(".jpg"))
            for found in gallery.all():
                if found.name not in examples:
                    self._add_tile(found.name, found.title, None)
        limits = services.settings.limits
        self.clip = clip_field("room-clip", height=160)
        self.text = words_field("room-words", texts.ROOM_WORDS_HINT, limits)
        self.music = gr.Radio(
            [(texts.STARTER, STARTER), (texts.OWN, OWN)],
            value=STARTER,
            label=texts.MUSIC,
            info=texts.ROOM_MUSIC_HINT,
            elem_id="room-music",
        )
        self.models = [self._model(n, label) for n, label in enumerate(texts.ROOM_COLUMNS)]
        self.count = gr.Slider(
            1, MOST_TRACKS, K, step=1, label=texts.ROOM_COUNT, elem_id="room-count", buttons=[]
        )
        self.go = gr.Button(texts.ROOM_COMPARE, variant="primary", elem_id="room-go")
        self.stop = gr.Button(texts.STOP, variant="stop", elem_id="room-stop")
        self.asked: list[Any] = [self.clip, self.text, *self.models, self.count, self.music]

    def _model(self, column: int, label: str) -> gr.Dropdown:
        """Which model is in a column; those beyond the usual ones may be left out."""
        names = [(label, name) for name, label in texts.MODELS.items()]
        usual = column < len(MODELS)
        return gr.Dropdown(
            names if usual else [(texts.ROOM_NO_MODEL, ""), *names],
            value=MODELS[column] if usual else "",
            label=label,
            filterable=False,
            elem_id=f"room-model-{column}",
        )

    def _add_tile(self, name: str, title: str, picture: Path | None) -> None:
        self.tiles[name] = gr.Button(title, icon=picture, elem_classes="vm-example", min_width=80)
