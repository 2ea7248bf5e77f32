"""Flamenco: guitars, palms and heels in the twelve of a bulería, 6/8 against 3/4."""

from __future__ import annotations

from training.composer import guitar, harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, improvise, lead
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import SIX_EIGHT, Colour, PartSpec, Style
from training.composer.styles.chairs import bass_line, drums
from training.composer.styles.forms import BUILD, DRIVING

# Two bars are one compás: two groups of three, then three groups of two.
_RASGUEADO = ("DududuD-dudu|D-udD-udDudu", "D--d-uD--dud|D-d-D-duD-du", "D-duD-D-du--|D-udD-udD---")
_PALMAS = "X.x.x.X.x.x.|X.x.X.x.X.x."

STYLE = Style(
    name="flamenco",
    family="latin",
    genres=("flamenco", "spanish", "acoustic"),
    bpm=(150, 204),
    meter=SIX_EIGHT,
    colours=(
        Colour(
            "phrygian dominant",
            (
                "I | I | bII | I",
                "iv | bIII | bII | I",
                "I | bII | bIII | bII",
                "iv | iv | bII | I",
                "bVII | bIII | bII | I",
            ),
            ("passionate", "fiery", "dramatic", "proud", "intense"),
            (0.55, 0.9),
            "bII",
            "I",
        ),
        Colour(
            "harmonic minor",
            ("i | iv | V | i", "i | bVII | bVI | V", "bVI | V | bVI | V"),
            ("passionate", "melancholic", "dramatic", "romantic"),
            (0.45, 0.8),
            "V",
            "i",
        ),
    ),
    parts=(
        PartSpec(
            "rhythm guitar",
            ("nylon guitar",),
            (guitar.strum(_RASGUEADO, 96, 0.007),),
            Channel(-1.5, -0.35, 0.18),
            0.62,
        ),
        PartSpec(
            "falseta",
            ("nylon guitar",),
            (
                improvise(Voice(55, 79, 1.9, 0.15, 0.1, 0.5, ornament=0.1, base=104), 0.0),
                lead(Voice(55, 79, 1.9, 0.15, 0.05, 0.5, ornament=0.25, base=104)),
            ),
            Channel(0, 0.2, 0.22),
        ),
        PartSpec(
            "arpeggios",
            ("nylon guitar",),
            (harmony.figure(Register(50, 69, 4), ("r12321", "r.1232|r1213."), 84, ring=True),),
            Channel(-4, 0.45, 0.2),
            0.0,
            0.7,
        ),
        bass_line(
            ("fretless bass", "double bass"),
            ("R--f--|R-r-f-", "R-----|R-f-a-"),
            Channel(-5, 0.0, 0.05),
            0.6,
        ),
        PartSpec(
            "cante",
            ("violin", "voices", "flute"),
            (lead(Voice(62, 79, 0.7, 0.15, 0.2, 0.5, ornament=0.4, base=92)),),
            Channel(-2, 0.05, 0.35),
            0.7,
            chance=0.8,
            slides=0.4,
        ),
        drums(
            ("hand percussion",),
            (
                Groove(
                    {"clap": _PALMAS, "conga": "o..x....x...|o...x...x..."},
                    fill="none",
                    crash=None,
                    full={"low conga": "X.....X.....|X...X...X..."},
                    light=("clap",),
                ),
                Groove(
                    {"clap": "..x.x...x.x.|..x...x...x.", "low bongo": _PALMAS},
                    fill="none",
                    crash=None,
                    full={"woodblock": "xxxxxxxxxxxx"},
                    light=("clap",),
                ),
            ),
            Channel(-5, 0.1, 0.2),
            0.55,
            base=100,
            name="palmas",
        ),
    ),
    forms=(DRIVING, BUILD),
    feel=Feel(0.5, 0.5, 7.0, 7.0),
    keys=(2, 4, 6, 9, 11),
    room="room",
    drive_db=2.5,
)
