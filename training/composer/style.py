"""What a style is, as data: `styles/` fills these in, `compose` reads them."""

from __future__ import annotations

from dataclasses import dataclass, field

from training.composer.chart import FormSection
from training.composer.playing import Player
from training.composer.rhythm import Feel
from training.composer.score import Channel, Meter

FOUR_FOUR, THREE_FOUR, SIX_EIGHT = Meter(4, 4), Meter(3, 4), Meter(6, 8)


@dataclass(frozen=True)
class Colour:
    """One mood of a style: a mode, the progressions that go with it, and what a person feels.

    mode: a key of `theory.MODES`; themes: progressions (see `chart.write_chart`), of which a piece
    draws two; cadence: the last bar before the final chord; energy: the range of 0..1 it covers.
    """

    mode: str
    themes: tuple[str, ...]
    moods: tuple[str, ...]
    energy: tuple[float, float]
    cadence: str
    final: str


@dataclass(frozen=True)
class PartSpec:
    """One chair of the ensemble. instruments: one is drawn; player: one is drawn; the part sounds
    in sections of level `enters`..`leaves`, and in the piece at all with probability `chance`.
    sections: only in sections of these names (all by default); swell: breathes with controller 11,
    as strings, winds and pads do; tight: exactly on the grid; unison: the part whose draws it
    shares, so that a double-tracked guitar plays the same riff, and a bass the riff of the same
    place in its list; slides: the share of longer notes that are bent into from below.
    """

    name: str
    instruments: tuple[str, ...]
    players: tuple[Player, ...]
    channel: Channel = field(default_factory=Channel)
    enters: float = 0.0
    leaves: float = 1.01
    chance: float = 1.0
    swell: bool = False
    tight: bool = False
    sections: tuple[str, ...] = ()
    unison: str = ""
    slides: float = 0.0


@dataclass(frozen=True)
class Style:
    """A style of music. bpm: range of quarter notes a minute, low to high energy; keys: tonic pitch
    classes; room: a key of `mixing.ROOMS`; drive_db: how hard the mix leans on the bus compressor.
    """

    name: str
    family: str
    genres: tuple[str, ...]
    bpm: tuple[float, float]
    colours: tuple[Colour, ...]
    parts: tuple[PartSpec, ...]
    forms: tuple[tuple[FormSection, ...], ...]
    meter: Meter = FOUR_FOUR
    feel: Feel = field(default_factory=Feel)
    keys: tuple[int, ...] = tuple(range(12))
    room: str = "room"
    drive_db: float = 3.0
    ritardando: float = 0.0
    rubato: float = 0.0
