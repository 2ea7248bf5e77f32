"""What readers and writers of media ask of the file system, with sentences for what goes wrong."""

from __future__ import annotations

import errno
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from viml_core.errors import LimitError, MediaError, StorageError

Kind = Literal["clip", "track"]
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def check_readable(path: Path, kind: Kind, *, max_bytes: int | None = None) -> int:
    """Size of a file in bytes, once it is known to be worth opening.

    Raises `MediaError` for what is missing, a folder, forbidden or empty, `LimitError` for what is
    larger than `max_bytes`.
    """
    try:
        if path.is_dir():
            raise MediaError(f"'{path.name}' is a folder; choose one {kind} inside it.")
        size_bytes = path.stat().st_size
        if not path.is_file():
            raise MediaError(f"'{path.name}' is not a regular file; choose a {kind} on disk.")
    except FileNotFoundError as error:
        raise MediaError(f"There is no file '{path}'; check the {kind}'s path.") from error
    except OSError as error:
        raise MediaError(f"'{path.name}' cannot be opened ({error.strerror}).") from error
    if not os.access(path, os.R_OK):
        raise MediaError(f"'{path.name}' may not be read; allow reading it or copy it elsewhere.")
    if size_bytes == 0:
        raise MediaError(f"'{path.name}' is empty (0 bytes); save or upload the {kind} again.")
    if max_bytes is not None and size_bytes > max_bytes:
        raise LimitError(
            f"'{path.name}' has {size_bytes / 2**20:.0f} MB and at most {max_bytes / 2**20:.0f} MB "
            f"are accepted; cut the {kind} or save it at a lower bit rate."
        )
    return size_bytes


def is_mp4(path: Path) -> bool:
    """Whether a file begins as mp4, mov and m4a do, however little of it there is."""
    with path.open("rb") as file:
        return file.read(8)[4:] in (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide")


@contextmanager
def atomic_output(target: Path) -> Iterator[Path]:
    """A temporary path beside `target` to write to, moved onto it when the block ends well.

    Whatever else happens nothing half-written is left. Raises `StorageError` where the folder
    cannot be written or the disk becomes full.
    """
    temporary = target.with_name(f".{uuid.uuid4().hex}{target.suffix}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.touch()
    except OSError as error:
        raise StorageError(
            f"'{target.name}' cannot be written to '{target.parent}' ({error.strerror}); free some "
            "space there or choose another folder."
        ) from error
    try:
        yield temporary
        try:
            temporary.replace(target)
        except OSError as error:
            raise StorageError(f"'{target}' cannot be replaced ({error.strerror}).") from error
    except OSError as error:
        if error.errno is None or error.errno not in _FULL:
            raise
        raise StorageError(
            f"'{target}' cannot be written ({os.strerror(error.errno)}); what was finished is "
            "kept: free some space and try again."
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
