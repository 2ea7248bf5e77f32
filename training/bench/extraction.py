"""`python -m training.bench extraction`: how near to twice as fast two workers are as one.

A worker is one process held to one thread, with the ffmpeg that decodes for it; so one is given one
core and two are given two, and nothing else. Both make the same shards of the same small clips,
with encoders that are loaded before the clock starts. The target is a `speed-up / 2` of 0.9; only
an otherwise idle machine can show it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from training.extraction.plan import MODALITIES, Item, Plan, Task, items_sha256, tasks
from training.extraction.workers import Workers
from viml_core.errors import InputError
from viml_core.features.presets import load_preset
from viml_core.media.ffmpeg import ffmpeg_path

TARGET = 0.9


def add_arguments(verb: argparse.ArgumentParser) -> None:
    """The options of `extraction`."""
    verb.add_argument("--clips", type=int, default=8, help="items a run; an even number")
    verb.add_argument("--seconds", type=float, default=10.0, help="of each clip")
    verb.add_argument("--repeat", type=int, default=5)


def report(args: argparse.Namespace) -> dict[str, object]:
    """Run one worker and two in turn, `--repeat` times, and report medians.

    Raises:
        InputError: options that leave nothing to measure, or a machine that cannot.
    """
    if args.clips < 2 or args.repeat < 1 or not args.seconds >= 1:
        raise InputError("--clips must be at least 2, --seconds and --repeat at least 1.")
    cores = sorted(_affinity())[:2]
    if len(cores) < 2:
        raise InputError("This machine gives the process one core; two workers need two.")
    with tempfile.TemporaryDirectory(prefix="viml-bench-") as folder:
        clip = _make_clip(Path(folder) / "clip.mp4", args.seconds)
        items = tuple(Item(f"{i}", str(clip), 0.0, args.seconds) for i in range(args.clips))
        plan, shards = _plan(items), tasks(items, 1)
        with _workers(plan, cores[:1]) as one, _workers(plan, cores) as two:
            for pool in (one, two):
                _seconds(pool, shards[:2])  # the first forward pass of a process also allocates
            runs = [(_seconds(one, shards), _seconds(two, shards)) for _ in range(args.repeat)]
    one_s, two_s = (statistics.median(column) for column in zip(*runs, strict=True))
    share = statistics.median(a / b for a, b in runs) / 2
    return {
        "clips": args.clips,
        "clip_s": args.seconds,
        "one_worker_s": one_s,
        "two_workers_s": two_s,
        "runs_s": runs,
        "speed-up / 2": share,
        "target": TARGET,
        "met": share >= TARGET,
    }


def _plan(items: tuple[Item, ...]) -> Plan:
    preset = load_preset()
    return Plan(
        preset=preset.name,
        encoders=preset.fingerprints,
        segment_s=preset.sampling.segment_s,
        modalities=MODALITIES,
        items_per_shard=1,
        items=len(items),
        items_sha256=items_sha256(items),
    )


@contextmanager
def _workers(plan: Plan, cores: Sequence[int]) -> Iterator[Workers]:
    """As many workers as cores, loaded, that share those cores with their ffmpegs."""
    before = _affinity()
    os.sched_setaffinity(0, cores)  # children inherit it
    try:
        pool = Workers(plan, len(cores))
        with pool:
            os.sched_setaffinity(0, before)
            pool.wait_until_loaded()
            yield pool
    finally:
        os.sched_setaffinity(0, before)


def _affinity() -> set[int]:
    if not hasattr(os, "sched_getaffinity"):
        raise InputError("This benchmark holds workers to cores, which only Linux can do.")
    return os.sched_getaffinity(0)


def _seconds(pool: Workers, shards: Sequence[Task]) -> float:
    start = time.perf_counter()
    for _ in pool.run(shards):
        pass
    return time.perf_counter() - start


def _make_clip(path: Path, seconds: float) -> Path:
    """Moving 360p with a chord under it."""
    command = [ffmpeg_path(), "-v", "error", "-nostdin", "-y"]
    command += ["-f", "lavfi", "-i", "testsrc2=s=640x360:r=25"]
    command += ["-f", "lavfi", "-i", "aevalsrc=0.2*sin(440*t)+0.2*sin(550*t)+0.2*sin(660*t)"]
    command += ["-t", f"{seconds:g}", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-c:a", "aac"]
    subprocess.run([*command, str(path)], check=True)
    return path
