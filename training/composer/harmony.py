"""Chord players: pads, stabs, single voices of a choir, broken chords, oom-pah.

Chord patterns: `x` a hit, `X` an accent, `o` soft, `g` ghost. Figures: digits are chord tones from
the bottom of the voicing, `r`/`f` the thumb.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from training.composer.chart import Bar, ChordSpan
from training.composer.playing import Brief, Player, fold, per_theme, velocity
from training.composer.rhythm import STRENGTH, steps
from training.composer.score import Note
from training.composer.theory import Chord, lead_voices, near


@dataclass(frozen=True)
class Register:
    """Where a chord player's hands are: `voices` notes within [low, high]. shared: several
    instruments take a voice each, so that no one's range narrows the setting.
    """

    low: int
    high: int
    voices: int
    shared: bool = False


def pad(register: Register, base: float = 74, overlap: float = 0.06) -> Player:
    """Held chords, each voice moving as little as it can."""

    def play(brief: Brief) -> list[Note]:
        notes = []
        for bar, span, voicing in _voiced(brief, register):
            loudness = velocity(base, 0.92, bar.level)
            notes += [Note(span.start, span.beats + overlap, p, loudness) for p in voicing]
        return _tied(notes)

    return play


def stabs(
    register: Register,
    patterns: Sequence[str] | str,
    base: float = 88,
    length: float = 0.85,
    longest: float = 8.0,
) -> Player:
    """Chords struck in a rhythm. length: share of a step that sounds, at most `longest` beats."""

    def play(brief: Brief) -> list[Note]:
        chosen = per_theme(brief, patterns)
        notes = []
        for bar, voicings in _bars(brief, register):
            if bar.is_end:
                notes += held(bar, voicings[0][1], base)
                continue
            for step in steps(chosen[bar.theme], bar):
                loudness = velocity(base, STRENGTH[step.sign], bar.level)
                beats = min(step.beats * length, longest)
                voicing = _voicing_at(voicings, step.start)
                notes += [Note(step.start, beats, p, loudness) for p in voicing]
        return notes

    return play


def voice(
    register: Register, index: int, patterns: Sequence[str] | str, base: float = 84
) -> Player:
    """One voice of a led setting, the lowest with index 0: for quartets, choirs and sections, whose
    players share the register (and the rhythm, by `PartSpec.unison`) and take a voice each.
    """

    def play(brief: Brief) -> list[Note]:
        chosen = per_theme(brief, patterns)
        notes = []
        for bar, voicings in _bars(brief, register):
            pattern = "x" if bar.is_end else chosen[bar.theme]
            for step in steps(pattern, bar):
                loudness = velocity(base, STRENGTH[step.sign], bar.level)
                pitch = fold(_voicing_at(voicings, step.start)[index], brief.instrument)
                notes.append(Note(step.start, step.beats * 0.97, pitch, loudness))
        return notes

    return play


def figure(
    register: Register,
    patterns: Sequence[str] | str,
    base: float = 82,
    ring: bool = False,
    thumb: int = 45,
) -> Player:
    """Broken chords after a figure of digits. ring: each note sounds on to the end of its chord (a
    harp, a picked guitar, a pedalled piano) instead of its step; thumb: where the bass notes lie.
    """

    def play(brief: Brief) -> list[Note]:
        chosen = per_theme(brief, patterns)
        notes = []
        for bar, voicings in _bars(brief, register):
            if bar.is_end:
                bottom = fold(near(bar.spans[0].chord.bass, thumb), brief.instrument)
                notes += held(bar, (bottom, *voicings[0][1]), base * 0.9, 0.09)
                continue
            for step in steps(chosen[bar.theme], bar):
                span, voicing = next(v for v in reversed(voicings) if v[0].start <= step.start)
                pitch = fold(_figure_tone(step.sign, span.chord, voicing, thumb), brief.instrument)
                beats = max(step.beats, span.end - step.start) if ring else step.beats * 0.95
                place = step.start - span.start
                accent = 1.0 if place == 0 else 0.9 if place % 1 == 0 else 0.76
                notes.append(
                    Note(step.start, min(beats, 4.0), pitch, velocity(base, accent, bar.level))
                )
        return notes

    return play


def _figure_tone(sign: str, chord: Chord, voicing: Sequence[int], thumb: int) -> int:
    if sign == "r":
        return near(chord.bass, thumb)
    if sign == "f":
        return near((chord.root + chord.fifth) % 12, thumb + 1)
    octave, index = divmod(int(sign), len(voicing))
    return voicing[index] + 12 * octave


def oom_pah(
    register: Register, centre: int = 43, base: float = 84, pattern: str | None = None
) -> Player:
    """Bass note and chords: the left hand of a waltz, march, ragtime or polka. In threes one chord
    follows on each later beat, in twos bass and chord alternate, root and fifth in turn.
    """

    def play(brief: Brief) -> list[Note]:
        notes = []
        for bar, voicings in _bars(brief, register):
            if bar.is_end:
                notes += held(bar, voicings[0][1], base)
            signs = "b" if bar.is_end else pattern or ("bcc" if bar.beats == 3 else "bcfc")
            for step in steps(signs, bar):
                chord = bar.chord_at(step.start)
                root = fold(near(chord.bass, centre), brief.instrument)
                low = fold(near((chord.root + chord.fifth) % 12, centre - 4), brief.instrument)
                if step.sign == "c":
                    loudness = velocity(base, 0.7, bar.level)
                    voicing = _voicing_at(voicings, step.start)
                    notes += [Note(step.start, step.beats * 0.55, p, loudness) for p in voicing]
                else:
                    pitch = root if step.sign == "b" else low
                    loudness = velocity(base, 0.92, bar.level)
                    notes.append(Note(step.start, step.beats * 0.8, pitch, loudness))
        return notes

    return play


def _voiced(brief: Brief, register: Register) -> Iterator[tuple[Bar, ChordSpan, tuple[int, ...]]]:
    low, high = register.low, register.high
    if not register.shared:
        low, high = max(low, brief.instrument.low), min(high, brief.instrument.high)
    previous: tuple[int, ...] = ()
    for bar in brief.bars:
        for span in bar.spans:
            previous = lead_voices(span.chord, previous, low, high, register.voices)
            yield bar, span, previous


def _bars(
    brief: Brief, register: Register
) -> Iterator[tuple[Bar, list[tuple[ChordSpan, tuple[int, ...]]]]]:
    voiced = list(_voiced(brief, register))
    for bar in brief.bars:
        yield bar, [(span, voicing) for owner, span, voicing in voiced if owner is bar]


def _voicing_at(
    voicings: Sequence[tuple[ChordSpan, tuple[int, ...]]], beat: float
) -> tuple[int, ...]:
    return next(voicing for span, voicing in reversed(voicings) if span.start <= beat + 1e-6)


def held(bar: Bar, pitches: Sequence[int], base: float, gap: float = 0.0) -> list[Note]:
    """The chord of a bar held to its end. gap: beats between one string and the next."""
    loudness = velocity(base, 0.9, bar.level)
    return [
        Note(bar.start + k * gap, bar.beats * 0.95 - k * gap, p, loudness)
        for k, p in enumerate(pitches)
    ]


def _tied(notes: Sequence[Note]) -> list[Note]:
    """Voices that stay on their pitch hold it for up to two chords instead of striking again."""
    tied: list[Note] = []
    sounding: dict[int, int] = {}
    for note in notes:
        k = sounding.get(note.pitch)
        if k is not None and note.start < tied[k].end and note.end - tied[k].start <= 8.5:
            old = tied[k]
            tied[k] = Note(old.start, note.end - old.start, old.pitch, old.velocity)
            continue
        sounding[note.pitch] = len(tied)
        tied.append(note)
    return tied
