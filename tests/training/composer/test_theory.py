"""Chords, scales and voice leading: known answers and bounds."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.composer.theory import MODES, Scale, close_voicing, lead_voices, near, parse_chord

C_MINOR = Scale(0, "minor")
NUMERALS = (
    "i",
    "iv7",
    "bVImaj7",
    "V7",
    "bVII",
    "ii7b5",
    "Iadd9",
    "IV/3",
    "i5",
    "vi9",
    "V7b9",
    "I69",
)


@pytest.mark.parametrize(
    ("numeral", "root", "pitch_classes", "bass"),
    [
        ("I", 0, {0, 4, 7}, 0),
        ("ii7", 2, {2, 5, 9, 0}, 2),
        ("V7", 7, {7, 11, 2, 5}, 7),
        ("V/3", 7, {7, 11, 2}, 11),
        ("bVI", 8, {8, 0, 3}, 8),
        ("#idim7", 1, {1, 4, 7, 10}, 1),
        ("ii7b5", 2, {2, 5, 8, 0}, 2),
        ("imaj7", 0, {0, 3, 7, 11}, 0),
        ("Vsus4", 7, {7, 0, 2}, 7),
        ("V7/7", 7, {7, 11, 2, 5}, 5),
    ],
)
def test_numerals_name_the_chords_of_the_textbook(
    numeral: str, root: int, pitch_classes: set[int], bass: int
) -> None:
    chord = parse_chord(numeral, tonic=0)
    assert (chord.root, set(chord.pitch_classes), chord.bass) == (root, pitch_classes, bass)


@given(numeral=st.sampled_from(NUMERALS), tonic=st.integers(0, 11))
def test_another_key_moves_every_tone_by_the_same_interval(numeral: str, tonic: int) -> None:
    home, away = parse_chord(numeral, 0), parse_chord(numeral, tonic)
    assert [(pc + tonic) % 12 for pc in home.pitch_classes] == list(away.pitch_classes)


@pytest.mark.parametrize("nonsense", ["H", "iix", "Vmin", "", "bb"])
def test_what_is_no_numeral_is_refused(nonsense: str) -> None:
    with pytest.raises(ValueError, match="not a Roman numeral"):
        parse_chord(nonsense, 0)


@given(
    numerals=st.lists(st.sampled_from(NUMERALS), min_size=2, max_size=8),
    tonic=st.integers(0, 11),
    voices=st.integers(3, 4),
)
def test_voices_stay_in_range_belong_to_the_chord_and_move_little(
    numerals: list[str], tonic: int, voices: int
) -> None:
    low, high = 48, 76
    voicings: list[tuple[int, ...]] = []
    for numeral in numerals:
        chord = parse_chord(numeral, tonic)
        voicing = lead_voices(chord, voicings[-1] if voicings else (), low, high, voices)
        assert len(voicing) == voices
        assert list(voicing) == sorted(set(voicing))
        assert all(low <= pitch <= high for pitch in voicing)
        assert {pitch % 12 for pitch in voicing} <= set(chord.pitch_classes)
        voicings.append(voicing)
    for before, after in pairwise(voicings):
        moves = [abs(a - b) for a, b in zip(before, after, strict=True)]
        assert max(moves) <= 9
        assert sum(moves) / voices <= 6


def test_led_voices_move_less_than_root_positions() -> None:
    numerals = ("I", "vi", "IV", "V", "iii", "ii", "V7", "I")
    led: list[tuple[int, ...]] = [()]
    blocks = []
    for numeral in numerals:
        chord = parse_chord(numeral, 0)
        led.append(lead_voices(chord, led[-1], 52, 76, 3))
        root = near(chord.root, 60)
        blocks.append(tuple(root + i for i in chord.intervals[:3]))

    def movement(stacks: list[tuple[int, ...]]) -> int:
        return sum(abs(a - b) for x, y in pairwise(stacks) for a, b in zip(x, y, strict=True))

    assert movement(led[1:]) < 0.6 * movement(blocks)


def test_a_foreign_chord_tone_takes_the_place_of_its_neighbour() -> None:
    over_dominant = C_MINOR.over(parse_chord("V", 0))
    assert over_dominant.contains(11) and not over_dominant.contains(10)
    assert C_MINOR.over(parse_chord("iv", 0)) == C_MINOR


@given(mode=st.sampled_from(sorted(MODES)), tonic=st.integers(0, 11), pitch=st.integers(40, 90))
def test_steps_up_and_down_return(mode: str, tonic: int, pitch: int) -> None:
    scale = Scale(tonic, mode)
    start = scale.step(pitch, 0)
    assert scale.contains(start)
    assert scale.step(scale.step(start, 3), -3) == start
    assert scale.step(start, len(scale.steps)) == start + 12


def test_a_close_voicing_is_close() -> None:
    assert close_voicing(parse_chord("I", 0), 64, 3) in {(60, 64, 67), (64, 67, 72), (55, 60, 64)}
