"""A Hub of our own, and a home of its own for what is fetched from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from huggingface_hub import constants

from tests.hub.repositories import LoopbackHub
from tests.hub.server import running_hub
from viml_core.weights import CACHE_VARIABLE


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackHub]:
    """The loopback Hub, which the real client talks to; its caches are empty."""
    with running_hub() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hf"))
        monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "viml"))
        monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
        # The switch HF_HUB_DISABLE_XET, as read at import: the server has LFS and no Xet.
        monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
        yield hub
