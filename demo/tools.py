"""The page as tools for language models (MCP), where GRADIO_MCP_SERVER asks for it.

Gradio's tool server calls the page as one visitor for all of its users. What belongs to a visitor,
music of one's own and the deleting of it, is therefore no tool; a clip that was sent goes with the
cache after an hour.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote

import gradio as gr
from gradio.utils import get_upload_folder

FILE_ROUTE = "/gradio_api/file="


def wants_tools(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the page is to be a tool server as well; says so where only the extra is missing."""
    if _asked(environ) and not _there():
        print("GRADIO_MCP_SERVER is set and the extra is missing: pip install 'gradio[mcp]'")
    return _asked(environ) and _there()


def visibility_of_own() -> Literal["public", "undocumented"]:
    """Of an endpoint that belongs to a visitor: programs reach it either way, tools do not."""
    return "undocumented" if _asked(os.environ) and _there() else "public"


def _asked(environ: Mapping[str, str]) -> bool:
    return environ.get("GRADIO_MCP_SERVER", "").lower() in ("1", "true")


def _there() -> bool:
    return importlib.util.find_spec("mcp") is not None


def as_object(field: gr.JSON) -> gr.JSON:
    """The component, described to programs as what it takes: Gradio's own description, the type
    `{}`, is no schema, and tool servers refuse every call that has it.

    A subclass would say it more plainly, and make Gradio write a stub of it beside this file.
    """
    field.api_info = lambda: {"type": "object", "description": "a JSON object"}  # type: ignore[method-assign]
    return field


def taking_addresses(video: gr.Video) -> gr.Video:
    """The component, which now also takes the address under which this page keeps a file.

    Tools send a clip by an address, and Gradio fetches no address of the machine that it runs on.
    """
    move = video.async_move_resource_to_block_cache

    async def moved(source: Any) -> str | None:
        return await move(kept_here(str(source)) or source)

    video.async_move_resource_to_block_cache = moved  # type: ignore[method-assign]
    return video


def kept_here(address: str) -> Path | None:
    """The file behind an address of this page's own uploads; None for every other address."""
    host, mark, path = unquote(address).partition(FILE_ROUTE)
    file = Path(path).resolve()
    sent = mark and host.startswith(("http://", "https://")) and file.is_file()
    return file if sent and file.is_relative_to(Path(get_upload_folder()).resolve()) else None
