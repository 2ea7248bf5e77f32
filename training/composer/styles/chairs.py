"""The chairs that most ensembles have: a drummer, a bass, somebody who holds the chords."""

from __future__ import annotations

from collections.abc import Sequence

from training.composer import bass, harmony
from training.composer.drums import Groove, kit
from training.composer.harmony import Register
from training.composer.playing import riser
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import PartSpec

MACHINE = Feel(0.5, 0.25, 2.0, 3.0)  # a sequencer's time, with the last trace of a hand
RISER = PartSpec("riser", ("riser",), (riser(),), Channel(-10, 0, 0.3))


def drums(
    kits: tuple[str, ...],
    grooves: Sequence[Groove],
    channel: Channel,
    enters: float = 0.0,
    *,
    base: float = 100,
    name: str = "drums",
    chance: float = 1.0,
    tight: bool = False,
) -> PartSpec:
    """A drummer with one of `kits`, who plays one of `grooves`; see `drums.kit` and `PartSpec`."""
    player = kit(grooves, base=base)
    return PartSpec(name, kits, (player,), channel, enters, chance=chance, tight=tight)


def bass_line(
    instruments: tuple[str, ...],
    patterns: Sequence[str] | str,
    channel: Channel,
    enters: float = 0.0,
    *,
    centre: int = 38,
    base: float = 96,
    length: float = 0.92,
    name: str = "bass",
    swell: bool = False,
    tight: bool = False,
    unison: str = "",
) -> PartSpec:
    """A bass, or any instrument that plays one: see `bass.riff` and `PartSpec`."""
    player = bass.riff(patterns, centre, base, length)
    return PartSpec(
        name, instruments, (player,), channel, enters, swell=swell, tight=tight, unison=unison
    )


def pad(
    instruments: tuple[str, ...],
    register: Register,
    channel: Channel,
    enters: float = 0.0,
    *,
    base: float = 74,
    overlap: float = 0.06,
    name: str = "pad",
    chance: float = 1.0,
) -> PartSpec:
    """Held chords that breathe: strings, winds, voices, pads; see `harmony.pad` and `PartSpec`."""
    player = harmony.pad(register, base, overlap)
    return PartSpec(name, instruments, (player,), channel, enters, chance=chance, swell=True)
