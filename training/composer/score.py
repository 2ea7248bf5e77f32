"""A piece of music as data. Times are beats (quarter notes) from the start; seconds come from the
tempo map alone, so that every label of a rendering follows from the score.
"""

from __future__ import annotations

from dataclasses import dataclass

from training.composer.instruments import Instrument
from training.composer.theory import Scale


@dataclass(frozen=True)
class Note:
    """One note. pitch: MIDI number (a drum of the kit in kit parts); velocity: 1..127."""

    start: float
    beats: float
    pitch: int
    velocity: int

    @property
    def end(self) -> float:
        return self.start + self.beats


@dataclass(frozen=True)
class Control:
    """A MIDI controller at a beat; controller `PITCH_BEND` takes -8192..8191, all others 0..127."""

    start: float
    controller: int
    value: int


EXPRESSION = 11
PITCH_BEND = -1


@dataclass(frozen=True)
class Meter:
    """beats: quarter notes a bar (3 for 3/4 and for 6/8); numerator and denominator as written."""

    numerator: int
    denominator: int

    @property
    def beats(self) -> float:
        return self.numerator * 4 / self.denominator

    @property
    def pulse(self) -> float:
        """Quarter notes in a felt beat: a dotted quarter in 6/8."""
        return 1.5 if self.denominator == 8 and self.numerator % 3 == 0 else 1.0

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator}"


@dataclass(frozen=True)
class Section:
    """A stretch of the form. level: how full the arrangement is, 0..1."""

    name: str
    start_bar: int
    bars: int
    level: float


@dataclass(frozen=True)
class TempoChange:
    beat: float
    bpm: float


@dataclass(frozen=True)
class Channel:
    """A part's place in the mix. level_db: loudness relative to the loudest part, both measured
    while they sound; pan: -1..1; reverb: share sent to the room, 0..1; effects: names of
    `effects.EFFECTS`.
    """

    level_db: float = 0.0
    pan: float = 0.0
    reverb: float = 0.2
    effects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    name: str
    instrument: Instrument
    notes: tuple[Note, ...]
    controls: tuple[Control, ...]
    channel: Channel


@dataclass(frozen=True)
class Score:
    """A whole piece with everything a manifest states about it. bpm: quarter notes a minute."""

    style: str
    family: str
    seed: int
    scale: Scale
    meter: Meter
    bpm: float
    energy: float
    genres: tuple[str, ...]
    moods: tuple[str, ...]
    room: str
    drive_db: float
    sections: tuple[Section, ...]
    tempo: tuple[TempoChange, ...]
    parts: tuple[Part, ...]

    @property
    def bars(self) -> int:
        return sum(section.bars for section in self.sections)

    @property
    def pulse_bpm(self) -> float:
        """Felt beats a minute: what a listener taps, and what the manifest states."""
        return round(self.bpm / self.meter.pulse, 2)

    def seconds(self, beat: float) -> float:
        """When `beat` sounds, in seconds from the start."""
        elapsed_s, last = 0.0, self.tempo[0]
        for change in self.tempo[1:]:
            if change.beat >= beat:
                break
            elapsed_s += (change.beat - last.beat) * 60 / last.bpm
            last = change
        return elapsed_s + (beat - last.beat) * 60 / last.bpm

    def bar_times_s(self) -> list[float]:
        """Times of all downbeats in seconds."""
        return [self.seconds(bar * self.meter.beats) for bar in range(self.bars)]
