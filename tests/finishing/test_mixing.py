"""The finished sound, measured."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import soundfile

from tests.finishing.conftest import CLIP_S, SENTENCES
from tests.media.synth import lag_and_correlation
from viml_core.finishing.beats import BeatGrid
from viml_core.finishing.ducking import DuckingConfig
from viml_core.finishing.mix import Mix
from viml_core.finishing.mixing import ClipSound, MixedSound, mix_sound
from viml_core.media.audio import decode_excerpt
from viml_core.media.loudness import measure_loudness
from viml_core.media.truepeak import true_peak_dbtp
from viml_core.types import FloatArray, Track, Waveform

RATE_HZ = 48000
CEILING_DBTP = -2.0  # a decibel is left for what AAC adds


@pytest.mark.parametrize("own_sound", ["mute", "keep", "duck"])
@pytest.mark.parametrize("target_lufs", [-14.0, -23.0])
def test_loudness_and_peaks_are_as_asked(
    track: Track, no_grid: BeatGrid, own: ClipSound, own_sound: str, target_lufs: float
) -> None:
    mix = Mix(own_sound=own_sound, loudness_lufs=target_lufs)  # type: ignore[arg-type]
    mixed = mix_sound(track, no_grid, own, mix, CLIP_S)
    assert measure_loudness(mixed.sound).integrated_lufs == pytest.approx(target_lufs, abs=0.3)
    assert mixed.loudness_lufs == pytest.approx(target_lufs, abs=0.3)
    assert true_peak_dbtp(mixed.sound) <= CEILING_DBTP + 0.1
    assert mixed.sound.samples.shape == (2, round(CLIP_S * RATE_HZ))


def test_alone_the_level_moves_the_music(track: Track, no_grid: BeatGrid, own: ClipSound) -> None:
    quiet = mix_sound(track, no_grid, own, Mix(music_level_db=-6), CLIP_S)
    assert measure_loudness(quiet.sound).integrated_lufs == pytest.approx(-20.0, abs=0.3)


def test_beside_speech_the_level_moves_the_music_against_it(
    track: Track, no_grid: BeatGrid, own: ClipSound
) -> None:
    even, low = (
        mix_sound(track, no_grid, own, Mix(own_sound="keep", music_level_db=level_db), CLIP_S)
        for level_db in (0.0, -9.0)
    )
    distances = [
        measure_loudness(mixed.music).integrated_lufs - mixed.own_gain_db  # type: ignore[operator]
        for mixed in (even, low)
    ]
    assert distances[0] - distances[1] == pytest.approx(9.0, abs=0.2)


@pytest.mark.parametrize("start_s", [0.0, 7.43])
def test_the_music_starts_at_the_stated_moment(
    track: Track, no_grid: BeatGrid, own: ClipSound, start_s: float
) -> None:
    mixed = mix_sound(track, no_grid, own, Mix(start_s=start_s, fade_in_s=0.0), CLIP_S)
    true = decode_excerpt(track.path, start_s=start_s, duration_s=5.0).samples.mean(axis=0)
    heard = mixed.sound.samples[:, : 5 * RATE_HZ].mean(axis=0)
    lag, likeness = lag_and_correlation(heard, true, RATE_HZ // 2)
    assert abs(lag) <= 1 and likeness > 0.98


@pytest.mark.parametrize("coding", [("mp3", "MP3", "MPEG_LAYER_III"), ("opus", "OGG", "OPUS")])
def test_lossy_tracks_start_there_too(
    track: Track, no_grid: BeatGrid, own: ClipSound, coding: tuple[str, str, str]
) -> None:
    suffix, container, subtype = coding
    wave = decode_excerpt(track.path, start_s=0.0, duration_s=16.0)
    path = track.path.with_suffix(f".{suffix}")
    soundfile.write(path, wave.samples.T, RATE_HZ, format=container, subtype=subtype)
    lossy = replace(track, path=path, duration_s=16.0)
    mixed = mix_sound(lossy, no_grid, own, Mix(start_s=9.0, fade_in_s=0.0), 6.0)
    true = wave.samples[:, 9 * RATE_HZ : 14 * RATE_HZ].mean(axis=0)
    lag, likeness = lag_and_correlation(mixed.sound.samples.mean(axis=0), true, RATE_HZ // 2)
    assert abs(lag) / RATE_HZ < 0.02 and likeness > 0.7


def test_fades_are_heard_and_the_end_is_silent(
    track: Track, no_grid: BeatGrid, own: ClipSound
) -> None:
    mixed = mix_sound(track, no_grid, own, Mix(fade_in_s=2.0, fade_out_s=4.0), CLIP_S)
    level = _levels_db(mixed.music.samples.mean(axis=0))
    middle = np.median(level[60:120])
    assert level[0] < middle - 20 and level[5] < middle - 3
    assert level[-1] < middle - 20 and level[-15] < middle - 3
    assert abs(np.median(level[30:60]) - middle) < 2
    assert np.abs(mixed.sound.samples[:, -1]).max() < 1e-4


def test_it_never_stops_hard(track: Track, no_grid: BeatGrid, own: ClipSound) -> None:
    mixed = mix_sound(track, no_grid, own, Mix(fade_out_s=0.0), CLIP_S)
    level = _levels_db(mixed.music.samples.mean(axis=0), 0.05)
    assert level[-1] < np.median(level) - 15


@pytest.mark.parametrize("depth_db", [-4.0, -8.0, -14.0])
def test_ducking_is_as_deep_as_stated(
    track: Track, no_grid: BeatGrid, own: ClipSound, depth_db: float
) -> None:
    """Measured in the result: the mix without the clip's own sound, against the mix not ducked."""
    plain = _music_heard(mix_sound(track, no_grid, own, Mix(own_sound="keep"), CLIP_S), own)
    mix = Mix(own_sound="duck", duck_depth_db=depth_db, loudness_lufs=-20.0)
    mixed = mix_sound(track, no_grid, own, mix, CLIP_S)
    ratio_db = _levels_db(_music_heard(mixed, own), 0.2) - _levels_db(plain, 0.2)
    time_s = (np.arange(len(ratio_db)) + 0.5) * 0.2
    down = np.any([(time_s > a + 0.1) & (time_s < b - 0.1) for a, b in SENTENCES], axis=0)
    up = np.zeros_like(down)
    up[(time_s < 0.4)] = True
    assert down.sum() > 40 and up.sum() >= 1
    assert np.median(ratio_db[down]) - np.median(ratio_db[up]) == pytest.approx(depth_db, abs=0.5)
    assert np.ptp(ratio_db[down]) < 1.0


