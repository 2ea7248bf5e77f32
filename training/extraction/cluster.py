"""The same shards from a Ray cluster, by way of Ray Data.

The workers read the media at the manifest's paths, so those must be the same on every machine, as
must the installed version of this project; the shards travel back and are written by the caller.
A worker that dies is started again by Ray, as often as it takes.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Iterator, Sequence
from types import ModuleType
from typing import Any

from training.extraction.maker import ONE_THREAD, ShardMaker
from training.extraction.plan import Plan, Task
from viml_core.errors import InputError, VimlError

_PATIENCE_S = 10.0


def run_on_cluster(
    plan: Plan,
    tasks: Sequence[Task],
    address: str,
    workers: int,
    on_item: Callable[[], None] = lambda: None,
) -> Iterator[tuple[int, bytes]]:
    """Numbers and bytes of the shards, in the order in which they are finished.

    address: of a running cluster, as `ray.init` takes it; workers: one CPU each.

    Raises:
        InputError: Ray is not installed, or there is no cluster at the address.
        VimlError: the encoders cannot be loaded there, or a worker was lost for good.
    """
    ray = _connect(address)
    try:
        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        shards = ray.data.from_items(
            [{"task": number} for number in range(len(tasks))],
            override_num_blocks=len(tasks),  # a shard comes back as soon as it is made
        ).map(
            _Worker,
            fn_constructor_args=(plan, list(tasks)),
            compute=ray.data.ActorPoolStrategy(size=min(workers, len(tasks))),
            num_cpus=1,
            runtime_env={"env_vars": dict(ONE_THREAD)},
        )
        for row in shards.iter_rows():
            if row["error"]:
                raise VimlError(row["error"])
            task = tasks[row["task"]]
            for _ in task.items:
                on_item()
            yield task.shard, row["content"]
    except ray.exceptions.RayError as error:
        raise VimlError(
            f"The cluster at {address} gave up ({_last_line(error)}); what was finished is kept: "
            "run it again."
        ) from error
    finally:
        ray.shutdown()


class _Worker:
    """An actor: one process, one thread, one set of encoders."""

    def __init__(self, plan: Plan, tasks: list[Task]) -> None:
        self._tasks = tasks
        self._maker: ShardMaker | None = None
        self._error = ""
        try:
            self._maker = ShardMaker.load(plan)
        except VimlError as error:  # told by the first row: Ray would start the actor again
            self._error = str(error)

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        content = b"" if self._maker is None else self._maker.make(self._tasks[row["task"]])
        return {**row, "content": content, "error": self._error}


def _connect(address: str) -> ModuleType:
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise InputError(
            "A cluster needs Ray; install it with `pip install -r training/requirements.txt`."
        ) from error
    try:
        _knock(address)
        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
    except (OSError, ValueError, RuntimeError) as error:
        raise InputError(
            f"There is no Ray cluster at {address!r} ({_last_line(error)}); start one with "
            "`ray start --head` and give the address that it prints."
        ) from error
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    return ray


def _knock(address: str) -> None:
    """Find out in seconds whether anyone listens: Ray itself tries for many minutes."""
    host, _, port = address.rpartition("://")[2].rpartition(":")
    if host:  # others are words such as `auto`
        socket.create_connection((host.strip("[]"), int(port)), timeout=_PATIENCE_S).close()


def _last_line(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[-1].strip()
