"""Other models on the running page, by its own field."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from demo import texts
from tests.demo.conftest import RunningPage, Visit
from viml_core.config import CHECKPOINTS_DIR
from viml_core.sources import SHIPPED

LOADED_MS = 120_000


@pytest.fixture
def other(running: RunningPage, tmp_path: Path) -> Iterator[Path]:
    """A folder with one of the shipped models; afterwards all of them serve again."""
    shutil.copytree(CHECKPOINTS_DIR / "embedded" / "mt", tmp_path / "models" / "mt")
    yield tmp_path / "models"
    running.services.engine.switch(None).result()


def test_models_change_while_the_page_runs(running: RunningPage, visit: Visit, other: Path) -> None:
    page, footer = visit.page, visit.page.locator("#served-by")
    page.get_by_role("button", name=texts.OTHER_MODELS).click()
    field = page.locator("#model-source").locator("textarea, input").first

    field.fill("hf://nobody")
    page.click("#use-models")
    expect(footer).to_contain_text("is not an address on the Hub", timeout=LOADED_MS)
    ready = running.services.engine.ready()
    assert ready is not None and ready.source == SHIPPED

    field.fill(str(other))
    page.click("#use-models")
    expect(footer).to_contain_text(texts.models_from(str(other)), timeout=LOADED_MS)
    expect(footer).to_contain_text(re.compile(r"Served by mt\b"))
