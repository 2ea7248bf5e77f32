"""What a library that others made must be before it is opened: sealed, plain and self-contained.

A catalogue is a database, and its rows name files. One from elsewhere may hold no triggers or
views, and may name no file outside its own folder.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from viml_core.errors import LibraryError
from viml_core.library.database import Database


def check_shipped(folder: Path, name: str) -> None:
    """Raises LibraryError where the library in `folder`, known as `name`, cannot be trusted."""
    database = Database(folder, read_only=True)
    database.check()
    with database.reading() as connection:
        kinds = {kind for (kind,) in connection.execute("SELECT DISTINCT type FROM sqlite_master")}
        sealed = connection.execute("SELECT value FROM meta WHERE name = 'sealed'").fetchone()
        paths = [path for (path,) in connection.execute("SELECT path FROM files")]
    if kinds - {"table", "index"}:
        raise LibraryError(
            f"The catalogue of {name} holds more than tables; it was not made by this program."
        )
    if sealed != ("yes",):
        raise LibraryError(
            f"The library {name} is not sealed; publish it with `python -m training.publish "
            "--library DIR`, which seals a copy."
        )
    outside = [path for path in paths if not _inside(path)]
    if outside:
        raise LibraryError(
            f"The library {name} names a file outside its folder ({outside[0]!r}); do not use it."
        )


def _inside(path: str) -> bool:
    parts = PurePosixPath(path.replace("\\", "/"))
    return not (parts.is_absolute() or ".." in parts.parts or ":" in path.split("/")[0])
