"""A string quartet: one tune, and inner voices led as a classicist would."""

from __future__ import annotations

from training.composer import harmony
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.chairs import bass_line
from training.composer.styles.forms import STORY, TIDE

_INNER = Register(52, 72, 2, shared=True)
_RHYTHMS = ("x-x-x-x-", "o.xx.xx.", "x---x---", "xxxxxxxx", "x-----x-")

STYLE = Style(
    name="string-quartet",
    family="classical",
    genres=("classical", "chamber", "string quartet"),
    bpm=(66, 132),
    colours=(
        Colour(
            "major",
            (
                "I | V7/3 | I | ii V7",
                "I vi | ii V7 | I IV | I/5 V7",
                "vi | ii | V7 | I",
                "I | IV | ii7 | V7",
                "V7 | I | V7/5 | I",
            ),
            ("elegant", "graceful", "bright", "noble", "refined"),
            (0.2, 0.65),
            "ii V7",
            "I",
        ),
        Colour(
            "harmonic minor",
            (
                "i | V7/3 | i | iv V7",
                "i bVI | ii7b5 V7 | i iv | i/5 V7",
                "bVI | iv | V7 | i",
                "i | iv | vii7b5 | V7",
            ),
            ("dramatic", "melancholic", "serious", "passionate", "noble"),
            (0.2, 0.7),
            "iv V7",
            "i",
        ),
    ),
    parts=(
        PartSpec(
            "first violin",
            ("violin",),
            (lead(Voice(67, 88, 1.5, 0.22, 0.04, 0.5, ornament=0.15, base=96, syncopation=0.25)),),
            Channel(0, -0.45, 0.28),
            slides=0.08,
        ),
        PartSpec(
            "second violin",
            ("violin",),
            (harmony.voice(_INNER, 1, _RHYTHMS, 80),),
            Channel(-4, -0.15, 0.28),
            0.35,
            unison="inner",
        ),
        PartSpec(
            "viola",
            ("viola",),
            (harmony.voice(_INNER, 0, _RHYTHMS, 80),),
            Channel(-4, 0.2, 0.28),
            unison="inner",
        ),
        bass_line(
            ("cello",),
            ("R-r-f-r-", "R---f---", "R-t-f-a-", "R-------", "R.r.f.r."),
            Channel(-2, 0.45, 0.28),
            centre=43,
            base=88,
            length=0.97,
            name="cello",
        ),
        PartSpec(
            "answer",
            ("cello", "viola"),
            (lead(Voice(50, 67, 1.0, 0.25, 0.3, 0.5, base=88)),),
            Channel(-3, 0.35, 0.28),
            0.75,
            chance=0.8,
        ),
        PartSpec(
            "plucked",
            ("pizzicato strings",),
            (harmony.figure(Register(48, 67, 3), ("0.1.2.1.", "0...12.."), 84),),
            Channel(-7, 0.1, 0.28),
            0.0,
            0.6,
            chance=0.5,
        ),
    ),
    forms=(STORY, TIDE),
    feel=Feel(0.5, 0.5, 11.0, 7.0),
    room="hall",
    drive_db=1.5,
    ritardando=0.35,
    rubato=0.02,
)
