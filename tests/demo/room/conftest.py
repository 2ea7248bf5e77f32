"""A gallery with one small example, made once by the real models."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from demo.gallery.preparing import Answering, Example, Gallery, Prepared
from tests import synth
from viml_core.library import Library
from viml_core.recommender import Recommender
from viml_core.types import no_progress


@dataclass(frozen=True)
class Made:
    """The gallery, and what its example was made of."""

    gallery: Gallery
    answering: Answering
    example: Example
    prepared: Prepared


@pytest.fixture(scope="session")
def made(tmp_path_factory, recommender: Recommender, starter: Library) -> Made:
    folder = tmp_path_factory.mktemp("room")
    clip = synth.clip(folder / "bars.mp4", seconds=3, size="160x90")
    answering = Answering(recommender, starter, ("viml&mt", "mvpt+"), k=2)
    gallery, example = Gallery(folder / "gallery"), Example("two-bars", clip, "calm piano")
    return Made(gallery, answering, example, gallery.prepare(answering, example, no_progress))


@pytest.fixture(scope="session")
def folder(made: Made) -> Path:
    """The example's folder."""
    return made.gallery.folder / made.example.name
