"""The lead sheet: form, bars and chords, on which every part then plays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from training.composer.score import Meter, Section
from training.composer.theory import Chord, Scale, parse_chord

END = "end"


@dataclass(frozen=True)
class FormSection:
    """A section as a style plans it. weight: its share of the bars; theme: which progression (and
    which melodic idea) it takes; optional sections go first when the piece is short.
    """

    name: str
    weight: int
    level: float
    theme: int = 0
    optional: bool = False


@dataclass(frozen=True)
class ChordSpan:
    start: float
    beats: float
    chord: Chord

    @property
    def end(self) -> float:
        return self.start + self.beats


@dataclass(frozen=True)
class Bar:
    """One bar. position: its index within the section; theme: see `FormSection`."""

    index: int
    start: float
    beats: float
    section: Section
    position: int
    theme: int
    spans: tuple[ChordSpan, ...]

    @property
    def level(self) -> float:
        return self.section.level

    @property
    def is_end(self) -> bool:
        return self.section.name == END

    @property
    def closes_section(self) -> bool:
        return self.position == self.section.bars - 1

    def chord_at(self, beat: float) -> Chord:
        """The chord that sounds at `beat` (from the start of the piece)."""
        return next(s.chord for s in reversed(self.spans) if s.start <= beat + 1e-6)


@dataclass(frozen=True)
class Chart:
    """Everything the players share. bpm: quarter notes a minute."""

    scale: Scale
    meter: Meter
    bpm: float
    energy: float
    sections: tuple[Section, ...]
    bars: tuple[Bar, ...]

    def next_bar(self, bar: Bar) -> Bar | None:
        return self.bars[bar.index + 1] if bar.index + 1 < len(self.bars) else None

    @property
    def beats(self) -> float:
        return sum(bar.beats for bar in self.bars)

    @property
    def beat_s(self) -> float:
        return 60 / self.bpm


def plan_sections(form: Sequence[FormSection], bars: int) -> list[tuple[FormSection, Section]]:
    """Fit a form into about `bars` bars, in phrases of 4 (2 or 1 in short pieces), and close it
    with one more bar for the final chord.
    """
    phrase = 4 if bars >= 18 else 2 if bars >= 7 else 1
    units = max(2, round((bars - 1) / phrase))
    kept = list(form)
    while len(kept) > units:
        spare = [section for section in kept if section.optional]
        kept.remove(spare[-1] if spare else min(kept, key=lambda section: section.weight))
    shares = [1] * len(kept)
    for _ in range(units - len(kept)):
        hungriest = max(range(len(kept)), key=lambda k: kept[k].weight / shares[k])
        shares[hungriest] += 1
    planned, start = [], 0
    for section, share in zip(kept, shares, strict=True):
        planned.append((section, Section(section.name, start, share * phrase, section.level)))
        start += share * phrase
    last = planned[-1][0]
    planned.append((last, Section(END, start, 1, last.level)))
    return planned


def write_chart(
    scale: Scale,
    meter: Meter,
    bpm: float,
    energy: float,
    form: Sequence[FormSection],
    themes: Sequence[str],
    cadence: str,
    final: str,
    duration_s: float,
) -> Chart:
    """A chart of about `duration_s`. themes: progressions, bars parted by `|`, chords by spaces;
    cadence: the bar before the final chord, so that the piece ends rather than stops.
    """
    bars_wanted = max(4, round(duration_s * bpm / 60 / meter.beats))
    planned = plan_sections(form, bars_wanted)
    bars: list[Bar] = []
    for wish, section in planned:
        theme = wish.theme % len(themes)
        progression = [bar.split() for bar in themes[theme].split("|")]
        for position in range(section.bars):
            numerals = progression[position % len(progression)]
            if section.name == END:
                numerals = [final]
            elif section.start_bar + position == planned[-1][1].start_bar - 1:
                numerals = cadence.split()
            bars.append(_bar(len(bars), meter.beats, section, position, theme, numerals, scale))
    return Chart(scale, meter, bpm, energy, tuple(s for _, s in planned), tuple(bars))


def _bar(
    index: int,
    beats: float,
    section: Section,
    position: int,
    theme: int,
    numerals: Sequence[str],
    scale: Scale,
) -> Bar:
    start, share = index * beats, beats / len(numerals)
    spans = tuple(
        ChordSpan(start + k * share, share, parse_chord(numeral, scale.tonic))
        for k, numeral in enumerate(numerals)
    )
    return Bar(index, start, beats, section, position, theme, spans)


def vary_form(form: Sequence[FormSection], rng: Random) -> tuple[FormSection, ...]:
    """The form with its levels nudged and, now and then, an optional section left out."""
    kept = [section for section in form if not (section.optional and rng.random() < 0.3)]
    return tuple(
        FormSection(s.name, s.weight, _nudged(s.level, rng), s.theme, s.optional) for s in kept
    )


def _nudged(level: float, rng: Random) -> float:
    return round(min(1.0, max(0.1, level + rng.uniform(-0.06, 0.06))), 3)
