"""Many small tasks with the encoders of a preset, in this process or in several."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from typing import Any

from training.extraction.maker import ONE_THREAD
from viml_core.console import show_progress
from viml_core.features.base import Preset
from viml_core.features.presets import load_preset

Work = Callable[[Preset, Any], None]  # a module's function: processes get it by its name
_preset: Preset | None = None


def work_through(tasks: Sequence[Any], work: Work, preset: Preset, workers: int, step: str) -> None:
    """`work(preset, task)` for each task, which keeps its result where it finds it again.

    Several processes load the preset's encoders themselves and hold to one thread each. They end
    with this one, also where it is killed, after the task that they are at.
    """
    count = min(workers, len(tasks))
    if count <= 1:
        for done, task in enumerate(tasks):
            show_progress(step, done / len(tasks))
            work(preset, task)
        return
    context = multiprocessing.get_context("spawn")
    with context.Pool(count, initializer=_load, initargs=(preset.name,)) as pool:
        results = pool.imap_unordered(_do, [(work, task) for task in tasks])
        for done, _ in enumerate(results, start=1):
            show_progress(step, done / len(tasks))


def _load(name: str) -> None:
    global _preset
    os.environ.update(ONE_THREAD)
    import torch

    torch.set_num_threads(1)
    _preset = load_preset(name)


def _do(call: tuple[Work, Any]) -> None:
    work, task = call
    assert _preset is not None
    work(_preset, task)
