"""Files are checked before they are opened, and written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from viml_core.errors import LimitError, MediaError, StorageError
from viml_core.media.files import atomic_output, check_readable


def test_the_size_of_a_readable_file(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"12345")
    assert check_readable(path, "clip", max_bytes=5) == 5


def test_each_unreadable_file_has_its_own_sentence(tmp_path: Path) -> None:
    empty, large, pipe = tmp_path / "empty.mp4", tmp_path / "large.mp4", tmp_path / "pipe.mp4"
    empty.touch()
    large.write_bytes(b"x" * 11)
    os.mkfifo(pipe)
    cases = [
        (tmp_path / "missing.mp4", MediaError, "There is no file"),
        (tmp_path, MediaError, "is a folder"),
        (empty, MediaError, "is empty"),
        (large, LimitError, "at most"),
        (pipe, MediaError, "not a regular file"),
    ]
    for path, kind, words in cases:
        with pytest.raises(kind, match=words):
            check_readable(path, "clip", max_bytes=10)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_forbidden_file(tmp_path: Path) -> None:
    path = tmp_path / "secret.mp4"
    path.write_bytes(b"x")
    path.chmod(0)
    with pytest.raises(MediaError, match="may not be read"):
        check_readable(path, "clip")


def test_a_failed_write_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "out.mp4"
    target.write_text("before")
    with pytest.raises(RuntimeError), atomic_output(target) as partial:
        partial.write_text("half")
        raise RuntimeError
    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]


def test_a_finished_write_replaces_it(tmp_path: Path) -> None:
    target = tmp_path / "new folder" / "out.mp4"
    with atomic_output(target) as partial:
        assert partial.parent == target.parent
        partial.write_text("whole")
    assert target.read_text() == "whole"
    assert list(target.parent.iterdir()) == [target]


def test_a_folder_that_cannot_be_written_is_a_storage_error(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.touch()
    with pytest.raises(StorageError, match="choose another folder"), atomic_output(blocker / "x"):
        pass
