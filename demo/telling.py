"""Long work told in one place of the page: what came of it, also where it failed or was stopped."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import gradio as gr

from demo import cards, texts
from viml_core.errors import Cancelled, VimlError

Updates = dict[Any, Any]


async def telling(
    place: gr.HTML, updates: AsyncIterator[Updates], stopped: Callable[[], Updates]
) -> AsyncIterator[Updates]:
    """The updates of some work, and at their end the message that they call for in `place`.

    `stopped` gives the updates for work that was stopped. A mistake in this program is told in
    general words and raised all the same, so that it reaches the log.
    """
    try:
        async for update in updates:
            yield update
    except Cancelled:
        yield stopped()
    except VimlError as error:
        yield {place: cards.failed(texts.ERROR_TITLE, str(error))}
    except Exception:
        yield {place: cards.failed(texts.BUG_TITLE, texts.BUG)}
        raise
