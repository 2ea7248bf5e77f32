"""A clip as the pictures that the encoder sees: upright squares at the right times, in segments."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from viml_core.config import PreviewConfig, SamplingConfig
from viml_core.errors import MediaError
from viml_core.media.ffmpeg import FfmpegFailed, FfmpegRun
from viml_core.media.files import atomic_output
from viml_core.media.sampling import Window, centred_window, plan_frames, plan_with_proxy
from viml_core.types import ClipInfo, FrameArray, Progress, Segment, no_progress

_STEP = "Looking at the clip"


def sample_clip(
    info: ClipInfo,
    sampling: SamplingConfig,
    *,
    window: Window | None = None,
    proxy: Path | None = None,
    proxy_side_px: int = PreviewConfig.proxy_height_px,
    progress: Progress = no_progress,
    cancel: threading.Event | None = None,
) -> Iterator[Segment]:
    """Segments of a clip in order, decoded as they are asked for; by default those of
    `centred_window`.

    The picture for time t is the one shown at t, cropped to its central square. H.264 whose
    reference pictures lie close enough is read from those alone; then each picture is at most half
    a sampling period from its time. With `proxy` the same decode writes a browser-playable copy of
    the whole clip there, complete once the last segment has been taken.
    Raises `MediaError` where nothing can be decoded, `StorageError`, `Cancelled`.
    """
    window = window or centred_window(info.duration_s, sampling)
    with ExitStack() as stack:
        if proxy is None:
            plan = plan_frames(info, sampling, window, cancel)
        else:
            partial = stack.enter_context(atomic_output(proxy))
            plan = plan_with_proxy(info, sampling, window, partial, proxy_side_px)
        try:
            running = stack.enter_context(FfmpegRun(plan, cancel=cancel))
            yield from _read_segments(running, sampling, window, progress)
            running.wait()
        except FfmpegFailed as error:
            raise MediaError(
                f"The picture of '{info.path.name}' cannot be decoded ({error}); save it again as "
                "mp4 with H.264."
            ) from error


def _read_segments(
    running: FfmpegRun, sampling: SamplingConfig, window: Window, progress: Progress
) -> Iterator[Segment]:
    side = sampling.frame_size_px
    per_segment = round(sampling.segment_s * sampling.frame_rate_hz)
    for start in range(0, window.count, per_segment):
        progress(_STEP, start / window.count)
        wanted = min(per_segment, window.count - start)
        frames = _read_frames(running, (wanted, side, side, 3))
        if len(frames):
            slots = np.arange(start, start + len(frames))
            times_s = window.start_s + slots / sampling.frame_rate_hz
            yield Segment(frames=frames, times_s=times_s.astype(np.float32))
        if len(frames) < wanted:
            if start == 0 and len(frames) == 0:
                running.wait()
                raise FfmpegFailed("no picture came out")
            break
    progress(_STEP, 1.0)


def _read_frames(running: FfmpegRun, shape: tuple[int, ...]) -> FrameArray:
    """Whole frames from the pipe, fewer than asked for only where the stream ends."""
    frames = np.empty(shape, dtype=np.uint8)
    view, filled = frames.reshape(-1).data, 0
    while filled < len(view):
        count = running.stdout.readinto(view[filled:])  # type: ignore[attr-defined]
        if not count:
            break
        filled += count
    return frames[: filled // math.prod(shape[1:])]
