"""What the player needs beside the previews: each one's sound alone, and the track as a drawing."""

from __future__ import annotations

import threading
from functools import lru_cache
from pathlib import Path

import numpy as np

from viml_core.config import Limits, PreviewConfig
from viml_core.errors import MediaError
from viml_core.media.audio import decode_audio
from viml_core.media.ffmpeg import CLIP_DEMUXERS, FfmpegFailed, input_arguments, run_ffmpeg
from viml_core.media.files import atomic_output
from viml_core.media.mix import music_bed
from viml_core.types import FloatArray, Track

PEAKS = 240  # heights of a drawn track
ALONE_S = 60.0  # of a track that is heard without a clip
KEPT_DRAWINGS = 2000
_SOUND_SUFFIX = {".mp4": ".m4a", ".webm": ".weba"}
_FORMAT = {".m4a": "ipod", ".weba": "webm"}


def sound_of(preview: Path, cancel: threading.Event | None = None) -> Path:
    """The sound of a preview as a file beside it, its packets as they are.

    A browser fetches one picture and k of these instead of k pictures.

    Raises:
        MediaError, StorageError, Cancelled: as when a preview is made.
    """
    out = preview.with_suffix(_SOUND_SUFFIX[preview.suffix])
    if not out.is_file():
        arguments = [*input_arguments(preview, CLIP_DEMUXERS), "-map", "0:a:0", "-c", "copy"]
        _write(arguments, out, None, cancel)
    return out


def sound_alone(track: Track, out: Path, cancel: threading.Event | None = None) -> Path:
    """The beginning of a track, as loud as every preview, for a request without a clip.

    Raises:
        MediaError, StorageError, Cancelled: as when a preview is made.
    """
    if not out.is_file():
        seconds = min(track.duration_s, ALONE_S)
        config = PreviewConfig()
        bed = music_bed(track, start_s=0.0, duration_s=seconds, sample_rate_hz=48000, config=config)
        arguments = ["-f", "f32le", "-ar", "48000", "-ac", "2", "-i", "pipe:0"]
        arguments += ["-c:a", "aac", "-b:a", f"{config.audio_kbps}k"]
        _write(arguments, out, memoryview(bed.samples.T.tobytes()), cancel)
    return out


def drawn(track: Track) -> tuple[int, ...]:
    """A track as `PEAKS` heights 0..100 of its loudest, evenly over its length.

    Raises:
        MediaError: it cannot be decoded.
    """
    return _drawn(track.path, track.path.stat().st_mtime_ns)


@lru_cache(maxsize=KEPT_DRAWINGS)
def _drawn(path: Path, mtime_ns: int) -> tuple[int, ...]:
    return heights(decode_audio(path, max_duration_s=Limits.max_track_s).samples)


def heights(samples: FloatArray) -> tuple[int, ...]:
    """Sound (channels, n) as `PEAKS` heights 0..100 of its loudest, evenly over its length."""
    edges = np.linspace(0, samples.shape[1], PEAKS + 1).astype(int)[:-1]
    loudest = np.maximum.reduceat(np.abs(samples).max(axis=0), edges)
    relative = 100 * loudest / max(float(loudest.max()), 1e-9)
    return tuple(relative.round().astype(int).tolist())


def _write(
    arguments: list[str], out: Path, feed: memoryview | None, cancel: threading.Event | None
) -> None:
    with atomic_output(out) as partial:
        command = ["-v", "error", *arguments, "-vn", "-map_metadata", "-1"]
        command += ["-f", _FORMAT[out.suffix], "-y", f"file:{partial.absolute()}"]
        try:
            run_ffmpeg(command, feed=feed, cancel=cancel)
        except FfmpegFailed as error:
            raise MediaError(
                f"The sound of '{out.stem}' could not be made ({error}); ask again."
            ) from error
