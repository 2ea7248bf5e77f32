"""Music files as arrays."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import soundfile
import soxr

from viml_core.errors import LimitError, MediaError
from viml_core.media.ffmpeg import TRACK_DEMUXERS, FfmpegFailed, input_arguments, run_ffmpeg
from viml_core.media.files import check_readable, is_mp4
from viml_core.types import FloatArray, Waveform

_MIN_RATE_HZ = 4000  # below, music is none and the loudness filters do not exist
_BLOCK = 1 << 18
_MAX_SAMPLES = 1 << 29  # 2 GB of float32: half an hour of 5.1 at 48 kHz and a bit
_LOUDEST = 64.0  # 36 dB over full scale; a float file beyond that holds no sound but an accident
_SETTLE_S = 0.5  # after a jump a decoder's first packets lack what came before
_TIMEOUT_S = 600.0


class _Forward(soundfile.SoundFile):  # type: ignore[misc]
    """A sound file that is read on and on.

    soundfile seeks to where it is after every read, and libsndfile's seek in an mp3 is inexact: the
    blocks would not join.
    """

    def seekable(self) -> bool:
        return False


def decode_audio(path: Path, *, max_duration_s: float) -> Waveform:
    """A whole track at its own rate, with its own channels.

    libsndfile reads wav, flac, ogg, opus, mp3 and aiff; ffmpeg reads m4a and whatever else holds
    sound. Samples that are not numbers become silence.
    Raises `MediaError` for what holds no sound, `LimitError` for what is longer than allowed.
    """
    waveform = decode_excerpt(path, start_s=0.0, duration_s=max_duration_s + 1)
    if waveform.duration_s > max_duration_s:
        raise LimitError(
            f"'{path.name}' is longer than the {max_duration_s:.0f} s that are accepted; cut the "
            "track."
        )
    return waveform


def decode_excerpt(path: Path, *, start_s: float, duration_s: float) -> Waveform:
    """From `start_s` of a track, as much of `duration_s` as there is. Raises as `decode_audio`."""
    check_readable(path, "track")
    try:
        with _Forward(path) as source:
            return _read_soundfile(path, source, start_s, duration_s)
    except soundfile.LibsndfileError:
        return _read_ffmpeg(path, start_s, duration_s)


def resample(waveform: Waveform, sample_rate_hz: int, *, mono: bool) -> Waveform:
    """At another rate (soxr, high quality), its channels averaged to (1, n) where `mono` is set."""
    samples = waveform.samples
    if mono and samples.shape[0] > 1:
        samples = samples.mean(axis=0, keepdims=True, dtype=np.float32)
    if waveform.sample_rate_hz != sample_rate_hz:
        turned = soxr.resample(samples.T, waveform.sample_rate_hz, sample_rate_hz, quality="HQ")
        samples = np.ascontiguousarray(turned.T)
    return Waveform(samples, sample_rate_hz)


def _read_soundfile(path: Path, source: _Forward, start_s: float, duration_s: float) -> Waveform:
    rate_hz = source.samplerate
    first = min(round(start_s * rate_hz), source.frames)
    wanted = min(source.frames - first, round(duration_s * rate_hz))
    _check_size(path, wanted, source.channels, rate_hz)
    samples = np.empty((source.channels, wanted), dtype=np.float32)
    if first:
        source.seek(first)
    filled = 0
    while filled < wanted:
        block = source.read(min(_BLOCK, wanted - filled), dtype="float32", always_2d=True)
        if len(block) == 0:
            break  # a file cut short: what is there is used
        samples[:, filled : filled + len(block)] = block.T
        filled += len(block)
    return Waveform(_clean(path, samples[:, :filled]), rate_hz)


def _read_ffmpeg(path: Path, start_s: float, duration_s: float) -> Waveform:
    """Through ffmpeg as a Sun audio file, whose header says rate and channels in six words."""
    sought_s = max(start_s - _SETTLE_S, 0.0)
    seek = ["-ss", f"{sought_s:.6f}"] if sought_s > 0 else []
    tolerant = ["-v", "error", "-max_error_rate", "1"]  # a damaged stretch is no reason to refuse
    arguments = [*tolerant, *seek, *input_arguments(path, TRACK_DEMUXERS)]
    arguments += ["-map", "0:a:0", "-ss", f"{start_s - sought_s:.6f}", "-t", f"{duration_s:.6f}"]
    arguments += ["-map_metadata", "-1", "-c:a", "pcm_f32be", "-f", "au", "pipe:1"]
    try:
        stream = run_ffmpeg(arguments, timeout_s=_TIMEOUT_S).stdout
    except FfmpegFailed as error:
        raise MediaError(_why_unreadable(path, error)) from error
    _, offset, _, _, rate_hz, channels = struct.unpack_from(">6I", stream)
    interleaved = np.frombuffer(stream, dtype=">f4", offset=offset)
    samples = interleaved.reshape(-1, channels).T.astype(np.float32, order="C")
    _check_size(path, samples.shape[1], channels, rate_hz)
    return Waveform(_clean(path, samples), rate_hz)


def _clean(path: Path, samples: FloatArray) -> FloatArray:
    if samples.shape[1] == 0:
        raise MediaError(f"'{path.name}' holds no sound (0 samples); choose another track.")
    for channel in samples:
        if not np.isfinite(channel).all():  # rare, and replacing looks at all of it three times
            np.nan_to_num(channel, copy=False, nan=0.0, posinf=0.0, neginf=0.0)
        np.clip(channel, -_LOUDEST, _LOUDEST, out=channel)
    return samples


def _check_size(path: Path, count: int, channels: int, rate_hz: int) -> None:
    if rate_hz < _MIN_RATE_HZ:
        raise MediaError(
            f"'{path.name}' has only {rate_hz} samples a second; choose a track with "
            f"{_MIN_RATE_HZ} or more."
        )
    if count * channels > _MAX_SAMPLES:
        raise LimitError(
            f"'{path.name}' has {channels} channels at {rate_hz} Hz for {count / rate_hz:.0f} s, "
            "which is too much to hold in memory; save it as stereo at 48000 Hz."
        )


def _why_unreadable(path: Path, error: FfmpegFailed) -> str:
    name = path.name
    if "moov atom not found" in error.log and is_mp4(path):
        return f"'{name}' is cut short: its index, written last, is missing; save or copy it again."
    if "matches no streams" in error.log:
        return f"'{name}' holds no sound; choose a music file."
    return (
        f"'{name}' is not a music file that can be read ({error}); choose wav, flac, ogg, opus, "
        "mp3 or m4a."
    )
