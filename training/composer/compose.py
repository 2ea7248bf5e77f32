"""A style and a seed in, a whole piece out: always the same one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from training.composer.chart import Bar, Chart, vary_form, write_chart
from training.composer.instruments import INSTRUMENTS
from training.composer.playing import Brief, fold
from training.composer.rhythm import Feel, perform
from training.composer.score import (
    EXPRESSION,
    PITCH_BEND,
    Channel,
    Control,
    Note,
    Part,
    Score,
    TempoChange,
)
from training.composer.style import Colour, PartSpec, Style
from training.composer.theory import Scale

TAIL_S = 2.5  # what rings on after the last bar; part of the duration asked for


def compose(style: Style, seed: int, duration_s: float) -> Score:
    """Write a piece of about `duration_s`. Everything that differs between two pieces of a style is
    drawn from the seed: mood, key, energy and with it the tempo, form, players, instruments, notes.
    """
    rng = Random(f"{style.name}/{seed}")
    colour = rng.choice(style.colours)
    energy = round(rng.uniform(*colour.energy), 3)
    bpm = _tempo(style, energy, rng)
    scale = Scale(rng.choice(style.keys), colour.mode)
    form = vary_form(rng.choice(style.forms), rng)
    themes = rng.sample(colour.themes, min(3, len(colour.themes)))
    chart = write_chart(
        scale,
        style.meter,
        bpm,
        energy,
        form,
        themes,
        colour.cadence,
        colour.final,
        duration_s - TAIL_S,
    )
    return Score(
        style=style.name,
        family=style.family,
        seed=seed,
        scale=scale,
        meter=style.meter,
        bpm=bpm,
        energy=energy,
        genres=style.genres,
        moods=_moods(colour, rng),
        room=style.room,
        drive_db=style.drive_db,
        sections=chart.sections,
        tempo=_tempo_map(style, chart, rng),
        parts=_ensemble(style, seed, chart, rng),
    )


def _tempo(style: Style, energy: float, rng: Random) -> float:
    """Whole beats a minute within the style's range, faster where the piece has more energy."""
    lowest = min(colour.energy[0] for colour in style.colours)
    highest = max(colour.energy[1] for colour in style.colours)
    share = (energy - lowest) / max(1e-6, highest - lowest)
    share = 0.6 * share + 0.4 * rng.random()
    return float(round(style.bpm[0] + share * (style.bpm[1] - style.bpm[0])))


def _moods(colour: Colour, rng: Random) -> tuple[str, ...]:
    """The colour's first mood and some of the others, in its order."""
    others = colour.moods[1:]
    kept = rng.sample(others, min(len(others), rng.choice((2, 3))))
    return (colour.moods[0], *(mood for mood in others if mood in kept))


def _tempo_map(style: Style, chart: Chart, rng: Random) -> tuple[TempoChange, ...]:
    """Constant for bands and machines; a player alone breathes with the bars and slows into the
    end.
    """
    changes = [TempoChange(0.0, chart.bpm)]
    if style.rubato:
        changes = [
            TempoChange(bar.start, round(chart.bpm * (1 + rng.uniform(-1, 1) * style.rubato), 2))
            for bar in chart.bars
        ]
    if style.ritardando:
        closing = chart.bars[-2]
        changes = [change for change in changes if change.beat < closing.start]
        count = max(2, round(closing.beats))
        for k in range(count):
            slower = 1 - style.ritardando * (k + 1) / count
            beat = closing.start + k * closing.beats / count
            changes.append(TempoChange(beat, round(chart.bpm * slower, 2)))
    return tuple(changes)


