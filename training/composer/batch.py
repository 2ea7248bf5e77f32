"""Many renderings in parallel, recorded one by one, safe to kill at any moment and to run again."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.composer.compose import compose
from training.composer.render import render_track
from training.composer.styles import find_style

MANIFEST = "renderings.jsonl"
CORPUS_FIRST_SEED = 10_000  # above every seed of the starter library: no clip of it is trained on


@dataclass(frozen=True)
class Job:
    """A rendering to make. file: its name, relative to the folder of the batch."""

    style: str
    seed: int
    title: str
    file: str
    duration_s: float


def corpus_jobs(styles: Sequence[str], per_style: int, seconds: float) -> list[Job]:
    """The clips of a training corpus. All styles grow together, so that a part of it is balanced
    too.
    """
    return [
        Job(name, seed, f"{name} {seed}", f"{name}/{name}-{seed}.opus", seconds)
        for seed in range(CORPUS_FIRST_SEED, CORPUS_FIRST_SEED + per_style)
        for name in styles
    ]


def read_manifest(folder: Path) -> dict[str, dict[str, Any]]:
    """The rows of a folder's manifest by file name; a last line cut short by a kill is dropped."""
    path = folder / MANIFEST
    rows = {}
    for line in path.read_text().splitlines() if path.is_file() else ():
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            continue
        rows[row["file"]] = row
    return rows


def render_missing(
    jobs: Sequence[Job], folder: Path, workers: int
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Render the jobs whose file or manifest row is missing; what exists stays as it is. Yields how
    many are still to do and the row just made, and leaves the manifest in the order of file names.
    """
    rows = read_manifest(folder)
    todo = [job for job in jobs if job.file not in rows or not (folder / job.file).is_file()]
    folder.mkdir(parents=True, exist_ok=True)
    _write_manifest(folder, rows)  # whole lines only, before new ones are appended
    context = multiprocessing.get_context("spawn")
    with (
        context.Pool(min(workers, max(1, len(todo))), initializer=_one_thread) as pool,
        (folder / MANIFEST).open("a") as manifest,
    ):
        tasks = ((job, folder) for job in todo)
        for done, row in enumerate(pool.imap_unordered(_render, tasks), start=1):
            manifest.write(json.dumps(row) + "\n")
            manifest.flush()
            rows[row["file"]] = row
            yield len(todo) - done, row
    _write_manifest(folder, rows)


def _one_thread() -> None:
    """Workers are processes already; libraries that start threads of their own would only
    compete.
    """
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")


def _render(task: tuple[Job, Path]) -> dict[str, Any]:
    job, folder = task
    score = compose(find_style(job.style), job.seed, job.duration_s)
    return {**render_track(score, job.title, folder / job.file), "file": job.file}


def _write_manifest(folder: Path, rows: dict[str, dict[str, Any]]) -> None:
    unfinished = folder / f"{MANIFEST}.part"
    unfinished.write_text("".join(json.dumps(rows[file]) + "\n" for file in sorted(rows)))
    unfinished.replace(folder / MANIFEST)
