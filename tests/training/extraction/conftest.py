"""Small real media, manifests of them, and an extraction that nothing disturbed."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.synth import clip, ffmpeg
from training.data.manifests.table import Row, write_manifest
from training.extract import main
from viml_core import console
from viml_core.features.base import Preset
from viml_core.recommender import Recommender

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session", autouse=True)
def parquet() -> None:
    pytest.importorskip("pyarrow", reason="manifests need pyarrow (training/requirements.txt)")


@pytest.fixture(scope="session")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four clips of 2 to 5 s, one whose sound is silence and one that is cut short."""
    folder = tmp_path_factory.mktemp("media")
    for seconds, source in enumerate(("testsrc2", "pal75bars", "smptebars", "rgbtestsrc"), 2):
        clip(folder / f"{source}.mp4", seconds, "96x64", source)
    picture = ("-f", "lavfi", "-i", "testsrc2=size=96x64:rate=12")
    ffmpeg(*picture, "-f", "lavfi", "-i", "anullsrc", "-t", "2", folder / "silent.mp4")
    content = (folder / "pal75bars.mp4").read_bytes()
    (folder / "cut.mp4").write_bytes(content[: len(content) // 2])
    return folder


def whole(path: Path, seconds: float, split: str = "train") -> Row:
    """The row of a whole file."""
    media = str(path)
    return Row(path.stem, path.stem, "movieclips", split, "ok", "", media, 0.0, seconds, seconds)


@pytest.fixture(scope="session")
def good_rows(media: Path) -> list[Row]:
    """Items that can be extracted, and one that the manifest leaves out."""
    names = ("testsrc2", "pal75bars", "smptebars", "rgbtestsrc")
    rows = [whole(media / f"{name}.mp4", seconds) for seconds, name in enumerate(names, 2)]
    return [*rows, Row("lost", "lost", "movieclips", "test", "missing")]


@pytest.fixture(scope="session")
def manifest(good_rows: list[Row], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("manifest") / "m.parquet"
    write_manifest(good_rows, path)
    return path


@pytest.fixture(scope="session")
def preset(recommender: Recommender) -> Preset:
    return recommender.preset


@pytest.fixture(scope="session")
def extract_here(preset: Preset) -> Command:
    """The command in this process, which has the encoders already; its workers load their own."""

    def call(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = ["extract", *map(str, arguments)]
        out, err = io.StringIO(), io.StringIO()
        with (
            patch.object(sys, "argv", command),
            patch("training.extract.load_preset", lambda *_: preset),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            status = console.run("extract", main)
        return subprocess.CompletedProcess(command, status, out.getvalue(), err.getvalue())

    return call


@pytest.fixture(scope="session")
def extract() -> Command:
    """The command as a person gives it."""

    def call(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "training.extract", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)

    return call


@pytest.fixture(scope="session")
def undisturbed(
    manifest: Path, extract_here: Command, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """What one worker makes in one go, one item a shard."""
    out = tmp_path_factory.mktemp("undisturbed")
    options = ("--items-per-shard", "1", "--workers", "1")
    done = extract_here("run", "--manifest", manifest, "--out", out, *options)
    assert done.returncode == 0, done.stderr
    assert "4 of 4 items; 4 shards made, 0 kept" in done.stdout
    assert "left out by the manifest: 1 missing" in done.stdout
    return out


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, hidden ones too."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}
