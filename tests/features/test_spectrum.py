"""The spectrogram against librosa, from which musicnn's training data came."""

from __future__ import annotations

import numpy as np
import pytest

from tests.features.synth import noise, sine
from viml_core.features.spectrum import (
    HOP,
    N_FFT,
    N_MELS,
    SAMPLE_RATE_HZ,
    analyse,
    frame_count,
    log_mel,
    mel_filterbank,
    power_spectrogram,
)

librosa = pytest.importorskip("librosa")


def test_filterbank_equals_librosas() -> None:
    expected = librosa.filters.mel(sr=SAMPLE_RATE_HZ, n_fft=N_FFT, n_mels=N_MELS)
    np.testing.assert_allclose(mel_filterbank(), expected, atol=1e-8)


@pytest.mark.parametrize("seconds", [0.1, 1.0, 3.3])
def test_log_mel_equals_librosas(seconds: float) -> None:
    samples = noise(seconds) + sine(440, seconds)
    power = librosa.feature.melspectrogram(
        y=samples, sr=SAMPLE_RATE_HZ, n_fft=N_FFT, hop_length=HOP, n_mels=N_MELS
    )
    ours = log_mel(analyse(samples).mel_power).numpy()
    np.testing.assert_allclose(ours, np.log10(1e4 * power.T + 1), atol=2e-4)


def test_loud_music_does_not_overflow() -> None:
    spectrum = log_mel(analyse(np.sign(sine(200))).mel_power).numpy()
    assert np.isfinite(spectrum).all() and 4 < spectrum.max() < 8


def test_power_is_that_of_the_signal() -> None:
    """Parseval: the mean power of the frames is the signal's, by the window's energy."""
    samples = noise(4.0, level=0.3)
    power = power_spectrogram(samples, N_FFT, HOP).double()
    both_sides = 2 * power.sum(1) - power[:, 0] - power[:, -1]
    mean_square = float(both_sides.mean()) / N_FFT / (N_FFT * 3 / 8)
    assert mean_square == pytest.approx(float((samples**2).mean()), rel=0.02)


@pytest.mark.parametrize("seconds", [0.2, 5.0])
def test_parts_are_those_of_the_whole(seconds: float) -> None:
    samples = noise(seconds)
    whole, frames = analyse(samples), frame_count(samples)
    for start, stop in [(0, frames), (0, 5), (frames - 4, frames), (3, frames - 2)]:
        part = analyse(samples, start, stop)
        np.testing.assert_array_equal(part.samples, samples[start * HOP : stop * HOP])
        np.testing.assert_allclose(part.power, whole.power[start:stop], atol=1e-6)
        np.testing.assert_allclose(part.mel_power, whole.mel_power[start:stop], atol=1e-6)
