"""Music to learn from: features, and what is known of each track."""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.data.parallel import work_through
from training.synthesis.labels import Labels
from viml_core.console import show_progress
from viml_core.errors import InputError
from viml_core.features.base import Preset
from viml_core.library import Library
from viml_core.library.scan import find_music
from viml_core.types import FloatArray, Track

TRAINING_TRACKS = Path(__file__).with_name("knowledge") / "music.csv"


@dataclass(frozen=True)
class LabelledMusic:
    """One track: features (S, D_m), what is known of it, and texts of it that exist already."""

    x_m: FloatArray
    labels: Labels
    id: str = ""
    texts: tuple[str, ...] = ()


def rendered_music(
    folder: Path,
    preset: Preset,
    work: Path,
    workers: int = 1,
    only: Collection[str] | None = None,
) -> Iterator[LabelledMusic]:
    """The composer's renderings in `folder`, with their exact labels. only: of these files."""
    manifest = folder / "renderings.jsonl"
    if not manifest.exists():
        raise InputError(
            f"{manifest} is missing; render with `python -m training.composer corpus`."
        )
    rows = [json.loads(line) for line in manifest.read_text(encoding="utf-8").splitlines()]
    labels = {
        (folder / row["file"]).resolve(): Labels(
            genres=tuple(row["genres"]),
            moods=tuple(row["moods"]),
            instruments=tuple(row["instruments"]),
            energy=row["energy"],
            bpm=row["bpm"],
        )
        for row in rows
        if only is None or row["file"] in only
    }
    for track, x_m in _extract([folder], preset, work, workers):
        if track.path in labels:
            yield LabelledMusic(x_m, labels[track.path], track.track_id)


def heard_music(
    root: Path, preset: Preset, work: Path, workers: int = 1
) -> Iterator[LabelledMusic]:
    """Real tracks of the training split, labelled by what the music encoder hears in them.

    That is how ViML labels its videos. root: where the packages of `knowledge/music.csv` lie.
    """
    with TRAINING_TRACKS.open(newline="", encoding="utf-8") as file:
        files = [root / row["file"] for row in csv.DictReader(file)]
    for track, x_m in _extract(files, preset, work, workers):
        yield LabelledMusic(x_m, Labels(genres=track.tags, bpm=track.bpm), track.track_id)


def _extract(
    sources: Sequence[Path], preset: Preset, work: Path, workers: int
) -> Iterator[tuple[Track, FloatArray]]:
    """Features by way of a library: safe to kill, and the next run goes on where it stopped."""
    library = _library(work, preset)
    if workers > 1:
        known = {track.path for track in library.tracks()}
        known |= {skipped.path for skipped in library.problems()}
        unknown = sorted(path for path in find_music(sources).files if path not in known)
        work_through([(path, work) for path in unknown], _hear, preset, workers, "Listening")
    library.ingest(sources, preset.music, progress=show_progress)
    library.refresh()
    yield from zip(library.rankable(), library.features(), strict=True)


def _hear(preset: Preset, task: tuple[Path, Path]) -> None:
    path, work = task
    _library(work, preset).ingest([path], preset.music)


def _library(work: Path, preset: Preset) -> Library:
    return Library.create(
        work, preset_name=preset.name, music_encoder_fingerprint=preset.music.fingerprint
    )
