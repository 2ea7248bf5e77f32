"""Long work in a thread of its own, so that its steps can be shown and it stops at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from viml_core.errors import Cancelled

CLOSING_S = 30.0  # what a stopped thread gets to put its things away
T = TypeVar("T")


@dataclass(frozen=True)
class Step:
    """What a job is doing, and how far it is (0..1) where that is known."""

    text: str
    fraction: float | None = None


@dataclass(frozen=True)
class _End:
    error: BaseException | None = None


class Job(Generic[T]):
    """One piece of work with its own cancel event. Made and read in an event loop.

    `work` is called in a thread with the job: it tells its steps to `progress`, hands over results
    with `emit` and looks at `cancel`.
    """

    def __init__(self, work: Callable[[Job[T]], None]) -> None:
        self.cancel = threading.Event()
        self._work = work
        self._loop = asyncio.get_running_loop()
        self._items: asyncio.Queue[Step | T | _End] = asyncio.Queue()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def progress(self, step: str, fraction: float | None = None) -> None:
        """The `Progress` of this job; a stopped job ends here."""
        if self.cancel.is_set():
            raise Cancelled("The request was stopped.")
        self._put(Step(step, fraction))

    def emit(self, item: T) -> None:
        """Hand over a result."""
        self._put(item)

    def stop(self) -> None:
        """Ask the work to end; whoever reads the results is told at once."""
        self.cancel.set()
        self._put(_End(Cancelled("The request was stopped.")))

    async def results(self) -> AsyncIterator[Step | T]:
        """Start the work; yield steps and results as they come, of waiting steps only the last.

        Raises what the work raised, and `Cancelled` as soon as it is stopped, while the thread may
        still be winding down.
        """
        self._thread.start()
        while True:
            item = await self._items.get()
            while isinstance(item, Step) and not self._items.empty():
                item = self._items.get_nowait()
            if self.cancel.is_set():
                raise Cancelled("The request was stopped.")
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
            yield item

    async def close(self) -> None:
        """Stop the work, if it is still going on, and wait until it has put its things away."""
        await asyncio.to_thread(self.join)

    def join(self) -> None:
        """`close` for callers outside the event loop."""
        self.cancel.set()
        if self._thread.is_alive():
            self._thread.join(CLOSING_S)

    def _put(self, item: Step | T | _End) -> None:
        if not self._loop.is_closed():  # the server may have gone while a thread wound down
            self._loop.call_soon_threadsafe(self._items.put_nowait, item)

    def _run(self) -> None:
        try:
            self._work(self)
        except BaseException as error:  # raised again where the results are read
            self._put(_End(error))
        else:
            self._put(_End())
