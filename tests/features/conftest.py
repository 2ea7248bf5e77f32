"""The real encoders, loaded once for all tests of this folder, and sample media."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch
from PIL import Image

from viml_core.features.music import EmbeddedMusicEncoder
from viml_core.features.text import EmbeddedTextEncoder
from viml_core.features.visual import EmbeddedVisualEncoder
from viml_core.types import FrameArray, Waveform


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> None:
    """Two threads on a busy machine wait for each other far longer than they compute."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def text_encoder() -> EmbeddedTextEncoder:
    return EmbeddedTextEncoder()


@pytest.fixture(scope="session")
def visual_encoder(text_encoder: EmbeddedTextEncoder) -> EmbeddedVisualEncoder:
    return EmbeddedVisualEncoder(text_encoder)


@pytest.fixture(scope="session")
def music_encoder(text_encoder: EmbeddedTextEncoder) -> EmbeddedMusicEncoder:
    return EmbeddedMusicEncoder(text_encoder)


@pytest.fixture(scope="session")
def media_assets() -> Path:
    """The sample media that gradio carries. gradio itself is not imported: it takes seconds."""
    spec = importlib.util.find_spec("gradio")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent / "media_assets"


@pytest.fixture(scope="session")
def photographs(media_assets: Path) -> dict[str, FrameArray]:
    """224 x 224 pictures by name."""
    pictures = {}
    for name in ("cheetah.jpg", "cheetah1.jpg", "lion.jpg", "tower.jpg"):
        with Image.open(media_assets / "images" / name) as image:
            pictures[name] = np.asarray(image.convert("RGB").resize((224, 224)))
    return pictures


@pytest.fixture(scope="session")
def saxophone(media_assets: Path) -> Waveform:
    """16 s of a solo saxophone."""
    samples, rate_hz = soundfile.read(
        media_assets / "audio" / "sax.wav", dtype="float32", always_2d=True
    )
    return Waveform(np.ascontiguousarray(samples.T), rate_hz)
