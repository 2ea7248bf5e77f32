"""Spectrograms of the tracks, computed once and kept: float16 (frames, 128), one file a track."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.data.manifests.media import RESEARCH_LIMITS
from viml_core.errors import LimitError, MediaError
from viml_core.features.deepsim import HOP, N_FFT, N_MELS, SAMPLE_RATE_HZ, mono, spectrogram
from viml_core.media.audio import decode_audio
from viml_core.media.files import atomic_output
from viml_core.types import Progress, no_progress

_COMPUTATION = f"htk {N_MELS} {N_FFT} {HOP} {SAMPLE_RATE_HZ} 1"  # change it when they come out else


@dataclass(frozen=True)
class Spectra:
    """files: the spectrogram of each track that could be read; unreadable: why the others not."""

    files: dict[str, Path]
    unreadable: dict[str, str]


def keep_spectra(
    names: Sequence[str],
    audio: Path,
    cache: Path,
    progress: Progress = no_progress,
    workers: int = 1,
) -> Spectra:
    """The spectrograms of the tracks `names` under the folder `audio`; those in `cache` stay.

    workers: tracks that are decoded side by side. Safe to kill. Raises StorageError where the cache
    cannot be written.
    """
    found = Spectra({}, {})

    def keep(name: str) -> None:
        try:
            found.files[name] = _kept(_find(audio, name), cache)
        except (MediaError, LimitError) as error:
            found.unreadable[name] = str(error)

    pool = ThreadPoolExecutor(workers)  # decoding and transforming leave Python's lock
    try:
        for done, _ in enumerate(pool.map(keep, names)):
            progress("Computing spectrograms", done / len(names))
    finally:
        pool.shutdown(cancel_futures=True)
    progress("Computed spectrograms\n")
    return found


def _kept(path: Path, cache: Path) -> Path:
    target = cache / f"{_key(path)}.npy"
    if not target.exists():
        waveform = decode_audio(path, max_duration_s=RESEARCH_LIMITS.max_track_s)
        values = spectrogram(mono(waveform)).numpy().astype(np.float16)
        with atomic_output(target) as partial:
            np.save(partial, values)
    return target


def _find(audio: Path, name: str) -> Path:
    """MTG-Jamendo's tables name `48/948.mp3`; its smaller download has `48/948.low.mp3`."""
    path = audio / name
    low = path.with_suffix(f".low{path.suffix}")
    return low if low.exists() and not path.exists() else path


def _key(path: Path) -> str:
    try:
        stat = path.stat()
    except OSError as error:
        raise MediaError(f"There is no readable file '{path}' ({error.strerror}).") from error
    named = f"{_COMPUTATION}\n{path.resolve()}\n{stat.st_size}\n{stat.st_mtime_ns}"
    return hashlib.sha256(named.encode("utf-8", "surrogateescape")).hexdigest()[:32]
