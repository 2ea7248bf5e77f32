"""Bossa nova: a nylon guitar and a rim click."""

from __future__ import annotations

from training.composer import harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.chairs import bass_line, drums, pad
from training.composer.styles.forms import HEAD_SOLO, LOOP

STYLE = Style(
    name="bossa-nova",
    family="latin",
    genres=("bossa nova", "latin", "jazz"),
    bpm=(112, 142),
    colours=(
        Colour(
            "major",
            (
                "Imaj7 | Imaj7 | ii7 | V9",
                "Imaj9 | vi7 | ii7 | V13",
                "Imaj7 | II7 | ii7 | bII7",
                "IVmaj7 | iv6 | iii7 | VI7b9 | ii7 | V7 | Imaj7 | Imaj7",
            ),
            ("relaxed", "sunny", "romantic", "breezy", "smooth", "easygoing"),
            (0.25, 0.5),
            "ii7 V13",
            "Imaj9",
        ),
        Colour(
            "minor",
            ("i9 | iv7 | ii7b5 | V7b9", "i6 | bVImaj7 | ii7b5 | V7", "i9 | bVII7 | bVImaj7 | V7b9"),
            ("romantic", "wistful", "smooth", "intimate"),
            (0.2, 0.45),
            "ii7b5 V7b9",
            "i9",
        ),
    ),
    parts=(
        PartSpec(
            "guitar",
            ("nylon guitar",),
            (
                harmony.stabs(
                    Register(52, 70, 4),
                    ("x..x--x-..x--.x-|..x--.x-x..x--..", "x-.x--..x-.x--..", "..x-..x-x-.x--.."),
                    84,
                    0.8,
                ),
            ),
            Channel(-1, -0.2, 0.18),
        ),
        bass_line(
            ("double bass", "fretless bass"),
            ("R-----f-F-----r-", "R-----f-F-----a-"),
            Channel(-4, 0.0, 0.08),
            centre=40,
        ),
        PartSpec(
            "melody",
            ("flute", "tenor sax", "alto sax", "nylon guitar", "voices"),
            (lead(Voice(62, 80, 1.0, 0.25, 0.15, 0.5, base=86, syncopation=0.8, ornament=0.06)),),
            Channel(-1, 0.15, 0.3),
            0.5,
        ),
        PartSpec(
            "piano",
            ("rhodes", "grand piano", "vibraphone"),
            (
                harmony.stabs(
                    Register(57, 74, 3), ("......x-..x-....", "x---......x-...."), 66, 0.9
                ),
            ),
            Channel(-8, 0.4, 0.25),
            0.6,
        ),
        pad(
            ("slow strings",),
            Register(60, 79, 3),
            Channel(-13, 0.0, 0.4),
            0.75,
            name="strings",
            base=64,
            chance=0.4,
        ),
        drums(
            ("brush kit", "jazz kit"),
            (
                Groove(
                    {
                        "rim": "x..x..x...x..x..",
                        "kick": "o..oo..oo..oo..o",
                        "hat": "o.o.o.o.o.o.o.o.",
                        "shaker": "xogoxogoxogoxogo",
                    },
                    light=("shaker", "hat"),
                    fill="none",
                    crash=None,
                ),
            ),
            Channel(-9, 0.1, 0.15),
            base=74,
        ),
    ),
    forms=(LOOP, HEAD_SOLO),
    feel=Feel(0.5, 0.25, 8.0, 6.0),
    room="room",
    drive_db=1.5,
)
