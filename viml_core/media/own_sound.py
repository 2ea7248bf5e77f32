"""The sound that a clip brings along."""

from __future__ import annotations

import threading

import numpy as np

from viml_core.errors import MediaError
from viml_core.media.ffmpeg import CLIP_DEMUXERS, FfmpegFailed, input_arguments, run_ffmpeg
from viml_core.types import ClipInfo, FloatArray


def own_sound(
    info: ClipInfo, rate_hz: int, count: int, cancel: threading.Event | None = None
) -> FloatArray:
    """The clip's own sound (2, count) from its first picture on, silence where it has none.

    Raises `MediaError` where it cannot be decoded, `Cancelled`.
    """
    end_s = info.start_s + info.duration_s
    align = (
        f"atrim=start={info.start_s:.6f}:end={end_s:.6f},asetpts=PTS-({info.start_s:.6f})/TB,"
        f"aresample={rate_hz}:async=1:first_pts=0,aformat=sample_fmts=flt:channel_layouts=stereo"
    )
    arguments = ["-v", "error", "-copyts", *input_arguments(info.path, CLIP_DEMUXERS)]
    arguments += ["-map", "0:a:0", "-af", align, "-f", "f32le", "pipe:1"]
    try:
        stream = run_ffmpeg(arguments, cancel=cancel).stdout
    except FfmpegFailed as error:
        raise MediaError(
            f"The sound of '{info.path.name}' cannot be decoded ({error}); leave it out of the mix."
        ) from error
    heard = np.frombuffer(stream, dtype=np.float32).reshape(-1, 2).T[:, :count]
    return np.pad(np.nan_to_num(heard), ((0, 0), (0, count - heard.shape[1])))
