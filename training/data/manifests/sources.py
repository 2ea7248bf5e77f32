"""What the data sets are made from: lists of ids, lists of the dead, and the published texts."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from pathlib import Path

from training.csv_rows import read_csv
from training.data.corpus import SPLITS
from viml_core.errors import InputError

TEXT_COLUMNS = ("video_id", "start", "end", "text")


@dataclass(frozen=True)
class Shares:
    """How a list without splits is divided. test: as in ViML (10k of 100k); validation: ours."""

    validation: float = 0.05
    test: float = 0.10

    def split_of(self, video_id: str) -> str:
        """By the id alone, so that a longer list moves no video to another split."""
        digest = hashlib.sha256(video_id.encode()).digest()
        place = int.from_bytes(digest[:8], "big") / 2**64
        if place < self.test:
            return "test"
        return "validation" if place < self.test + self.validation else "train"


@dataclass(frozen=True)
class IdList:
    """Ids in the order of the file, each with its split where the file states one."""

    splits: dict[str, str | None]
    repeated: int


@dataclass(frozen=True)
class TextClip:
    """One line of YT8M-MusicTextClips: what a person wrote of a part of a video's music."""

    video_id: str
    start_s: float
    end_s: float
    text: str


def read_ids(path: Path) -> IdList:
    """Video ids: a text file with one on each line, or a CSV with `video_id` and maybe `split`.

    Raises:
        InputError: unreadable, no id, or one that stands in two splits.
    """
    rows: list[tuple[str, str | None]]
    if path.suffix.lower() == ".csv":
        table = read_csv(path, ("video_id",))
        rows = [(row["video_id"].strip(), row.get("split", "").strip() or None) for row in table]
    else:
        rows = [(line, None) for line in _read_lines(path)]
    splits: dict[str, str | None] = {}
    for video_id, split in rows:
        check_id(path, video_id)
        if split is not None and split not in SPLITS:
            raise InputError(
                f"{path} puts {video_id!r} in the split {split!r}; use {', '.join(SPLITS)}."
            )
        if splits.setdefault(video_id, split) != split:
            raise InputError(
                f"{path} has {video_id!r} in two splits, {splits[video_id]!r} and {split!r}."
            )
    if not splits:
        raise InputError(f"{path} has no video id; put one on each line.")
    return IdList(splits, len(rows) - len(splits))


def read_dead(path: Path | None) -> frozenset[str]:
    """Ids of videos that are gone at the source: the first word of each line."""
    if path is None:
        return frozenset()
    return frozenset(line.split()[0] for line in _read_lines(path))


def read_text_clips(path: Path) -> list[TextClip]:
    """The rows of a published file: CSV with `video_id,start,end,text`, times in seconds.

    Raises:
        InputError: unreadable, a column missing, times that are none, or no text.
    """
    clips = []
    for number, row in enumerate(read_csv(path, TEXT_COLUMNS), start=2):
        check_id(path, row["video_id"])
        try:
            clip = TextClip(row["video_id"], float(row["start"]), float(row["end"]), row["text"])
        except (TypeError, ValueError) as error:
            raise InputError(
                f"Row {number} of {path} has start {row['start']!r} and end {row['end']!r}; both "
                "must be seconds."
            ) from error
        if not 0 <= clip.start_s < clip.end_s < math.inf:
            raise InputError(
                f"Row {number} of {path} goes from {clip.start_s:g} s to {clip.end_s:g} s."
            )
        if not clip.text.strip():
            raise InputError(f"Row {number} of {path} has no text; fill it in or take it out.")
        clips.append(clip)
    if not clips:
        raise InputError(f"{path} has no row.")
    return clips


def check_id(path: Path, video_id: str | None) -> None:
    """An id names files, so it may not lead out of a folder."""
    if not video_id or "/" in video_id or "\\" in video_id or video_id.startswith("."):
        raise InputError(f"{path} has the video id {video_id!r}, which is none.")


def _read_lines(path: Path) -> list[str]:
    try:
        lines = [line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read ({error}).") from error
    return [line for line in lines if line and not line.startswith("#")]
