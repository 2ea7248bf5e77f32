"""The sound of a finished clip: the music fitted, ducked and faded, the clip's own sound, the sum."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from viml_core.finishing.beats import BeatGrid
from viml_core.finishing.fitting import Arrangement
from viml_core.finishing.mix import Mix
from viml_core.media.speech import Interval
from viml_core.types import ClipInfo, Track, Waveform


@dataclass(frozen=True)
class ClipSound:
    """A clip's own sound, heard once. sound: (2, n) at 48 kHz, as long as the picture; None where
    the clip has none or it is silent. speech: where somebody speaks in it."""

    sound: Waveform | None
    speech: tuple[Interval, ...]
    loudness_lufs: float


@dataclass(frozen=True)
class MixedSound:
    """The sound of a finished clip and what it is made of.

    sound: (2, n) at 48 kHz, as long as the picture; music: the same of the music alone, as it is in
    the mix before peaks are held; own_gain_db: what the clip's own sound was raised by, None where
    it is left out; ducked: where the music makes room; loudness_lufs, true_peak_dbtp: measured.
    """

    sound: Waveform
    music: Waveform
    arrangement: Arrangement
    own_gain_db: float | None
    ducked: tuple[Interval, ...]
    loudness_lufs: float
    true_peak_dbtp: float


def hear_clip(info: ClipInfo, *, cancel: threading.Event | None = None) -> ClipSound:
    """Decodes a clip's own sound and finds the speech in it. Raises `MediaError`, `Cancelled`."""
    raise NotImplementedError


def mix_sound(
    track: Track, grid: BeatGrid, own: ClipSound, mix: Mix, duration_s: float
) -> MixedSound:
    """The mix. Raises `MediaError` where the track cannot be decoded."""
    raise NotImplementedError
