"""A piano alone."""

from __future__ import annotations

from training.composer import harmony
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.forms import STORY, TIDE

STYLE = Style(
    name="solo-piano",
    family="classical",
    genres=("classical", "piano", "instrumental"),
    bpm=(58, 86),
    colours=(
        Colour(
            "minor",
            (
                "i | bVI | bIII | bVII",
                "i | v | bVI | iv",
                "iadd9 | bVImaj7 | iv7 | V",
                "i | bVII/3 | bVI | V",
                "bVImaj7 | bVII | i | i",
            ),
            ("sad", "melancholic", "emotional", "lonely", "reflective", "tender"),
            (0.05, 0.3),
            "iv V",
            "i",
        ),
        Colour(
            "major",
            (
                "Iadd9 | V/3 | vi7 | IVmaj7",
                "IVmaj7 | V | iii7 | vi7",
                "I | iii7 | IVmaj7 | iv",
                "vi7 | IVmaj7 | I | V",
            ),
            ("tender", "hopeful", "peaceful", "romantic", "calm", "reflective"),
            (0.05, 0.35),
            "IV V",
            "Iadd9",
        ),
    ),
    parts=(
        PartSpec(
            "left hand",
            ("grand piano",),
            (
                harmony.figure(
                    Register(45, 64, 3),
                    ("r.0.1.2.1.2.1.0.", "r-0-1-2-", "r---1-2-r---2-1-", "r.f.0.1.2.1.0.f."),
                    base=64,
                    ring=True,
                    thumb=41,
                ),
            ),
            Channel(-4, 0.0, 0.3),
        ),
        PartSpec(
            "right hand",
            ("grand piano",),
            (lead(Voice(65, 86, 0.85, 0.3, 0.12, 0.5, ornament=0.06, base=84, syncopation=0.4)),),
            Channel(0, 0.0, 0.3),
            0.35,
        ),
        PartSpec(
            "inner voice",
            ("grand piano",),
            (harmony.pad(Register(55, 69, 2), 60),),
            Channel(-9, 0.0, 0.3),
            0.6,
        ),
    ),
    forms=(STORY, TIDE),
    feel=Feel(0.5, 0.5, 14.0, 7.0),
    room="hall",
    drive_db=1.0,
    ritardando=0.4,
    rubato=0.05,
)
