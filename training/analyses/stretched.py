"""Tracks at other tempi and what is heard in them, kept so that a stopped run can go on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from training.analyses.changes import change_tempo
from training.analyses.material import Material
from viml_core.console import show_progress
from viml_core.errors import MediaError
from viml_core.library import Library
from viml_core.types import Track


def stretched_library(
    material: Material, tracks: Sequence[Track], rate: float, work: Path
) -> Library:
    """A library in `work` of these tracks at `rate` times their tempo.

    Its files are named by the ids of the tracks; it may hold more of them, from other runs.

    Raises:
        MediaError: a track cannot be read. StorageError: the disk is full.
    """
    folder = work / f"tempo-{rate:g}"
    music = material.preset.music
    library = Library.create(
        folder,
        preset_name=material.preset.name,
        music_encoder_fingerprint=music.fingerprint,
    )
    files = [folder / "audio" / f"{track.track_id}.flac" for track in tracks]
    for track, out in zip(tracks, files, strict=True):
        if not out.exists():
            show_progress(f"Stretching {track.title} by {rate:g}")
            change_tempo(track.path, out, rate)
    ingested = library.ingest(files, music, progress=show_progress)
    for path, reason in ingested.skipped:
        raise MediaError(f"The stretched track {path} cannot be heard: {reason}")
    return library
