"""Small sounds, a small encoder and a small model: all of a library but the weights."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import soundfile

from viml_core.library import IngestReport, Library
from viml_core.types import FloatArray, MusicFeatures, Waveform

RATE_HZ = 8000
DIM = 12


def song(seed: int, duration_s: float = 7.0, rate_hz: int = RATE_HZ) -> FloatArray:
    """(n,) samples of a tune of its own: two voices, a new pair of notes every half second."""
    rng = np.random.default_rng(seed)
    times_s = np.arange(round(duration_s * rate_hz)) / rate_hz
    notes_hz = 110 * 2 ** (rng.integers(0, 40, (2, int(2 * duration_s) + 1)) / 12)
    phase = 2 * np.pi * np.cumsum(notes_hz[:, (2 * times_s).astype(int)], axis=1) / rate_hz
    decay = np.exp(-3 * (2 * times_s % 1))
    return (0.3 * decay * np.sin(phase).sum(axis=0)).astype(np.float32)


def write(path: Path, samples: FloatArray, rate_hz: int = RATE_HZ, **tags: str) -> Path:
    """Write sound in the format of the suffix; tags: title, artist, license."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with soundfile.SoundFile(path, "w", rate_hz, 1 if samples.ndim == 1 else samples.shape[1]) as f:
        for name, value in tags.items():
            setattr(f, name, value)
        f.write(samples)
    return path


def write_songs(folder: Path, count: int) -> list[Path]:
    """`count` different tunes; no two of the files have the same size."""
    return [write(folder / f"{i:02d}.wav", song(i, 7 + i / 100)) for i in range(count)]


class ToyEncoder:
    """Band levels of every second. `delay_s` makes it as slow as a real one."""

    name = "toy"
    dim = DIM

    def __init__(self, fingerprint: str = "toy-1", delay_s: float = 0.0) -> None:
        self.fingerprint = fingerprint
        self.delay_s = delay_s
        self.encoded = 0

    def encode(self, waveform: Waveform) -> MusicFeatures:
        time.sleep(self.delay_s)
        self.encoded += 1
        mono = np.nan_to_num(waveform.samples, posinf=1, neginf=-1).mean(axis=0)
        rate_hz = waveform.sample_rate_hz
        seconds = mono[: max(len(mono) // rate_hz, 1) * rate_hz].copy()
        seconds.resize((max(len(mono) // rate_hz, 1), rate_hz))
        bands = np.array_split(np.abs(np.fft.rfft(seconds, axis=1)), DIM, axis=1)
        x_m = np.log1p(np.stack([band.mean(axis=1) for band in bands], axis=1))
        silent = bool(np.abs(mono).max() < 1e-3)
        return MusicFeatures(x_m.astype(np.float32), (("toy", 1.0), ("été", 0.5)), 120.0, silent)


class ToyModel:
    """A random projection of the mean feature. embedded: how many tracks it has embedded."""

    dim = 6

    def __init__(self, seed: int = 0) -> None:
        self.fingerprint = f"model {seed}"
        self.projection = np.random.default_rng(seed).standard_normal((DIM, self.dim))
        self.embedded = 0

    def embed_music(self, x_m: Sequence[FloatArray]) -> FloatArray:
        self.embedded += len(x_m)
        rows = np.array([x.mean(axis=0) @ self.projection for x in x_m]).reshape(-1, self.dim)
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def make(folder: Path, encoder: ToyEncoder | None = None) -> Library:
    """A library for the toy encoder, new or as it is there."""
    fingerprint = (encoder or ToyEncoder()).fingerprint
    return Library.create(folder, preset_name="toy", music_encoder_fingerprint=fingerprint)


def ingest(folder: Path, *sources: Path) -> IngestReport:
    """Take sources into the library in `folder`."""
    return make(folder).ingest(sources, ToyEncoder())


def open_toy(folder: Path) -> Library:
    return Library.open(folder, music_encoder_fingerprint="toy-1")


def contents(folder: Path) -> dict[str, tuple[str, str, bytes]]:
    """All that a library serves: path, title and the embedding's bytes, by track id."""
    library = make(folder)
    vectors = library.index(ToyModel()).vectors
    return {
        track.track_id: (str(track.path), track.title, vector.tobytes())
        for track, vector in zip(library.rankable(), vectors, strict=True)
    }


def folder_state(folder: Path) -> dict[str, tuple[int, str]]:
    """Time of change and hash of everything in a folder."""
    return {
        str(path): (
            path.stat().st_mtime_ns,
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
        )
        for path in [folder, *sorted(folder.rglob("*"))]
    }
