"""Beats, bar lines and phrases of a track.

The pulse comes from the onset strength that the features know already. A dynamic programme chooses
the beats (Ellis, Beat Tracking by Dynamic Programming, 2007); where a machine or a band keeps time
they are put on the straight line through them. Bars are counted where harmony, bass and strength
change most.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from viml_core.features.harmony import chroma
from viml_core.features.rhythm import Rhythm, hear_rhythm
from viml_core.features.spectrum import FRAME_RATE_HZ, SAMPLE_RATE_HZ, analyse, frame_count
from viml_core.finishing import bars as barlines
from viml_core.media.audio import resample
from viml_core.types import FloatArray, Waveform

Times = NDArray[np.float64]

_BLOCK_FRAMES = 3750  # a minute
_TIGHTNESS = 400.0  # how dear it is to leave the tempo
_SLACK = (0.6, 1.6)  # of the period: how soon and how late the next beat may come
_STEADY_S = 0.035  # beats this near to a straight line, in the median, lie on it
_LATENCY_S = 0.0  # a rise is seen this long after the stroke
_SOUNDING_DB = -50.0


@dataclass(frozen=True)
class BeatGrid:
    """When the beats of a track are, in seconds, ascending; all empty where no beat is audible.

    downbeats_s: the first beat of each bar, a part of `beats_s`; phrases_s: the bar lines where a
    phrase (four bars, as a rule) begins, a part of `downbeats_s`; bars: (B, D) unit rows, what each
    bar sounds like; beats_per_bar: 3 or 4; bpm: median; clarity: how sure the pulse is, 0..1;
    sound_end_s: when the track has faded to nothing.
    """

    beats_s: Times
    downbeats_s: Times
    phrases_s: Times
    bars: FloatArray
    beats_per_bar: int
    bpm: float
    clarity: float
    sound_end_s: float


def find_beats(waveform: Waveform) -> BeatGrid:
    """The beat grid of a whole track, any rate and channels."""
    samples = resample(waveform, SAMPLE_RATE_HZ, mono=True).samples[0]
    mel_power = _mel_power(samples)
    end_s = _sound_end_s(samples)
    rhythm = hear_rhythm(mel_power)
    if not rhythm.tempo.audible:
        nothing = np.empty(0)
        empty = np.empty((0, 0), np.float32)
        clarity = rhythm.tempo.clarity
        return BeatGrid(nothing, nothing, nothing, empty, 4, 0.0, clarity, end_s)
    beats_s = _beat_times_s(rhythm, end_s)
    frames = barlines.Frames(mel_power.numpy(), rhythm.strength, chroma(samples))
    found = barlines.find_bars(beats_s, frames)
    return BeatGrid(
        beats_s=beats_s,
        downbeats_s=beats_s[found.downbeats],
        phrases_s=beats_s[found.phrases],
        bars=found.bars,
        beats_per_bar=found.beats_per_bar,
        bpm=float(60 / np.median(np.diff(beats_s))),
        clarity=rhythm.tempo.clarity,
        sound_end_s=end_s,
    )


def _mel_power(samples: FloatArray) -> torch.Tensor:
    """(frames, 96), a minute at a time: the spectrogram takes many times the room of its mels."""
    count = frame_count(samples)
    starts = range(0, count, _BLOCK_FRAMES)
    parts = [analyse(samples, at, min(at + _BLOCK_FRAMES, count)).mel_power for at in starts]
    return torch.cat(parts)


def _sound_end_s(samples: FloatArray) -> float:
    """When the last moment ends that is not some 50 dB below the loudest."""
    step = SAMPLE_RATE_HZ // 20
    moments = samples[: max(len(samples) // step, 1) * step]
    levels = np.abs(moments[: len(moments) // step * step].reshape(-1, step)).max(axis=1)
    if not levels.size or levels.max() <= 0:
        return len(samples) / SAMPLE_RATE_HZ
    last = int(np.flatnonzero(levels > levels.max() * 10 ** (_SOUNDING_DB / 20))[-1])
    return min((last + 1) * step, len(samples)) / SAMPLE_RATE_HZ


def _beat_times_s(rhythm: Rhythm, end_s: float) -> Times:
    period = 60 / rhythm.tempo.bpm * FRAME_RATE_HZ
    strength = _sharpened(rhythm.strength)
    frames = _track_beats(strength, period)
    times = _between_frames(strength, frames)
    line = _steady_line(times)
    if line is not None:
        step, zero = _best_line(strength, *line)
        first = int(np.ceil(-zero / step - 0.25))
        last = int(np.floor((end_s * FRAME_RATE_HZ - zero) / step))
        times = zero + step * np.arange(first, last + 1)
    times_s = times / FRAME_RATE_HZ - _LATENCY_S
    kept: Times = np.maximum(times_s[times_s < end_s], 0.0)
    return kept


def _sharpened(strength: FloatArray) -> Times:
    """Rises above the mean of the half second around, in units of their spread."""
    width = round(0.5 * FRAME_RATE_HZ)
    around = np.convolve(strength, np.ones(width) / width, "same")
    above = np.maximum(strength - around, 0.0)
    smooth = np.convolve(above, [0.25, 0.5, 0.25], "same").astype(np.float64)
    sharpened: Times = smooth / (smooth.std() + 1e-9)
    return sharpened


def _track_beats(strength: Times, period: float) -> NDArray[np.int64]:
    """Frames of the beats: strong, and about a period apart."""
    lags = np.arange(round(_SLACK[0] * period), round(_SLACK[1] * period) + 1)
    cost = -_TIGHTNESS / 10 * np.log(lags / period) ** 2
    reach = int(lags[-1])
    total = np.concatenate([np.zeros(reach), strength])
    previous = np.full(len(strength), -1)
    for frame in range(len(strength)):
        before = total[frame + reach - lags] + cost
        best = int(np.argmax(before))
        total[frame + reach] = strength[frame] + before[best]
        previous[frame] = frame - lags[best]
    tail = total[-max(round(period), 1) :]
    frame = len(strength) - len(tail) + int(np.argmax(tail))
    frames = []
    while frame >= 0:
        frames.append(frame)
        frame = int(previous[frame])
    return np.array(frames[::-1])


def _between_frames(strength: Times, frames: NDArray[np.int64]) -> Times:
    """Beats at the top of the parabola through their frame and its neighbours."""
    inner = np.clip(frames, 1, len(strength) - 2)
    left, top, right = strength[inner - 1], strength[inner], strength[inner + 1]
    bend = left - 2 * top + right
    offset = np.where(bend < -1e-9, 0.5 * (left - right) / np.minimum(bend, -1e-9), 0.0)
    times: Times = frames + np.clip(offset, -0.5, 0.5)
    return times


def _steady_line(times: Times) -> tuple[float, float] | None:
    """Period and first beat in frames of a track that keeps time, None of one that does not."""
    if len(times) < 8:
        return None
    numbers = np.arange(len(times))
    step = float(np.median(np.diff(times)))
    kept = np.ones(len(times), dtype=bool)
    for _ in range(4):
        step, zero = np.polyfit(numbers[kept], times[kept], 1)
        away = np.abs(times - zero - step * numbers)
        kept = away <= max(2.5 * float(np.median(away)), 1.0)
    if float(np.median(away)) > _STEADY_S * FRAME_RATE_HZ or kept.mean() < 0.7:
        return None
    return float(step), float(zero)


def _best_line(strength: Times, step: float, zero: float) -> tuple[float, float]:
    """The line nearby that meets the most strength."""
    numbers = np.arange(int(len(strength) / step))
    zero = zero % step
    best = (step, zero, -1.0)
    for stretch in np.linspace(-1.5, 1.5, 25) / max(len(numbers), 1):
        for shift in np.linspace(-2, 2, 17):
            at = zero + shift + (step + stretch) * numbers
            met = float(np.interp(at, np.arange(len(strength)), strength).sum())
            if met > best[2]:
                best = (step + stretch, zero + shift, met)
    return best[0], best[1]
