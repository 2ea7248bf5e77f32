"""Guitarists: strummed chords and power chords.

Strums: `D`/`d` down, `U`/`u` up, `m` a muted scratch. Power chords: `x` root, fifth and octave, `m`
palm-muted root, `r` open root.
"""

from __future__ import annotations

from collections.abc import Sequence

from training.composer.harmony import held
from training.composer.playing import Brief, Player, fold, per_theme, velocity
from training.composer.rhythm import STRENGTH, Step, steps
from training.composer.score import Note
from training.composer.theory import Chord, near


def strum(
    patterns: Sequence[str] | str, base: float = 86, spread_s: float = 0.011, high: int = 69
) -> Player:
    """A strummed guitar: full chords down, the upper strings up, one string after the other."""

    def play(brief: Brief) -> list[Note]:
        chosen = per_theme(brief, patterns)
        gap = spread_s / brief.chart.beat_s
        notes = []
        for bar in brief.bars:
            if bar.is_end:
                chord = _guitar_voicing(bar.spans[0].chord, brief.instrument.low, high)
                notes += held(bar, chord, base * 0.9, gap * 4)
                continue
            for step in steps(chosen[bar.theme], bar):
                chord = _guitar_voicing(bar.chord_at(step.start), brief.instrument.low, high)
                notes += _stroke(step, chord, bar.level, base, gap)
        return notes

    return play


def _stroke(
    step: Step, strings: tuple[int, ...], level: float, base: float, gap: float
) -> list[Note]:
    sign = step.sign
    if sign == "m":
        loudness = velocity(base, 0.5, level)
        return [Note(step.start, 0.06, p, loudness) for p in strings[1:4]]
    strength = 0.95 if sign.isupper() else 0.74
    order = strings if sign in "Dd" else tuple(reversed(strings[2:]))
    beats = max(0.2, step.beats * 0.97)
    return [
        Note(step.start + k * gap, beats, p, velocity(base, strength - 0.02 * k, level))
        for k, p in enumerate(order)
    ]


def power(patterns: Sequence[str] | str, centre: int = 42, base: float = 104) -> Player:
    """Power chords in a rhythm, the last one left to ring."""

    def play(brief: Brief) -> list[Note]:
        chosen = per_theme(brief, patterns)
        notes = []
        for bar in brief.bars:
            pattern = "X---------------" if bar.is_end else chosen[bar.theme]
            for step in steps(pattern, bar):
                root = fold(near(bar.chord_at(step.start).root, centre), brief.instrument)
                stack = (root,) if step.sign in "mr" else (root, root + 7, root + 12)
                beats = min(step.beats, 0.2) if step.sign == "m" else step.beats * 0.96
                loudness = velocity(base, STRENGTH.get(step.sign, 0.85), bar.level)
                notes += [Note(step.start, beats, p, loudness) for p in stack]
        return notes

    return play


def _guitar_voicing(chord: Chord, low: int, high: int) -> tuple[int, ...]:
    """Five or six strings: root at the bottom, then root, fifth, third and colour, as open as a
    guitar.
    """
    bottom = chord.bass + 12 * ((low - chord.bass + 11) // 12)
    strings = [bottom]
    classes = list(dict.fromkeys(chord.pitch_classes))
    while len(strings) < 6:
        candidates = [p for p in range(strings[-1] + 3, strings[-1] + 9) if p % 12 in classes]
        if not candidates or candidates[0] > high:
            break
        strings.append(candidates[0])
    return tuple(strings)
