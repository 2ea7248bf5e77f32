"""Every number that a user may want to turn, one frozen dataclass per component."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ASSETS_DIR = Path(__file__).resolve().parent.parent / "assets"
STARTER_LIBRARY = ASSETS_DIR / "library"
CHECKPOINTS_DIR = ASSETS_DIR / "checkpoints"


@dataclass(frozen=True)
class Limits:
    """What an upload may be. Stated on the page and in every message that refuses a file."""

    max_clip_s: float = 600.0
    max_clip_bytes: int = 1024 * 1024 * 1024
    max_side_px: int = 8192
    max_track_s: float = 1800.0
    max_text_chars: int = 1000


@dataclass(frozen=True)
class SamplingConfig:
    """How a clip is turned into pictures (MVPt, CVPR 2022: 6 frames a second in 10 s segments).

    A longer clip is represented by its centred `max_segments` segments, as at the paper's test
    time.
    """

    frame_rate_hz: float = 6.0
    segment_s: float = 10.0
    max_segments: int = 18
    frame_size_px: int = 224


@dataclass(frozen=True)
class PreviewConfig:
    """How music is put under a clip."""

    loudness_lufs: float = -14.0  # what the large platforms normalise to
    max_peak_dbfs: float = -1.0
    fade_in_s: float = 0.3
    fade_out_s: float = 1.5
    loop_crossfade_s: float = 1.0
    audio_kbps: int = 160
    proxy_height_px: int = 480
    original_gain_db: float | None = (
        None  # the clip's own sound under the music; None leaves it out
    )
