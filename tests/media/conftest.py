"""Clips and tracks that several media tests read."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.media.synth import music, numbered_clip, write_track
from viml_core.types import Track


@pytest.fixture(scope="session")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what is made once and only read."""
    return tmp_path_factory.mktemp("media")


@pytest.fixture(scope="session")
def clip(media: Path) -> Path:
    """4 s of numbered pictures at 25 Hz, H.264 with B pictures."""
    return numbered_clip(media / "clip.mp4")


@pytest.fixture(scope="session")
def track(media: Path) -> Track:
    """30 s of music that is no louder or quieter than most."""
    return write_track(media / "track.wav", music(30.0))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a file system of its own with 64 kB of room, where one may be mounted."""
    folder = tmp_path / "small disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
