"""The page as a whole: header, tabs, footer, and how it is launched."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.utils import get_upload_folder

from demo import cards, texts
from demo.collection import LibraryTab
from demo.engine import Engine
from demo.health import add_health, health_line
from demo.models import add_model_switch, served_by
from demo.privacy import add_delete_now
from demo.room.mounting import mounted
from demo.room.tab import ROOM, ListeningRoom
from demo.services import Services
from demo.sessions import Sessions
from demo.settings import EXAMPLES_DIR, Settings
from demo.shelf import MusicShelf
from demo.style import SHEETS, theme
from demo.suggest import SuggestTab
from demo.tools import wants_tools
from demo.zerogpu import find_accelerator
from viml_core.errors import VimlError
from viml_core.recommender import Recommender

CACHE_SWEEP_S, CACHE_AGE_S = 600, 3600


def build_services(settings: Settings) -> Services:
    """What the sessions share; nothing is loaded yet."""
    engine = Engine(settings.checkpoints, find_accelerator())
    sessions = Sessions(Path(get_upload_folder()) / "viml-sessions", settings)
    return Services(settings, engine, sessions, MusicShelf(settings, engine))


def build_page(services: Services) -> gr.Blocks:
    """The page with all its events."""
    page: gr.Blocks
    with gr.Blocks(
        title=f"{texts.TITLE}: {texts.HEADLINE}",
        analytics_enabled=False,
        fill_width=True,
        delete_cache=(CACHE_SWEEP_S, CACHE_AGE_S),
    ) as page:
        gr.HTML(cards.header(), apply_default_css=False)
        with gr.Tabs(elem_id="tabs", overflow_behavior="wrap") as tabs:
            with gr.Tab(texts.TAB_SUGGEST, render_children=True):  # what plays there plays on
                suggest = SuggestTab(services)
            with gr.Tab(texts.TAB_LIBRARY, elem_id="library") as tab:
                library = LibraryTab(services, tab)
            with gr.Tab(texts.TAB_ROOM, id=ROOM, elem_id="room"):
                room = ListeningRoom(services)
        add_delete_now(services, suggest, library, room)
        footer = gr.HTML(cards.note(texts.LOADING), elem_id="served-by", apply_default_css=False)

        add_model_switch(services, footer)
        add_health(services)

        async def tell_models() -> AsyncIterator[str]:
            yield cards.note(texts.LOADING)
            loading = services.engine.start()
            try:
                recommender = await asyncio.shield(asyncio.wrap_future(loading))
            except VimlError as error:
                yield cards.failed(texts.NOT_SERVED, str(error))
            else:
                yield served_by(services, recommender)

        room.connect_links(page, tabs, ROOM)
        room.follow(suggest.music.choice)
        page.load(
            tell_models,
            outputs=footer,
            show_progress="hidden",
            concurrency_limit=None,
            api_name="served_by",
            api_visibility="private",
        )

        language = services.settings.language
        page.load(None, js=f"() => {{ document.documentElement.lang = '{language}'; }}")

        def leave(request: gr.Request) -> None:
            services.sessions.forget(request.session_hash)

        page.unload(leave)
    settings = services.settings
    page.queue(max_size=settings.queue_size, default_concurrency_limit=settings.heavy_jobs)
    return page


def log_health_when_ready(services: Services) -> None:
    """One line in the log as soon as the models serve, or why they do not."""

    def tell(loading: Future[Recommender]) -> None:
        failed = loading.exception()
        print(f"not served: {failed}" if failed else health_line(services), flush=True)

    services.engine.start().add_done_callback(tell)


def launch_options(settings: Settings) -> dict[str, Any]:
    """The arguments of `gr.Blocks.launch`; whatever Gradio would choose by itself is said here."""
    return {
        "server_name": settings.server_name,
        "server_port": settings.port,
        "theme": theme(),
        "css_paths": SHEETS,
        "max_file_size": settings.limits.max_clip_bytes,
        "allowed_paths": [str(EXAMPLES_DIR)],
        "app_kwargs": {"routes": mounted(settings)},
        "footer_links": [],
        "run_history": False,
        "enable_monitoring": False,
        "ssr_mode": False,
        "share": False,
        "show_error": False,
        "mcp_server": wants_tools(),
    }
