"""Music made ready to go under a clip: its length, its joins, its fades and its loudness."""

from __future__ import annotations

import numpy as np

from viml_core.config import PreviewConfig
from viml_core.media.audio import decode_excerpt, resample
from viml_core.media.loudness import SILENCE_LUFS, measure_loudness
from viml_core.types import FloatArray, Track, Waveform

# A quiet passage is raised to the common loudness, but not so far that hiss becomes the music.
_MAX_EXTRA_GAIN_DB = 12.0
_CODEC_HEADROOM_DB = 1.0  # what AAC and Opus may add to a peak
_LIMITER_S = 0.03
_TOLERANCE_LU = 0.3
_LEVEL_ROUNDS = 3
_MIN_LOOP_S = 0.1
_HALF_POWER = np.float32(np.sqrt(0.5))


def music_bed(
    track: Track,
    *,
    start_s: float,
    duration_s: float,
    sample_rate_hz: int | None,
    config: PreviewConfig,
) -> Waveform:
    """Exactly `duration_s` of a track from `start_s` on, stereo, faded, at the common loudness.

    A track that ends before is joined to its own beginning by crossfades of equal power. Without
    `sample_rate_hz` the rate is the track's where it is a usual one, else 48 kHz.
    Raises `MediaError` where the track cannot be decoded.
    """
    excerpt = decode_excerpt(track.path, start_s=start_s, duration_s=duration_s)
    rate_hz = sample_rate_hz
    if rate_hz is None:
        rate_hz = excerpt.sample_rate_hz if excerpt.sample_rate_hz in (44100, 48000) else 48000
    samples = stereo_at(excerpt, rate_hz)
    count = max(round(duration_s * rate_hz), 1)
    if samples.shape[1] < count:
        whole = samples
        if start_s > 0:
            beginning = decode_excerpt(track.path, start_s=0.0, duration_s=duration_s)
            whole = stereo_at(beginning, rate_hz)
        samples = loop(samples, whole, count, round(config.loop_crossfade_s * rate_hz), rate_hz)
    samples = np.ascontiguousarray(samples[:, :count])
    fade(samples, round(config.fade_in_s * rate_hz), round(config.fade_out_s * rate_hz))
    return level(Waveform(samples, rate_hz), track, config)


def ceiling(config: PreviewConfig) -> float:
    """The sample peak that still decodes below `max_peak_dbfs` after lossy coding."""
    return gain(config.max_peak_dbfs - _CODEC_HEADROOM_DB)


