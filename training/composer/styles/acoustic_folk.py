"""Folk: a picked guitar and what gathers around it."""

from __future__ import annotations

from training.composer import guitar, harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.beats import SOFT_BACKBEAT
from training.composer.styles.chairs import bass_line, drums, pad
from training.composer.styles.forms import SONG, STORY

_PICKING = ("r.2.1.3.f.2.1.3.", "r.1.2.3.f.3.2.1.", "r.12f.3.r.21f.3.", "r-3.2.1.f-3.2.1.")
_BRUSHED = (
    Groove(
        {"kick": "x.......x.x.....", "snare": "....o.......o...", "shaker": "x.o.x.o.x.o.x.o."},
        light=("shaker",),
        fill="soft",
        crash=None,
    ),
    Groove(
        {"kick": "x.....x.x.......", "rim": SOFT_BACKBEAT, "tambourine": "..o...o...o...o."},
        light=("tambourine",),
        fill="soft",
        crash=None,
    ),
)

STYLE = Style(
    name="acoustic-folk",
    family="folk",
    genres=("folk", "acoustic"),
    bpm=(84, 122),
    colours=(
        Colour(
            "major",
            (
                "Iadd9 | V/3 | vi7 | IVadd9",
                "I | IV | vi | V",
                "IVadd9 | I | V | vi7",
                "I | iii | IV | V",
                "I | I/3 | IVadd9 | V",
            ),
            ("warm", "hopeful", "gentle", "happy", "peaceful", "uplifting"),
            (0.25, 0.6),
            "IV V",
            "I",
        ),
        Colour(
            "mixolydian",
            ("I | bVII | IV | I", "I | v | IV | I", "IV | bVII | I | I"),
            ("easygoing", "warm", "nostalgic", "free"),
            (0.3, 0.6),
            "bVII IV",
            "I",
        ),
        Colour(
            "minor",
            ("i | bVI | bIII | bVII", "i | bVII | bVI | v", "i | iv | bVII | bIII"),
            ("melancholic", "intimate", "wistful", "nostalgic"),
            (0.2, 0.45),
            "bVI bVII",
            "i",
        ),
    ),
    parts=(
        PartSpec(
            "guitar",
            ("steel guitar", "nylon guitar", "steel guitar"),
            (harmony.figure(Register(50, 69, 4), _PICKING, ring=True),),
            Channel(-1, -0.25, 0.2),
        ),
        PartSpec(
            "strummed guitar",
            ("steel guitar", "twelve-string guitar"),
            (guitar.strum(("D---d-.u.ud-d-u-", "D...d.u...u.d.u.", "D-d-d-u-.-u-d-u-")),),
            Channel(-5, 0.4, 0.18),
            enters=0.7,
        ),
        bass_line(
            ("fingered bass", "double bass", "fretless bass"),
            ("R-------f---r-a-", "R-----r-r---f---", "R-----------f-a-"),
            Channel(-5, 0.0, 0.06),
            0.5,
        ),
        PartSpec(
            "melody",
            ("flute", "violin", "harmonica", "mandolin", "nylon guitar"),
            (lead(Voice(64, 81, 1.0, rest=0.2, ornament=0.1)),),
            Channel(-4, 0.1, 0.35),
            enters=0.5,
            chance=0.85,
        ),
        pad(
            ("slow strings",),
            Register(52, 74, 3),
            Channel(-12, 0.0, 0.4),
            0.8,
            name="strings",
            chance=0.4,
        ),
        drums(
            ("brush kit", "room kit"), _BRUSHED, Channel(-8, 0.0, 0.15), 0.7, base=84, chance=0.7
        ),
    ),
    forms=(SONG, STORY),
    feel=Feel(0.53, 0.25, 9.0, 6.0),
    keys=(0, 2, 4, 7, 9),
    room="room",
    drive_db=2.0,
    ritardando=0.25,
)
