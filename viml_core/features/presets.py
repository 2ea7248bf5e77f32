"""Presets: which three encoders serve together, by name."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from viml_core.config import SamplingConfig
from viml_core.errors import InputError
from viml_core.features.accelerator import CPU, Accelerator
from viml_core.features.base import MusicEncoder, Preset
from viml_core.types import Progress, no_progress

DEFAULT_PRESET = "embedded"
PAPER_PRESET = "paper"
CLIP_VARIABLE = "VIML_CLIP"
PRECISION_VARIABLE = "VIML_CLIP_PRECISION"
MUSIC_VARIABLE = "VIML_MUSIC_ENCODER"


@dataclass(frozen=True)
class PaperEncoders:
    """Where the encoders of the preset `paper` come from.

    clip: `ARCHITECTURE:TAG` as open_clip names them, `hf-hub:owner/name[@revision]` or
    `local-dir:FOLDER`. music: `deepsim:PLACE` or `clap:PLACE`, a place being a folder or
    `hf://owner/name[@revision]`. DeepSim is the papers' encoder and its weights were never
    published, so that CLAP stands in for it where none is named.
    """

    clip: str = "ViT-B-32:openai"
    precision: str = "bf16"
    music: str = "clap:hf://laion/larger_clap_music"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> PaperEncoders:
        """VIML_CLIP, VIML_CLIP_PRECISION and VIML_MUSIC_ENCODER, where they are set."""
        named = {
            "clip": environ.get(CLIP_VARIABLE),
            "precision": environ.get(PRECISION_VARIABLE),
            "music": environ.get(MUSIC_VARIABLE),
        }
        return cls(**{name: value for name, value in named.items() if value})


def preset_names() -> tuple[str, ...]:
    """What `load_preset` knows."""
    return tuple(sorted(_LOADERS))


def load_preset(
    name: str = DEFAULT_PRESET, progress: Progress = no_progress, accelerator: Accelerator = CPU
) -> Preset:
    """The encoders of a preset, loaded and checked; those that gain by it use the accelerator.

    Raises InputError for an unknown name, WeightsError where weights are missing or altered,
    HubError where they cannot be fetched. There is no fallback: what is returned is what was asked
    for.
    """
    try:
        loader = _LOADERS[name]
    except KeyError as error:
        known = ", ".join(preset_names())
        raise InputError(f"There is no preset {name!r}: choose one of {known}.") from error
    return loader(progress, accelerator)


def load_paper(
    encoders: PaperEncoders, progress: Progress = no_progress, accelerator: Accelerator = CPU
) -> Preset:
    """The preset of the papers: CLIP for pictures and words, DeepSim or CLAP for music.

    Raises:
        InputError: a name that is not understood.
        WeightsError, CheckpointError, HubError: weights are missing, altered or out of reach.
    """
    from viml_core.features.clip import ClipTextEncoder, ClipVisualEncoder
    from viml_core.features.clip_model import load_clip

    progress("Loading CLIP")
    clip = load_clip(encoders.clip, progress)
    text = ClipTextEncoder(clip)
    visual = ClipVisualEncoder(clip, encoders.precision, accelerator)
    progress("Loading the music encoder")
    music = _load_music(encoders.music, progress)
    sampling = SamplingConfig(frame_size_px=clip.image_size_px)
    return Preset(PAPER_PRESET, visual, text, music, sampling)


def _load_music(name: str, progress: Progress) -> MusicEncoder:
    from viml_core.hub import CLAP, DEEPSIM, HubAddress, fetch, is_address

    kind, _, place = name.partition(":")
    if kind not in ("deepsim", "clap") or not place:
        raise InputError(
            f"There is no music encoder {name!r} for the preset '{PAPER_PRESET}'; set "
            f"{MUSIC_VARIABLE} to deepsim:PLACE or clap:PLACE, a place being a folder or "
            "hf://owner/name@revision."
        )
    folder = Path(place).expanduser()
    if is_address(place):
        wanted = DEEPSIM if kind == "deepsim" else CLAP
        folder = fetch(HubAddress.parse(place), wanted, progress).folder
    if kind == "deepsim":
        from viml_core.features.deepsim_encoder import load_deepsim

        return load_deepsim(folder)
    from viml_core.features.clap import load_clap

    return load_clap(folder)


def _load_embedded(progress: Progress, accelerator: Accelerator) -> Preset:
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


def _load_paper(progress: Progress, accelerator: Accelerator) -> Preset:
    return load_paper(PaperEncoders.from_environment(), progress, accelerator)


_LOADERS: dict[str, Callable[[Progress, Accelerator], Preset]] = {
    DEFAULT_PRESET: _load_embedded,
    PAPER_PRESET: _load_paper,
}
