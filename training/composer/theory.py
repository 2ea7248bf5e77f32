"""Pitch: scales, chords from Roman numerals, and voice leading. Pitches are MIDI numbers, 60 =
C4.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

PITCH_NAMES = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")

MODES: dict[str, tuple[int, ...]] = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "harmonic minor": (0, 2, 3, 5, 7, 8, 11),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "phrygian dominant": (0, 1, 4, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "double harmonic": (0, 1, 4, 5, 7, 8, 11),
    "ukrainian dorian": (0, 2, 3, 6, 7, 9, 10),
    "hirajoshi": (0, 2, 3, 7, 8),
    "insen": (0, 1, 5, 7, 10),
    "major pentatonic": (0, 2, 4, 7, 9),
    "minor pentatonic": (0, 3, 5, 7, 10),
    "blues": (0, 3, 5, 6, 7, 10),
}

QUALITIES: dict[str, tuple[int, ...]] = {
    "": (0, 4, 7),
    "m": (0, 3, 7),
    "5": (0, 7),
    "dim": (0, 3, 6),
    "aug": (0, 4, 8),
    "sus2": (0, 2, 7),
    "sus4": (0, 5, 7),
    "6": (0, 4, 7, 9),
    "m6": (0, 3, 7, 9),
    "69": (0, 4, 7, 9, 14),
    "7": (0, 4, 7, 10),
    "maj7": (0, 4, 7, 11),
    "m7": (0, 3, 7, 10),
    "mmaj7": (0, 3, 7, 11),
    "m7b5": (0, 3, 6, 10),
    "dim7": (0, 3, 6, 9),
    "add9": (0, 4, 7, 14),
    "madd9": (0, 3, 7, 14),
    "9": (0, 4, 7, 10, 14),
    "maj9": (0, 4, 7, 11, 14),
    "m9": (0, 3, 7, 10, 14),
    "7b9": (0, 4, 7, 10, 13),
    "7#9": (0, 4, 7, 10, 15),
    "13": (0, 4, 10, 14, 21),
    "7sus4": (0, 5, 7, 10),
}

_DEGREES = {"i": 0, "ii": 2, "iii": 4, "iv": 5, "v": 7, "vi": 9, "vii": 11}
_NUMERAL = re.compile(r"(b|#)?(vii|vi|iv|v|iii|ii|i|VII|VI|IV|V|III|II|I)([^/]*)(?:/(b?\d))?$")
_BASS_STEPS = {"3": (4, 3), "b3": (3, 3), "5": (7, 6), "7": (11, 10), "b7": (10, 10), "2": (2, 2)}


@dataclass(frozen=True)
class Chord:
    """A chord as pitch classes. root and bass: 0..11; intervals: semitones above the root."""

    root: int
    intervals: tuple[int, ...]
    bass: int
    numeral: str

    @property
    def pitch_classes(self) -> tuple[int, ...]:
        return tuple((self.root + interval) % 12 for interval in self.intervals)

    @property
    def third(self) -> int | None:
        """Semitones of the third above the root; None in power and suspended chords."""
        return next((i for i in (3, 4) if i in self.intervals), None)

    @property
    def fifth(self) -> int:
        return next((i for i in (7, 6, 8) if i in self.intervals), 7)

    @property
    def seventh(self) -> int | None:
        return next((i for i in (10, 11, 9) if i in self.intervals), None)


@dataclass(frozen=True)
class Scale:
    """A key: tonic pitch class and mode. borrowed: steps that stand in for the mode's own for
    now.
    """

    tonic: int
    mode: str
    borrowed: tuple[int, ...] = ()

    @property
    def steps(self) -> tuple[int, ...]:
        return self.borrowed or MODES[self.mode]

    @property
    def name(self) -> str:
        return f"{PITCH_NAMES[self.tonic]} {self.mode}"

    @property
    def is_minor(self) -> bool:
        return 3 in self.steps and 4 not in self.steps

    def contains(self, pitch: int) -> bool:
        return (pitch - self.tonic) % 12 in self.steps

    def over(self, chord: Chord) -> Scale:
        """The key as it sounds over a chord: tones that the chord brings in from outside take the
        place of their neighbours (over V in minor the seventh is raised).
        """
        tones = {(pc - self.tonic) % 12 for pc in chord.pitch_classes}
        foreign = tones - set(self.steps)
        if not foreign:
            return self
        crowded = {(f + d) % 12 for f in foreign for d in (-1, 1)} - tones
        steps = tuple(sorted((set(self.steps) - crowded) | foreign))
        return Scale(self.tonic, self.mode, steps)

    def pitches(self, low: int, high: int) -> list[int]:
        """Every pitch of the key from `low` to `high`, both included."""
        return [pitch for pitch in range(low, high + 1) if self.contains(pitch)]

    def step(self, pitch: int, steps: int) -> int:
        """The pitch `steps` scale steps away from the scale tone nearest to `pitch`."""
        ladder = self.pitches(pitch - 40, pitch + 40)
        start = min(range(len(ladder)), key=lambda k: (abs(ladder[k] - pitch), ladder[k]))
        return ladder[start + steps]


def parse_chord(numeral: str, tonic: int) -> Chord:
    """A Roman numeral in the key of `tonic`: degrees count on the major scale (`bVI` in minor),
    case gives the third, a suffix of `QUALITIES` the rest, `/3`, `/5`, `/7` the bass: `ii7`,
    `V7/3`, `i`.

    Raises ValueError for what is not a numeral: progressions are the programmer's, not a user's.
    """
    match = _NUMERAL.match(numeral)
    accidental, degree, suffix, bass = match.groups() if match else (None, "", "", None)
    minor = degree.islower() and not suffix.startswith(("dim", "5", "sus"))
    intervals = QUALITIES.get(("m" if minor else "") + suffix)
    if not degree or intervals is None:
        raise ValueError(f"{numeral!r} is not a Roman numeral chord.")
    root = (tonic + _DEGREES[degree.lower()] + {"b": -1, "#": 1, None: 0}[accidental]) % 12
    if bass is None:
        return Chord(root, intervals, root, numeral)
    above = next((i for i in _BASS_STEPS[bass] if i in intervals), _BASS_STEPS[bass][0])
    return Chord(root, intervals, (root + above) % 12, numeral)


def near(pitch_class: int, target: float) -> int:
    """The pitch of this class nearest to `target`."""
    base = round((target - pitch_class) / 12) * 12 + pitch_class
    return min((base - 12, base, base + 12), key=lambda p: (abs(p - target), p))


def close_voicing(chord: Chord, centre: float, voices: int) -> tuple[int, ...]:
    """`voices` chord tones stacked as closely as possible around `centre`, lowest first."""
    classes = sorted(set(chord.pitch_classes))
    tones = [p for p in range(int(centre) - 24, int(centre) + 25) if p % 12 in classes]
    stacks = [tuple(tones[k : k + voices]) for k in range(len(tones) - voices + 1)]
    return min(stacks, key=lambda stack: (abs(sum(stack) / voices - centre), stack))


def lead_voices(
    chord: Chord, previous: Sequence[int], low: int, high: int, voices: int
) -> tuple[int, ...]:
    """The voicing of `chord` within [low, high] that moves least from `previous` (sum of semitones,
    voice by voice), complete where `voices` allow, close to the middle of the range when all else
    is equal. With no `previous` it is the close voicing in the middle.
    """
    middle = (low + high) / 2
    if len(previous) != voices:
        previous = close_voicing(chord, middle, voices)
    classes = _essential(chord, voices)
    best: tuple[float, tuple[int, ...]] | None = None
    for stack in _stacks(classes, low, high, voices):
        movement = sum(abs(a - b) for a, b in zip(stack, previous, strict=True))
        drift = abs(sum(stack) / voices - middle)
        missing = len(classes) - len({p % 12 for p in stack})
        cost = movement + 0.3 * drift + 6 * missing + 4 * _rubs(stack)
        if best is None or (cost, stack) < best:
            best = (cost, stack)
    return best[1] if best else close_voicing(chord, middle, voices)


def _essential(chord: Chord, voices: int) -> list[int]:
    """The pitch classes that `voices` must show: colour tones first, the fifth goes before the
    rest.
    """
    classes = list(dict.fromkeys(chord.pitch_classes))
    fifth = (chord.root + chord.fifth) % 12
    if len(classes) > voices and fifth in classes:
        classes.remove(fifth)
    if len(classes) > voices:
        classes.remove(chord.root)
    return classes[-voices:]


def _stacks(classes: Sequence[int], low: int, high: int, voices: int) -> list[tuple[int, ...]]:
    """Stacks of adjacent chord tones, and the same with the second voice from the top dropped."""
    tones = [p for p in range(low, high + 1) if p % 12 in classes]
    close = [tuple(tones[k : k + voices]) for k in range(len(tones) - voices + 1)]
    dropped = [
        tuple(sorted((*stack[:-2], stack[-2] - 12, stack[-1])))
        for stack in close
        if voices >= 3 and stack[-2] - 12 >= low
    ]
    return close + [stack for stack in dropped if len(set(stack)) == voices]


def _rubs(stack: Sequence[int]) -> int:
    """Pairs of voices a semitone or a minor ninth apart, which beat against each other."""
    return sum(1 for a, b in combinations(stack, 2) if b - a in (1, 13))
