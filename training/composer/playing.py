"""What every player is given, and the small things all of them do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from training.composer.chart import Bar, Chart
from training.composer.instruments import Instrument
from training.composer.score import Note


@dataclass(frozen=True)
class Brief:
    """A player's task: the bars in which the part sounds, of the chart that all share."""

    chart: Chart
    bars: tuple[Bar, ...]
    instrument: Instrument
    rng: Random


Player = Callable[[Brief], list[Note]]


def velocity(base: float, strength: float, level: float) -> int:
    """A MIDI velocity: `base` at full strength in a full section, softer in a quiet one."""
    return max(1, min(127, round(base * strength * (0.72 + 0.28 * level))))


def per_theme(brief: Brief, options: Sequence[str] | str) -> dict[int, str]:
    """An option for each theme of the piece, another one for each where there are enough."""
    themes = sorted({bar.theme for bar in brief.chart.bars})
    if isinstance(options, str):
        return dict.fromkeys(themes, options)
    shuffled = brief.rng.sample(list(options), len(options))
    return {theme: shuffled[k % len(shuffled)] for k, theme in enumerate(themes)}


def fold(pitch: int, instrument: Instrument) -> int:
    """The pitch moved by octaves into the instrument's range."""
    while pitch < instrument.low:
        pitch += 12
    while pitch > instrument.high:
        pitch -= 12
    return pitch


def transposed(player: Player, semitones: int) -> Player:
    """The same notes at another pitch: for doublings in octaves, and thirds that run along."""

    def play(brief: Brief) -> list[Note]:
        return [replace(note, pitch=note.pitch + semitones) for note in player(brief)]

    return play


def harmonised(player: Player, steps: int) -> Player:
    """The same notes moved by steps of the key: a second voice in thirds (2) or sixths (-5)."""

    def play(brief: Brief) -> list[Note]:
        scale = brief.chart.scale
        return [replace(note, pitch=scale.step(note.pitch, steps)) for note in player(brief)]

    return play


def switched(usual: Player, others: Mapping[str, Player]) -> Player:
    """One musician with several tasks: `others` names the sections in which the task is another."""

    def play(brief: Brief) -> list[Note]:
        notes: list[Note] = []
        for name, player in ((None, usual), *others.items()):
            mine = [
                b
                for b in brief.bars
                if (b.section.name if b.section.name in others else None) == name
            ]
            notes += player(replace(brief, bars=tuple(mine)))
        return notes

    return play


def riser(bars: int = 2) -> Player:
    """A swell over the last bars before every section that is clearly fuller than the one it
    ends.
    """

    def play(brief: Brief) -> list[Note]:
        notes = []
        for bar in brief.chart.bars:
            after = brief.chart.next_bar(bar)
            if (
                bar.closes_section
                and after
                and after.level >= bar.level + 0.12
                and not after.is_end
            ):
                beats = min(bars, bar.section.bars) * bar.beats
                notes.append(Note(bar.start + bar.beats - beats, beats, 60, 100))
        return notes

    return play


def throughout(pitch: int = 60) -> Player:
    """One note under the whole piece: a drone, or the crackle of a record."""

    def play(brief: Brief) -> list[Note]:
        beats = brief.bars[-1].start + brief.bars[-1].beats - brief.bars[0].start
        return [Note(brief.bars[0].start, beats, pitch, 90)]

    return play
