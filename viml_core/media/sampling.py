"""How ffmpeg is asked for the pictures of a clip: which, at what times, at what cost."""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from viml_core.config import SamplingConfig
from viml_core.media.ffmpeg import CLIP_DEMUXERS, FfmpegFailed, input_arguments, run_ffmpeg
from viml_core.media.packets import parse_framecrc
from viml_core.types import ClipInfo

_MAX_THREADS = 4
_COSTLY_THREADS = ("av1", "vp8", "vp9")  # a tenth more CPU time from the second decoder thread on
_MAX_ASPECT = 16  # narrower strips are squeezed rather than scaled to gigabytes
_MAX_PROXY_RATE_HZ = 60.0  # slow motion is recorded at up to 240 Hz
_FRAME_OUTPUT = ("-fps_mode", "passthrough", "-f", "rawvideo", "pipe:1")
_SEEK_MARGIN_S = 3.0  # transport streams are sought to about the place asked for
_UNSEEKABLE = ("h264", "hevc", "mpegvideo", "m4v", "mjpeg", "obu")  # raw: no clock to seek by
# Without H.264's loop filter decoding is a sixth cheaper and errors add up from picture to picture.
# At high rates they stay small (30 dB and better at 224 px, 40 on average), at low
# rates they do not, and there decoding is cheap anyway.
_MIN_UNFILTERED_BITS_PER_PIXEL = 0.08


@dataclass(frozen=True)
class Window:
    """What is sampled of a clip: `count` pictures from `start_s` after its first picture on."""

    start_s: float
    count: int


def centred_window(duration_s: float, sampling: SamplingConfig) -> Window:
    """The whole clip, or its centred `max_segments` segments (MVPt's window at test time)."""
    longest_s = sampling.max_segments * sampling.segment_s
    start_s = max((duration_s - longest_s) / 2, 0.0)
    count = math.ceil(min(duration_s, longest_s) * sampling.frame_rate_hz - 1e-3)
    return Window(start_s, max(count, 1))


def plan_frames(
    info: ClipInfo, sampling: SamplingConfig, window: Window, cancel: threading.Event | None
) -> list[str]:
    """Arguments for the frames alone, by the cheapest way that keeps their times right."""
    options, gap_s = _decode_options(info), None
    if info.video_codec == "h264" and not info.interlaced:
        gap_s = reference_gap_s(info, sampling, cancel)
    if gap_s is not None:
        options += ["-skip_frame", "noref"]
    if info.video_codec == "h264":
        pixels = info.width * info.height * info.frame_rate_hz * info.duration_s
        filtered = info.size_bytes * 8 / pixels < _MIN_UNFILTERED_BITS_PER_PIXEL
        options += ["-skip_loop_filter", "noref" if filtered else "all"]
    zero_s = info.lead_s
    if window.start_s > _SEEK_MARGIN_S and info.container not in _UNSEEKABLE:
        sought_s = window.start_s - _SEEK_MARGIN_S
        options += ["-noaccurate_seek", "-seek_timestamp", "1"]
        options += ["-ss", f"{info.start_s + sought_s:.6f}"]
        zero_s = -sought_s
    # The picture last shown at t + gap/2 is the reference nearest to t, or as near as gap/2.
    zero_s += (gap_s or 0.0) / 2
    filters = f"{_clock(info, zero_s)},{_frame_filters(info, sampling, window)}"
    return [
        *(*options, *input_arguments(info.path, CLIP_DEMUXERS)),
        *("-map", "0:V:0", "-vf", filters, *_FRAME_OUTPUT),
    ]


def plan_with_proxy(
    info: ClipInfo, sampling: SamplingConfig, window: Window, proxy: Path, side_px: int
) -> list[str]:
    """Arguments for frames and proxy out of one decode of the whole clip."""
    graph = (
        f"[0:V:0]{_clock(info, info.lead_s)},split[for_frames][for_proxy];"
        f"[for_frames]{_frame_filters(info, sampling, window)}[frames];"
        f"[for_proxy]{_proxy_filters(info, side_px)}[proxy]"
    )
    return [
        *_decode_options(info),
        *input_arguments(info.path, CLIP_DEMUXERS),
        *("-filter_complex", graph, "-map", "[frames]", *_FRAME_OUTPUT),
        *("-map", "[proxy]", "-fps_mode", "vfr", "-map_metadata", "-1", "-c:v", "libx264"),
        *("-preset", "ultrafast", "-crf", "25", "-threads", str(_threads())),
        *("-movflags", "+faststart", "-f", "mp4", "-y", f"file:{proxy.absolute()}"),
    ]


