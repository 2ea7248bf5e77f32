"""Presets: which three encoders serve together, by name."""

from __future__ import annotations

from collections.abc import Callable

from viml_core.config import SamplingConfig
from viml_core.errors import InputError
from viml_core.features.base import Preset
from viml_core.types import Progress, no_progress

DEFAULT_PRESET = "embedded"


def load_preset(name: str = DEFAULT_PRESET, progress: Progress = no_progress) -> Preset:
    """The encoders of a preset, loaded and checked.

    Raises InputError for an unknown name, WeightsError where weights are missing or altered. There
    is no fallback: what is returned is what was asked for.
    """
    try:
        loader = _LOADERS[name]
    except KeyError as error:
        known = ", ".join(sorted(_LOADERS))
        raise InputError(f"There is no preset {name!r}: choose one of {known}.") from error
    return loader(progress)


def _load_embedded(progress: Progress) -> Preset:
    # Imported here: torch takes seconds, and nobody who only lists presets should wait for it.
    from viml_core.features.music import EmbeddedMusicEncoder
    from viml_core.features.text import EmbeddedTextEncoder
    from viml_core.features.visual import EmbeddedVisualEncoder

    progress("Loading the text encoder")
    text = EmbeddedTextEncoder(progress)
    progress("Loading the picture encoder")
    visual = EmbeddedVisualEncoder(text, progress)
    progress("Loading the music encoder")
    music = EmbeddedMusicEncoder(text, progress)
    return Preset(DEFAULT_PRESET, visual, text, music, SamplingConfig())


_LOADERS: dict[str, Callable[[Progress], Preset]] = {DEFAULT_PRESET: _load_embedded}
