"""The clip with a track under it, as one file that a browser plays."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np

from viml_core.config import PreviewConfig
from viml_core.media.mix import ceiling, limit, music_bed
from viml_core.media.mux import OPUS_RATE_HZ, Failure, write_with_sound
from viml_core.media.own_sound import own_sound
from viml_core.media.playback import preview_suffix
from viml_core.types import ClipFeatures, ClipInfo, Track, Waveform


def render_preview(
    clip: ClipFeatures,
    track: Track,
    out: Path,
    *,
    start_s: float = 0.0,
    config: PreviewConfig = PreviewConfig(),  # noqa: B008 - frozen
    cancel: threading.Event | None = None,
) -> Path:
    """Writes the clip's picture, unchanged, with the track from `start_s` on under it.

    Picture and music start at 0 and end together. The file is mp4 with AAC; VP8, which mp4 cannot
    hold, goes into WebM with Opus, and the returned path has that suffix instead of `out`'s.
    Raises `MediaError` for a track that cannot be decoded, `StorageError`, `Cancelled`.
    """
    target = preview_target(clip, out)
    bed = music_bed(
        track,
        start_s=start_s,
        duration_s=clip.info.duration_s,
        sample_rate_hz=OPUS_RATE_HZ if target.suffix == ".webm" else None,
        config=config,
    )
    sound = _with_own_sound(bed, clip.info, config, cancel)
    write_preview(clip, track, sound, target, config=config, cancel=cancel)
    return target


def preview_target(clip: ClipFeatures, out: Path) -> Path:
    """`out` with the suffix of the container that can carry the clip's playable picture."""
    return out.with_suffix(preview_suffix("h264" if clip.proxy else clip.info.video_codec))


def write_preview(
    clip: ClipFeatures,
    track: Track,
    sound: Waveform,
    target: Path,
    *,
    config: PreviewConfig = PreviewConfig(),  # noqa: B008 - frozen
    cancel: threading.Event | None = None,
) -> None:
    """The clip's playable picture, unchanged, with `sound` (2, n) under it. Raises as above."""
    failure = Failure(
        f"No preview of '{clip.info.path.name}' with '{track.title}' could be made",
        "save the clip again as mp4 with H.264.",
    )
    kbps = config.audio_kbps
    write_with_sound(clip, sound, target, audio_kbps=kbps, failure=failure, cancel=cancel)


def _with_own_sound(
    bed: Waveform, info: ClipInfo, config: PreviewConfig, cancel: threading.Event | None
) -> Waveform:
    """The bed with the clip's own sound where that is wanted and there is any."""
    if config.original_gain_db is None or not info.has_audio:
        return bed
    own = own_sound(info, bed.sample_rate_hz, bed.samples.shape[1], cancel)
    mixed = bed.samples + own * np.float32(10 ** (config.original_gain_db / 20))
    return Waveform(limit(mixed, ceiling(config), bed.sample_rate_hz), bed.sample_rate_hz)
