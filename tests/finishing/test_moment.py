"""The right moment, and cuts on the beat."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.finishing.conftest import even_grid
from tests.media.synth import write_pictures
from viml_core.config import SamplingConfig
from viml_core.finishing.beats import BeatGrid
from viml_core.finishing.cuts import Activity, Watcher, beat_fit, find_activity, start_on_beats
from viml_core.finishing.moment import best_start, embed_windows, snap
from viml_core.media.frames import sample_clip
from viml_core.media.probe import probe
from viml_core.types import FloatArray


class MeanEmbedder:
    """Embeds music as the direction of its mean feature: a window's answer is known exactly."""

    fingerprint = "mean"
    dim = 4

    def embed_music(self, x_m: list[FloatArray]) -> FloatArray:
        means = np.stack([x.mean(axis=0) for x in x_m])
        return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), np.float32)


SEGMENTS = np.eye(4, dtype=np.float32)[[0, 0, 1, 2, 2, 3]]


def windows_for(clip_s: float, track_s: float = 58.0):  # type: ignore[no-untyped-def]
    return embed_windows(MeanEmbedder(), SEGMENTS, segment_s=10.0, track_s=track_s, clip_s=clip_s)


@pytest.mark.parametrize(("wanted", "start_s"), [(0, 0.0), (2, 30.0)])
def test_the_best_start_is_where_the_music_suits(wanted: int, start_s: float) -> None:
    moments = best_start(windows_for(20.0), np.eye(4, dtype=np.float32)[wanted])
    assert moments.start_s == start_s and moments.score == pytest.approx(1.0)
    assert moments.starts_s.tolist() == [0.0, 10.0, 20.0, 30.0]  # later ones outlast the track
    assert moments.score == moments.scores.max()


def test_a_longer_clip_is_judged_by_more_of_the_track() -> None:
    query = np.eye(4, dtype=np.float32)[1]
    short, long = (best_start(windows_for(clip_s), query) for clip_s in (10.0, 30.0))
    assert short.score == pytest.approx(1.0) and long.score < 0.8
    assert len(short.starts_s) > len(long.starts_s)


def test_a_clip_longer_than_the_track_starts_at_its_beginning() -> None:
    moments = best_start(windows_for(100.0), np.eye(4, dtype=np.float32)[3])
    assert moments.starts_s.tolist() == [0.0] and moments.start_s == 0.0


def test_the_start_is_moved_to_the_bar_line() -> None:
    grid = even_grid(1.9, 30)
    moments = best_start(windows_for(20.0), np.eye(4, dtype=np.float32)[2], grid)
    assert moments.snapped == "downbeat"
    assert moments.start_s == pytest.approx(1.9 * 16)


def test_snapping_stays_inside_the_track() -> None:
    grid = even_grid(2.0, 20)
    assert snap(13.0, grid, latest_s=13.4).start_s == 12.0
    assert snap(0.0, grid, latest_s=20.0).to == "none"


def activity_of(cuts_s: list[float], peaks_s: tuple[float, ...] = ()) -> Activity:
    empty = np.zeros(0, np.float32)
    return Activity(empty, empty, np.array(cuts_s), np.array(peaks_s), 0.02)


def test_cuts_on_beats_score_one_and_chance_is_lower() -> None:
    grid = even_grid(2.0, 20)
    on = beat_fit(activity_of([1.0, 2.5, 4.0, 7.5]), grid, start_s=10.0, duration_s=10.0)
    off = beat_fit(activity_of([1.25, 2.75, 4.25]), grid, start_s=10.0, duration_s=10.0)
    assert on.score == pytest.approx(1.0) and on.lift == pytest.approx(1.0) and on.events == 4
    assert off.score < 0.01 and off.lift < 0
    assert 0.15 < on.chance < 0.35


def test_chance_gives_no_lift() -> None:
    """Cuts at random are no better than shifted beats."""
    rng = np.random.default_rng(0)
    grid = even_grid(2.0, 200)
    fit = beat_fit(
        activity_of(rng.uniform(0, 300, 600).tolist()), grid, start_s=3.0, duration_s=300.0
    )
    assert abs(fit.lift) < 0.05


def test_nothing_to_compare_is_no_score(no_grid: BeatGrid) -> None:
    assert beat_fit(activity_of([1.0]), no_grid, start_s=0.0, duration_s=9.0).events == 0
    assert beat_fit(activity_of([]), even_grid(2.0, 9), start_s=0.0, duration_s=9.0).events == 0


def test_the_start_can_be_moved_so_that_cuts_fall_on_beats() -> None:
    grid, activity = even_grid(2.0, 20), activity_of([1.2, 2.2, 4.7])
    start_s = start_on_beats(activity, grid, start_s=10.0, duration_s=9.0)
    assert beat_fit(activity, grid, start_s=start_s, duration_s=9.0).score > 0.98
    assert abs(start_s - 10.0) <= 0.25


@pytest.fixture(scope="module")
def shots(folder: Path) -> Path:
    """6 s at 25 Hz: shots of a moving ramp in other colours, cut at 1.2, 3.0 and 4.4 s."""
    colours = np.array([[220, 40, 40], [30, 60, 200], [240, 230, 90], [20, 120, 40]])
    shot = np.searchsorted([1.2, 3.0, 4.4], np.arange(150) / 25 + 1e-6)
    ramp = (np.arange(160)[None, :] + 2 * np.arange(150)[:, None]) % 64 / 64
    pictures = colours[shot][:, None, None, :] * (0.7 + 0.3 * ramp[:, None, :, None])
    return write_pictures(
        folder / "shots.mp4", np.repeat(pictures, 120, axis=1).astype(np.uint8), 25.0
    )


def test_cuts_are_found_where_they_are(shots: Path) -> None:
    activity = find_activity(probe(shots))
    assert activity.cuts_s == pytest.approx([1.2, 3.0, 4.4], abs=0.042)
    assert len(activity.motion) == len(activity.times_s) == 144
    assert 0 < activity.motion.max() <= 1.0


def test_a_watcher_sees_them_in_the_frames_that_pass_anyway(shots: Path) -> None:
    watcher, info = Watcher(), probe(shots)
    segments = list(watcher.watch(sample_clip(info, SamplingConfig())))
    assert segments[0].frames.shape == (36, 224, 224, 3)
    activity = watcher.activity()
    assert activity.cuts_s == pytest.approx([1.2, 3.0, 4.4], abs=0.09)
    assert activity.precision_s == pytest.approx(1 / 12)


def test_a_pan_is_no_cut_and_its_jerk_is_a_peak(folder: Path) -> None:
    rng = np.random.default_rng(0)
    wide = np.kron(rng.integers(0, 255, (8, 60, 3)), np.ones((15, 20, 1))).astype(np.uint8)
    speed = np.where(np.abs(np.arange(100) - 50) < 6, 9, 1)
    at = np.cumsum(speed)
    pictures = np.stack([wide[:, x : x + 160] for x in at])
    path = write_pictures(folder / "pan.mp4", pictures, 25.0)
    activity = find_activity(probe(path))
    assert len(activity.cuts_s) == 0
    assert activity.peaks_s == pytest.approx([2.0], abs=0.3)
