"""The sound of a finished clip: the music fitted, ducked and faded, the clip's own, the sum."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np

from viml_core.config import PreviewConfig
from viml_core.finishing.beats import BeatGrid
from viml_core.finishing.ducking import ducked_stretches, ducking_gains
from viml_core.finishing.fitting import Arrangement, arrange
from viml_core.finishing.joining import RATE_HZ, lay
from viml_core.finishing.mix import Mix
from viml_core.media.loudness import SILENCE_DBFS, SILENCE_LUFS, measure_loudness
from viml_core.media.mix import ceiling, gain, limiting_gains
from viml_core.media.own_sound import own_sound
from viml_core.media.speech import Interval, find_speech
from viml_core.media.truepeak import true_peaks
from viml_core.types import ClipInfo, FloatArray, Track, Waveform

# A quiet passage is raised to the common loudness, but not so far that hiss becomes the music, or
# the empty room the speech.
_MAX_EXTRA_GAIN_DB = 12.0
_QUIET_LUFS = -60.0  # what is quieter of a clip's own sound is silence
_ROUNDS = 4
_TOLERANCE_LU = 0.1


@dataclass(frozen=True)
class ClipSound:
    """A clip's own sound, heard once. sound: (2, n) at 48 kHz, as long as the picture; None where
    the clip has none or it is silent. speech: where somebody speaks in it."""

    sound: Waveform | None
    speech: tuple[Interval, ...]
    loudness_lufs: float


@dataclass(frozen=True)
class MixedSound:
    """The sound of a finished clip and what it is made of.

    sound: (2, n) at 48 kHz, as long as the picture; music: the same of the music alone, as it is in
    the mix before peaks are held; own_gain_db: what the clip's own sound was raised by, None where
    it is left out; ducked: where the music makes room; loudness_lufs, true_peak_dbtp: measured.
    """

    sound: Waveform
    music: Waveform
    arrangement: Arrangement
    own_gain_db: float | None
    ducked: tuple[Interval, ...]
    loudness_lufs: float
    true_peak_dbtp: float


def hear_clip(info: ClipInfo, *, cancel: threading.Event | None = None) -> ClipSound:
    """Decodes a clip's own sound and finds the speech in it. Raises `MediaError`, `Cancelled`."""
    if not info.has_audio:
        return ClipSound(None, (), SILENCE_LUFS)
    samples = own_sound(info, RATE_HZ, max(round(info.duration_s * RATE_HZ), 1), cancel)
    sound = Waveform(np.ascontiguousarray(samples), RATE_HZ)
    loudness_lufs = measure_loudness(sound).integrated_lufs
    if loudness_lufs < _QUIET_LUFS:
        return ClipSound(None, (), loudness_lufs)
    return ClipSound(sound, find_speech(sound), loudness_lufs)


def mix_sound(
    track: Track, grid: BeatGrid, own: ClipSound, mix: Mix, duration_s: float
) -> MixedSound:
    """The sound of the finished clip.

    Music and own sound are brought to the same loudness, the music is moved by its level and
    ducked, the sum is brought to the target. Music alone is heard at the target plus its level.
    Raises `MediaError` where the track cannot be decoded.
    """
    arrangement = arrange(grid, mix, track_s=track.duration_s, clip_s=duration_s)
    bed = lay(track, arrangement, fade_in_s=mix.fade_in_s, clip_s=duration_s)
    heard_lufs = measure_loudness(bed).integrated_lufs
    music_db = _music_gain_db(heard_lufs, track, mix) + mix.music_level_db
    music: FloatArray = bed.samples * np.float32(gain(music_db))
    kept = own.sound if mix.own_sound != "mute" else None
    target_lufs, total = mix.loudness_lufs, music
    own_db: float | None = None
    ducked: tuple[Interval, ...] = ()
    if kept is None:
        target_lufs += mix.music_level_db
        total_lufs = max(heard_lufs + music_db, SILENCE_LUFS)
    else:
        if mix.own_sound == "duck":
            ducked = ducked_stretches(own.speech)
            music *= ducking_gains(ducked, music.shape[1], RATE_HZ, mix.duck_depth_db)
        own_db = min(target_lufs - own.loudness_lufs, _MAX_EXTRA_GAIN_DB)
        total = music + kept.samples * np.float32(gain(own_db))
        total_lufs = measure_loudness(Waveform(total, RATE_HZ)).integrated_lufs
    levelled = _at_loudness(total, total_lufs, target_lufs)
    music = music * np.float32(gain(levelled.gain_db))
    return MixedSound(
        sound=levelled.sound,
        music=Waveform(music, RATE_HZ),
        arrangement=arrangement,
        own_gain_db=None if own_db is None else own_db + levelled.gain_db,
        ducked=ducked,
        loudness_lufs=levelled.lufs,
        true_peak_dbtp=levelled.true_peak_dbtp,
    )


@dataclass(frozen=True)
class _Levelled:
    """A mix, the gain that brought it where it is, its loudness and its highest true peak."""

    sound: Waveform
    gain_db: float
    lufs: float
    true_peak_dbtp: float


def _music_gain_db(heard_lufs: float, track: Track, mix: Mix) -> float:
    """What brings the music to the target: what is heard of it counts, the whole track bounds."""
    if heard_lufs <= SILENCE_LUFS:
        return 0.0
    bound_db = mix.loudness_lufs - track.loudness_lufs + _MAX_EXTRA_GAIN_DB
    return min(mix.loudness_lufs - heard_lufs, bound_db)


def _at_loudness(total: FloatArray, total_lufs: float, target_lufs: float) -> _Levelled:
    """(2, n) of known loudness at the target, true peaks held.

    Holding peaks takes loudness away, which the next round gives back.
    """
    highest, peaks = ceiling(PreviewConfig()), true_peaks(total)
    gain_db = target_lufs - total_lufs if target_lufs - total_lufs <= _MAX_EXTRA_GAIN_DB else 0.0
    for last in (*[False] * (_ROUNDS - 1), True):
        factor = np.float32(gain(gain_db))
        held = limiting_gains(peaks * factor, highest, RATE_HZ)
        factors = factor if held is None else factor * held
        sound = Waveform(total * factors, RATE_HZ)
        lufs = total_lufs + gain_db
        if held is not None:
            lufs = measure_loudness(sound).integrated_lufs
        missing_db = target_lufs - lufs
        if last or abs(missing_db) < _TOLERANCE_LU or gain_db + missing_db > _MAX_EXTRA_GAIN_DB:
            break
        gain_db += missing_db
    highest_heard = max(float((peaks * factors).max()), 10 ** (SILENCE_DBFS / 20))
    return _Levelled(sound, gain_db, lufs, 20 * float(np.log10(highest_heard)))
