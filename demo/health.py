"""How the page is, for whoever watches over it: the endpoint `/health` and a line in the log."""

from __future__ import annotations

import shutil
import time
from typing import Any

import gradio as gr

from demo.services import Services

STARTED = time.monotonic()


def how_it_is(services: Services) -> dict[str, Any]:
    """Whether the models serve, which ones, for how long, and the room that is left."""
    recommender = services.engine.ready()
    disk = shutil.disk_usage(services.sessions.root)
    return {
        "status": "ok" if recommender else "loading",
        "source": recommender.source if recommender else None,
        "preset": recommender.preset.name if recommender else None,
        "models": sorted(recommender.embedders) if recommender else [],
        "notice": services.engine.notice,
        "loaded_in_s": services.engine.loaded_in_s and round(services.engine.loaded_in_s, 1),
        "up_s": round(time.monotonic() - STARTED),
        "free_disk_mb": disk.free // 2**20,
    }


def health_line(services: Services) -> str:
    """The same, as one line of a log."""
    parts = (f"{name}={value}" for name, value in how_it_is(services).items())
    return f"health: {' '.join(parts)}"


def add_health(services: Services) -> None:
    """Add `/health` to the page that is being built."""

    def health() -> dict:  # type: ignore[type-arg]  # gradio reads the plain type
        """How the page is: `status` is "ok" once the models serve."""
        return how_it_is(services)

    gr.api(health, api_name="health", queue=False)
