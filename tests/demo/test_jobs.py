"""Work in a thread: results in order, stopped at once, errors told, nothing left running."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from demo.jobs import Job, Step
from viml_core.errors import Cancelled, MediaError


async def read(work) -> list[object]:
    job = Job(work)
    try:
        return [item async for item in job.results()]
    finally:
        await job.close()


def test_results_come_in_order_and_end():
    def work(job: Job[int]) -> None:
        for number in range(100):
            job.progress(f"step {number}", number / 100)
            job.emit(number)

    items = asyncio.run(read(work))
    assert [item for item in items if isinstance(item, int)] == list(range(100))


def test_a_slow_reader_is_spared_the_steps_that_are_past():
    def work(job: Job[int]) -> None:
        for number in range(1000):
            job.progress(f"step {number}")
        job.emit(7)

    async def slow_reader() -> list[object]:
        job = Job(work)
        seen: list[object] = []
        async for item in job.results():
            seen.append(item)
            await asyncio.sleep(0.05)
        await job.close()
        return seen

    seen = asyncio.run(slow_reader())
    assert seen[-1] == 7
    assert len(seen) < 100
    assert all(isinstance(item, Step) for item in seen[:-1])


def test_the_error_of_the_work_is_raised_where_the_results_are_read():
    def work(job: Job[int]) -> None:
        job.emit(1)
        raise MediaError("It is no clip.")

    with pytest.raises(MediaError, match="It is no clip"):
        asyncio.run(read(work))


def test_a_stopped_job_says_so_at_once_and_has_ended_when_it_is_closed():
    ended = threading.Event()

    def work(job: Job[int]) -> None:
        job.progress("waiting")
        job.cancel.wait(20)
        time.sleep(0.3)  # putting things away
        ended.set()

    async def stop_it() -> float:
        job = Job(work)
        results = job.results()
        await anext(results)
        start = time.perf_counter()
        job.stop()
        with pytest.raises(Cancelled):
            await anext(results)
        told_after = time.perf_counter() - start
        assert not ended.is_set()
        await job.close()
        assert ended.is_set()
        return told_after

    assert asyncio.run(stop_it()) < 0.2


def test_results_that_wait_when_it_is_stopped_are_not_told_any_more():
    def work(job: Job[int]) -> None:
        job.emit(1)
        job.emit(2)

    async def stop_it() -> None:
        job = Job(work)
        results = job.results()
        assert await anext(results) == 1
        await job.close()
        with pytest.raises(Cancelled):
            await anext(results)

    asyncio.run(stop_it())


def test_a_stopped_job_ends_at_its_next_step():
    reached = []

    def work(job: Job[int]) -> None:
        job.cancel.set()
        reached.append("before")
        job.progress("next")
        reached.append("after")

    with pytest.raises(Cancelled):
        asyncio.run(read(work))
    assert reached == ["before"]
