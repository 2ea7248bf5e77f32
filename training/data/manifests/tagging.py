"""A tagger's frames as files: `.npz`, `.npy` or `.csv`, one for each video, named by its id.

.npz   `probabilities` (frames, classes), and where they are known `classes` (AudioSet ids) and
       `frame_rate_hz`
.npy   the probabilities alone
.csv   a first line of AudioSet ids, then one line of probabilities a frame

What a file does not say, classes and frame rate, is given for all of them.
"""

from __future__ import annotations

import csv
import math
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.csv_rows import read_csv
from training.data.movieclips import MusicRule, Ontology, Span, Tagging, music_segments
from viml_core.console import show_progress
from viml_core.errors import InputError
from viml_core.types import FloatArray

SUFFIXES = (".npz", ".npy", ".csv")
_UNREADABLE = (
    *(OSError, ValueError, TypeError, KeyError, EOFError, NotImplementedError),
    *(csv.Error, zipfile.BadZipFile, zlib.error),
)


class BrokenTagging(InputError):
    """One file is no tagger's output, whatever is given for all of them."""


@dataclass(frozen=True)
class Heard:
    """The parts of one video that are music, and how long its frames are; or what is wrong."""

    spans: tuple[Span, ...] = ()
    duration_s: float = 0.0
    fault: str = ""


def read_class_list(path: Path) -> tuple[str, ...]:
    """AudioSet ids in the order of a tagger's outputs, from a CSV with columns `index` and `mid`.

    Raises:
        InputError: unreadable, a column missing, or the indices are not 0, 1, 2, ...
    """
    rows = read_csv(path, ("index", "mid"))
    if not rows or [row["index"] for row in rows] != [str(number) for number in range(len(rows))]:
        raise InputError(f"The indices of {path} are not 0, 1, 2, ...; give the tagger's own list.")
    return tuple(row["mid"] for row in rows)


@dataclass(frozen=True)
class TaggingFolder:
    """The taggings of many videos, and what the files do not say themselves."""

    folder: Path
    classes: tuple[str, ...] | None
    frame_rate_hz: float | None

    def find(self, video_id: str) -> Path | None:
        """The video's file, if it was tagged."""
        candidates = (self.folder / f"{video_id}{suffix}" for suffix in SUFFIXES)
        return next((path for path in candidates if path.is_file()), None)

    def read(self, path: Path) -> Tagging:
        """One file.

        Raises:
            BrokenTagging: not such a file, or its numbers are no probabilities of these classes.
            InputError: neither the file nor what is given says its classes or its frame rate.
        """
        try:
            stored = _read_csv(path) if path.suffix == ".csv" else _read_numpy(path)
            probabilities = np.asarray(stored["probabilities"], np.float32)
            rate_hz = float(stored.get("frame_rate_hz", self.frame_rate_hz or 0.0))
            classes = self.classes
            if "classes" in stored:
                classes = tuple(stored["classes"].astype(str).tolist())
        except _UNREADABLE as error:
            raise BrokenTagging(f"{path} is not a tagger's output ({error}).") from error
        if classes is None:
            raise InputError(
                f"{path} does not name its classes; give the tagger's list (--classes)."
            )
        if not 0 < rate_hz < math.inf:
            raise InputError(
                f"{path} does not say its frame rate; give it in hertz (--frame-rate)."
            )
        _check(path, probabilities, len(classes))
        return Tagging(probabilities, classes, rate_hz)


def hear(
    video_ids: Iterable[str], taggings: TaggingFolder, ontology: Ontology, rule: MusicRule
) -> dict[str, Heard]:
    """The music of each video that was tagged. A file among many that is broken is its own matter.

    Raises:
        InputError: what is given for all files is wrong or missing, or every file is broken.
    """
    tagged = {v: path for v in video_ids if (path := taggings.find(v)) is not None}
    heard: dict[str, Heard] = {}
    for video_id, path in tagged.items():
        show_progress("Reading the tagger's frames", len(heard) / len(tagged))
        try:
            tagging = taggings.read(path)
        except BrokenTagging as error:
            heard[video_id] = Heard(fault=str(error))
        else:
            spans = tuple(music_segments(tagging, ontology, rule))
            heard[video_id] = Heard(spans, len(tagging.probabilities) / tagging.frame_rate_hz)
    faults = [one.fault for one in heard.values() if one.fault]
    if faults and len(faults) == len(heard):
        raise InputError(f"No tagging can be used, {len(faults)} in all; the first: {faults[0]}")
    return heard


def _read_numpy(path: Path) -> dict[str, np.ndarray]:
    loaded = np.load(path, allow_pickle=False)
    if isinstance(loaded, np.ndarray):
        return {"probabilities": loaded}
    with loaded:
        return {name: loaded[name] for name in loaded.files}


def _read_csv(path: Path) -> dict[str, np.ndarray]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = csv.reader(file)
        classes = next(rows, [])
        frames = [[float(value) for value in row] for row in rows if row]
    shape = (len(frames), len(classes))
    return {
        "classes": np.array(classes, str),
        "probabilities": np.array(frames, np.float32).reshape(shape),
    }


def _check(path: Path, probabilities: FloatArray, classes: int) -> None:
    if probabilities.ndim != 2 or probabilities.shape[1] != classes:
        raise BrokenTagging(
            f"{path} holds numbers of shape {probabilities.shape}, where (frames, {classes}) is "
            "needed: one column for each class."
        )
    if not ((probabilities >= 0) & (probabilities <= 1)).all():
        raise BrokenTagging(
            f"{path} holds numbers outside 0..1; give probabilities, after the sigmoid."
        )
