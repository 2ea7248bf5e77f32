"""What the local copies of a data set's videos are: found by id, opened, and described."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from viml_core.config import Limits
from viml_core.console import show_progress
from viml_core.errors import InputError, VimlError
from viml_core.media.probe import probe

# Films and concerts: what the page refuses to a visitor is welcome here.
RESEARCH_LIMITS = Limits(max_clip_s=6 * 3600.0, max_clip_bytes=32 * 2**30, max_track_s=6 * 3600.0)

_ID_IN_BRACKETS = re.compile(r"\[([^\[\]]+)\]$")  # as yt-dlp names files: Title [id].mp4
_NO_MEDIA_SUFFIXES = frozenset(
    f".{kind}"
    for kind in (
        *("csv", "description", "html", "json", "log", "md", "npy", "npz", "parquet", "txt", "xml"),
        *("gif", "jpeg", "jpg", "png", "webp"),  # thumbnails
        *("ass", "lrc", "srt", "vtt"),  # subtitles
        *("part", "temp", "ytdl"),  # of downloads that did not end
    )
)


@dataclass(frozen=True)
class MediaState:
    """One video's file. status and reason: as in the manifest; the rest is None without a file."""

    status: str
    reason: str = ""
    path: Path | None = None
    duration_s: float | None = None


def find_media(folder: Path) -> dict[str, Path]:
    """Files under a folder by video id: the name without its suffix, or what ends it in brackets.

    Raises:
        InputError: no such folder, or two files for one id.
    """
    if not folder.is_dir():
        raise InputError(f"There is no folder {folder}; give the one that holds the videos.")
    found: dict[str, Path] = {}
    for root, _, names in os.walk(folder, followlinks=True):
        for name in names:
            path = Path(root, name)
            if path.suffix.lower() in _NO_MEDIA_SUFFIXES or name.startswith("."):
                continue
            bracketed = _ID_IN_BRACKETS.search(path.stem)
            video_id = bracketed[1] if bracketed else path.stem
            if video_id in found:
                raise InputError(
                    f"{path} and {found[video_id]} are both the video {video_id!r}; keep one."
                )
            found[video_id] = path.resolve()
    return found


def examine(
    video_ids: Sequence[str], folder: Path, dead: Collection[str], workers: int
) -> dict[str, MediaState]:
    """Look for each video's file and open it, so many at a time.

    dead: ids that are known to be gone at the source.

    Raises:
        InputError: as `find_media`.
    """
    found = find_media(folder)
    states: dict[str, MediaState] = {}
    with ThreadPoolExecutor(workers) as pool:  # each probe is a process of its own
        for state in pool.map(lambda i: _examine(i, found.get(i), dead), video_ids):
            states[video_ids[len(states)]] = state
            show_progress("Opening the videos", len(states) / len(video_ids))
    return states


def _examine(video_id: str, path: Path | None, dead: Collection[str]) -> MediaState:
    if path is None:
        return MediaState("dead" if video_id in dead else "missing")
    try:
        str(path).encode()
    except UnicodeEncodeError:
        name = os.fsencode(path.name)
        return MediaState("unreadable", f"its name {name!r} is not in UTF-8; rename the file")
    try:
        info = probe(path, RESEARCH_LIMITS)
    except InputError as error:
        return MediaState("unreadable", str(error), path)
    except VimlError:
        raise
    except Exception as error:
        # One odd file among a hundred thousand must not end the run; it is listed instead.
        return MediaState("unreadable", f"{type(error).__name__}: {error}", path)
    if not info.has_audio:
        return MediaState("no-sound", "", path, info.duration_s)
    return MediaState("ok", "", path, info.duration_s)
