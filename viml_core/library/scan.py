"""Find the music files under folders."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from viml_core.errors import InputError

AUDIO_SUFFIXES = frozenset(
    {".aac", ".aif", ".aiff", ".flac", ".m4a", ".mp3", ".oga", ".ogg", ".opus", ".wav"}
)


@dataclass
class Found:
    """Music files, and what could not be looked into with the reason."""

    files: set[Path] = field(default_factory=set)
    unreadable: dict[Path, str] = field(default_factory=dict)


def find_music(sources: Sequence[Path]) -> Found:
    """The music files among and under the sources.

    A file that is named is taken whatever its suffix; in folders only known suffixes are, and
    hidden files and folders are passed over. Links to folders are followed, each folder once.

    Raises:
        InputError: a source does not exist.
    """
    found = Found()
    seen_folders: set[tuple[int, int]] = set()
    for source in sorted(sources):
        try:
            is_file = not source.is_dir() and source.stat() is not None
        except OSError as error:
            raise InputError(
                f"The music {source} cannot be opened ({error.strerror}); check the path."
            ) from error
        if is_file:
            # only the folder is resolved: a link to a file may have the better name
            _take(source.parent.resolve() / source.name, found)
        else:
            _walk(source.resolve(), found, seen_folders)
    return found


def exists(path: Path) -> bool:
    """Whether the file is there; False, and no exception, where a folder may not be entered."""
    return os.access(path, os.F_OK)


def _walk(root: Path, found: Found, seen_folders: set[tuple[int, int]]) -> None:
    def unreadable(error: OSError) -> None:
        found.unreadable[Path(error.filename)] = f"The folder cannot be read ({error.strerror})."

    for name, folders, files in os.walk(root, onerror=unreadable, followlinks=True):
        folder = Path(name)
        stat = folder.stat()
        if (stat.st_dev, stat.st_ino) in seen_folders:
            folders.clear()
            continue
        seen_folders.add((stat.st_dev, stat.st_ino))
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for file in files:
            if not file.startswith(".") and Path(file).suffix.lower() in AUDIO_SUFFIXES:
                _take(folder / file, found)


def _take(path: Path, found: Found) -> None:
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        shown = Path(os.fsencode(path).decode("utf-8", "replace"))
        found.unreadable[shown] = "The name of the file is not valid UTF-8; rename it."
    else:
        found.files.add(path)
