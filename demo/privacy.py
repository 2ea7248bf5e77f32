"""What a visitor brought is theirs to delete: at once, by a button or by `/delete_now`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import gradio as gr

from demo import cards, texts
from demo.collection import LibraryTab
from demo.room.tab import ListeningRoom
from demo.services import Services
from demo.suggest import SuggestTab
from demo.tools import visibility_of_own

Updates = dict[Any, Any]


def add_delete_now(
    services: Services, suggest: SuggestTab, library: LibraryTab, room: ListeningRoom
) -> None:
    """The button, what it empties on the page, and the endpoint for programs."""
    with gr.Row(elem_id="privacy"):
        button = gr.Button(texts.DELETE_NOW, size="sm", elem_id="delete-now", scale=0)
        told = gr.HTML(elem_id="deleted", apply_default_css=False)
    panels = (suggest.music, library.music)
    reports = [part for panel in panels for part in (panel.upload, panel.report)]
    emptied = [told, suggest.clip, *suggest.results.shown, *library.shown, library.heard, *reports]
    emptied += room.shown

    def note(files: str | list[str] | None, request: gr.Request) -> None:
        for file in [files] if isinstance(files, str) else files or ():
            services.sessions.get(request.session_hash).note_upload(Path(file))

    for place in (suggest.clip, *room.uploads):
        place.upload(
            note,
            place,
            show_progress="hidden",
            queue=False,
            api_name=f"note_{(place.elem_id or 'upload').replace('-', '_')}",
            api_visibility="private",
        )

    async def delete(request: gr.Request) -> Updates:
        await asyncio.to_thread(services.sessions.forget, request.session_hash)
        cleared: Updates = suggest.results.emptied() | library.emptied() | room.emptied()
        for panel in panels:
            cleared |= {panel.upload: None, panel.report: cards.note(texts.OWN_EMPTY)}
        done = f'<p class="vm-note" role="status">{texts.DELETED}</p>'
        return cleared | {
            told: done, suggest.clip: None, suggest.results.status: cards.nothing_yet()
        }  # fmt: skip

    button.click(
        delete,
        outputs=emptied,
        show_progress="hidden",
        queue=False,
        api_name="delete",
        api_visibility="private",
    )

    async def delete_now(request: gr.Request) -> dict:  # type: ignore[type-arg]  # for gradio
        """Delete all that this session has sent, and all that was made of it."""
        await asyncio.to_thread(services.sessions.forget, request.session_hash)
        return {"deleted": True}

    gr.api(delete_now, api_name="delete_now", api_visibility=visibility_of_own(), queue=False)
