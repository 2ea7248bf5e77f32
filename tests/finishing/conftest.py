"""A clip in which somebody speaks, and music to put under it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.media.synth import ffmpeg, music, numbered_clip, write_track
from viml_core.finishing.beats import BeatGrid
from viml_core.finishing.mixing import ClipSound, hear_clip
from viml_core.media.probe import probe
from viml_core.types import ClipFeatures, Track

SPEECH = Path(__file__).parent / "sounds" / "speech.opus"
# When the sentences of `speech.opus` are spoken: see sounds/README.md.
SENTENCES = ((0.8, 4.405), (5.805, 9.595), (10.495, 12.683), (14.683, 17.613))
CLIP_S = 18.0


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For what is made once and only read."""
    return tmp_path_factory.mktemp("finishing")


@pytest.fixture(scope="session")
def clip(folder: Path) -> ClipFeatures:
    """18 s of numbered pictures at 10 Hz, somebody speaking."""
    silent = numbered_clip(folder / "silent.mp4", CLIP_S, 10.0)
    spoken = folder / "spoken.mp4"
    ffmpeg(
        "-i",
        silent,
        "-i",
        SPEECH,
        "-map",
        "0:v",
        "-map",
        "1:a",
        "-c:v",
        "copy",
        "-c:a",
        "aac",
        "-t",
        str(CLIP_S),
        spoken,
    )
    return ClipFeatures(probe(spoken), np.zeros((1, 1), np.float32), (), None)


@pytest.fixture(scope="session")
def own(clip: ClipFeatures) -> ClipSound:
    """What is heard in the clip."""
    return hear_clip(clip.info)


@pytest.fixture(scope="session")
def track(folder: Path) -> Track:
    """40 s of music without a grid of its own, at 48 kHz."""
    return write_track(folder / "track.wav", music(40.0, rate_hz=48000), 48000)


@pytest.fixture(scope="session")
def no_grid() -> BeatGrid:
    """Of music without a beat."""
    none = np.empty(0)
    return BeatGrid(none, none, none, np.empty((0, 0), np.float32), 4, 0.0, 0.0, 1e9)


def even_grid(bar_s: float, bars: int, *, sounds: np.ndarray | None = None) -> BeatGrid:
    """Bars of four beats and phrases of four bars; every fourth bar sounds the same by default."""
    beats = np.arange(4 * bars) * bar_s / 4
    lines = beats[::4]
    if sounds is None:
        sounds = np.eye(4, dtype=np.float32)[np.arange(bars - 1) % 4]
    return BeatGrid(beats, lines, lines[::4], sounds, 4, 240 / bar_s, 1.0, bars * bar_s)
