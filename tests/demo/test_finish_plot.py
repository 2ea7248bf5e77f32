"""The curves of music and motion: what is drawn is what was measured."""

from __future__ import annotations

import re
from types import SimpleNamespace

import numpy as np
import pytest

from demo.finish_plot import HEIGHT, WIDTH, curves, loudness_at, together
from demo.finish_said import about
from viml_core.finishing.cuts import Activity
from viml_core.finishing.mixing import MixedSound
from viml_core.types import Waveform

SECONDS = np.linspace(0, 10, 61, dtype=np.float32)


def activity(motion: np.ndarray, cuts: tuple[float, ...] = ()) -> Activity:
    return Activity(SECONDS, motion.astype(np.float32), np.array(cuts), np.empty(0), 0.08)


def heights(svg: str, kind: str) -> np.ndarray:
    points = re.search(rf'class="{kind}" points="([^"]*)"', svg)
    assert points
    y = np.array([float(point.split(",")[1]) for point in points[1].split()])
    return (HEIGHT - 2 - y) / (HEIGHT - 4)


def test_the_lines_are_the_stretch_that_is_heard_and_the_cuts_are_where_they_are():
    rising = tuple(range(100))  # over 100 s
    svg = curves(activity(SECONDS / 10, (2.5,)), rising, track_s=100, start_s=40, clip_s=10)
    assert heights(svg, "vm-music")[[0, -1]] == pytest.approx([0.395, 0.495], abs=0.01)
    assert heights(svg, "vm-motion") == pytest.approx(np.linspace(0, 1, 200), abs=0.01)
    assert f"M{WIDTH / 4:.1f} 0" in svg and "1 cut. The curves correlate by 1.00" in svg


def test_opposite_curves_and_steady_ones_are_told_apart():
    up, down = np.linspace(0, 1, 50), np.linspace(1, 0, 50)
    assert together(up, down) == pytest.approx(-1)
    assert together(up, np.full(50, 0.3)) is None
    svg = curves(activity(1 - SECONDS / 10), range(100), track_s=100, start_s=0, clip_s=10)
    assert "No cuts. The curves correlate by −1.00" in svg


def test_of_a_mix_the_line_is_what_is_heard_loops_and_fades_included():
    """A track of 10 s that starts near its end; its mix is loud, then half as loud."""
    track = SimpleNamespace(title="Slow Tide", duration_s=10.0)
    ready = SimpleNamespace(suggestion=SimpleNamespace(track=track), peaks=(100,) * 240)
    clip = SimpleNamespace(activity=activity(SECONDS / 10), info=SimpleNamespace(duration_s=10.0))
    assert heights(about(ready, clip, 9.0, None), "vm-music")[-1] == 0  # the track has ended
    samples = np.repeat(np.array([[1.0, 0.5]], np.float32), 24000, axis=1)
    music = Waveform(samples, 4800)
    mixed = MixedSound(music, music, SimpleNamespace(why="loops"), None, (), -14.0, -1.0)
    drawn = heights(about(ready, clip, 9.0, mixed), "vm-music")
    assert drawn[[0, 90, -90, -1]] == pytest.approx([1, 1, 0.5, 0.5], abs=0.02)


def test_past_the_end_of_a_track_nothing_is_heard():
    assert loudness_at(np.array([9.0, 11.0]), [100] * 10, 10.0) == pytest.approx([1.0, 0.0])
    assert curves(activity(SECONDS), (), track_s=10, start_s=0, clip_s=10) == ""
