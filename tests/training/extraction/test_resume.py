"""Whatever happens to a run, the bytes in the end are those of one that nothing disturbed."""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

from training.extraction.maker import ShardMaker
from training.extraction.plan import Item, Plan, Task
from training.extraction.workers import Workers
from viml_core.errors import InputError, VimlError
from viml_core.features.base import Preset

from .conftest import Command, contents


def test_killed_half_way_with_two_workers_and_resumed(
    manifest: Path, undisturbed: Path, extract: Command, tmp_path: Path
) -> None:
    options = ["run", "--manifest", manifest, "--out", tmp_path, "--items-per-shard", "1"]
    options += ["--workers", "2"]
    command = [sys.executable, "-m", "training.extract", *map(str, options)]
    running = subprocess.Popen(command, env=os.environ | {"OMP_NUM_THREADS": "3"})
    while not list(tmp_path.glob("shard-*")):
        assert running.poll() is None
        time.sleep(0.01)
    workers = [pid for pid in children(running.pid) if is_worker(pid)]
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    finished = contents(tmp_path)
    assert "report.json" not in finished

    victim = next(iter(sorted(tmp_path.glob("shard-*"))))
    victim.write_bytes(victim.read_bytes()[:-100])
    for kind in ("safetensors", "jsonl"):
        (tmp_path / f".{uuid.uuid4().hex}.{kind}").write_bytes(b"left behind")
    done = extract(*options)
    assert done.returncode == 0, done.stderr
    assert "(1 had been cut short)" in done.stdout
    assert contents(tmp_path) == contents(undisturbed)
    assert len(workers) == 2
    await_end(workers)


def test_a_finished_folder_is_left_as_it_is(
    manifest: Path, undisturbed: Path, extract_here: Command
) -> None:
    before = {path: path.stat().st_mtime_ns for path in undisturbed.glob("shard-*")}
    options = ("--items-per-shard", "1", "--workers", "2")
    done = extract_here("run", "--manifest", manifest, "--out", undisturbed, *options)
    assert done.returncode == 0 and "0 shards made, 4 kept" in done.stdout
    assert {path: path.stat().st_mtime_ns for path in undisturbed.glob("shard-*")} == before


def test_a_worker_that_dies_is_one_sentence() -> None:
    plan = Plan("embedded", {}, 10.0, ("music",), 1, 1, "")
    task = Task(0, (Item("odd", "/odd.mp4", 0.0, 1.0), Item("next", "/next.mp4", 0.0, 1.0)))
    with Workers(plan, 1) as workers:
        for worker in multiprocessing.active_children():
            worker.kill()
        where = r"\(exit code -9\) at the item 'odd' \(/odd.mp4\)"
        with pytest.raises(VimlError, match=f"A worker process died {where}"):
            list(workers.run([task]))


def test_workers_with_other_encoders_than_planned_say_so(preset: Preset) -> None:
    plan = Plan("embedded", {"visual": "other"}, 10.0, ("music",), 1, 1, "")
    with pytest.raises(InputError, match="are not those of the plan"):
        ShardMaker(plan, preset)
    with (
        Workers(dataclasses.replace(plan, preset="grand"), 1) as workers,
        pytest.raises(InputError, match="There is no preset 'grand'"),
    ):
        workers.wait_until_loaded()


def children(parent: int) -> list[int]:
    """The processes that a process has started."""
    return [
        int(pid)
        for task in Path(f"/proc/{parent}/task").iterdir()
        for pid in (task / "children").read_text().split()
    ]


def await_end(processes: list[int]) -> None:
    """Orphans end by themselves, at their next word."""
    patience = time.monotonic() + 60
    while any(is_worker(pid) for pid in processes):
        assert time.monotonic() < patience, "a worker outlived its killed parent"
        time.sleep(0.1)


def is_worker(pid: int) -> bool:
    try:
        return "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return False
