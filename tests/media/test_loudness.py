"""Loudness agrees with the standard's known answers and with ffmpeg's own meter."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.media.synth import music
from viml_core.media.ffmpeg import ffmpeg_path
from viml_core.media.loudness import SILENCE_DBFS, SILENCE_LUFS, measure_loudness
from viml_core.types import FloatArray, Waveform


def sine(hz: float, seconds: float, rate_hz: int = 48000, level: float = 1.0) -> FloatArray:
    time_s = np.arange(round(seconds * rate_hz)) / rate_hz
    return (level * np.sin(2 * np.pi * hz * time_s)).astype(np.float32)


def lufs(samples: FloatArray, rate_hz: int = 48000) -> float:
    return measure_loudness(Waveform(np.atleast_2d(samples), rate_hz)).integrated_lufs


@pytest.mark.parametrize("rate_hz", [8000, 22050, 44100, 48000, 96000])
def test_the_reference_tone(rate_hz: int) -> None:
    """BS.1770: 997 Hz at full scale reads -3.01 LKFS on one front channel, 0 on two."""
    tone = sine(997, 3.0, rate_hz)
    assert lufs(tone, rate_hz) == pytest.approx(-3.01, abs=0.03)
    assert lufs(np.stack([tone, tone]), rate_hz) == pytest.approx(0.0, abs=0.03)


def test_surround_channels() -> None:
    """A tone on each channel of 5.1: fronts alike, low-frequency not at all, rears louder."""
    tone, readings = sine(997, 3.0), []
    for channel in range(6):
        samples = np.zeros((6, len(tone)), dtype=np.float32)
        samples[channel] = tone
        readings.append(lufs(samples))
    rear = -3.01 + 10 * np.log10(1.41)
    expected = [-3.01, -3.01, -3.01, SILENCE_LUFS, rear, rear]
    np.testing.assert_allclose(readings, expected, atol=0.03)


def test_the_gates_leave_out_pauses() -> None:
    tone = sine(997, 10.0, level=0.1)
    pause = np.zeros(480_000, dtype=np.float32)
    murmur = sine(997, 10.0, level=0.1 * 10 ** (-25 / 20))
    assert lufs(np.concatenate([tone, pause])) == pytest.approx(lufs(tone), abs=0.1)
    assert lufs(np.concatenate([tone, murmur])) == pytest.approx(lufs(tone), abs=0.1)


@pytest.mark.parametrize("rate_hz", [44100, 48000])
def test_ffmpegs_meter_agrees(tmp_path: Path, rate_hz: int) -> None:
    rises = np.linspace(0.02, 1, 12 * rate_hz, dtype=np.float32)
    samples = music(12.0, level=0.8, rate_hz=rate_hz) * rises
    path = tmp_path / "song.wav"
    soundfile.write(path, samples.T, rate_hz, subtype="FLOAT")
    command = [ffmpeg_path(), "-nostdin", "-i", str(path), "-af", "ebur128", "-f", "null", "-"]
    log = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    assert lufs(samples, rate_hz) == pytest.approx(
        float(re.findall(r"I: +(-?[\d.]+) LUFS", log)[-1]), abs=0.15
    )


def test_silence_and_nothing_have_stated_values() -> None:
    for samples in (np.zeros((2, 48000), np.float32), np.zeros((2, 0), np.float32)):
        loudness = measure_loudness(Waveform(samples, 48000))
        assert (loudness.integrated_lufs, loudness.peak_dbfs) == (SILENCE_LUFS, SILENCE_DBFS)


@pytest.mark.parametrize("seconds", [0.05, 0.2, 0.399, 0.4, 0.55])
def test_short_sounds_are_measured_whole(seconds: float) -> None:
    assert lufs(sine(997, seconds)) == pytest.approx(-3.01, abs=0.7)


def test_a_single_sample_is_measured() -> None:
    assert measure_loudness(Waveform(np.ones((1, 1), np.float32), 48000)).peak_dbfs == 0.0


@settings(deadline=None, max_examples=20)
@given(gain_db=st.floats(-20, 20), seed=st.integers(0, 99))
def test_gain_is_loudness(gain_db: float, seed: int) -> None:
    samples = music(1.0, level=0.3, seed=seed)
    louder = (samples * 10 ** (gain_db / 20)).astype(np.float32)
    assert lufs(louder, 44100) - lufs(samples, 44100) == pytest.approx(gain_db, abs=0.01)
