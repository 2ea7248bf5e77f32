"""Christmas: sleigh bells, celesta, a choir in the snow; every tune is new."""

from __future__ import annotations

from training.composer import harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.playing import transposed
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.chairs import bass_line, drums, pad
from training.composer.styles.forms import SONG, STORY

_CAROL = lead(Voice(60, 77, 1.1, 0.25, 0.03, 0.5, base=96, syncopation=0.1))

STYLE = Style(
    name="christmas",
    family="orchestral",
    genres=("christmas", "holiday", "orchestral"),
    bpm=(88, 144),
    colours=(
        Colour(
            "major",
            (
                "I | IV | I | V",
                "I vi | ii V7 | I vi | ii V7",
                "I | iii | IV iv | I/5 V7",
                "IV | I | II7 | V7",
                "I | I7 | IV | iv6",
            ),
            ("festive", "joyful", "cozy", "magical", "warm", "nostalgic"),
            (0.3, 0.7),
            "ii7 V7",
            "I",
        ),
        Colour(
            "minor",
            ("i | bVII | bIII | V", "i iv | V i | bVI bIII | V", "i | iv | bVII | bIII"),
            ("wintry", "magical", "mysterious", "festive"),
            (0.25, 0.6),
            "iv V",
            "i",
        ),
    ),
    parts=(
        PartSpec(
            "carol",
            ("french horns", "violin", "clarinet", "choir", "flute"),
            (_CAROL,),
            Channel(0, 0.1, 0.35),
            0.4,
        ),
        PartSpec(
            "high bells",
            ("glockenspiel", "celesta"),
            (transposed(_CAROL, 12),),
            Channel(-5, 0.35, 0.35),
            unison="carol",
        ),
        PartSpec(
            "tubular bells",
            ("tubular bells",),
            (harmony.figure(Register(58, 76, 3), ("0.......", "0...2..."), 84, ring=True),),
            Channel(-8, -0.35, 0.4),
            0.75,
            chance=0.7,
        ),
        PartSpec(
            "harp",
            ("harp", "grand piano"),
            (
                harmony.figure(
                    Register(52, 76, 4), ("r1234321", "r.123.21", "01234567"), 78, ring=True
                ),
            ),
            Channel(-4, -0.35, 0.3),
        ),
        pad(
            ("strings", "slow strings"),
            Register(52, 76, 4),
            Channel(-4, -0.1, 0.35),
            0.35,
            base=82,
            name="strings",
        ),
        pad(
            ("choir", "voices"),
            Register(55, 74, 4),
            Channel(-4, 0.1, 0.45),
            0.6,
            base=86,
            name="choir",
        ),
        PartSpec(
            "brass",
            ("brass section", "trumpet", "trombone"),
            (harmony.stabs(Register(55, 74, 3), ("x---x-x-", "x-..x-x-"), 92),),
            Channel(-7, 0.25, 0.3),
            0.85,
        ),
        bass_line(
            ("contrabass", "double bass", "cello"),
            ("R---l---", "R---f---R---f-a-", "R-r-f-r-"),
            Channel(-4, 0.15, 0.2),
            0.4,
            length=0.8,
        ),
        drums(
            ("hand percussion",),
            (
                Groove(
                    {"sleigh bells": "x.x.x.x.x.x.x.x."},
                    full={"tambourine": "....x.......x...", "triangle": "x..............."},
                    fill="none",
                    crash=None,
                ),
                Groove(
                    {"sleigh bells": "X.o.x.o.X.o.x.o.", "woodblock": "x..xx..xx..xx..x"},
                    light=("sleigh bells",),
                    full={"kick": "x.......x.......", "snare": "..g.x.g...g.x.gg"},
                    fill="none",
                ),
            ),
            Channel(-8, 0.0, 0.2),
            base=92,
            name="sleigh bells",
        ),
    ),
    forms=(SONG, STORY),
    feel=Feel(0.54, 0.5, 8.0, 6.0),
    keys=(0, 2, 3, 5, 7, 10),
    room="hall",
    drive_db=2.0,
    ritardando=0.3,
)
