"""Melody players: a motif for each theme, answered, varied and brought home; and free
improvisation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from training.composer.chart import Bar
from training.composer.playing import Brief, Player, fold, velocity
from training.composer.score import Note
from training.composer.theory import Chord, Scale, near


@dataclass(frozen=True)
class Voice:
    """A melodist's character. low, high: the register used; density: notes a beat in a typical bar;
    leap: how readily it jumps; rest: how often a bar stays empty; grid: smallest note in beats;
    mode: another scale than the key's (blues, pentatonic), or None; ornament: chance of a grace
    note.
    """

    low: int
    high: int
    density: float = 1.2
    leap: float = 0.2
    rest: float = 0.1
    grid: float = 0.5
    mode: str | None = None
    ornament: float = 0.0
    base: float = 92
    length: float = 0.94
    syncopation: float = 0.3


@dataclass(frozen=True)
class Motif:
    """Two bars of rhythm, and for each note how many scale steps it moves."""

    rhythm: tuple[tuple[float, float], ...]
    moves: tuple[int, ...]


def lead(voice: Voice) -> Player:
    """A tune: each theme has a two-bar motif; phrases of four bars state it, repeat it changed, and
    close on a chord tone (the tonic where the section ends). Strong notes are chord tones.
    """

    def play(brief: Brief) -> list[Note]:
        motifs = {
            theme: _motif(voice, brief.chart.meter.beats, brief.rng)
            for theme in sorted({bar.theme for bar in brief.chart.bars})
        }
        stated: dict[tuple[object, ...], list[Note]] = {}
        notes: list[Note] = []
        pitch = round((voice.low + voice.high) / 2)
        for bar in brief.bars:
            if bar.is_end:
                notes += _final(brief, bar, voice, pitch)
                continue
            said = _remembered(stated, bar)
            if said is None:
                said, pitch = _motif_bar(brief, bar, voice, motifs[bar.theme], pitch)
                stated[_place(bar, bar.position % 8)] = [_moved(n, -bar.start) for n in said]
            elif said:
                pitch = said[-1].pitch
            notes += said
        return _graced(notes, voice, brief)

    return play


def _place(bar: Bar, position: int) -> tuple[object, ...]:
    """Where a bar stands in its theme: what is the same here is sung the same way."""
    chords = tuple(span.chord.numeral for span in bar.spans)
    return bar.theme, position, chords, bar.closes_section


def _remembered(stated: dict[tuple[object, ...], list[Note]], bar: Bar) -> list[Note] | None:
    """The bar as the theme has stated it before; the second half of eight bars begins as the
    first.
    """
    position = bar.position % 8
    for earlier in (position, position - 4 if position in (4, 5) else position):
        said = stated.get(_place(bar, earlier))
        if said is not None:
            return [_moved(note, bar.start) for note in said]
    return None


def _moved(note: Note, beats: float) -> Note:
    return replace(note, start=note.start + beats)


def _motif(voice: Voice, bar_beats: float, rng: Random) -> Motif:
    rhythm = [
        *_rhythm(voice, bar_beats, 0.0, rng, voice.density),
        *_rhythm(voice, bar_beats, bar_beats, rng, voice.density * 0.8),
    ]
    moves, direction = [], rng.choice((-1, 1))
    for _ in rhythm:
        if rng.random() < 0.3:
            direction = -direction
        size = rng.choice((2, 3, 4)) if rng.random() < voice.leap else rng.choice((0, 1, 1, 1, 2))
        moves.append(direction * size)
        if size >= 3:
            direction = -direction
    return Motif(tuple(rhythm), tuple(moves))


def _rhythm(
    voice: Voice, bar_beats: float, offset: float, rng: Random, density: float
) -> list[tuple[float, float]]:
    """Onsets of a bar: strong places first, then off-beats as far as the density asks."""
    slots = [k * voice.grid for k in range(round(bar_beats / voice.grid))]
    weights = []
    for slot in slots:
        strong = 1.0 if slot == 0 else 0.75 if slot % 1 == 0 else voice.syncopation
        weights.append(strong * rng.uniform(0.5, 1.0))
    count = max(1, min(len(slots), round(density * bar_beats * rng.uniform(0.8, 1.2))))
    order = sorted(range(len(slots)), key=lambda k: -weights[k])[:count]
    starts = sorted(slots[k] for k in order)
    ends = [*starts[1:], bar_beats]
    return [
        (offset + start, min(end - start, 2.5)) for start, end in zip(starts, ends, strict=True)
    ]


def _motif_bar(
    brief: Brief, bar: Bar, voice: Voice, motif: Motif, pitch: int
) -> tuple[list[Note], int]:
    rng = brief.rng
    half = bar.position % 2
    cadence = bar.position % 4 == 3 or bar.closes_section
    if half == 0 and rng.random() < voice.rest and not cadence and bar.position > 0:
        return [], pitch
    events = [
        (start - half * bar.beats, beats, move)
        for (start, beats), move in zip(motif.rhythm, motif.moves, strict=True)
        if half * bar.beats <= start < (half + 1) * bar.beats
    ]
    if cadence:
        events = _cadence_events(events, bar.beats)
    answer = bar.position % 4 >= 2
    notes = []
    for k, (offset, beats, move) in enumerate(events):
        step = -move if answer and rng.random() < 0.5 else move
        if rng.random() < 0.12:
            step += rng.choice((-1, 1))
        start = bar.start + offset
        scale = _scale(brief.chart.scale, bar.chord_at(start), voice)
        target = _bounded(scale.step(pitch, step), voice)
        strong = offset % 1 == 0 and (beats >= 1 or offset == 0)
        if strong or (cadence and k == len(events) - 1):
            target = _chord_tone(bar, start, target, closing=cadence and bar.closes_section)
        pitch = fold(_bounded(target, voice), brief.instrument)
        accent = 0.98 if offset == 0 else 0.9 if offset % 1 == 0 else 0.82
        swell = 0.06 * (k / max(1, len(events) - 1))
        loudness = velocity(voice.base, accent + swell, bar.level)
        notes.append(Note(start, max(0.1, beats * voice.length), pitch, loudness))
    return notes, pitch


def _cadence_events(
    events: Sequence[tuple[float, float, int]], bar_beats: float
) -> list[tuple[float, float, int]]:
    """The same bar with its second half taken by one long note."""
    early = [event for event in events if event[0] < bar_beats / 2]
    if len(early) == len(events) and early:
        early = early[:-1]
    start = bar_beats / 2 if early else 0.0
    cut = [(offset, min(beats, start - offset), move) for offset, beats, move in early]
    return [*cut, (start, bar_beats - start - 0.25, -1)]


def _chord_tone(bar: Bar, beat: float, target: int, closing: bool) -> int:
    chord = bar.chord_at(beat)
    classes = chord.pitch_classes[:1] + chord.pitch_classes[1:2] if closing else chord.pitch_classes
    return min((near(pc, target) for pc in classes), key=lambda p: (abs(p - target), p))


def _bounded(pitch: int, voice: Voice) -> int:
    while pitch > voice.high:
        pitch -= 12 if pitch - 12 >= voice.low else max(1, pitch - voice.high)
    while pitch < voice.low:
        pitch += 12 if pitch + 12 <= voice.high else max(1, voice.low - pitch)
    return pitch


def _final(brief: Brief, bar: Bar, voice: Voice, pitch: int) -> list[Note]:
    tonic = fold(_bounded(near(bar.spans[0].chord.root, pitch), voice), brief.instrument)
    return [Note(bar.start, bar.beats * 0.9, tonic, velocity(voice.base, 0.95, bar.level))]


def _graced(notes: Sequence[Note], voice: Voice, brief: Brief) -> list[Note]:
    """The notes with short grace notes from the step above or below before some of them."""
    out = []
    for note in notes:
        if note.beats >= 0.45 and brief.rng.random() < voice.ornament:
            step = brief.rng.choice((1, 1, -1))
            grace = fold(brief.chart.scale.step(note.pitch, step), brief.instrument)
            short = min(0.12, 0.05 / brief.chart.beat_s)
            out.append(Note(note.start, short, grace, max(1, note.velocity - 14)))
            out.append(Note(note.start + short, note.beats - short, note.pitch, note.velocity))
        else:
            out.append(note)
    return out


def improvise(voice: Voice, chromatic: float = 0.25) -> Player:
    """A soloist over changes: runs of the smallest notes that aim for chord tones on the beats,
    with chromatic steps into them, broken by breaths.
    """

    def play(brief: Brief) -> list[Note]:
        notes: list[Note] = []
        pitch, direction, breath = round((voice.low + voice.high) / 2), 1, 0.0
        for bar in brief.bars:
            if bar.is_end:
                notes += _final(brief, bar, voice, pitch)
                continue
            for k in range(round(bar.beats / voice.grid)):
                start = bar.start + k * voice.grid
                if start < breath:
                    continue
                if brief.rng.random() < voice.rest * (1.8 if k % 2 else 0.6):
                    breath = start + brief.rng.choice((0.5, 1.0, 1.0, 1.5, 2.5))
                    continue
                pitch, direction = _solo_step(brief, bar, voice, start, pitch, direction, chromatic)
                long = brief.rng.random() < max(0.0, 1 - voice.density * voice.grid)
                beats = voice.grid * (brief.rng.choice((2, 3)) if long else 1)
                breath = start + beats - 1e-6
                accent = brief.rng.uniform(0.78, 1.0)
                loudness = velocity(voice.base, accent, bar.level)
                notes.append(Note(start, beats * voice.length, pitch, loudness))
        return notes

    return play


def _solo_step(
    brief: Brief,
    bar: Bar,
    voice: Voice,
    start: float,
    pitch: int,
    direction: int,
    chromatic: float,
) -> tuple[int, int]:
    chord = bar.chord_at(start)
    scale = _scale(brief.chart.scale, chord, voice)
    if pitch >= voice.high - 2:
        direction = -1
    elif pitch <= voice.low + 2:
        direction = 1
    elif brief.rng.random() < 0.22:
        direction = -direction
    if start % 1 == 0:
        tones = [near(pc, pitch + 2 * direction) for pc in chord.pitch_classes]
        fresh = [p for p in tones if p != pitch] or tones
        chosen = min(fresh, key=lambda p: (abs(p - pitch - 2 * direction), p))
    elif brief.rng.random() < chromatic:
        chosen = pitch + direction
    else:
        size = 2 if brief.rng.random() < voice.leap else 1
        chosen = scale.step(pitch, direction * size)
    return fold(_bounded(chosen, voice), brief.instrument), direction


def _scale(key: Scale, chord: Chord, voice: Voice) -> Scale:
    """What the melodist hears over a chord: its own mode (a blues stays one), else the key with the
    chord's foreign tones.
    """
    return Scale(key.tonic, voice.mode) if voice.mode else key.over(chord)
