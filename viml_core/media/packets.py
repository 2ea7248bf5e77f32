"""When the pictures of a clip are shown, read from its packets without decoding one of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

_UNTIMED = ("NOPTS", str(-(2**63)))
_HIDDEN = 4  # flag of pictures before an edit list's start: decoded for what follows, never shown
_GUESSED_FRAME_S = 1 / 25  # how long a lone picture lasts whose file does not say


@dataclass(frozen=True)
class PacketTimes:
    """When each picture is shown.

    times_s: (n,) ascending, on ffmpeg's clock for the file; end_s: when the last one goes; timed:
    False for files that only know the order of decoding (AVI, raw streams), whose times are that.
    """

    codec: str
    times_s: NDArray[np.float64]
    end_s: float
    timed: bool


def parse_framecrc(text: str) -> PacketTimes:
    """Reads what `-c copy -f framecrc` writes of one picture stream.

    A packet is a line `stream, dts, pts, duration, size, checksum[, F=flags][, ...]` in units of
    the time base that the header states.
    """
    codec, time_base = "", Fraction(1)
    decoded: list[int] = []
    shown: list[int] = []
    duration, last = 0, -math.inf
    for line in text.splitlines():
        if line.startswith("#codec_id"):
            codec = line.rpartition(": ")[2]
        elif line.startswith("#tb"):
            time_base = Fraction(line.rpartition(": ")[2])
        elif line and not line.startswith("#"):
            fields = [field.strip() for field in line.split(",")]
            flags = next((int(field[2:], 16) for field in fields[6:] if field[:2] == "F="), 0)
            if flags & _HIDDEN:
                continue
            if fields[1] not in _UNTIMED:
                decoded.append(int(fields[1]))
            if fields[2] not in _UNTIMED:
                shown.append(int(fields[2]))
                if shown[-1] > last:
                    last, duration = shown[-1], int(fields[3])
    timed = len(shown) >= len(decoded)
    ticks = np.sort(np.array(shown if timed else decoded, dtype=np.int64))
    if len(ticks) > 1 and (duration <= 0 or not timed):
        duration = int(np.median(np.diff(ticks)))
    seconds = float(time_base)
    last_s = duration * seconds or _GUESSED_FRAME_S
    end_s = float(ticks[-1]) * seconds + last_s if len(ticks) else 0.0
    return PacketTimes(codec, ticks.astype(np.float64) * seconds, end_s, timed)
