"""A track brought to the clip's length: where it is joined and where it ends."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from tests.finishing.conftest import even_grid
from tests.media.synth import write_track
from viml_core.finishing.beats import BeatGrid
from viml_core.finishing.fitting import arrange, find_loop
from viml_core.finishing.joining import lay
from viml_core.finishing.mix import Mix
from viml_core.types import FloatArray, Track

RATE_HZ = 48000
BAR_S = 2.0


@pytest.fixture(scope="module")
def band(folder: object, track: Track) -> Track:
    """Twelve bars of four chords, each bar struck and then dying away, with hiss under it."""
    rng = np.random.default_rng(1)
    time_s = np.arange(round(BAR_S * RATE_HZ)) / RATE_HZ
    bars = []
    for number in range(12):
        tones = [
            110.0 * 2 ** (step / 12)
            for step in ((0, 4, 7), (5, 9, 12), (7, 11, 14), (9, 12, 16))[number % 4]
        ]
        chord = sum(np.sin(2 * np.pi * hz * time_s + rng.uniform(0, 6)) for hz in tones)
        bars.append(chord * np.exp(-0.7 * time_s) + 0.02 * rng.standard_normal(len(time_s)))
    samples = 0.15 * np.concatenate(bars)
    return write_track(
        track.path.with_name("band.wav"), np.stack([samples, samples]).astype(np.float32), RATE_HZ
    )


@pytest.fixture(scope="module")
def grid() -> BeatGrid:
    return even_grid(BAR_S, 12)


def test_a_loop_joins_bars_that_resemble_each_other(grid: BeatGrid) -> None:
    loop = find_loop(grid, 0.0)
    assert loop is not None
    assert (loop.from_s - loop.to_s) / BAR_S % 4 == 0
    assert loop.from_s in grid.downbeats_s and loop.to_s in grid.downbeats_s


def test_a_loop_prefers_the_bars_that_are_alike() -> None:
    """Six bars that differ, then bars 2 to 5 again: only a jump of five bars is seamless."""
    sounds = np.eye(8, dtype=np.float32)[[0, 1, 2, 3, 4, 5, 1, 2, 3, 4, 7]]
    loop = find_loop(even_grid(BAR_S, 12, sounds=sounds), 0.0)
    assert loop is not None and loop.from_s - loop.to_s == pytest.approx(5 * BAR_S)


def test_a_looped_track_lasts_as_long_as_the_clip_and_keeps_the_bars(grid: BeatGrid) -> None:
    arrangement = arrange(grid, Mix(start_s=3.0), track_s=24.0, clip_s=60.0)
    assert len(arrangement.pieces) > 2 and "bar line" in arrangement.why
    assert arrangement.end_s == pytest.approx(60.0)
    assert arrangement.pieces[-1].end_s == pytest.approx(60.0)
    for before, after in pairwise(arrangement.pieces):
        assert after.at_s == pytest.approx(before.end_s)
        assert (before.source_end_s - after.source_start_s) % BAR_S == pytest.approx(0, abs=1e-6)


def test_a_loop_has_no_click_and_no_gap(band: Track, grid: BeatGrid) -> None:
    """At the joins the sound changes no more than at the bar lines of the track itself."""
    arrangement = arrange(grid, Mix(), track_s=24.0, clip_s=50.0)
    heard = lay(band, arrangement, fade_in_s=0.0, clip_s=50.0).samples[0]
    joins_s = [piece.at_s for piece in arrangement.pieces[1:]]
    assert joins_s and heard.shape == (50 * RATE_HZ,)
    steps = np.abs(np.diff(heard, n=2))
    flux = _flux(heard)
    for join_s in joins_s:
        near = slice(round((join_s - 0.06) * RATE_HZ), round((join_s + 0.005) * RATE_HZ))
        others = [
            steps[round((t - 0.06) * RATE_HZ) : round((t + 0.005) * RATE_HZ)].max()
            for t in np.arange(2.0, 10.0, BAR_S)
        ]
        assert steps[near].max() <= 1.2 * max(others)
        at = round(join_s * 100)
        usual = max(
            flux[round(t * 100) - 6 : round(t * 100) + 3].max() for t in np.arange(2.0, 10.0, BAR_S)
        )
        assert flux[at - 6 : at + 3].max() <= 1.3 * usual
        faded = slice(near.start, near.start + round(0.035 * RATE_HZ))  # ends before the stroke
        level = np.sqrt(np.square(heard[faded]).mean())
        before = np.sqrt(np.square(heard[near.start - 4800 : near.start]).mean())
        assert 0.6 < level / before < 1.6


def test_a_hard_jump_would_be_heard(band: Track, grid: BeatGrid) -> None:
    """The measure of the test above rises where a join is cut instead of faded."""
    arrangement = arrange(grid, Mix(), track_s=24.0, clip_s=50.0)
    heard = lay(band, arrangement, fade_in_s=0.0, clip_s=50.0).samples[0]
    usual = np.abs(np.diff(heard[RATE_HZ : 2 * RATE_HZ], n=2)).max()
    cut = np.concatenate([heard[: 3 * RATE_HZ], heard[round(4.7 * RATE_HZ) :]])
    jump = np.abs(np.diff(cut[3 * RATE_HZ - 9 : 3 * RATE_HZ + 9], n=2)).max()
    assert jump > 1.2 * usual


def test_without_bars_it_loops_over_a_long_crossfade(track: Track, no_grid: BeatGrid) -> None:
    arrangement = arrange(no_grid, Mix(start_s=30.0), track_s=track.duration_s, clip_s=50.0)
    heard = lay(track, arrangement, fade_in_s=0.0, clip_s=50.0).samples[0]
    seconds = np.sqrt(np.square(heard.reshape(50, -1)).mean(axis=1))
    assert arrangement.join_s == 1.0 and len(arrangement.pieces) == 3
    assert seconds[:47].min() > 0.5 * np.median(seconds)


def test_a_cut_ends_at_the_end_of_a_phrase_and_fades(grid: BeatGrid, band: Track) -> None:
    arrangement = arrange(grid, Mix(fit="cut", fade_out_s=1.0), track_s=24.0, clip_s=19.0)
    assert arrangement.fade_start_s == pytest.approx(16.0)  # two phrases of four bars
    assert arrangement.end_s == pytest.approx(17.0)
    heard = lay(band, arrangement, fade_in_s=0.0, clip_s=19.0).samples[0]
    assert np.abs(heard[round(17.01 * RATE_HZ) :]).max() == 0.0
    assert np.abs(np.diff(heard[16 * RATE_HZ :])).max() < 0.05


def test_a_cut_takes_a_bar_where_no_phrase_ends_late_enough(grid: BeatGrid) -> None:
    arrangement = arrange(grid, Mix(fit="cut", fade_out_s=0.5), track_s=24.0, clip_s=15.0)
    assert arrangement.fade_start_s == pytest.approx(14.0)


@pytest.mark.parametrize("clip_s", [10.0, 30.0])
def test_as_is_ends_with_the_shorter_of_the_two(grid: BeatGrid, clip_s: float) -> None:
    arrangement = arrange(grid, Mix(start_s=4.0, fit="as is"), track_s=24.0, clip_s=clip_s)
    assert arrangement.end_s == pytest.approx(min(clip_s, 20.0))
    assert arrangement.fade_start_s < arrangement.end_s
    assert len(arrangement.pieces) == 1


@pytest.mark.parametrize("fit", ["loop", "cut", "as is"])
@pytest.mark.parametrize("start_s", [0.0, 23.9, 500.0])
@pytest.mark.parametrize("clip_s", [0.5, 24.0, 100.0])
def test_every_arrangement_fades_and_never_outlasts_the_clip(
    grid: BeatGrid, no_grid: BeatGrid, fit: str, start_s: float, clip_s: float
) -> None:
    for known in (grid, no_grid):
        mix = Mix(start_s=start_s, fade_out_s=0.0, fit=fit)  # type: ignore[arg-type]
        arrangement = arrange(known, mix, track_s=24.0, clip_s=clip_s)
        assert 0 <= arrangement.fade_start_s < arrangement.end_s <= clip_s + 1e-9
        assert all(piece.source_end_s > piece.source_start_s for piece in arrangement.pieces)
        assert all(piece.source_start_s >= 0 for piece in arrangement.pieces)


def _flux(samples: FloatArray) -> FloatArray:
    """Rise of the spectrum from one hundredth of a second to the next."""
    hop = RATE_HZ // 100
    windows = np.lib.stride_tricks.sliding_window_view(samples, 1024)[::hop] * np.hanning(1024)
    spectrum = np.abs(np.fft.rfft(windows, axis=1))
    flux: FloatArray = np.maximum(np.diff(spectrum, axis=0), 0).sum(axis=1)
    return flux
