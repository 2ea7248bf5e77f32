"""The three changes of MVPt's figure 12: brightness, hue and tempo by a rate r; r = 1 is none."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from viml_core.config import Limits
from viml_core.errors import MediaError
from viml_core.features.spectrum import SAMPLE_RATE_HZ
from viml_core.media.audio import decode_audio, resample
from viml_core.media.ffmpeg import FfmpegFailed, file_url, run_ffmpeg
from viml_core.media.files import atomic_output
from viml_core.types import FloatArray, FrameArray

SLOWEST, FASTEST = 0.5, 2.0  # what ffmpeg stretches in one pass without skipping sound
_TIMEOUT_S = 600.0


def change_brightness(frames: FrameArray, rate: float) -> FrameArray:
    """Pictures (n, H, W, 3) with every channel times the rate, up to white."""
    return np.clip(np.rint(frames * np.float32(rate)), 0, 255).astype(np.uint8)


def change_hue(frames: FrameArray, rate: float) -> FrameArray:
    """Pictures (n, H, W, 3) with h_new = (h + 360 (rate - 1)) mod 360 in HSV; greys stay."""
    return np.stack([_turn_hue(frame, 6.0 * (rate - 1.0)) for frame in frames])


def _turn_hue(frame: FrameArray, sextants: float) -> FrameArray:
    """One picture (H, W, 3), its hue turned by so many sixths of the circle."""
    rgb = frame.astype(np.float32)
    value = rgb.max(axis=2)
    chroma = value - rgb.min(axis=2)
    hue = _hue(rgb, value, np.maximum(chroma, 1.0)) + np.float32(sextants)
    turned = np.empty_like(rgb)
    for channel, offset in enumerate((5.0, 3.0, 1.0)):  # red, green, blue
        place = np.mod(hue + np.float32(offset), 6.0)
        turned[..., channel] = value - chroma * np.clip(np.minimum(place, 4.0 - place), 0.0, 1.0)
    return np.rint(turned).astype(np.uint8)


def _hue(rgb: FloatArray, value: FloatArray, chroma: FloatArray) -> FloatArray:
    """(H, W) in sixths of the circle from red; of a grey anything."""
    red, green, blue = np.moveaxis(rgb, 2, 0)
    sectors = [value == red, value == green]
    hues = [(green - blue) / chroma, (blue - red) / chroma + 2]
    return np.select(sectors, hues, (red - green) / chroma + 4)


def change_tempo(track: Path, out: Path, rate: float) -> Path:
    """Write a track played `rate` times as fast at its own pitch, as the encoder hears it: mono.

    Raises:
        MediaError, LimitError: the track cannot be read. StorageError: `out` cannot be written.
    """
    sound = decode_audio(track, max_duration_s=Limits.max_track_s)
    samples = resample(sound, SAMPLE_RATE_HZ, mono=True).samples[0].astype("<f4")
    raw = ["-f", "f32le", "-ar", str(SAMPLE_RATE_HZ), "-ac", "1", "-i", "pipe:0"]
    with atomic_output(out) as partial:
        try:
            run_ffmpeg(
                ["-v", "error", "-y", *raw, "-af", f"atempo={rate:.6f}", file_url(partial)],
                feed=samples.data.cast("B"),
                timeout_s=_TIMEOUT_S,
            )
        except FfmpegFailed as error:
            raise MediaError(f"'{track.name}' cannot be stretched ({error}).") from error
    return out
