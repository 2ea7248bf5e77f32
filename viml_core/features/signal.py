"""What the signal itself tells of music: tempo, onsets, loudness, brightness, percussion, mode.

musicnn's tags know genre, instrument and voice; its tags of mood and energy hardly ever fire, so
these come from the signal. All is read from a segment of 16 kHz mono sound, most of it from the
spectrogram that musicnn needs anyway.
"""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import torch

from viml_core.features.harmony import harmony
from viml_core.features.rhythm import Rhythm
from viml_core.features.spectrum import FRAME_RATE_HZ, SAMPLE_RATE_HZ, Sound
from viml_core.types import FloatArray

_TINY = 1e-10
_MIDDLE_BPM = 110.0
_SHORT_TERM_S = 0.4  # the momentary loudness of BS.1770
_QUIETEST_DBFS = -70.0
_BASS_HZ, _TREBLE_HZ = 200.0, 3000.0
_LEAST_SHARE = 1e-4
_ROLLOFF = 0.85
_TONE_FRAMES = 17  # 0.27 s, within which a held tone does not change
_CLICK_BANDS = 17  # of 96 mel bands, over which a stroke is smooth

# Centre and spread of each descriptor over recorded music: it reaches the models as
# tanh((value - centre) / spread). Fixed once; another value changes the fingerprint.
RANGES = MappingProxyType(
    {
        "tempo": (0.0, 0.5),  # octaves above 110 a minute; 0 where there is no beat
        "pulse_clarity": (0.45, 0.2),
        "onset_rate": (4.2, 2.0),  # a second
        "attack": (1.6, 0.5),  # mean rise from frame to frame, dB
        "loudness": (-17.5, 6.0),  # dBFS
        "loudness_range": (6.0, 4.0),  # dB between quiet and loud moments
        "loudness_trend": (0.0, 3.0),  # dB, last third minus first
        "crest": (14.3, 3.0),  # dB of the peak over the mean level
        "brightness": (9.95, 0.7),  # log2 of the spectral centroid in Hz
        "brightness_variation": (0.5, 0.25),
        "bandwidth": (10.35, 0.5),  # log2 Hz
        "rolloff": (10.9, 0.8),  # log2 Hz
        "noisiness": (-6.3, 2.0),  # log of the spectral flatness
        "bass_share": (0.6, 0.3),
        "treble_share": (-2.3, 0.8),  # log10
        "percussive_share": (0.33, 0.2),
        "change": (0.155, 0.07),  # of the spectrum's shape from moment to moment
        "mode": (0.0, 0.12),  # above 0 major, below 0 minor
        "key_strength": (0.68, 0.15),
        "tonal_focus": (0.06, 0.06),
        "harmonic_change": (0.19, 0.07),
    }
)


def describe_sound(sound: Sound, rhythm: Rhythm) -> FloatArray:
    """The descriptors of a segment, in the order of `RANGES`, each within -1..1, (len(RANGES),)."""
    values = _rhythm(rhythm) | _dynamics(sound.samples) | _timbre(sound.power) | _tonality(sound)
    scaled = [(values[name] - centre) / spread for name, (centre, spread) in RANGES.items()]
    return np.tanh(np.array(scaled, np.float32))


def level_dbfs(samples: FloatArray) -> float:
    """Mean level of samples of any shape, in dB of full scale; no lower than -200."""
    return float(10 * np.log10(np.mean(np.square(samples, dtype=np.float64)) + 1e-20))


def _rhythm(rhythm: Rhythm) -> dict[str, float]:
    tempo = rhythm.tempo
    return {
        "tempo": float(np.log2(tempo.bpm / _MIDDLE_BPM)) if tempo.audible else 0.0,
        "pulse_clarity": tempo.clarity,
        "onset_rate": rhythm.onsets * FRAME_RATE_HZ / len(rhythm.strength),
        "attack": float(rhythm.strength.mean()),
    }