def loop(
    samples: FloatArray, whole: FloatArray, count: int, crossfade: int, rate_hz: int
) -> FloatArray:
    """`samples` (2, n) continued to `count` by as many rounds of `whole` as it takes."""
    shortest = round(_MIN_LOOP_S * rate_hz)
    if whole.shape[1] < shortest:
        whole = np.pad(whole, ((0, 0), (0, shortest - whole.shape[1])))
    looped = np.zeros((2, count), dtype=np.float32)
    filled = samples.shape[1]
    looped[:, :filled] = samples
    crossfade = min(crossfade, filled, whole.shape[1] // 2)
    phase = np.linspace(0, np.pi / 2, crossfade, dtype=np.float32)
    while filled < count:
        join = filled - crossfade
        taken = whole[:, : count - join].copy()
        overlap = min(crossfade, taken.shape[1])
        taken[:, :overlap] *= np.sin(phase[:overlap])
        looped[:, join : join + overlap] *= np.cos(phase[:overlap])
        looped[:, join : join + taken.shape[1]] += taken
        filled = join + taken.shape[1]
    return looped


def fade(samples: FloatArray, fade_in: int, fade_out: int) -> None:
    """Fades both ends in place, in short clips over no more than a tenth and a fifth of them."""
    count = samples.shape[1]
    fade_in, fade_out = min(fade_in, count // 10), min(fade_out, count // 5)
    samples[:, :fade_in] *= rise(fade_in)
    samples[:, count - fade_out :] *= rise(fade_out)[::-1]


def level(bed: Waveform, track: Track, config: PreviewConfig) -> Waveform:
    """The bed at the common loudness, its peaks held down where that needs it.

    What is heard counts: the excerpt's own loudness sets the gain, the track's bounds it. Holding
    peaks down takes loudness away, which the next round gives back.
    """
    heard_lufs = measure_loudness(bed).integrated_lufs
    if heard_lufs <= SILENCE_LUFS:
        return bed
    bound_db = config.loudness_lufs - track.loudness_lufs + _MAX_EXTRA_GAIN_DB
    gain_db = min(config.loudness_lufs - heard_lufs, bound_db)
    target_lufs = heard_lufs + gain_db
    for _ in range(_LEVEL_ROUNDS):
        raised = bed.samples * np.float32(gain(gain_db))
        levelled = Waveform(limit(raised, ceiling(config), bed.sample_rate_hz), bed.sample_rate_hz)
        if levelled.samples is raised:
            break
        missing_db = target_lufs - measure_loudness(levelled).integrated_lufs
        if missing_db < _TOLERANCE_LU:
            break
        gain_db += missing_db
    return levelled


def limit(samples: FloatArray, highest: float, rate_hz: int) -> FloatArray:
    """Peaks of (2, n) held at `highest` by a gain that dips smoothly and ahead of them.

    The minimum over a window, averaged over the same window, is nowhere above the gain that the
    sample in the middle needs. Returns `samples` itself where nothing is too high.
    """
    return limit_by(samples, np.abs(samples).max(axis=0), highest, rate_hz)


def limit_by(samples: FloatArray, peaks: FloatArray, highest: float, rate_hz: int) -> FloatArray:
    """As `limit`, where `peaks` (n,) says how high each moment of `samples` (2, n) reaches."""
    gains = limiting_gains(peaks, highest, rate_hz)
    if gains is None:
        return samples
    held: FloatArray = samples * gains
    return held


def limiting_gains(peaks: FloatArray, highest: float, rate_hz: int) -> FloatArray | None:
    """The gain (n,) that holds what reaches `peaks` (n,) at `highest`; None where nothing needs it.

    It moves so slowly that what lies between the samples is held as well where `peaks` knows of it.
    """
    from scipy.ndimage import minimum_filter1d, uniform_filter1d

    if peaks.max(initial=0.0) <= highest:
        return None
    window = 2 * round(_LIMITER_S * rate_hz / 2) + 1
    gains = np.float32(highest) / np.maximum(peaks, np.float32(highest))
    gains = minimum_filter1d(gains, window, mode="nearest")
    smooth: FloatArray = uniform_filter1d(gains, window, mode="nearest")
    return smooth


def stereo_at(waveform: Waveform, rate_hz: int) -> FloatArray:
    """(2, n) at a rate: one channel twice, more than two folded as ITU-R BS.775 does."""
    samples = waveform.samples
    if len(samples) == 1:
        return np.repeat(resample(waveform, rate_hz, mono=False).samples, 2, axis=0)
    if len(samples) > 2:
        left, right = samples[0].copy(), samples[1].copy()
        if len(samples) != 4:
            left += _HALF_POWER * samples[2]
            right += _HALF_POWER * samples[2]
        first = {4: 2, 5: 3}.get(len(samples), 4)
        for index, surround in enumerate(samples[first:]):
            side = right if index % 2 else left
            side += _HALF_POWER * surround
        samples = np.stack([left, right])
    return resample(Waveform(samples, waveform.sample_rate_hz), rate_hz, mono=False).samples


def rise(count: int) -> FloatArray:
    """From 0 to 1, smooth at both ends: a fade in; backwards a fade out. (count,)."""
    curve: FloatArray = np.square(np.sin(np.linspace(0, np.pi / 2, count, dtype=np.float32)))
    return curve


def gain(decibels: float) -> float:
    """Decibels as the factor on samples."""
    return float(10 ** (decibels / 20))