def _decode_options(info: ClipInfo) -> list[str]:
    """What a broken clip still shows is used; a clip that changes its size goes through one filter
    graph from end to end, for a second one would start its clock anew."""
    threads = max(_threads() // 2, 1) if info.video_codec in _COSTLY_THREADS else _threads()
    return [
        *("-v", "error", "-max_error_rate", "1", "-threads", str(threads)),
        *("-noautorotate", "-reinit_filter", "0"),
    ]


def _threads() -> int:
    return min(os.cpu_count() or 1, _MAX_THREADS)


def _clock(info: ClipInfo, zero_s: float) -> str:
    """Times count from `zero_s` on; a damaged one hours after the clip is no picture of it."""
    return f"setpts=PTS-({zero_s:.6f})/TB,select='lt(t,{info.duration_s + 1:.3f})'"


def _frame_filters(info: ClipInfo, sampling: SamplingConfig, window: Window) -> str:
    """Choose first, then scale, crop and turn what was chosen: that order costs least.

    `round=up` makes slot k the last picture whose time is at most k periods, which is the one shown
    then; `tpad` repeats the last picture for slots that fall into its own time. The scaler comes
    before the crop because it alone follows a clip that changes its size on the way.
    """
    chosen = (
        f"fps={sampling.frame_rate_hz:g}:start_time={window.start_s:.6f}:round=up,"
        f"tpad=stop=-1:stop_mode=clone,trim=end_frame={window.count}"
    )
    side = sampling.frame_size_px
    width, height = (
        f"'clip({side}*{ratio},{side},{_MAX_ASPECT * side})'"
        for ratio in ("iw*sar/ih", "ih/(iw*sar)")
    )
    square = f"scale={width}:{height}:flags=area,format=rgb24,crop={side}:{side}"
    return ",".join([chosen, square, *_upright(info)])


def _proxy_filters(info: ClipInfo, side_px: int) -> str:
    """Deinterlaced, small, upright, in square pixels and even sizes, never larger than the clip.

    The display matrix goes once it has been obeyed, or players would turn the proxy again.
    """
    scale = min(side_px / min(info.width, info.height), 1.0)
    width, height = (max(round(side * scale / 2) * 2, 2) for side in (info.width, info.height))
    if info.rotation_deg in (90, 270):
        width, height = height, width
    steps = ["bwdif=mode=send_frame"] if info.interlaced else []
    if info.frame_rate_hz > _MAX_PROXY_RATE_HZ + 1:
        steps.append(f"fps={_MAX_PROXY_RATE_HZ:g}:start_time=0")
    steps += [f"scale={width}:{height}:flags=bilinear", "format=yuv420p", *_upright(info)]
    return ",".join([*steps, "setsar=1", "sidedata=mode=delete:type=DISPLAYMATRIX"])


def _upright(info: ClipInfo) -> Sequence[str]:
    turn = {0: (), 90: ("transpose=clock",), 180: ("hflip", "vflip"), 270: ("transpose=cclock",)}
    return [*(["hflip"] if info.mirrored else []), *turn[info.rotation_deg]]


def reference_gap_s(
    info: ClipInfo, sampling: SamplingConfig, cancel: threading.Event | None
) -> float | None:
    """The longest time between neighbouring reference pictures of an H.264 clip.

    None where those alone could put a picture more than half a sampling period off its time, or
    where there are no others to leave out.
    """
    arguments = ["-v", "error", *input_arguments(info.path, CLIP_DEMUXERS), "-map", "0:V:0"]
    arguments += ["-c", "copy", "-bsf:v", "filter_units=discard=nonref", "-f", "framecrc", "pipe:1"]
    try:
        listing = run_ffmpeg(arguments, cancel=cancel).stdout.decode("ascii", errors="replace")
    except FfmpegFailed:
        return None  # a stream that the filter cannot parse is decoded in full
    packets = parse_framecrc(listing)
    times_s = packets.times_s[packets.times_s >= info.lead_s - 1e-6] - info.lead_s
    all_pictures = round(info.duration_s * info.frame_rate_hz)
    if not packets.timed or len(times_s) == 0 or len(times_s) >= all_pictures:
        return None
    period_s = 1 / sampling.frame_rate_hz
    gap_s = float(np.diff(times_s, prepend=0.0).max())
    tail_s = info.duration_s - float(times_s[-1])
    return gap_s if gap_s <= period_s and tail_s <= period_s / 2 else None
