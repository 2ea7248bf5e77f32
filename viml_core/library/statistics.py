"""A library in figures, ready to be drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from viml_core.types import Track

TEMPO_STEP_BPM = 10
LOUDNESS_STEP_LU = 3
# People tell lengths apart on a scale of their own: a ten-minute track is not ten times a jingle.
LENGTH_EDGES_S = (0, 15, 30, 60, 120, 180, 240, 300, 600)


@dataclass(frozen=True)
class Bar:
    """How many tracks share a value, or lie in lower <= value < upper (None: open)."""

    count: int
    label: str = ""
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class Statistics:
    """The tracks of a library counted. Ranges are in order, names by number and then alphabet.

    tempo in beats per minute, length in seconds, loudness in LUFS (silent tracks have none).
    without_tempo: tracks in which no beat was found.
    """

    tracks: int
    total_s: float
    tempo: tuple[Bar, ...]
    without_tempo: int
    length: tuple[Bar, ...]
    loudness: tuple[Bar, ...]
    tags: tuple[Bar, ...]
    licences: tuple[Bar, ...]


def statistics(tracks: Sequence[Track]) -> Statistics:
    """Count some tracks."""
    tempi = [track.bpm for track in tracks if track.bpm is not None]
    return Statistics(
        tracks=len(tracks),
        total_s=sum(track.duration_s for track in tracks),
        tempo=_steps(tempi, TEMPO_STEP_BPM),
        without_tempo=len(tracks) - len(tempi),
        length=_lengths([track.duration_s for track in tracks]),
        loudness=_steps([t.loudness_lufs for t in tracks if not t.silent], LOUDNESS_STEP_LU),
        tags=_names(tag for track in tracks for tag in set(track.tags)),
        licences=_names(track.license for track in tracks),
    )


def _steps(values: Iterable[float], step: int) -> tuple[Bar, ...]:
    """Ranges of equal width without a gap, from the lowest value to the highest."""
    counts = Counter(int(value // step) for value in values)
    if not counts:
        return ()
    every = range(min(counts), max(counts) + 1)
    return tuple(Bar(counts[n], "", float(n * step), float((n + 1) * step)) for n in every)


def _lengths(values: Sequence[float]) -> tuple[Bar, ...]:
    uppers = (*LENGTH_EDGES_S[1:], None)
    return tuple(
        Bar(
            sum(lower <= value and (upper is None or value < upper) for value in values),
            "",
            lower,
            upper,
        )
        for lower, upper in zip(LENGTH_EDGES_S, uppers, strict=True)
    )


def _names(names: Iterable[str]) -> tuple[Bar, ...]:
    counts = Counter(names)
    return tuple(Bar(count, name) for name, count in sorted(counts.items(), key=_by_number))


def _by_number(item: tuple[str, int]) -> tuple[int, str]:
    name, count = item
    return -count, name.casefold()
