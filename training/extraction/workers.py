"""Worker processes on this machine: each loads the encoders once and makes shard after shard.

Each worker speaks to its parent through a pipe whose other end nobody else holds. A parent that is
killed therefore closes it, and the worker ends with its next word: nothing is left behind.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any

from training.extraction.maker import ONE_THREAD, ShardMaker
from training.extraction.plan import Item, Plan, Task
from viml_core.errors import VimlError

_LOADED = "loaded"
_ITEM_DONE = "item done"


class Workers:
    """`count` processes, as a context manager that ends them."""

    def __init__(self, plan: Plan, count: int) -> None:
        self._plan = plan
        self._count = count
        self._workers: dict[Connection, BaseProcess] = {}
        self._left: dict[Connection, list[Item]] = {}  # of each worker's task, the first now

    def __enter__(self) -> Workers:
        context = multiprocessing.get_context("spawn")
        with _environment(ONE_THREAD):
            for _ in range(self._count):
                here, there = context.Pipe()
                process = context.Process(target=_serve, args=(there, self._plan), daemon=True)
                process.start()
                there.close()
                self._workers[here] = process
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for connection, process in self._workers.items():
            connection.close()
            process.terminate()
            process.join()

    def wait_until_loaded(self) -> None:
        """Return when every worker has its encoders.

        Raises:
            VimlError: one could not load them.
        """
        for connection in self._workers:
            self._receive(connection)  # the first word of each

    def run(
        self, tasks: Sequence[Task], on_item: Callable[[], None] = lambda: None
    ) -> Iterator[tuple[int, bytes]]:
        """Numbers and bytes of the shards, in the order in which they are finished.

        Raises:
            VimlError: a worker died.
        """
        pending = list(reversed(tasks))
        working: set[Connection] = set()
        for connection in list(self._workers)[: len(tasks)]:
            self._send(connection, pending.pop())
            working.add(connection)
        while working:
            for connection in wait(list(working)):
                assert isinstance(connection, Connection)
                message = self._receive(connection)
                if message == _ITEM_DONE:
                    self._left[connection].pop(0)
                    on_item()
                elif message != _LOADED:
                    if pending:
                        self._send(connection, pending.pop())
                    else:
                        working.remove(connection)
                    yield message

    def _send(self, connection: Connection, task: Task) -> None:
        self._left[connection] = list(task.items)
        try:
            connection.send(task)
        except OSError as error:
            raise self._death(connection) from error

    def _receive(self, connection: Connection) -> Any:
        try:
            message = connection.recv()
        except (EOFError, OSError) as error:
            raise self._death(connection) from error
        if isinstance(message, VimlError):
            raise message
        return message

    def _death(self, connection: Connection) -> VimlError:
        process = self._workers[connection]
        process.join()
        left = self._left.get(connection)
        item = f" at the item {left[0].id!r} ({left[0].media})" if left else ""
        return VimlError(
            f"A worker process died (exit code {process.exitcode}){item}, perhaps for want of "
            "memory; what was finished is kept: run it again, with fewer --workers. An item whose "
            "file is moved away is listed as failed."
        )


def run_here(
    plan: Plan, tasks: Sequence[Task], workers: int, on_item: Callable[[], None]
) -> Iterator[tuple[int, bytes]]:
    """Make shards with so many processes, as `Workers.run`."""
    with Workers(plan, min(workers, len(tasks))) as pool:
        yield from pool.run(tasks, on_item)


def _serve(connection: Connection, plan: Plan) -> None:
    """A worker's life: a word when loaded and after each item, (number, bytes) for each shard."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted, and ends its workers
    try:
        maker = ShardMaker.load(plan)
        connection.send(_LOADED)
        while True:
            task = connection.recv()
            content = maker.make(task, lambda: connection.send(_ITEM_DONE))
            connection.send((task.shard, content))
    except VimlError as error:
        connection.send(error)
    except (EOFError, OSError):
        return  # nobody is left to work for


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    """What a child process inherits; numeric libraries read it as they are imported."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
