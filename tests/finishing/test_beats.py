"""Beats and bars of tracks whose bars are known; `training.bench beats` judges all of them."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from training.bench.beats import f_measure, scores, true_beats_s
from viml_core.config import STARTER_LIBRARY
from viml_core.finishing.beats import find_beats
from viml_core.media.audio import decode_audio
from viml_core.types import Waveform

AUDIO = STARTER_LIBRARY / "audio"
RATE_HZ = 16_000


def rendering(name: str) -> dict[str, Any]:
    lines = (AUDIO / "renderings.jsonl").read_text().splitlines()
    return next(row for row in map(json.loads, lines) if row["file"] == f"{name}.opus")


@pytest.mark.parametrize("name", ["ballroom-at-nine", "forward-together", "concrete-pulse"])
def test_beats_and_bars_of_rendered_music(name: str) -> None:
    row = rendering(name)
    heard = scores(find_beats(decode_audio(AUDIO / row["file"], max_duration_s=99)), row)
    assert heard["beats_f"] > 0.95 and heard["downbeats_f"] > 0.9


def clicks(beats_s: np.ndarray, seconds: float) -> Waveform:
    samples = 0.001 * np.random.default_rng(0).standard_normal(round(seconds * RATE_HZ))
    tick = np.sin(2 * np.pi * 900 * np.arange(800) / RATE_HZ) * np.exp(-np.arange(800) / 160)
    for beat_s in beats_s:
        at = round(beat_s * RATE_HZ)
        samples[at : at + 800] += 0.5 * tick[: max(len(samples) - at, 0)]
    return Waveform(samples[None].astype(np.float32), RATE_HZ)


@pytest.mark.parametrize("bpm", [97.3, 128.0])
def test_even_clicks_are_found_to_the_hundredth(bpm: float) -> None:
    beats_s = np.arange(0.31, 29.5, 60 / bpm)
    grid = find_beats(clicks(beats_s, 30.0))
    assert grid.bpm == pytest.approx(bpm, rel=0.002)
    away_s = np.abs(grid.beats_s[1:-1, None] - beats_s).min(axis=1)
    assert np.median(away_s) < 0.01 and away_s.max() < 0.02


def test_a_player_who_wavers_is_followed() -> None:
    steps_s = 0.5 * (1 + 0.06 * np.sin(np.arange(60) / 5))
    beats_s = 0.4 + np.cumsum(steps_s)
    grid = find_beats(clicks(beats_s, 31.5))
    assert f_measure(grid.beats_s, beats_s) > 0.9


def test_noise_and_silence_have_no_beat() -> None:
    noise = 0.1 * np.random.default_rng(1).standard_normal((1, 30 * RATE_HZ))
    for samples in (noise, np.zeros((1, 30 * RATE_HZ)), np.zeros((1, 100))):
        grid = find_beats(Waveform(samples.astype(np.float32), RATE_HZ))
        assert len(grid.beats_s) == len(grid.downbeats_s) == len(grid.phrases_s) == 0


def test_the_grid_hangs_together() -> None:
    row = rendering("windows-down")
    grid = find_beats(decode_audio(AUDIO / row["file"], max_duration_s=99))
    assert set(grid.phrases_s) <= set(grid.downbeats_s) <= set(grid.beats_s)
    assert len(grid.bars) == len(grid.downbeats_s) - 1
    assert np.linalg.norm(grid.bars, axis=1) == pytest.approx(1.0, abs=0.05)
    assert 0 < grid.sound_end_s <= row["duration_s"] + 0.1


def test_the_measure() -> None:
    row = {"meter": "3/4", "downbeats_s": [0.0, 1.5, 3.0]}
    assert true_beats_s(row).tolist() == [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0]
    assert f_measure(np.array([0.0, 1.0, 2.0]), np.array([0.05, 1.2, 2.0])) == pytest.approx(2 / 3)
