"""A study that was made from the page, and one that is served beside it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import httpx
import pytest

from demo.jobs import Job
from demo.page import launch_options
from demo.room.study_form import MadeStudy, making
from demo.settings import Settings
from tests.demo.conftest import RunningPage
from tests.demo.room.conftest import Made
from viml_core.errors import StorageError


def test_a_study_beside_the_page_must_be_one(tmp_path):
    with pytest.raises(StorageError):
        launch_options(replace(Settings(), study=tmp_path))


def test_a_study_is_made_from_the_page(running: RunningPage, made: Made):
    plan = {
        "title": "Piano & drums",
        "task": "video-to-music",
        "models": ["viml&mt", "mvpt+"],
        "choice": "forced",
        "seed": 1,
        "raters": 2,
        "pairs_per_rater": 1,
        "attention_checks": 0,
        "min_listen_s": 1.0,
    }

    async def collect() -> list[object]:
        work = making(plan, [made.example.clip], "calm piano\n\nfast drums\n", running.services)
        return [item async for item in Job(work).results()]

    [study] = [item for item in asyncio.run(collect()) if isinstance(item, MadeStudy)]
    assert study.problems == () and study.raters == 2 and 1 <= study.pairs <= 2
    assert study.folder.name.startswith("piano-drums-")
    routes = launch_options(replace(Settings(), study=study.folder))["app_kwargs"]["routes"]
    [app] = [route.app for route in routes if route.path == "/study"]

    async def ask() -> int:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://study") as client:
            return (await client.get("/r/nobody/")).status_code

    assert asyncio.run(ask()) == 403
