"""Beats, bar lines and phrases of a track.

The pulse comes from the onset strength that the features know already. A dynamic programme chooses
the beats (Ellis, Beat Tracking by Dynamic Programming, 2007); where a machine or a band keeps time
even beats are taken instead, which no missing stroke leads astray. Bars are counted where harmony,
bass and strength change most.
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
from viml_core.finishing.pulse import beats_per_bar, find_pulse, recurrence
from viml_core.media.audio import resample
from viml_core.types import FloatArray, Waveform

Times = NDArray[np.float64]

_BLOCK_FRAMES = 3750  # a minute
_TIGHTNESS = 40.0  # how dear it is to leave the tempo
_SLACK = (0.6, 1.6)  # of the period: how soon and how late the next beat may come
_DRIFT = 0.03  # how far the tempo of a whole track may be from the one first heard
_STEADY = 0.5  # of the strength that free beats meet: even ones that meet it are taken
_LATENCY_S = 0.0055  # a rise is seen this long after the stroke
_CLEAR = 0.1  # of a pulse, over a whole track; noise and pads have less
_LEAST_S = 6.0
_OFFBEAT_NEEDS = 1.17  # times the contrast: most often the strokes are right
_STRUCK = 0.2  # of the strength on the other strokes
_BASS_BANDS, _BASS, _BASS_FLOOR = 8, 1.0, 1e-4  # bands of 96: below some 250 Hz
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
    rhythm = hear_rhythm(mel_power)
    return grid_from(mel_power.numpy(), rhythm, chroma(samples), _sound_end_s(samples))


def grid_from(mel_power: FloatArray, rhythm: Rhythm, pitches: FloatArray, end_s: float) -> BeatGrid:
    """The grid of a track as the features know it.

    mel_power: (frames, 96) and `rhythm` at 62.5 frames a second; pitches: chroma (m, 12) at 7.8.
    """
    if rhythm.tempo.clarity < _CLEAR or end_s < _LEAST_S:
        nothing, clarity = np.empty(0), rhythm.tempo.clarity
        empty = np.empty((0, 0), np.float32)
        return BeatGrid(nothing, nothing, nothing, empty, 4, 0.0, clarity, end_s)
    again = recurrence(mel_power)
    period = find_pulse(again, rhythm)
    beats_s = _beat_times_s(mel_power, rhythm.strength, period, end_s)
    beats_s = _on_the_beat(beats_s, rhythm.strength, pitches)
    meter = beats_per_bar(period, again)
    frames = barlines.Frames(mel_power, rhythm.strength, pitches)
    found = barlines.find_bars(beats_s, meter, frames)
    return BeatGrid(
        beats_s=beats_s,
        downbeats_s=beats_s[found.downbeats],
        phrases_s=beats_s[found.phrases],
        bars=found.bars,
        beats_per_bar=meter,
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


def _beat_times_s(
    mel_power: FloatArray, strength: FloatArray, period: float, end_s: float
) -> Times:
    """Strokes in all bands and in the bass, which tells the beat from what is between."""
    bass_db = 10 * np.log10(mel_power[:, :_BASS_BANDS].sum(axis=1) + _BASS_FLOOR)
    bass = np.maximum(np.diff(bass_db, prepend=bass_db[:1]), 0.0)
    both = _sharpened(strength) + _BASS * _sharpened(bass)
    last = min(round(end_s * FRAME_RATE_HZ), len(both))
    frames = _track_beats(both[:last], period)
    times = _between_frames(both, frames)
    line = _steady_line(both[:last], period)
    if line.strength > _STEADY * _mean_at(both, times):
        times = np.arange(line.zero, last, line.step)
    times_s: Times = np.maximum(times / FRAME_RATE_HZ - _LATENCY_S, 0.0)
    return times_s


def _on_the_beat(beats_s: Times, strength: FloatArray, pitches: FloatArray) -> Times:
    """The beats, or what is halfway between them where something is struck there and chords change.

    In reggae, salsa or funk the strokes between the beats are the loud ones.
    """
    if len(beats_s) < 8:
        return beats_s
    between_s = beats_s[:-1] + np.diff(beats_s) / 2
    strokes = _sharpened(strength)
    struck_on, struck_off = (
        _mean_at(strokes, (times_s + _LATENCY_S) * FRAME_RATE_HZ)
        for times_s in (beats_s, between_s)
    )
    on, off = (barlines.harmonic_contrast(times_s, pitches) for times_s in (beats_s, between_s))
    moved = struck_off > _STRUCK * struck_on and off > _OFFBEAT_NEEDS * on
    return between_s if moved else beats_s


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
    cost = -_TIGHTNESS * np.log(lags / period) ** 2
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


@dataclass(frozen=True)
class _Line:
    """Beats at zero, zero + step ... in frames, and the mean strength that they meet."""

    step: float
    zero: float
    strength: float


def _steady_line(strength: Times, period: float) -> _Line:
    """The even beats near a period that meet the most strength.

    Folding the strength at a period shows all first beats at once.
    """
    frames = np.arange(len(strength))
    count = max(len(strength) / period, 1.0)
    best = _Line(period, 0.0, -1.0)
    for step in np.arange((1 - _DRIFT) * period, (1 + _DRIFT) * period, 0.4 / count):
        bins = round(2 * step)
        slot = (frames % step * (bins / step)).astype(int) % bins
        folded = np.bincount(slot, strength, bins) / np.maximum(np.bincount(slot, None, bins), 1)
        smooth = (np.roll(folded, 1) + 2 * folded + np.roll(folded, -1)) / 4
        at = int(np.argmax(smooth))
        if smooth[at] > best.strength:
            best = _Line(float(step), (at + 0.5) * step / bins, float(smooth[at]))
    times = np.arange(best.zero, len(strength) - 1, best.step)
    return _Line(best.step, best.zero, _mean_at(strength, times))


def _mean_at(strength: Times, times: Times) -> float:
    return float(np.interp(times, np.arange(len(strength)), strength).mean())
