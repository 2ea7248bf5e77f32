"""One writer at a time, by a lock that a killed process lets go of."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from viml_core.errors import InputError, StorageError

NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP)  # of a file system that has none


def take(path: Path, busy: str) -> FileLock:
    """Make the folder of `path`, and lock that file until the lock is released or collected.

    Where the file system knows no locks nobody is kept out.

    Raises:
        InputError: another process holds it; the sentence is `busy`.
        StorageError: the folder cannot be written.
    """
    lock = FileLock(path, timeout=0)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise InputError(busy) from error
    except NotImplementedError:
        pass
    except OSError as error:
        if error.errno not in NO_LOCKS:
            raise StorageError(
                f"The folder {path.parent} cannot be written ({error.strerror or error}); choose "
                "another one."
            ) from error
    return lock


@contextmanager
def held(path: Path, busy: str) -> Iterator[None]:
    """`take` for the time of a block."""
    lock = take(path, busy)
    try:
        yield
    finally:
        lock.release()
