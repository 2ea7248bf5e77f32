"""What a clip is, found out before anything expensive is done with it."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from pathlib import Path

from viml_core.config import Limits
from viml_core.errors import LimitError, MediaError
from viml_core.media.ffmpeg import CLIP_DEMUXERS, FfmpegFailed, input_arguments, run_ffmpeg
from viml_core.media.files import check_readable, is_mp4
from viml_core.media.packets import PacketTimes, parse_framecrc
from viml_core.types import ClipInfo

_TIMEOUT_S = 120.0
_CONTAINER = re.compile(r"^Input #0, (.+?), from '", re.MULTILINE)
_FILE_START = re.compile(r"^  Duration: .*?, start: (-?[\d.]+)", re.MULTILINE)
_STREAM = re.compile(r"^ +Stream #0:\d+.*?: (Video|Audio): (\w+)(.*)$", re.MULTILINE)
_STREAM_START = re.compile(r", start (-?[\d.]+)")
_MATRIX = re.compile(r"display ?matrix: rotation of (-?[\d.]+) degrees", re.IGNORECASE)
_ROTATE_TAG = re.compile(r"^ +rotate +: (-?\d+)$", re.MULTILINE | re.IGNORECASE)
_FIRST_PICTURE = re.compile(
    r"config in time_base: (?P<tb_num>\d+)/(?P<tb_den>\d+).*?"
    r"\] n: +0 pts: *(?P<ticks>-?\d+) .*?fmt:(?P<format>\w+) .*?"
    r"sar:(?P<sar_num>\d+)/(?P<sar_den>\d+) s:(?P<width>\d+)x(?P<height>\d+) i:(?P<scan>\w)",
    re.DOTALL,
)


@dataclass(frozen=True)
class _Header:
    """What ffmpeg prints of a file and its picture stream when it opens it."""

    container: str
    file_start_s: float
    stream_start_s: float | None
    audio_codec: str | None
    matrix_deg: float | None  # anticlockwise, as the display matrix counts
    tag_deg: int  # clockwise, as the older `rotate` tag counts


def probe(path: Path, limits: Limits = Limits()) -> ClipInfo:  # noqa: B008 - frozen
    """Reads all packets of a clip's picture stream and decodes its first picture.

    The duration is the picture's own, from the first picture shown to the end of the last, so it is
    right where the container states none, a wrong one, or one that counts longer sound.
    Raises `MediaError` for what is not a readable clip, `LimitError` for one beyond `limits`.
    """
    size_bytes = check_readable(path, "clip", max_bytes=limits.max_clip_bytes)
    picture = ["-map", "0:V:0"]  # V: cover pictures are not the clip
    arguments = [
        "-max_error_rate",
        "1",
        "-threads",
        "1",
        "-noautorotate",
        *input_arguments(path, CLIP_DEMUXERS),
    ]
    arguments += [*picture, "-c", "copy", "-f", "framecrc", "pipe:1"]
    arguments += [*picture, "-frames:v", "1", "-vf", "showinfo=checksum=0", "-f", "null", "-"]
    try:
        result = run_ffmpeg(arguments, timeout_s=_TIMEOUT_S)
    except FfmpegFailed as error:
        raise MediaError(_why_unreadable(path, error)) from error
    packets = parse_framecrc(result.stdout.decode("ascii", errors="replace"))
    first = _FIRST_PICTURE.search(result.log)
    if first is None or len(packets.times_s) == 0:
        raise MediaError(
            f"No picture of '{path.name}' can be decoded ({packets.codec or 'unknown codec'}); "
            "save it again as mp4 with H.264."
        )
    info = _describe(path, size_bytes, _parse_header(result.log), packets, first)
    if info.duration_s <= 0:
        raise MediaError(
            f"The times in '{path.name}' contradict each other; save it again as mp4 with H.264."
        )
    _check_limits(info, limits)
    return info


def _describe(
    path: Path, size_bytes: int, header: _Header, packets: PacketTimes, first: re.Match[str]
) -> ClipInfo:
    lead_s = int(first["ticks"]) * int(first["tb_num"]) / int(first["tb_den"])
    first_s = lead_s if packets.timed else float(packets.times_s[0])
    duration_s = packets.end_s - first_s
    shown = int((packets.times_s >= first_s - 1e-6).sum())
    start_s = header.file_start_s + lead_s
    if header.stream_start_s is not None:
        start_s = header.stream_start_s + first_s - float(packets.times_s[0])
    mirrored = header.matrix_deg is not None and _is_mirrored(path)
    clockwise_deg = header.tag_deg if header.matrix_deg is None else -header.matrix_deg
    rotation_deg = round((clockwise_deg + 180 * mirrored) / 90) * 90 % 360
    aspect = int(first["sar_num"]) / int(first["sar_den"]) if int(first["sar_num"]) else 1.0
    width, height = max(round(int(first["width"]) * aspect), 1), int(first["height"])
    if rotation_deg in (90, 270):
        width, height = height, width
    return ClipInfo(
        path=path,
        container=header.container,
        size_bytes=size_bytes,
        duration_s=duration_s,
        start_s=start_s,
        width=width,
        height=height,
        frame_rate_hz=shown / duration_s if duration_s > 0 else 0.0,
        rotation_deg=rotation_deg,
        video_codec=packets.codec,
        pixel_format=first["format"],
        audio_codec=header.audio_codec,
        lead_s=lead_s,
        interlaced=first["scan"] != "P",
        mirrored=mirrored,
        timed=packets.timed,
    )


def _parse_header(log: str) -> _Header:
    head = log.split("Stream mapping:")[0]
    container = _CONTAINER.search(head)
    file_start = _FILE_START.search(head)
    streams = list(_STREAM.finditer(head))
    picture = next(s for s in streams if s[1] == "Video" and "(attached pic)" not in s[3])
    following = [s.start() for s in streams if s.start() > picture.start()]
    block = head[picture.start() : following[0] if following else None]
    stream_start = _STREAM_START.search(picture[3])
    matrix, tag = _MATRIX.search(block), _ROTATE_TAG.search(block)
    return _Header(
        container=container[1] if container else "unknown",
        file_start_s=float(file_start[1]) if file_start else 0.0,
        stream_start_s=float(stream_start[1]) if stream_start else None,
        audio_codec=next((s[2] for s in streams if s[1] == "Audio" and s[2] != "none"), None),
        matrix_deg=float(matrix[1]) if matrix else None,
        tag_deg=int(tag[1]) if tag else 0,
    )


def _is_mirrored(path: Path) -> bool:
    """Whether the display matrix flips the picture, which the angle that ffmpeg prints cannot say.

    The matrix is read from the track header of a one-packet QuickTime file that ffmpeg writes:
    version 0, so its nine big-endian numbers begin 40 bytes after the box's own version field.
    """
    arguments = [*input_arguments(path, CLIP_DEMUXERS), "-map", "0:V:0", "-c", "copy"]
    arguments += ["-frames:v", "1", "-f", "mov", "-movflags", "empty_moov", "pipe:1"]
    try:
        stub = run_ffmpeg(arguments, timeout_s=_TIMEOUT_S).stdout
    except FfmpegFailed:
        return False  # a codec that QuickTime cannot hold; its matrix is a plain turn in practice
    header = stub.find(b"tkhd")
    a, b, _, c, d = struct.unpack_from(">5i", stub, header + 4 + 40)
    return bool(a * d - b * c < 0)


def _check_limits(info: ClipInfo, limits: Limits) -> None:
    if max(info.width, info.height) > limits.max_side_px:
        raise LimitError(
            f"The picture of '{info.path.name}' is {info.width} x {info.height} and at most "
            f"{limits.max_side_px} pixels a side are accepted; save the clip smaller."
        )
    if info.duration_s > limits.max_clip_s:
        raise LimitError(
            f"'{info.path.name}' lasts {info.duration_s:.0f} s and at most {limits.max_clip_s:.0f} "
            "s are accepted; cut the clip."
        )


def _why_unreadable(path: Path, error: FfmpegFailed) -> str:
    log, name = error.log, path.name
    if "moov atom not found" in log and is_mp4(path):
        return (
            f"'{name}' is cut short: its index, written last, is missing. The recording or the "
            "upload did not finish; save or upload the clip again."
        )
    if "Input #0" not in log:
        return (
            f"'{name}' is not a video that can be read ({error}); choose a clip such as mp4, mov, "
            "webm, mkv or avi."
        )
    if "matches no streams" in log:
        return f"'{name}' holds no moving picture; choose a clip with a picture."
    return f"The picture of '{name}' cannot be decoded ({error}); save it again as mp4 with H.264."
