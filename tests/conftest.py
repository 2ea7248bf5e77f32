"""What is loaded once and shared by all tests that need the real thing."""

from __future__ import annotations

import pytest

from tests import large as large_library
from viml_core.config import STARTER_LIBRARY
from viml_core.library import Library
from viml_core.recommender import Recommender


@pytest.fixture(scope="session")
def recommender() -> Recommender:
    """The embedded preset and the shipped checkpoints; a fallback would raise."""
    return Recommender.load()


@pytest.fixture(scope="session")
def starter(recommender: Recommender) -> Library:
    """The shipped library."""
    return Library.open(
        STARTER_LIBRARY, music_encoder_fingerprint=recommender.preset.music.fingerprint
    )


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Ten thousand tracks without sound."""
    return large_library.make(tmp_path_factory.mktemp("large"))
