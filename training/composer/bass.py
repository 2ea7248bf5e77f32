"""Bass players. Patterns are written in the tones of the chord:

r root, f fifth above, l fifth below, o octave, t third, s seventh (or sixth), a approach to the
next root, n the next chord's bass itself, early (a tumbao), m muted root; a capital is an accent.
"""

from __future__ import annotations

from collections.abc import Sequence

from training.composer.chart import Bar, Chart
from training.composer.playing import Brief, Player, fold, per_theme, velocity
from training.composer.rhythm import steps
from training.composer.score import Note
from training.composer.theory import Chord, near


def riff(
    patterns: Sequence[str] | str, centre: int = 38, base: float = 96, length: float = 0.92
) -> Player:
    """Plays one of `patterns` per theme around `centre`. length: share of each step that sounds."""

    def play(brief: Brief) -> list[Note]:
        chosen = per_theme(brief, patterns)
        notes = []
        for bar in brief.bars:
            if bar.is_end:
                notes.append(_last(brief, bar, centre, base))
                continue
            for step in steps(chosen[bar.theme], bar):
                chord = bar.chord_at(step.start)
                pitch = _tone(step.sign.lower(), chord, bar, brief.chart, step.start, centre)
                muted = step.sign.lower() == "m"
                strength = 0.5 if muted else 1.0 if step.sign.isupper() else 0.86
                beats = min(step.beats, 0.12) if muted else step.beats * length
                loudness = velocity(base, strength, bar.level)
                notes.append(Note(step.start, beats, fold(pitch, brief.instrument), loudness))
        return notes

    return play


def walking(centre: int = 40, base: float = 92) -> Player:
    """A jazz bass: root on the chord's first beat, chord and scale tones on the way, and the last
    beat half a step or a fifth from where it is going. Skips now and then.
    """

    def play(brief: Brief) -> list[Note]:
        notes: list[Note] = []
        previous = centre
        for bar in brief.bars:
            if bar.is_end:
                notes.append(_last(brief, bar, centre, base))
                continue
            for beat in range(round(bar.beats)):
                start = bar.start + beat
                pitch = _walk(brief, bar, start, previous, centre)
                pitch = fold(pitch, brief.instrument)
                strength = 0.95 if beat % 2 == 0 else 0.88
                notes.append(Note(start, 0.94, pitch, velocity(base, strength, bar.level)))
                if brief.rng.random() < 0.08:
                    notes.append(Note(start + 0.5, 0.3, pitch, velocity(base, 0.55, bar.level)))
                previous = pitch
        return notes

    return play


def _walk(brief: Brief, bar: Bar, start: float, previous: int, centre: int) -> int:
    span = next(s for s in reversed(bar.spans) if s.start <= start)
    if start - span.start < 0.5:
        return near(span.chord.bass, (previous + centre) / 2)
    if span.end - start <= 1.0:
        return _approach(brief.chart, bar, start, previous, brief.rng.choice((-1, 1, -1, 2, 7)))
    tones = [near(pc, previous) for pc in span.chord.pitch_classes]
    tones += [brief.chart.scale.step(previous, d) for d in (-2, -1, 1, 2)]
    fresh = [p for p in tones if p != previous and abs(p - centre) < 10] or tones
    return brief.rng.choice(sorted(fresh, key=lambda p: abs(p - previous))[:3])


def _tone(sign: str, chord: Chord, bar: Bar, chart: Chart, start: float, centre: int) -> int:
    root = near(chord.bass, centre)
    top = near(chord.root, centre)
    if sign in "an":
        return _approach(chart, bar, start, root, -1 if sign == "a" else 0)
    offsets = {
        "r": root,
        "m": root,
        "o": root + 12,
        "f": top + chord.fifth,
        "l": top + chord.fifth - 12,
        "t": top + (chord.third or 5),
        "s": top + (chord.seventh or 9),
    }
    return offsets[sign]


def _approach(chart: Chart, bar: Bar, start: float, previous: int, interval: int) -> int:
    """A tone that leads into the next chord's bass: below, above, or from its fifth."""
    later = [span for span in bar.spans if span.start > start]
    following = chart.next_bar(bar)
    chord = later[0].chord if later else following.spans[0].chord if following else None
    if chord is None:
        return previous
    target = near(chord.bass, previous)
    approach = target + interval
    if abs(interval) <= 2 and not chart.scale.contains(approach):
        approach = chart.scale.step(target, 1 if interval > 0 else -1)
    return approach


def _last(brief: Brief, bar: Bar, centre: int, base: float) -> Note:
    pitch = fold(near(bar.spans[0].chord.bass, centre), brief.instrument)
    return Note(bar.start, bar.beats * 0.9, pitch, velocity(base, 0.95, bar.level))
