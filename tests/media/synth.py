"""Clips and tracks whose every picture and sample is known, because they are made here."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from viml_core.config import SamplingConfig
from viml_core.media.ffmpeg import ffmpeg_path
from viml_core.media.frames import sample_clip
from viml_core.media.loudness import measure_loudness
from viml_core.media.playback import plays_in_browser
from viml_core.media.probe import probe
from viml_core.types import ClipFeatures, FloatArray, FrameArray, Track, Waveform

BITS = 12
H264 = ("-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p")
SAMPLING = SamplingConfig()
RATE_HZ = 44100


def ffmpeg(*arguments: str | Path, feed: bytes | None = None) -> bytes:
    """Runs the bundled ffmpeg on files of our own and returns what it wrote to standard output."""
    command = [ffmpeg_path(), "-v", "error", "-y", *map(str, arguments)]
    stdin = {"stdin": subprocess.DEVNULL} if feed is None else {"input": feed}
    finished = subprocess.run(command, capture_output=True, check=False, **stdin)  # type: ignore[call-overload]
    assert finished.returncode == 0, finished.stderr.decode(errors="replace")
    return bytes(finished.stdout)


def numbered_pictures(count: int, width: int = 160, height: int = 120) -> FrameArray:
    """(count, height, width, 3): moving texture, and across the middle of the central square the
    picture's number as black and white bars, lowest bit first."""
    rng = np.random.default_rng(0)
    texture = rng.integers(90, 170, (height, width + 64, 3), dtype=np.uint8)
    side, band = min(width, height), slice(height // 2 - height // 6, height // 2 + height // 6)
    edges = (width - side) // 2 + np.arange(BITS + 1) * side // BITS
    pictures = np.stack([texture[:, i % 64 : i % 64 + width] for i in range(count)])
    for number, picture in enumerate(pictures):
        for bit in range(BITS):
            picture[band, edges[bit] : edges[bit + 1]] = 255 if number >> bit & 1 else 0
    return pictures


def read_numbers(pictures: FrameArray) -> NDArray[np.int64]:
    """The numbers that sampled square pictures show."""
    side = pictures.shape[2]
    centres = ((np.arange(BITS) + 0.5) * side / BITS).astype(int)
    bits = pictures[:, side // 2, centres].mean(axis=-1) > 128
    return (bits << np.arange(BITS)).sum(axis=1)


def write_pictures(path: Path, pictures: FrameArray, rate_hz: float, *coding: str | Path) -> Path:
    height, width = pictures.shape[1:3]
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", str(rate_hz)]
    ffmpeg(*raw, "-i", "pipe:0", *(coding or H264), path, feed=pictures.tobytes())
    return path


def numbered_clip(
    path: Path, seconds: float = 4.0, rate_hz: float = 25.0, *coding: str | Path
) -> Path:
    return write_pictures(path, numbered_pictures(round(seconds * rate_hz)), rate_hz, *coding)


def sampled(path: Path, **options: object) -> tuple[FrameArray, FloatArray]:
    """All pictures and times that `sample_clip` makes of a clip."""
    segments = list(sample_clip(probe(path), SAMPLING, **options))  # type: ignore[arg-type]
    frames = np.concatenate([segment.frames for segment in segments])
    return frames, np.concatenate([segment.times_s for segment in segments])


def features_of(path: Path, folder: Path) -> ClipFeatures:
    """A clip as the recommender keeps it, with a proxy where it needs one."""
    info = probe(path)
    proxy = None if plays_in_browser(info) else folder / f"{path.name}.proxy.mp4"
    if proxy is not None:
        list(sample_clip(info, SAMPLING, proxy=proxy))
    return ClipFeatures(info, np.zeros((1, 1), dtype=np.float32), (), proxy)


def music(
    seconds: float, *, level: float = 0.2, seed: int = 0, rate_hz: int = RATE_HZ
) -> FloatArray:
    """(2, n): chords of decaying tones over soft noise, no two moments alike."""
    rng = np.random.default_rng(seed)
    count = round(seconds * rate_hz)
    samples = 0.05 * rng.standard_normal((2, count))
    for start in range(0, count, rate_hz // 4):
        time_s = np.arange(min(rate_hz, count - start)) / rate_hz
        for hz in rng.choice([110, 165, 220, 277, 330, 440, 554, 660], 3, replace=False):
            note = np.sin(2 * np.pi * hz * time_s) * np.exp(-4 * time_s)
            samples[:, start : start + len(note)] += rng.uniform(0.3, 1, (2, 1)) * note
    return (level * samples / np.abs(samples).max()).astype(np.float32)


def write_track(path: Path, samples: FloatArray, rate_hz: int = RATE_HZ) -> Track:
    """A sound file and the library's knowledge of it."""
    soundfile.write(path, samples.T, rate_hz, subtype="FLOAT" if path.suffix == ".wav" else None)
    loudness = measure_loudness(Waveform(samples, rate_hz))
    return Track(
        track_id=path.stem,
        path=path,
        title=path.stem,
        artist="",
        license="CC0",
        duration_s=samples.shape[1] / rate_hz,
        loudness_lufs=loudness.integrated_lufs,
        peak_dbfs=loudness.peak_dbfs,
        bpm=None,
        tags=(),
    )


def decoded_sound(path: Path, rate_hz: int = RATE_HZ) -> FloatArray:
    """(2, n) as ffmpeg plays it, encoder delay taken off."""
    raw = ffmpeg(
        *("-i", path, "-map", "0:a:0", "-ac", "2", "-ar", str(rate_hz), "-f", "f32le", "pipe:1")
    )
    return np.frombuffer(raw, dtype=np.float32).reshape(-1, 2).T


def lag_and_correlation(heard: FloatArray, true: FloatArray, most: int) -> tuple[int, float]:
    """By how many samples mono `heard` comes after `true`, `most` at the outside, and how alike
    the two are once that is taken off."""
    size = 1 << (len(heard) + len(true)).bit_length()
    products = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(true, size)), size)
    near = np.concatenate([products[-most:], products[: most + 1]])
    lag = int(np.argmax(near)) - most
    heard, true = heard[max(lag, 0) :], true[max(-lag, 0) :]
    count = min(len(heard), len(true))
    return lag, float(np.corrcoef(heard[:count], true[:count])[0, 1])
