"""The last stage: gentle bus compression, a limiter, -14 LUFS, and an end that fades to nothing."""

from __future__ import annotations

import numpy as np
import pyloudnorm
from scipy import ndimage, signal

from training.composer.signals import SAMPLE_RATE_HZ, Samples, butterworth
from viml_core.types import FloatArray

TARGET_LUFS = -14.0
CEILING_DBFS = -2.5  # the encoder adds up to 1.4 dB on peaks; -1 dBFS must hold after it
_FADE_S = 1.2
_HOP = 64


def master(mix: FloatArray, drive_db: float, music_end_s: float) -> FloatArray:
    """(2, n) in, (2, m) out at `TARGET_LUFS`, peaks below `CEILING_DBFS`, m cut where the tail of
    the last chord has died. drive_db: roughly the gain reduction of the bus compressor on loud
    passages.
    """
    clean = _compressed(butterworth(mix, "highpass", 28), drive_db)
    clean = _ended(clean, music_end_s)
    meter = pyloudnorm.Meter(SAMPLE_RATE_HZ)
    gain_db = TARGET_LUFS - meter.integrated_loudness(clean.T)
    for _ in range(6):
        out = limited(clean * np.float32(10 ** (gain_db / 20)))
        missing_db = TARGET_LUFS - meter.integrated_loudness(out.T)
        if abs(missing_db) < 0.1:
            break
        gain_db += missing_db * 1.2
    return out


def limited(sound: FloatArray) -> FloatArray:
    """The sound with every peak at most `CEILING_DBFS`: gain falls ahead of a peak and recovers in
    some 60 ms, so that the waveform itself is not bent.
    """
    ceiling = 10 ** (CEILING_DBFS / 20)
    frames = -(-sound.shape[1] // _HOP)
    padded = np.pad(sound, ((0, 0), (0, frames * _HOP - sound.shape[1])))
    peaks = np.abs(padded).max(axis=0).reshape(frames, _HOP).max(axis=1)
    needed = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
    held = ndimage.minimum_filter1d(needed, 9)
    smooth = np.minimum(held, _recovered(held))
    smooth = ndimage.uniform_filter1d(ndimage.minimum_filter1d(smooth, 5), 5)
    gain = np.interp(np.arange(sound.shape[1]), np.arange(frames) * _HOP + _HOP / 2, smooth)
    out: FloatArray = np.clip(sound * gain, -ceiling, ceiling).astype(np.float32)
    return out


def _recovered(gain: Samples) -> Samples:
    """One-pole release of a gain curve: falls at once, rises slowly."""
    release = np.exp(-_HOP / SAMPLE_RATE_HZ / 0.06)
    loss = 1 - gain
    out, state = np.empty_like(loss), 0.0
    for k, value in enumerate(loss):
        state = max(value, state * release)
        out[k] = state
    return 1 - out


def _compressed(mix: Samples, drive_db: float) -> FloatArray:
    """A slow 2:1 bus compressor whose threshold lies `2 * drive_db` below the loud passages."""
    frames = mix.shape[1] // _HOP
    power = np.square(mix[:, : frames * _HOP]).mean(axis=0).reshape(frames, _HOP).mean(axis=1)
    pole = np.exp(-_HOP / SAMPLE_RATE_HZ / 0.12)
    level = 10 * np.log10(signal.lfilter([1 - pole], [1, -pole], power) + 1e-10)
    threshold = np.percentile(level, 90) - 2 * drive_db
    gain_db = -0.5 * np.maximum(0, level - threshold)
    gain = 10 ** (gain_db / 20)
    curve = np.interp(np.arange(mix.shape[1]), np.arange(frames) * _HOP + _HOP / 2, gain)
    compressed: FloatArray = (mix * curve).astype(np.float32)
    return compressed


def _ended(sound: FloatArray, music_end_s: float) -> FloatArray:
    """Cut half a second after the sound has fallen 55 dB below its peak, with a fade over the
    end.
    """
    frames = np.abs(sound).max(axis=0)
    loud = np.flatnonzero(frames > frames.max() * 10 ** (-55 / 20))
    end = min(sound.shape[1], int(loud[-1]) + SAMPLE_RATE_HZ // 2)
    end = max(end, min(sound.shape[1], round(music_end_s * SAMPLE_RATE_HZ)))
    out = sound[:, :end].copy()
    fade = round(_FADE_S * SAMPLE_RATE_HZ)
    out[:, -fade:] *= np.cos(np.linspace(0, np.pi / 2, fade, dtype=np.float32)) ** 2
    return out
