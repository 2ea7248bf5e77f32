"""Horror: drones, tremolo, bells that do not belong."""

from __future__ import annotations

from training.composer import harmony
from training.composer.drums import strikes
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.playing import riser
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.chairs import bass_line, pad
from training.composer.styles.forms import BUILD, TIDE

STYLE = Style(
    name="horror-suspense",
    family="soundtrack",
    genres=("soundtrack", "horror", "ambient", "experimental"),
    bpm=(54, 84),
    colours=(
        Colour(
            "phrygian",
            (
                "i | bII | i | idim7",
                "i | i | bVI | bII",
                "i | vdim | bII | i",
                "idim7 | idim7 | bii | bii",
            ),
            ("scary", "tense", "dark", "eerie", "mysterious", "ominous"),
            (0.2, 0.6),
            "bII",
            "i",
        ),
        Colour(
            "double harmonic",
            ("i | bII | i | idim7", "i | i | iv | bII", "imaj7 | imaj7 | bII | idim7"),
            ("eerie", "dark", "tense", "mysterious", "unsettling"),
            (0.2, 0.6),
            "bII",
            "i",
        ),
    ),
    parts=(
        bass_line(
            ("drone",), "R---------------", Channel(-4, 0, 0.4), name="drone", centre=33, length=1.0
        ),
        pad(
            ("tremolo strings",),
            Register(58, 84, 4),
            Channel(-3, -0.2, 0.5),
            0.35,
            name="tremolo",
            base=80,
        ),
        bass_line(
            ("contrabass", "cello"),
            ("R.......r.......", "R...r...R...r...", "R.....r.m......."),
            Channel(-4, 0.2, 0.4),
            0.3,
            name="low strings",
            centre=36,
        ),
        PartSpec(
            "bells",
            ("music box", "celesta", "grand piano", "tubular bells", "glockenspiel"),
            (lead(Voice(72, 91, 0.5, 0.6, 0.35, 0.5, base=76, syncopation=0.5)),),
            Channel(-5, 0.35, 0.6, ("slow echo",)),
            0.25,
        ),
        pad(
            ("choir", "voices"),
            Register(50, 68, 3),
            Channel(-7, 0.0, 0.6),
            0.55,
            name="choir",
            base=80,
        ),
        PartSpec(
            "pizzicato",
            ("pizzicato strings",),
            (harmony.figure(Register(48, 64, 3), ("0...1...0.2.....", "0..1....0..2...."), 78),),
            Channel(-6, -0.4, 0.5),
            0.5,
            chance=0.7,
        ),
        PartSpec(
            "drums",
            ("taiko",),
            (strikes(("X...............", "X.......x.......", "X.x............."), 36, 41, 110),),
            Channel(-5, 0.0, 0.6),
            0.5,
        ),
        PartSpec("riser", ("riser",), (riser(),), Channel(-9, 0, 0.5)),
    ),
    forms=(BUILD, TIDE),
    feel=Feel(0.5, 0.5, 12.0, 8.0),
    room="cathedral",
    drive_db=2.0,
)
