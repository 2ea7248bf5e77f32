"""What single players do: voices of a setting, tumbaos, slides, and the rhythms of the styles."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from random import Random

import pytest

from training.composer.bass import riff
from training.composer.chart import FormSection, write_chart
from training.composer.compose import compose
from training.composer.drums import DRUMS
from training.composer.harmony import Register, pad, voice
from training.composer.instruments import INSTRUMENTS
from training.composer.playing import Brief, Player
from training.composer.score import PITCH_BEND, Note, Part, Score
from training.composer.style import FOUR_FOUR
from training.composer.styles import STYLES
from training.composer.theory import Scale

SATB = Register(48, 74, 4, shared=True)


def played(player: Player, instrument: str) -> list[Note]:
    """Eight bars of I vi IV V in C by one player."""
    form = (FormSection("verse", 1, 0.7),)
    chart = write_chart(
        Scale(0, "major"), FOUR_FOUR, 120.0, 0.5, form, ("I | vi | IV | V7",), "V7", "I", 18.0
    )
    return player(Brief(chart, chart.bars, INSTRUMENTS[instrument], Random(1)))


def part(score: Score, name: str) -> Part:
    return next(part for part in score.parts if part.name == name)


def starts(notes: Iterable[Note]) -> set[float]:
    return {round(note.start * 4) / 4 for note in notes}


def test_four_voices_sing_the_led_setting_together() -> None:
    singers = [played(voice(SATB, k, "x"), "voices") for k in range(4)]
    together = sorted((note.start, note.pitch) for notes in singers for note in notes)
    whole = played(pad(SATB, overlap=0.0), "church organ")
    sounding = {
        (start, note.pitch)
        for start in {note.start for notes in singers for note in notes}
        for note in whole
        if note.start <= start < note.end
    }
    assert set(together) == sounding
    for lower, upper in pairwise(singers):
        assert all(a.pitch < b.pitch for a, b in zip(lower, upper, strict=True))
    for notes in singers:  # in a progression of thirds, fourths and seconds nobody has to leap
        leaps = [abs(a.pitch - b.pitch) for a, b in pairwise(notes)]
        assert max(leaps) <= 5


def test_a_tumbao_plays_the_next_chord_early() -> None:
    notes = [note for note in played(riff("......F-....N---"), "double bass") if note.start < 16]
    assert [note.start % 4 for note in notes] == [1.5, 3.0] * 4
    assert [note.pitch % 12 for note in notes] == [7, 9, 4, 5, 0, 7, 2, 0]  # fifth, next root


def test_slides_come_from_below_and_arrive_before_the_note_ends() -> None:
    for seed in range(3):
        score = compose(STYLES["indian-raga"], seed, 40.0)
        sitar = part(score, "sitar")
        bends = [control for control in sitar.controls if control.controller == PITCH_BEND]
        onsets = {note.start: note for note in sitar.notes}
        assert len(bends) >= 7 * 5 and len(bends) % 7 == 0
        for k in range(0, len(bends), 7):
            values = [bend.value for bend in bends[k : k + 7]]
            note = onsets[bends[k].start]
            assert values[0] in (-4096, -8192) and values[-1] == 0 and values == sorted(values)
            assert bends[k + 6].start < note.end


def test_players_without_slides_never_bend() -> None:
    for name in ("solo-piano", "string-quartet", "salsa"):
        slides = {spec.name for spec in STYLES[name].parts if spec.slides}
        for player in compose(STYLES[name], 1, 40.0).parts:
            bent = any(control.controller == PITCH_BEND for control in player.controls)
            assert bent <= (player.name in slides)


@pytest.mark.parametrize(
    ("style", "name", "drum", "beats", "wanted"),
    [
        ("salsa", "congas", "claves", 4, {0, 0.75, 1.5, 2.5, 3}),  # son clave, 3-2
        ("african-highlife", "percussion", "agogo", 6, {0, 1, 2, 2.5, 3.5, 4.5, 5.5}),  # 12/8 bell
    ],
)
def test_the_timeline_of_a_style_sounds(
    style: str, name: str, drum: str, beats: int, wanted: set[float]
) -> None:
    for seed in range(8):
        score = compose(STYLES[style], seed, 45.0)
        struck = starts(n for n in part(score, name).notes if n.pitch == DRUMS[drum])
        cycles = range(0, int(score.bars * score.meter.beats), beats)
        if any({at - k for at in struck if k <= at < k + beats} == wanted for k in cycles):
            return
    raise AssertionError(f"no piece of {style} has {drum} on {sorted(wanted)}")


def test_palms_accent_the_compas() -> None:
    """Twelve eighths, the strong ones on 12, 3, 6, 8 and 10."""
    means = []
    for seed in range(6):
        claps = part(compose(STYLES["flamenco"], seed, 45.0), "palmas").notes
        strong = [n.velocity for n in claps if round(n.start * 2) % 12 in (0, 3, 6, 8, 10)]
        weak = [n.velocity for n in claps if round(n.start * 2) % 12 not in (0, 3, 6, 8, 10)]
        means.append(sum(strong) / len(strong) - sum(weak) / len(weak))
    assert max(means) > 6


@pytest.mark.parametrize(
    ("style", "modes"),
    [
        ("flamenco", {"phrygian dominant", "harmonic minor"}),
        ("klezmer", {"phrygian dominant", "ukrainian dorian", "harmonic minor"}),
        ("east-asian", {"major pentatonic", "minor pentatonic", "hirajoshi", "insen"}),
        ("indian-raga", {"lydian", "double harmonic", "dorian", "phrygian"}),
    ],
)
def test_melodies_keep_to_the_scale_that_is_stated(style: str, modes: set[str]) -> None:
    lead = {"flamenco": "falseta", "klezmer": "clarinet", "east-asian": "flute"}.get(style, "sitar")
    seen = set()
    for seed in range(24):
        score = compose(STYLES[style], seed, 30.0)
        seen.add(score.scale.mode)
        pitches = [note.pitch for p in score.parts if p.name == lead for note in p.notes]
        inside = sum(score.scale.contains(pitch) for pitch in pitches)
        assert inside >= 0.8 * len(pitches)  # over a chord from outside its tones lead
    assert seen == modes