def _ensemble(style: Style, seed: int, chart: Chart, rng: Random) -> tuple[Part, ...]:
    parts = []
    mirror = rng.choice((-1, 1))
    for spec in style.parts:
        present = rng.random() < spec.chance
        instrument = INSTRUMENTS[rng.choice(spec.instruments)]
        player = rng.choice(spec.players)
        channel = _channel(spec, mirror, rng)
        bars = tuple(bar for bar in chart.bars if _plays(spec, bar))
        if not present or not any(not bar.is_end for bar in bars):
            continue
        own = Random(f"{style.name}/{seed}/{spec.name}")
        shared = Random(f"{style.name}/{seed}/{spec.unison or spec.name}")
        notes = player(Brief(chart, bars, instrument, shared))
        notes = [_in_range(note, instrument.is_kit, fold(note.pitch, instrument)) for note in notes]
        played = perform(notes, _feel(style, spec), chart.beat_s, own)
        clean = tuple(_separate(played))
        controls = _swells(bars, chart) if spec.swell else ()
        if spec.slides:
            controls += _slides(clean, spec.slides, chart.beat_s, own)
        parts.append(Part(spec.name, instrument, clean, controls, channel))
    return tuple(parts)


def _channel(spec: PartSpec, mirror: int, rng: Random) -> Channel:
    """The chair's place in this piece's mix: sides swapped or not, every level a little
    different.
    """
    level_db = spec.channel.level_db + max(-2.0, min(2.0, rng.gauss(0, 0.8)))
    return replace(spec.channel, level_db=round(level_db, 2), pan=mirror * spec.channel.pan)


def _plays(spec: PartSpec, bar: Bar) -> bool:
    if spec.sections and not bar.is_end and bar.section.name not in spec.sections:
        return False
    return spec.enters <= bar.level <= spec.leaves


def _feel(style: Style, spec: PartSpec) -> Feel:
    return replace(style.feel, timing_ms=0.0, velocity=1.5) if spec.tight else style.feel


def _in_range(note: Note, is_kit: bool, folded: int) -> Note:
    return note if is_kit else replace(note, pitch=folded)


def _separate(notes: Sequence[Note]) -> list[Note]:
    """The notes with none still sounding when the same pitch is struck again, as on any
    instrument.
    """
    out: list[Note] = []
    last: dict[int, int] = {}
    for note in sorted(notes, key=lambda n: (n.start, n.pitch)):
        k = last.get(note.pitch)
        if k is not None:
            gap = note.start - out[k].start
            if gap < 0.02:
                continue
            if out[k].end > note.start:
                out[k] = replace(out[k], beats=gap)
        last[note.pitch] = len(out)
        out.append(note)
    return out


def _swells(bars: Sequence[Bar], chart: Chart) -> tuple[Control, ...]:
    """Expression that rises through the second half of each section towards a fuller one, falls
    towards a quieter one, and breathes a little in every bar.
    """
    controls = []
    for bar in bars:
        after = chart.next_bar(bar)
        target = chart.sections[-1].level if after is None else after.level
        if not bar.closes_section and bar.position < bar.section.bars // 2:
            target = bar.level
        progress = (bar.position + 1) / bar.section.bars
        for k in range(8):
            share = k / 8
            level = bar.level + (target - bar.level) * share * progress
            breath = 6 * (1 - abs(2 * share - 1))
            if bar.is_end:
                level, breath = bar.level * (1 - 0.5 * share), 0.0
            value = round(62 + 55 * level + breath)
            controls.append(Control(bar.start + share * bar.beats, EXPRESSION, min(127, value)))
    return tuple(controls)


def _slides(notes: Sequence[Note], share: float, beat_s: float, rng: Random) -> tuple[Control, ...]:
    """Pitch bends into some of the notes that last a third of a second or more: from a semitone or
    a whole tone below, within 90 ms, as on a sitar, a steel guitar or an erhu.
    """
    controls = []
    for note in notes:
        if note.beats * beat_s < 0.33 or rng.random() >= share:
            continue
        depth = rng.choice((-4096, -8192))
        for k in range(7):
            start = note.start + k * 0.015 / beat_s
            controls.append(Control(start, PITCH_BEND, round(depth * (1 - k / 6))))
    return tuple(controls)
