"""Time: patterns written as strings, swing, and the small unevenness of hands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from training.composer.chart import Bar
from training.composer.score import Note

REST, HOLD = ".", "-"

STRENGTH = {"X": 1.0, "x": 0.82, "o": 0.66, "g": 0.45}


@dataclass(frozen=True)
class Step:
    """One sign of a pattern, in time. beats: until the next sign that is not a hold."""

    start: float
    beats: float
    sign: str


@dataclass(frozen=True)
class Feel:
    """How a band plays. swing: where the off-beat lies within a pair of `swing_beats` notes (0.5 is
    straight, 0.667 triplets); timing_ms and velocity: standard deviations of the hands.
    """

    swing: float = 0.5
    swing_beats: float = 0.5
    timing_ms: float = 7.0
    velocity: float = 5.0

    @property
    def limit_ms(self) -> float:
        """No hand strays further from the (swung) grid than this."""
        return 2.5 * self.timing_ms


def bar_pattern(pattern: str, bar: Bar) -> str:
    """The bar's share of a pattern of several bars, which are parted by `|`."""
    shares = pattern.split("|")
    return shares[bar.position % len(shares)]


def steps(pattern: str, bar: Bar) -> Iterator[Step]:
    """The signs of `pattern` spread evenly over the bar: `.` is silence, `-` lengthens the last
    sign.
    """
    signs = bar_pattern(pattern, bar)
    width = bar.beats / len(signs)
    for k, sign in enumerate(signs):
        if sign in (REST, HOLD):
            continue
        length = 1
        while k + length < len(signs) and signs[k + length] == HOLD:
            length += 1
        yield Step(bar.start + k * width, length * width, sign)


def swung(beat: float, feel: Feel) -> float:
    """Where a beat of the straight grid falls in this feel."""
    if feel.swing == 0.5:
        return beat
    pair = 2 * feel.swing_beats
    whole, part = divmod(beat, pair)
    share = part / pair
    if share < 0.5:
        moved = share * feel.swing / 0.5
    else:
        moved = feel.swing + (share - 0.5) * (1 - feel.swing) / 0.5
    return (whole + moved) * pair


def perform(notes: Sequence[Note], feel: Feel, beat_s: float, rng: Random) -> list[Note]:
    """The notes as people play them: swung, a few milliseconds off, no two equally loud. Notes that
    start together on the grid share most of their offset: a hand strikes a chord as one.
    """
    offsets: dict[float, float] = {}
    played = []
    for note in sorted(notes, key=lambda note: (note.start, note.pitch)):
        shared = offsets.setdefault(round(note.start, 3), rng.gauss(0, 0.85))
        own = shared + rng.gauss(0, 0.5)
        offset_ms = max(-2.5, min(2.5, own)) * feel.timing_ms
        start = max(0.0, swung(note.start, feel) + offset_ms / 1000 / beat_s)
        beats = max(0.03, swung(note.end, feel) - swung(note.start, feel))
        velocity = round(note.velocity + rng.gauss(0, feel.velocity))
        velocity = max(1, min(127, velocity))
        played.append(replace(note, start=start, beats=beats, velocity=velocity))
    return played