def _dynamics(samples: FloatArray) -> dict[str, float]:
    level = max(level_dbfs(samples), _QUIETEST_DBFS)
    block = int(_SHORT_TERM_S * SAMPLE_RATE_HZ)
    blocks = samples[: len(samples) // block * block].reshape(-1, block)
    moments = np.maximum([level_dbfs(moment) for moment in blocks] or [level], _QUIETEST_DBFS)
    quiet, loud = np.quantile(moments, (0.1, 0.95))
    third = max(1, len(moments) // 3)
    peak = 20 * np.log10(np.abs(samples).max() + _TINY)
    return {
        "loudness": level,
        "loudness_range": float(loud - quiet),
        "loudness_trend": float(moments[-third:].mean() - moments[:third].mean()),
        "crest": max(0.0, float(peak - level)),
    }


def _timbre(power: torch.Tensor) -> dict[str, float]:
    """The shape of the spectrum; louder frames count for more."""
    spectrum = power.numpy()
    hz = np.linspace(0.0, SAMPLE_RATE_HZ / 2, spectrum.shape[1], dtype=np.float32)
    magnitude = np.sqrt(spectrum) + _TINY
    totals = magnitude.sum(axis=1)
    weights = totals / totals.sum()
    centroid = magnitude @ hz / totals
    spread = np.sqrt(np.maximum(magnitude @ hz**2 / totals - centroid**2, 1.0))
    cumulated = np.cumsum(magnitude, axis=1)
    rolloff = hz[(cumulated < _ROLLOFF * totals[:, None]).sum(axis=1).clip(max=len(hz) - 1)]
    flatness = np.log(spectrum + _TINY).mean(axis=1) - np.log(spectrum.mean(axis=1) + _TINY)
    pitch = np.log2(np.maximum(centroid, 20.0))
    mean_pitch = float(weights @ pitch)
    energy = float(spectrum.sum()) + _TINY
    treble = float(spectrum[:, hz > _TREBLE_HZ].sum())
    return {
        "brightness": mean_pitch,
        "brightness_variation": float(np.sqrt(weights @ (pitch - mean_pitch) ** 2)),
        "bandwidth": float(weights @ np.log2(spread + 20.0)),
        "rolloff": float(weights @ np.log2(np.maximum(rolloff, 20.0))),
        "noisiness": float(weights @ flatness),
        "bass_share": float(spectrum[:, hz < _BASS_HZ].sum()) / energy,
        "treble_share": float(np.log10(treble / energy + _LEAST_SHARE)),
    }


def _tonality(sound: Sound) -> dict[str, float]:
    heard = harmony(sound.samples)
    return {
        "percussive_share": _percussive_share(sound.mel_power),
        "change": _spectral_change(sound.mel_power),
        "mode": heard.mode,
        "key_strength": heard.key_strength,
        "tonal_focus": heard.tonal_focus,
        "harmonic_change": heard.change,
    }


def _percussive_share(mel_power: torch.Tensor) -> float:
    """Share of the energy that is smooth over pitch and short in time (FitzGerald, 2010)."""
    held = _running_median(mel_power.T, _TONE_FRAMES).T
    struck = _running_median(mel_power, _CLICK_BANDS)
    mask = struck.square() / (struck.square() + held.square() + _TINY**2)
    return float((mask * mel_power).sum() / (mel_power.sum() + _TINY))


def _running_median(values: torch.Tensor, length: int) -> torch.Tensor:
    """Along the last axis, the ends repeated."""
    padded = torch.nn.functional.pad(values[None], (length // 2, length // 2), mode="replicate")[0]
    return padded.unfold(1, length, 1).median(dim=2).values


def _spectral_change(mel_power: torch.Tensor) -> float:
    """Cosine distance of spectra (in cube roots, as loudness goes) a quarter of a second apart."""
    step = round(0.25 * FRAME_RATE_HZ)
    if len(mel_power) <= step:
        return 0.0
    shape = torch.nn.functional.normalize(mel_power.clamp_min(0).pow(1 / 3), dim=1)
    return float((1 - (shape[step:] * shape[:-step]).sum(dim=1)).mean())
