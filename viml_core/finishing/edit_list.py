"""The mix for other people's tools: an edit list (CMX 3600) and a line for ffmpeg."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from viml_core.finishing.mix import Mix
from viml_core.finishing.mixing import MixedSound
from viml_core.types import ClipInfo, Track

_RATES_HZ = (24, 25, 30, 50, 60)
_CEILING = 0.794  # -2 dBFS, what `media.mix.ceiling` holds peaks at


def edit_list(info: ClipInfo, track: Track, mix: Mix, mixed: MixedSound) -> str:
    """The picture and each piece of the music as events of a CMX 3600 list.

    Times are in frames of the usual rate next to the clip's, non-drop; source times of the music
    count from the track's beginning. Gains, fades and ducking, which the format does not know, are
    comments.
    """
    rate_hz = edit_rate_hz(info)

    def code(time_s: float) -> str:
        return timecode(time_s, rate_hz)

    span = f"{code(0)} {code(info.duration_s)}"
    lines = [f"TITLE: {_plain(info.path.stem)}", "FCM: NON-DROP FRAME", ""]
    lines += [_event(1, "V", f"{span} {span}"), f"* FROM CLIP NAME: {_plain(info.path.name)}"]
    if mixed.own_gain_db is not None:
        lines += [_event(2, "AA", f"{span} {span}"), f"* FROM CLIP NAME: {_plain(info.path.name)}"]
        lines += [f"* GAIN {mixed.own_gain_db:+.2f} DB"]
    number = 2 + (mixed.own_gain_db is not None)
    for piece in mixed.arrangement.pieces:
        source = f"{code(piece.source_start_s)} {code(piece.source_end_s)}"
        lines += [_event(number, "A2", f"{source} {code(piece.at_s)} {code(piece.end_s)}", "TRACK")]
        lines += [f"* FROM CLIP NAME: {_plain(track.path.name)}"]
        number += 1
    lines += [
        f"* FADE IN {mix.fade_in_s:.3f} S FROM {code(0)}",
        f"* FADE OUT FROM {code(mixed.arrangement.fade_start_s)} TO "
        f"{code(mixed.arrangement.end_s)}",
    ]
    lines += [
        f"* DUCKED {mix.duck_depth_db:+.0f} DB FROM {code(down.start_s)} TO {code(down.end_s)}"
        for down in mixed.ducked
    ]
    return "\n".join([*lines, ""])


def edit_rate_hz(info: ClipInfo) -> int:
    """The rate of timecodes that is nearest to the clip's: 23.98 counts as 24."""
    return min(_RATES_HZ, key=lambda rate_hz: abs(rate_hz - info.frame_rate_hz))


def timecode(time_s: float, rate_hz: int) -> str:
    """Seconds as hours:minutes:seconds:frames."""
    seconds, frames = divmod(round(time_s * rate_hz), rate_hz)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}:{frames:02d}"


def ffmpeg_line(
    info: ClipInfo, music: Path, out: str, mixed: MixedSound, picture: Sequence[str]
) -> str:
    """One line for a shell that makes the finished clip from the upload and the exported music.

    The music file holds level, fades and ducking; the line adds the clip's own sound where it is
    kept. picture: how the picture is coded. To be run in the folder of the export.
    """
    limiter = f"alimiter=limit={_CEILING}:level=0:latency=1[sound]"
    graph = f"[1:a]{limiter}"
    if mixed.own_gain_db is not None:
        own = (
            f"[0:a:0]aresample=48000:async=1:first_pts=0,volume={mixed.own_gain_db:.2f}dB,"
            "aformat=channel_layouts=stereo[own]"
        )
        graph = f"{own};[own][1:a]amix=inputs=2:duration=longest:normalize=0,{limiter}"
    webm = Path(out).suffix == ".webm"
    sound = ("libopus",) if webm else ("aac", "-movflags", "+faststart")
    arguments = [
        *("ffmpeg", "-i", str(info.path.absolute()), "-i", music.name),
        *("-filter_complex", graph, "-map", "0:V:0", "-map", "[sound]", *picture),
        *("-b:a", "256k", "-t", f"{info.duration_s:.3f}", "-c:a", *sound, out),
    ]
    return shlex.join(arguments) + "\n"


def _event(number: int, channel: str, times: str, reel: str = "CLIP") -> str:
    return f"{number:03d}  {reel:<8} {channel:<5} C        {times}"


def _plain(text: str) -> str:
    """Edit lists are ASCII, one line each."""
    return " ".join(text.encode("ascii", "replace").decode().split())
