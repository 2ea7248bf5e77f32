"""The filters on the page: what a track must be before it is ranked at all."""

from __future__ import annotations

from typing import Any, get_args

import gradio as gr

from demo import texts
from viml_core.features.tags import known_tags
from viml_core.filters import Filters, Use, Voice

MAX_BPM, MAX_LENGTH_S = 250, 3600


class FilterPanel:
    """The fields, and how their values become `Filters`."""

    def __init__(self) -> None:
        with gr.Accordion(texts.FILTERS, open=False, elem_classes="vm-advanced", elem_id="filters"):
            self._build()

    def _build(self) -> None:
        uses = [(texts.USES[use], use) for use in get_args(Use)]
        voices = [(texts.VOICES[voice], voice) for voice in get_args(Voice)]
        use = gr.Dropdown(uses, value="any", label=texts.USE, info=texts.USE_HINT, filterable=False)
        voice = gr.Dropdown(voices, value="any", label=texts.VOICE, filterable=False)
        with gr.Row():
            bpm = [_bound(label, MAX_BPM) for label in (texts.MIN_BPM, texts.MAX_BPM)]
        with gr.Row():
            length = [_bound(label, MAX_LENGTH_S) for label in (texts.MIN_LENGTH, texts.MAX_LENGTH)]
        tags = [
            gr.Dropdown(list(known_tags()), value=[], multiselect=True, label=label)
            for label in (texts.INCLUDE, texts.EXCLUDE)
        ]
        self.fields: list[Any] = [use, voice, *bpm, *length, *tags]


def read_filters(
    use: Use,
    voice: Voice,
    min_bpm: float | None,
    max_bpm: float | None,
    min_length_s: float | None,
    max_length_s: float | None,
    include: list[str] | None,
    exclude: list[str] | None,
) -> Filters:
    """The fields' values, in their order, as filters; a bound of 0 is none.

    Raises:
        InputError: they contradict each other.
    """
    return Filters(
        use,
        voice,
        min_bpm or None,
        max_bpm or None,
        min_length_s or None,
        max_length_s or None,
        tuple(include or ()),
        tuple(exclude or ()),
    )


def _bound(label: str, most: int) -> gr.Number:
    return gr.Number(0, label=label, minimum=0, maximum=most, precision=0, min_width=80)
