"""A tagger's frames as files: `.npz`, `.npy` or `.csv`, one for each video, named by its id.

.npz   `probabilities` (frames, classes), and where they are known `classes` (AudioSet ids) and
       `frame_rate_hz`
.npy   the probabilities alone
.csv   a first line of AudioSet ids, then one line of probabilities a frame

What a file does not say, classes and frame rate, is given for all of them.
"""

from __future__ import annotations

import csv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.data.movieclips import Tagging
from viml_core.errors import InputError

SUFFIXES = (".npz", ".npy", ".csv")


def read_class_list(path: Path) -> tuple[str, ...]:
    """AudioSet ids in the order of a tagger's outputs, from a CSV with columns `index` and `mid`.

    Raises:
        InputError: unreadable, or the indices are not 0, 1, 2, ...
    """
    try:
        with path.open(newline="", encoding="utf-8") as file:
            rows = [(int(row["index"]), row["mid"]) for row in csv.DictReader(file)]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path} is not a list of classes ({error!r}); it needs the columns index and mid."
        ) from error
    if not rows or [index for index, _ in rows] != list(range(len(rows))):
        raise InputError(f"The indices of {path} are not 0, 1, 2, ...; give the tagger's own list.")
    return tuple(mid for _, mid in rows)


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
            InputError: not such a file, or its numbers are no probabilities of these classes.
        """
        try:
            stored = _read_csv(path) if path.suffix == ".csv" else _read_numpy(path)
            probabilities = np.asarray(stored["probabilities"], np.float32)
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            raise InputError(f"{path} is not a tagger's output ({error}).") from error
        classes = self.classes
        if "classes" in stored:
            classes = tuple(str(name) for name in stored["classes"])
        rate_hz = float(stored["frame_rate_hz"]) if "frame_rate_hz" in stored else 0.0
        rate_hz = rate_hz or self.frame_rate_hz or 0.0
        _check(path, probabilities, classes, rate_hz)
        return Tagging(probabilities, classes or (), rate_hz)


def _read_numpy(path: Path) -> dict[str, np.ndarray]:
    loaded = np.load(path, allow_pickle=False)
    if isinstance(loaded, np.ndarray):
        return {"probabilities": loaded}
    with loaded:
        return {name: loaded[name] for name in loaded.files}


def _read_csv(path: Path) -> dict[str, np.ndarray]:
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        classes = next(rows, [])
        frames = [[float(value) for value in row] for row in rows if row]
    shape = (len(frames), len(classes))
    return {
        "classes": np.array(classes, str),
        "probabilities": np.array(frames, np.float32).reshape(shape),
    }


def _check(
    path: Path, probabilities: np.ndarray, classes: tuple[str, ...] | None, rate_hz: float
) -> None:
    if classes is None:
        raise InputError(f"{path} does not name its classes; give the tagger's list (--classes).")
    if not rate_hz > 0:
        raise InputError(f"{path} does not say its frame rate; give it in hertz (--frame-rate).")
    if probabilities.ndim != 2 or probabilities.shape[1] != len(classes):
        raise InputError(
            f"{path} holds numbers of shape {probabilities.shape}, where (frames, {len(classes)}) "
            "is needed: one column for each class."
        )
    if not ((probabilities >= 0) & (probabilities <= 1)).all():
        raise InputError(
            f"{path} holds numbers outside 0..1; give probabilities, after the sigmoid."
        )
