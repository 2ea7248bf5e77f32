"""How loud the music is against how the clip moves, as a small plot."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

from demo import texts
from viml_core.finishing.cuts import Activity, Times
from viml_core.types import FloatArray

WIDTH, HEIGHT = 600, 80
_POINTS = 200
_STEADY = 1e-3  # a curve that varies less has nothing to go along with


def curves(
    activity: Activity, peaks: Sequence[int], *, track_s: float, start_s: float, clip_s: float
) -> str:
    """An SVG with a line for each, ticks for the cuts, a legend, and how they go together.

    peaks: heights 0..100 over the whole track, of which `clip_s` from `start_s` on are heard.
    """
    if len(activity.times_s) < 2 or not peaks:
        return ""
    at_s = np.linspace(0.0, clip_s, _POINTS)
    motion = np.interp(at_s, activity.times_s, activity.motion)
    music = loudness_at(start_s + at_s, peaks, track_s)
    cuts = "".join(
        f'<path class="vm-cut" d="M{WIDTH * cut_s / clip_s:.1f} 0v{HEIGHT}"/>'
        for cut_s in activity.cuts_s
    )
    lines = f"{_line('vm-music', music)}{_line('vm-motion', motion)}"
    correlation = together(motion, music)
    told = [] if correlation is None else [texts.curves_together(correlation)]
    label = escape(" ".join([texts.cuts_marked(len(activity.cuts_s)), *told]))
    return (
        f'<figure class="vm-curves"><svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'preserveAspectRatio="none" aria-label="{label}">{cuts}{lines}</svg><figcaption>'
        f'<i class="vm-music"></i>{texts.CURVE_MUSIC} <i class="vm-motion"></i>'
        f"{texts.CURVE_MOTION}. {label}</figcaption></figure>"
    )


def loudness_at(times_s: Times, peaks: Sequence[int], track_s: float) -> Times:
    """The drawn heights of a track, 0..1, at some of its times; nothing is heard past its end."""
    middles_s = (np.arange(len(peaks)) + 0.5) * track_s / len(peaks)
    heights: Times = np.interp(times_s, middles_s, np.array(peaks) / 100)
    return np.where(times_s <= track_s, heights, 0.0)


def together(motion: FloatArray | Times, music: FloatArray | Times) -> float | None:
    """Pearson's correlation of the curves; None where one of them is steady."""
    if np.std(motion) < _STEADY or np.std(music) < _STEADY:
        return None
    return float(np.corrcoef(motion, music)[0, 1])


def _line(kind: str, heights: FloatArray | Times) -> str:
    across = np.linspace(0, WIDTH, len(heights))
    down = HEIGHT - 2 - heights * (HEIGHT - 4)
    points = " ".join(f"{x:.0f},{y:.1f}" for x, y in zip(across, down, strict=True))
    return f'<polyline class="{kind}" points="{points}"/>'
