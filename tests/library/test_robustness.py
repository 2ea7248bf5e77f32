"""A library under fire: killed processes, several at once, a full disk."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.library.toy import (
    ToyEncoder,
    ToyModel,
    contents,
    ingest,
    make,
    open_toy,
    song,
    write,
    write_songs,
)
from tests.library.worker import PRELOAD, run
from viml_core.errors import StorageError
from viml_core.library.database import CATALOGUE_FILE

PROCESSES = multiprocessing.get_context("forkserver")  # a fresh process without its imports' time
PROCESSES.set_forkserver_preload(PRELOAD)


class Worker:
    """An ingestion in another process."""

    def __init__(self, home: Path, music: Path, delay_s: float) -> None:
        self._results, results = PROCESSES.Pipe(duplex=False)
        self.process = PROCESSES.Process(target=run, args=(home, music, delay_s, results))
        self.process.start()
        results.close()
        assert self._results.recv() == "ready"

    def result(self) -> dict[str, int]:
        """What it found. EOFError where it failed."""
        counts = self._results.recv()
        self.process.join()
        return counts

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.join()


@pytest.fixture
def music(tmp_path: Path) -> Path:
    """Twelve tunes, a copy and a file that is no music."""
    files = write_songs(tmp_path / "music", 12)
    shutil.copy(files[3], tmp_path / "music" / "copy.wav")
    (tmp_path / "music" / "broken.mp3").write_bytes(b"not music" * 999)
    return tmp_path / "music"


def test_killed_at_any_moment_and_run_again(music: Path, tmp_path: Path) -> None:
    ingest(tmp_path / "undisturbed", music)
    home, rng = tmp_path / "killed", random.Random(0)
    ids: set[str] = set()
    grown = 0
    for _ in range(30):
        worker = Worker(home, music, 0.03)
        time.sleep(rng.uniform(0, 0.2))
        worker.kill()
        served = contents(home)  # opens, and every track has its features
        assert ids <= set(served)
        grown += len(served) > len(ids)
        ids = set(served)
        if len(ids) > 6:
            break
    assert grown > 1, "the kills should have come in the middle of the work"
    report = ingest(home, music)
    assert len(report.added) == 12 - len(ids)
    assert contents(home) == contents(tmp_path / "undisturbed")
    assert ingest(home, music).known == 13


def test_killed_while_the_catalogue_is_made(music: Path, tmp_path: Path) -> None:
    """A catalogue of no bytes is what a kill leaves that comes before the first commit."""
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / CATALOGUE_FILE).touch()
    assert len(ingest(tmp_path / "lib", music).added) == 12


def test_two_processes_at_once_share_the_work(music: Path, tmp_path: Path) -> None:
    home = tmp_path / "lib"
    workers = [Worker(home, music, 0.15) for _ in range(2)]
    reports = [worker.result() for worker in workers]
    assert sum(report["added"] for report in reports) == 12
    assert sum(report["encoded"] for report in reports) <= 16  # 24 where each does everything
    ingest(tmp_path / "alone", music)
    assert set(contents(home)) == set(contents(tmp_path / "alone"))
    assert ingest(home, music).known == 13


def test_a_reencode_added_by_another_process_meanwhile_is_a_duplicate(tmp_path: Path) -> None:
    samples, home = song(1, 8, 44100), tmp_path / "lib"
    first = write(tmp_path / "a" / "song.wav", samples, 44100)
    second = write(tmp_path / "b" / "song.mp3", samples, 44100)

    class Overtaken(ToyEncoder):
        def encode(self, waveform):
            ingest(home, first)
            return super().encode(waveform)

    report = make(home).ingest([second], Overtaken())
    assert report.added == ()
    assert report.duplicates == ((second, first),)
    assert [track.path for track in open_toy(home).tracks()] == [first]


def test_serving_goes_on_while_music_is_added(music: Path, tmp_path: Path) -> None:
    home, model = tmp_path / "lib", ToyModel()
    ingest(home, music / "00.wav")
    library = open_toy(home)
    worker = threading.Thread(
        target=lambda: make(home).ingest([music], ToyEncoder(delay_s=0.02)), daemon=True
    )
    worker.start()
    sizes = set()
    while worker.is_alive():
        library.refresh()
        view = library.snapshot()
        scores = view.scores(model, np.ones(model.dim, np.float32))
        assert len(scores) == len(view.rankable())
        sizes.add(len(scores))
    assert len(sizes) > 3
    assert library.refresh() or len(library) == 12


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 KiB."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("mounting a small file system needs root")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_keeps_what_is_done_and_is_still_served(music: Path, small_disk: Path) -> None:
    home, filler = small_disk / "lib", small_disk / "filler"
    ingest(home, music / "00.wav", music / "01.wav")
    expected = open_toy(home).scores(ToyModel(7), np.ones(6, np.float32))

    class Filling(ToyEncoder):
        def encode(self, waveform):
            if self.encoded == 1:
                fill(filler)
            return super().encode(waveform)

    with pytest.raises(StorageError, match=r"disk is full.* New tracks kept: 1;"):
        make(home).ingest([music], Filling())
    library = open_toy(home)
    assert len(library) == 3
    scores = library.scores(ToyModel(7), np.ones(6, np.float32))  # neither embedding nor index fits
    assert set(expected) < set(scores)
    assert not list(home.glob(".*"))  # nothing half-written
    filler.unlink()
    assert len(make(home).ingest([music], ToyEncoder()).added) == 9
    assert len(open_toy(home)) == 12


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(os.urandom(1024))
        except OSError:
            pass


def test_a_library_where_nothing_can_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="file"):
        make(tmp_path / "file" / "lib")
