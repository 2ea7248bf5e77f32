"""Files that have more than one name."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from viml_core.errors import StorageError


def link(source: Path, target: Path) -> Path:
    """A second name for a file; a copy where the file system has no hard links.

    Raises:
        StorageError: the source is gone, or there is no room.
    """
    try:
        target.unlink(missing_ok=True)
        try:
            os.link(source, target)
        except OSError:
            shutil.copyfile(source, target)
    except OSError as error:
        raise StorageError(
            f"The file {source.name} cannot be kept ({error.strerror}); add it again, or make room "
            "on the disk."
        ) from error
    return target


def folder_bytes(*folders: Path) -> int:
    """The size of all files below, each counted once however many names it has."""
    stats = [p.stat() for folder in folders for p in folder.rglob("*") if p.is_file()]
    return sum({s.st_ino: s.st_size for s in stats}.values())
