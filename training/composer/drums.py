"""Drummers. A groove is one pattern per drum; sections take layers of it, fills lead between
them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from training.composer.chart import Bar
from training.composer.playing import Brief, Player, per_theme, velocity
from training.composer.rhythm import STRENGTH, steps
from training.composer.score import Note

DRUMS: dict[str, int] = {
    "kick": 36,
    "rim": 37,
    "snare": 38,
    "clap": 39,
    "brush": 40,
    "floor tom": 41,
    "hat": 42,
    "low tom": 45,
    "pedal": 44,
    "open": 46,
    "mid tom": 47,
    "crash": 49,
    "high tom": 50,
    "ride": 51,
    "china": 52,
    "bell": 53,
    "tambourine": 54,
    "cowbell": 56,
    "high bongo": 60,
    "low bongo": 61,
    "mute conga": 62,
    "conga": 63,
    "low conga": 64,
    "timbale": 65,
    "agogo": 67,
    "low agogo": 68,
    "cabasa": 69,
    "maracas": 70,
    "guiro": 73,
    "claves": 75,
    "woodblock": 76,
    "low woodblock": 77,
    "triangle": 81,
    "shaker": 82,
    "sleigh bells": 83,
}

FILLS: dict[str, tuple[Mapping[str, str], ...]] = {
    "none": (),
    "rock": (
        {"snare": "............xxxX", "kick": "x.......x......."},
        {
            "snare": "........xx......",
            "high tom": "..........xx....",
            "low tom": "............xxxX",
        },
        {"snare": "........x..x..xX", "kick": "x.....x...x....."},
        {
            "high tom": "........xxx.....",
            "mid tom": "...........xx...",
            "floor tom": ".............xXX",
        },
    ),
    "soft": (
        {"rim": "..........x..x..", "kick": "x......x........"},
        {"snare": "............g.ox", "hat": "x.x.x.x.x.x....."},
    ),
    "jazz": (
        {"snare": "....x.xx", "kick": "x......x", "ride": "x.xxx..."},
        {"snare": "..x.xx.x", "ride": "x.xxx.xx", "kick": ".......x", "high tom": "......x."},
        {"snare": "x..x..x.", "kick": "...x...x", "ride": "x.xxx.xx"},
    ),
    "electronic": (
        {"snare": "........x.x.xxxx", "kick": "x...x..........."},
        {"clap": "........x..x..xx", "kick": "x...x...x......."},
        {"kick": "x...x...", "open": "......x."},
    ),
    "six": (
        {"snare": "......x.xxxX", "kick": "x..........."},
        {"high tom": "......xx....", "low tom": "........xxxX"},
    ),
    "hands": (
        {"high bongo": "........xxx.xx..", "low bongo": "...........x..xX"},
        {"conga": "........x.xxx...", "low conga": ".............xxX"},
    ),
    "timbales": (
        {"timbale": "........x.xxx.xX", "cowbell": "x...x..........."},
        {"timbale": "............xxxX", "conga": "x.xxx.xx........"},
    ),
    "march": (
        {"snare": "x...x...xxxxxxxX", "kick": "x.......x......."},
        {"snare": "x..xx..xx.xxxxxX"},
    ),
    "taiko": (
        {"floor tom": "x.x.x.x.xxxxxxXX", "low tom": "........x.x.x.x."},
        {"floor tom": "X.....x.x.x.xxxx", "kick": "X.......X......."},
    ),
}


@dataclass(frozen=True)
class Groove:
    """A drummer's vocabulary. light: the drums that play in quiet sections; full: extra or other
    patterns from level 0.8 on; fill: a row of `FILLS`; crash: a cymbal where a fuller section
    starts.
    """

    voices: Mapping[str, str]
    light: tuple[str, ...] = ()
    full: Mapping[str, str] = field(default_factory=dict)
    fill: str = "rock"
    crash: str | None = "crash"
    light_below: float = 0.5


def kit(grooves: Sequence[Groove], base: float = 100, every: int = 4) -> Player:
    """Plays one of `grooves`, a fill at the end of every section and sometimes of every `every`
    bars, and ends on the downbeat.
    """

    def play(brief: Brief) -> list[Note]:
        groove = brief.rng.choice(list(grooves))
        notes: list[Note] = []
        for k, bar in enumerate(brief.bars):
            if bar.is_end:
                notes += _final(groove, bar, base)
                continue
            notes += _bar(brief, groove, bar, base, _wants_fill(brief, bar, every))
            if groove.crash and bar.position == 0 and bar.level >= 0.6 and k > 0:
                notes.append(
                    Note(bar.start, 1.0, DRUMS[groove.crash], velocity(base, 0.88, bar.level))
                )
        return notes

    return play


def _wants_fill(brief: Brief, bar: Bar, every: int) -> bool:
    if bar.closes_section:
        return True
    return (bar.position + 1) % every == 0 and brief.rng.random() < 0.4


def _bar(brief: Brief, groove: Groove, bar: Bar, base: float, fill: bool) -> list[Note]:
    patterns = dict(groove.voices)
    if bar.level >= 0.8:
        patterns.update(groove.full)
    if bar.level < groove.light_below and groove.light:
        patterns = {drum: p for drum, p in patterns.items() if drum in groove.light}
    notes = _pattern_notes(patterns, bar, base)
    options = FILLS[groove.fill]
    if not fill or not options or bar.level < 0.35:
        return notes
    chosen = brief.rng.choice(options)
    filled = _pattern_notes(chosen, bar, base)
    first = min(note.start for note in filled if note.pitch != DRUMS["kick"])
    return [note for note in notes if note.start < first - 1e-6] + [
        note for note in filled if note.start >= first - 1e-6
    ]


def _pattern_notes(patterns: Mapping[str, str], bar: Bar, base: float) -> list[Note]:
    return [
        Note(step.start, 0.2, DRUMS[drum], velocity(base, STRENGTH[step.sign], bar.level))
        for drum, pattern in patterns.items()
        for step in steps(pattern, bar)
    ]


def _final(groove: Groove, bar: Bar, base: float) -> list[Note]:
    strikes = [name for name in ("kick", "low conga", "floor tom") if name in groove.voices][:1]
    if groove.crash:
        strikes.append(groove.crash)
    if not strikes:
        strikes = [next(iter(groove.voices))]
    return [Note(bar.start, 2.0, DRUMS[d], velocity(base, 0.9, bar.level)) for d in strikes]


def strikes(patterns: Sequence[str] | str, low: int, high: int, base: float = 108) -> Player:
    """A tuned drum (taiko, timpani, melodic tom): `X`, `x` the low drum, `o`, `g` the high one."""

    def play(brief: Brief) -> list[Note]:
        chosen = per_theme(brief, patterns)
        notes = []
        for bar in brief.bars:
            pattern = "X---" if bar.is_end else chosen[bar.theme]
            for step in steps(pattern, bar):
                pitch = low if step.sign in "Xx" else high
                loudness = velocity(base, STRENGTH[step.sign], bar.level)
                notes.append(Note(step.start, max(0.5, step.beats), pitch, loudness))
        return notes

    return play
