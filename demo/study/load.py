"""How fast a study answers many raters at once.

Serves a copy of the study in a process of its own, lets simulated raters do what a page does (page,
state, previews in ranges, play events, votes), and reports how long they waited. What they say they
played they did not play: the clock is waited for, nothing is decoded.
"""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from demo.study.listening import SIDES
from demo.study.manifest import Manifest, read_manifest
from demo.study.store import DATABASE_FILE, Store
from demo.study.tokens import Signer
from viml_core.errors import InputError

TICK_S = 2.0
START_S, WAIT_S = 120.0, 60.0
TARGET_P95_MS = 500.0


def measure_load(folder: Path, raters: int, pairs: int) -> dict[str, Any]:
    """Milliseconds by kind of request for `raters` at once, each judging `pairs` pairs.

    Raises:
        InputError: the study has fewer raters or pairs.
    """
    manifest = read_manifest(folder)
    if raters > len(manifest.lists) or pairs > len(manifest.lists[0].tasks):
        raise InputError(
            f"The study has {len(manifest.lists)} raters with {len(manifest.lists[0].tasks)} pairs "
            f"each, and {raters} with {pairs} were asked for."
        )
    with tempfile.TemporaryDirectory(prefix="viml-") as scratch:
        copy = shutil.copytree(
            folder, Path(scratch) / "study", ignore=shutil.ignore_patterns(f"{DATABASE_FILE}*")
        )
        with serving(copy) as server:
            started = time.perf_counter()
            before_s = _cpu_s(server.process.pid)
            waits = asyncio.run(_all(copy, manifest, server.url, raters, pairs))
            took_s = time.perf_counter() - started
            server_s = _cpu_s(server.process.pid) - before_s
        store = Store(copy)
        votes = len(store.votes())
        store.close()
    requests = sum(map(len, waits.values()))
    interactions = [ms for kind, many in waits.items() if kind != "preview" for ms in many]
    return {
        "raters": raters,
        "pairs_each": pairs,
        "cores": len(os.sched_getaffinity(0)),
        "load_average": round(os.getloadavg()[0], 1),
        "took_s": round(took_s, 1),
        "server_cpu_s": round(server_s, 2),
        "server_cpu_ms_per_request": round(1000 * server_s / requests, 2),
        "votes_kept": votes,
        "votes_acknowledged": len(waits["vote"]),
        "interaction_ms": _summary(interactions),
        "by_request_ms": {kind: _summary(many) for kind, many in sorted(waits.items())},
        "p95_under_500_ms": bool(np.quantile(interactions, 0.95) < TARGET_P95_MS),
    }


@dataclass(frozen=True)
class Serving:
    """A study that another process serves."""

    url: str
    process: subprocess.Popen[bytes]


@contextmanager
def serving(folder: Path) -> Iterator[Serving]:
    """Serves a study in a process of its own, which ends with the block if it is still there."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "demo.study", "serve", str(folder), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url, server)
        yield Serving(url, server)
    finally:
        server.terminate()
        server.wait()


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_S
    while True:
        try:
            httpx.get(url)
            return
        except httpx.TransportError as error:
            if server.poll() is not None or time.monotonic() > deadline:
                raise InputError("The study could not be served; try `serve` by itself.") from error
            time.sleep(0.1)


async def _all(
    folder: Path, manifest: Manifest, url: str, raters: int, pairs: int
) -> dict[str, list[float]]:
    waits: dict[str, list[float]] = defaultdict(list)
    signer, need_s = Signer(folder), manifest.plan.min_listen_s
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=url, timeout=WAIT_S, limits=limits) as client:
        tokens = [signer.token(one.rater) for one in manifest.lists[:raters]]
        await asyncio.gather(*(_Rater(client, t, need_s, waits).judge(pairs) for t in tokens))
    return waits


class _Rater:
    """Asks for what a page asks for, at the times at which it does."""

    def __init__(
        self, client: httpx.AsyncClient, token: str, need_s: float, waits: dict[str, list[float]]
    ) -> None:
        self.client, self.root, self.need_s, self.waits = client, f"/r/{token}/", need_s, waits

    async def judge(self, pairs: int) -> None:
        await asyncio.sleep(random.uniform(0, TICK_S))  # nobody clicks in step with others
        await self._timed("page", "GET", "")
        for asset in ("page.css", "page.js"):
            await self._timed("page", "GET", f"../../static/{asset}")
        state = (await self._timed("state", "GET", "state")).json()
        for _ in range(pairs):
            await asyncio.gather(*(self._read(state["position"], side) for side in SIDES))
            for side in SIDES:
                await self._play(state["position"], side)
            answer = {"position": state["position"], "choice": random.choice(SIDES)}
            state = (await self._timed("vote", "POST", "votes", answer)).json()

    async def _read(self, position: int, side: str) -> None:
        range_of_all = {"Range": "bytes=0-"}
        await self._timed("preview", "GET", f"media/{position}/{side}", headers=range_of_all)

    async def _play(self, position: int, side: str) -> None:
        """A little longer than asked for, since what is lost on the way does not count."""
        started = time.perf_counter()
        heard_s = await self._report(position, side, "play", 0.0)
        while heard_s < self.need_s:
            await asyncio.sleep(TICK_S)
            played_s = time.perf_counter() - started
            heard_s = await self._report(position, side, "tick", played_s)
        await self._report(position, side, "pause", time.perf_counter() - started)

    async def _report(self, position: int, side: str, kind: str, media_s: float) -> float:
        play = {"side": side, "kind": kind, "media_s": media_s}
        told = await self._timed("plays", "POST", "plays", {"position": position, "plays": [play]})
        return float(told.json()["heard"][side])

    async def _timed(
        self,
        kind: str,
        method: str,
        path: str,
        sent: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        started = time.perf_counter()
        answer = await self.client.request(method, self.root + path, json=sent, headers=headers)
        self.waits[kind].append(1000 * (time.perf_counter() - started))
        answer.raise_for_status()
        return answer


def _cpu_s(pid: int) -> float:
    """Processor time of a process so far, after Linux's proc(5); the name may hold blanks."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _summary(waits: list[float]) -> dict[str, float]:
    p50, p95 = np.quantile(waits, [0.5, 0.95])
    return {
        "requests": len(waits),
        "p50": round(float(p50), 1),
        "p95": round(float(p95), 1),
        "max": round(max(waits), 1),
    }
