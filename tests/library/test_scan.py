"""Which files of a folder are music."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from viml_core.errors import InputError
from viml_core.library.scan import find_music


def touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


def test_known_suffixes_are_found_at_any_depth_and_hidden_things_are_not(tmp_path: Path) -> None:
    music = {touch(tmp_path / name) for name in ("a.mp3", "B.FLAC", "x/y/z.opus", "x/été 🎵.m4a")}
    for name in ("notes.txt", "cover.jpg", ".hidden.mp3", ".cache/a.mp3", "x/.y/a.wav", "mp3"):
        touch(tmp_path / name)
    assert find_music([tmp_path]).files == music


def test_a_named_file_is_taken_whatever_its_suffix(tmp_path: Path) -> None:
    named = [touch(tmp_path / "recording"), touch(tmp_path / ".hidden.txt")]
    assert find_music(named).files == set(named)


def test_overlapping_sources_give_each_file_once(tmp_path: Path, monkeypatch) -> None:
    song = touch(tmp_path / "x" / "a.mp3")
    monkeypatch.chdir(tmp_path)
    sources = [tmp_path, tmp_path / "x", song, Path("x/../x/a.mp3"), Path("x")]
    assert find_music(sources).files == {song}


def test_links_are_followed_and_loops_end(tmp_path: Path) -> None:
    song = touch(tmp_path / "music" / "a.mp3")
    elsewhere = touch(tmp_path / "elsewhere" / "b.mp3")
    (tmp_path / "music" / "loop").symlink_to(tmp_path / "music")
    (tmp_path / "music" / "more").symlink_to(elsewhere.parent)
    (tmp_path / "music" / "again").symlink_to(elsewhere.parent)
    (elsewhere.parent / "back").symlink_to(tmp_path)
    (tmp_path / "music" / "linked.mp3").symlink_to(elsewhere)
    found = find_music([tmp_path / "music"]).files
    assert song in found
    assert tmp_path / "music" / "linked.mp3" in found  # by its own name
    assert sorted(path.name for path in found) == ["a.mp3", "b.mp3", "linked.mp3"]


def test_a_name_that_is_not_unicode_is_reported(tmp_path: Path) -> None:
    os.close(os.open(os.fsencode(tmp_path) + b"/bad\xff.mp3", os.O_CREAT))
    found = find_music([tmp_path])
    assert not found.files
    [(path, reason)] = found.unreadable.items()
    assert path.name == "bad�.mp3"
    assert "UTF-8" in reason


def test_a_source_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        find_music([tmp_path, tmp_path / "nowhere"])
