"""The music makes room for speech: down before somebody speaks, up again after, never in between
two sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from viml_core.media.mix import rise
from viml_core.media.speech import Interval
from viml_core.types import FloatArray


@dataclass(frozen=True)
class DuckingConfig:
    """attack_s: how long the music goes down, ending where speech begins; hold_s: how long it stays
    down behind speech; release_s: how long it comes up. Where it would be up for less than
    `least_up_s` it stays down, for music that comes and goes with each breath is said to pump.
    """

    attack_s: float = 0.2
    hold_s: float = 0.25
    release_s: float = 0.7
    least_up_s: float = 0.6


def ducked_stretches(
    speech: Sequence[Interval],
    config: DuckingConfig = DuckingConfig(),
) -> tuple[Interval, ...]:
    """Where the music is all the way down: speech with what follows it, short pauses included.

    speech: ascending and apart.
    """
    bridged_s = config.attack_s + config.release_s + config.least_up_s
    down: list[Interval] = []
    for stretch in speech:
        end_s = stretch.end_s + config.hold_s
        if down and stretch.start_s - down[-1].end_s < bridged_s:
            down[-1] = Interval(down[-1].start_s, end_s)
        else:
            down.append(Interval(stretch.start_s, end_s))
    return tuple(down)


def ducking_gains(
    down: Sequence[Interval],
    count: int,
    rate_hz: int,
    depth_db: float,
    config: DuckingConfig = DuckingConfig(),
) -> FloatArray:
    """The music's gain sample by sample, (count,): 1, and `depth_db` (below 0) where it is down.

    Between the two it moves smoothly in decibels, as loudness is heard.
    """
    depth = np.zeros(count, dtype=np.float32)  # 0 up, 1 down
    attack, release = round(config.attack_s * rate_hz), round(config.release_s * rate_hz)
    for stretch in down:
        start, end = round(stretch.start_s * rate_hz), round(stretch.end_s * rate_hz)
        if end <= start:
            continue
        _lower(depth, start - attack, rise(attack))
        _lower(depth, start, np.ones(end - start, dtype=np.float32))
        _lower(depth, end, rise(release)[::-1])
    gains: FloatArray = np.power(np.float32(10.0), depth * np.float32(depth_db / 20))
    return gains


def _lower(depth: FloatArray, at: int, shape: FloatArray) -> None:
    """`shape` from `at` on, wherever it is deeper than what is there."""
    first, last = max(at, 0), min(at + len(shape), len(depth))
    if first < last:
        part = depth[first:last]
        np.maximum(part, shape[first - at : last - at], out=part)
