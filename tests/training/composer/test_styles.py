"""Every style, several seeds: what must hold of any piece that the composer writes."""

from __future__ import annotations

from bisect import bisect
from functools import cache

import pytest

from training.composer.compose import compose
from training.composer.drums import DRUMS
from training.composer.errors import ComposerError
from training.composer.midi import midi_bytes
from training.composer.rhythm import swung
from training.composer.score import Score
from training.composer.styles import STYLES, find_style

SEEDS = range(4)
every_style = pytest.mark.parametrize("name", sorted(STYLES))


@cache
def piece(name: str, seed: int, duration_s: float = 45.0) -> Score:
    return compose(STYLES[name], seed, duration_s)


@every_style
def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(name: str) -> None:
    again = compose(STYLES[name], 1, 45.0)
    assert midi_bytes(again) == midi_bytes(piece(name, 1))
    assert again == piece(name, 1)
    assert len({midi_bytes(piece(name, seed)) for seed in SEEDS}) == len(SEEDS)


@every_style
def test_seeds_differ_in_more_than_notes(name: str) -> None:
    pieces = [piece(name, seed) for seed in range(8)]
    assert len({score.scale for score in pieces}) >= 3
    assert len({score.bpm for score in pieces}) >= 3
    ensembles = {tuple(part.instrument.name for part in score.parts) for score in pieces}
    assert len(ensembles) >= 3 or len({part.instrument for part in pieces[0].parts}) == 1


@every_style
def test_notes_are_playable(name: str) -> None:
    for seed in SEEDS:
        for part in piece(name, seed).parts:
            low, high = part.instrument.low, part.instrument.high
            assert part.notes
            for note in part.notes:
                assert low <= note.pitch <= high, (part.name, note)
                assert 1 <= note.velocity <= 127
                assert note.start >= 0 and note.beats > 0


@every_style
def test_no_pitch_is_struck_while_it_sounds(name: str) -> None:
    for seed in SEEDS:
        for part in piece(name, seed).parts:
            until: dict[int, float] = {}
            for note in sorted(part.notes, key=lambda note: note.start):
                assert note.start >= until.get(note.pitch, 0.0) - 1e-9
                until[note.pitch] = note.end


@every_style
def test_drums_stay_on_the_grid_within_the_reach_of_hands(name: str) -> None:
    feel = STYLES[name].feel
    for seed in SEEDS:
        score = piece(name, seed)
        allowed = feel.limit_ms / 1000 * score.bpm / 60 + 1e-6
        grid = [swung(k / 8, feel) for k in range(int(score.bars * score.meter.beats + 2) * 8)]
        for part in score.parts:
            for note in part.notes if part.instrument.is_kit else ():
                k = bisect(grid, note.start)
                near = grid[max(0, k - 1) : k + 1]
                assert min(abs(note.start - beat) for beat in near) <= allowed, (part.name, note)


@every_style
def test_a_piece_has_a_form_a_build_and_an_end(name: str) -> None:
    for duration_s in (30.0, 45.0, 75.0):
        score = piece(name, 2, duration_s)
        length_s = score.seconds(score.bars * score.meter.beats)
        assert abs(length_s + 2.5 - duration_s) <= 0.2 * duration_s
        assert [s.start_bar for s in score.sections] == [
            sum(earlier.bars for earlier in score.sections[:k]) for k in range(len(score.sections))
        ]
        levels = [section.level for section in score.sections]
        assert max(levels) - min(levels) >= 0.2
        assert score.sections[-1].name == "end"
        last_beat = (score.bars - 1) * score.meter.beats
        closing = [n for part in score.parts for n in part.notes if n.start >= last_beat - 0.2]
        tonics = {n.pitch % 12 for n in closing}
        assert score.scale.tonic in tonics
        assert max(note.end for part in score.parts for note in part.notes) <= last_beat + 12


@every_style
def test_fuller_sections_have_more_players(name: str) -> None:
    score = piece(name, 3)
    counts = []
    for section in score.sections[:-1]:
        begin, end = (
            b * score.meter.beats for b in (section.start_bar, section.start_bar + section.bars)
        )
        sounding = {p.name for p in score.parts for n in p.notes if begin <= n.start < end - 0.1}
        counts.append((section.level, len(sounding)))
    assert max(counts)[1] >= min(counts)[1]
    assert (
        max(count for _, count in counts) > min(count for _, count in counts)
        or len(score.parts) <= 2
    )


@every_style
def test_declared_values_lie_in_the_styles_ranges(name: str) -> None:
    style = STYLES[name]
    for seed in SEEDS:
        score = piece(name, seed)
        assert style.bpm[0] <= score.bpm <= style.bpm[1]
        assert 0 <= score.energy <= 1
        assert score.moods and score.genres == style.genres
        assert len(score.parts) <= 16


def test_kit_parts_name_drums_that_exist() -> None:
    known = set(DRUMS.values())
    for name in STYLES:
        for part in piece(name, 0).parts:
            if part.instrument.is_kit:
                assert {note.pitch for note in part.notes} <= known


def test_an_unknown_style_is_named_with_those_there_are() -> None:
    with pytest.raises(ComposerError, match=r"'polka-step'.*jazz-trio"):
        find_style("polka-step")
