"""A picture with new sound under it, as one file: the picture's packets stay what they are."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from viml_core.errors import MediaError
from viml_core.media.ffmpeg import CLIP_DEMUXERS, FfmpegFailed, input_arguments, run_ffmpeg
from viml_core.media.files import atomic_output
from viml_core.types import ClipFeatures, Waveform

OPUS_RATE_HZ = 48000
# On music at these rates AAC's fast coder is as close to the original as the default one, for half
# of its time.
_MP4 = ("-c:a", "aac", "-aac_coder", "fast", "-movflags", "+faststart", "-f", "mp4")
_WEBM = ("-c:a", "libopus", "-f", "webm")
_COPY = ("-c:v", "copy")


@dataclass(frozen=True)
class Failure:
    """What was being made, for the sentence that says it failed, and what to do then."""

    what: str
    advice: str


def write_with_sound(
    clip: ClipFeatures,
    sound: Waveform,
    target: Path,
    *,
    audio_kbps: int,
    failure: Failure,
    picture: Sequence[str] = _COPY,
    cancel: threading.Event | None = None,
) -> None:
    """The clip's playable picture from 0 on, and `sound` (2, n) under it, both ending together.

    The suffix says which container: `.mp4` carries AAC, `.webm` Opus. `picture` says how the
    picture is coded, as it is where nothing is said.
    Raises `MediaError` (worded by `failure`), `StorageError`, `Cancelled`.
    """
    info = clip.info
    coding = _WEBM if target.suffix == ".webm" else _MP4
    with atomic_output(target) as partial:
        arguments = [
            *("-v", "error", *_picture_input(clip)),
            *("-f", "f32le", "-ar", str(sound.sample_rate_hz), "-ac", "2", "-i", "pipe:0"),
            *("-map", "0:V:0", "-map", "1:a:0", *picture, *_picture_clock(clip)),
            *("-t", f"{info.lead_s + info.duration_s:.6f}", "-b:a", f"{audio_kbps}k"),
            *("-map_metadata", "-1", "-map_chapters", "-1", *coding),
            *("-y", f"file:{partial.absolute()}"),
        ]
        try:
            run_ffmpeg(arguments, feed=memoryview(sound.samples.T.tobytes()), cancel=cancel)
        except FfmpegFailed as error:
            raise MediaError(f"{failure.what} ({error}); {failure.advice}") from error


def _picture_input(clip: ClipFeatures) -> list[str]:
    """The picture as it is; a turn that only a tag states becomes one that players obey."""
    turn: list[str] = []
    if clip.proxy is None and clip.info.rotation_deg and not clip.info.mirrored:
        turn = ["-display_rotation:V:0", str(-clip.info.rotation_deg)]
    return [*turn, *input_arguments(clip.playable, CLIP_DEMUXERS)]


def _picture_clock(clip: ClipFeatures) -> list[str]:
    """Moves the first picture shown to 0.

    What an edit list hides before it gets negative times, and the new file hides it again.
    """
    if clip.proxy is not None:
        return []
    lead_s = f"{clip.info.lead_s:.6f}"
    return ["-bsf:v", f"setts=pts=PTS-({lead_s})/TB:dts=DTS-({lead_s})/TB"]
