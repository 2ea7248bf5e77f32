"""Other models while the page runs: from a folder of this computer, or from the Hub."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import gradio as gr

from demo import cards, texts
from demo.services import Services
from viml_core.errors import VimlError
from viml_core.recommender import Recommender
from viml_core.sources import SHIPPED


def served_by(services: Services, recommender: Recommender) -> str:
    """The footer: which models serve, where they came from, and why not what was asked for."""
    lines = [services.engine.notice] if services.engine.notice else []
    if recommender.source != SHIPPED:
        lines.append(texts.models_from(recommender.source))
    return "".join(map(cards.note, lines)) + cards.served_by(recommender)


def add_model_switch(services: Services, footer: gr.HTML) -> None:
    """A field for `hf://owner/name` or a folder. A page that is open to others has none: the models
    are the same for everybody.
    """
    if services.settings.hosted:
        return
    with gr.Accordion(texts.OTHER_MODELS, open=False, elem_classes="vm-advanced"):
        source = gr.Textbox(
            label=texts.MODEL_SOURCE,
            info=texts.MODEL_SOURCE_HINT,
            placeholder="hf://owner/name@revision",
            elem_id="model-source",
        )
        button = gr.Button(texts.USE_MODELS, elem_id="use-models")

    async def use(wanted: str) -> AsyncIterator[str]:
        yield cards.note(texts.LOADING_OTHERS)
        switching = services.engine.switch(wanted.strip() or None)
        try:
            recommender = await asyncio.shield(asyncio.wrap_future(switching))
        except VimlError as error:
            yield cards.failed(texts.KEPT_MODELS, str(error))
        else:
            yield served_by(services, recommender)

    gr.on(
        [button.click, source.submit],
        use,
        source,
        footer,
        show_progress="hidden",
        concurrency_limit=1,
        api_name="use_model",
        api_visibility="private",
    )