def test_ducking_does_not_pump(track: Track, no_grid: BeatGrid, own: ClipSound) -> None:
    """The pauses between the sentences are too short for the music to come back but the long one
    before the last."""
    assert [round(s.start_s) for s in own.speech] == [1, 6, 10, 15]
    mixed = mix_sound(track, no_grid, own, Mix(own_sound="duck"), CLIP_S)
    assert len(mixed.ducked) == 2
    config = DuckingConfig()
    up_s = mixed.ducked[1].start_s - mixed.ducked[0].end_s
    assert up_s >= config.attack_s + config.release_s + config.least_up_s


def test_muted_sound_is_gone_and_kept_sound_is_there(
    track: Track, no_grid: BeatGrid, own: ClipSound
) -> None:
    assert own.sound is not None
    speech = own.sound.samples.mean(axis=0)
    muted, kept = (
        mix_sound(track, no_grid, own, Mix(own_sound=way), CLIP_S).sound.samples.mean(axis=0)
        for way in ("mute", "keep")
    )
    likeness = [float(np.corrcoef(heard, speech)[0, 1]) for heard in (muted, kept)]
    assert abs(likeness[0]) < 0.05 and likeness[1] > 0.4


def test_a_clip_without_sound_takes_the_music_alone(track: Track, no_grid: BeatGrid) -> None:
    silent = ClipSound(None, (), -70.0)
    mixed = mix_sound(track, no_grid, silent, Mix(own_sound="duck"), 10.0)
    assert mixed.own_gain_db is None and mixed.ducked == ()
    assert mixed.loudness_lufs == pytest.approx(-14, abs=0.3)


def test_hiss_is_not_raised_to_music(track: Track, no_grid: BeatGrid, own: ClipSound) -> None:
    loud = replace(track, loudness_lufs=track.loudness_lufs + 30)  # the passage is 30 LU below it
    mixed = mix_sound(loud, no_grid, own, Mix(), CLIP_S)
    assert mixed.loudness_lufs == pytest.approx(-14 - 18, abs=0.5)


def _music_heard(mixed: MixedSound, own: ClipSound) -> FloatArray:
    assert own.sound is not None and mixed.own_gain_db is not None
    spoken = own.sound.samples * np.float32(10 ** (mixed.own_gain_db / 20))
    heard: FloatArray = (mixed.sound.samples - spoken).mean(axis=0)
    return heard


def _levels_db(samples: FloatArray, step_s: float = 0.1) -> FloatArray:
    step = round(step_s * RATE_HZ)
    blocks = samples[: len(samples) // step * step].reshape(-1, step)
    levels: FloatArray = 10 * np.log10(np.square(blocks).mean(axis=1) + 1e-12)
    return levels


def test_true_peaks_lie_between_the_samples() -> None:
    """A sine at a quarter of the rate, sampled 45 degrees off its tops."""
    phase = np.pi / 2 * np.arange(RATE_HZ) + np.pi / 4
    sine = Waveform(np.sin(phase)[None].astype(np.float32), RATE_HZ)
    assert measure_loudness(sine).peak_dbfs == pytest.approx(-3.01, abs=0.01)
    assert true_peak_dbtp(sine) == pytest.approx(0.0, abs=0.1)
