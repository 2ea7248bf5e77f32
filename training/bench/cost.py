"""What a step costs: CPU seconds, since on a shared machine the clock on the wall means little."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class Cost:
    """CPU and wall seconds of one step; children are the ffmpeg processes it started."""

    own_s: float = 0.0
    children_s: float = 0.0
    wall_s: float = 0.0

    @property
    def cpu_s(self) -> float:
        return self.own_s + self.children_s


@contextmanager
def measured() -> Iterator[Cost]:
    """Measure the block; the cost is filled in at its end."""
    cost = Cost()
    own, children, wall = _cpu(resource.RUSAGE_SELF), _cpu(resource.RUSAGE_CHILDREN), time.time()
    yield cost
    cost.own_s = _cpu(resource.RUSAGE_SELF) - own
    cost.children_s = _cpu(resource.RUSAGE_CHILDREN) - children
    cost.wall_s = time.time() - wall


def _cpu(who: int) -> float:
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime
