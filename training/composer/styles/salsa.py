"""Salsa: everything hangs on the clave; the bass is always early."""

from __future__ import annotations

from training.composer import harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, improvise, lead
from training.composer.playing import switched
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.beats import QUARTERS, SILENT
from training.composer.styles.chairs import bass_line, drums
from training.composer.styles.forms import MONTUNO

_CLAVE = "x..x..x...x.x..."  # a bar of sixteen steps holds the whole 3-2 son clave
_CASCARA = "x.x.xx.x.xx.x.xx"
_TUMBAO = "g.x.g.oog.x.g.oo"

STYLE = Style(
    name="salsa",
    family="latin",
    genres=("salsa", "latin", "tropical"),
    bpm=(88, 106),
    colours=(
        Colour(
            "minor",
            (
                "i7 | iv7 | V7 | i7",
                "i7 iv7 | V7 i7",
                "i | bVII | bVI | V7",
                "iv7 | bVII7 | bIIImaj7 | V7",
            ),
            ("fiery", "party", "dancing", "passionate", "energetic"),
            (0.65, 0.95),
            "iv7 V7",
            "i",
        ),
        Colour(
            "major",
            ("I | IV | V | IV", "Imaj7 VI7 | ii7 V7", "ii7 | V7 | I6 | VI7", "I | I7 | IV | V7"),
            ("happy", "party", "dancing", "sunny", "festive"),
            (0.65, 0.95),
            "ii7 V7",
            "I6",
        ),
    ),
    parts=(
        PartSpec(
            "montuno",
            ("bright piano", "grand piano"),
            (
                harmony.figure(
                    Register(60, 79, 4),
                    ("0.21.3.20.21.3.2", "0.2.13.2.13.2.13", "02.31.2.02.31.23"),
                    96,
                ),
            ),
            Channel(-1.5, -0.3, 0.12),
        ),
        bass_line(
            ("fretless bass", "double bass", "fingered bass"),
            ("......F-----N---", "......F---o-N---", "R-....F-....N---"),
            Channel(-1, 0.0, 0.04),
            0.4,
            base=108,
        ),
        PartSpec(
            "brass",
            ("brass section", "trombone", "trumpet"),
            (
                harmony.stabs(
                    Register(57, 76, 3),
                    (
                        "x-x...x---......|......x-x-x.....",
                        "..x-x-..x---....|................",
                        "x..x..x-........|..x-..x-x---....",
                    ),
                    106,
                ),
            ),
            Channel(-2, 0.2, 0.18),
            0.8,
        ),
        PartSpec(
            "tune",
            ("trumpet", "flute", "trombone", "voices", "alto sax"),
            (
                switched(
                    lead(Voice(60, 79, 1.4, 0.25, 0.12, 0.5, base=100, syncopation=0.9)),
                    {"montuno": improvise(Voice(62, 82, 1.6, 0.3, 0.2, 0.25, base=102), 0.1)},
                ),
            ),
            Channel(-0.5, 0.15, 0.22),
            0.55,
        ),
        PartSpec(
            "coro",
            ("voices",),
            (harmony.stabs(Register(58, 74, 3), ("........x-x-x---", "x-x-x---........"), 92),),
            Channel(-6, -0.1, 0.25),
            0.85,
            chance=0.7,
        ),
        PartSpec(
            "vibes",
            ("vibraphone", "nylon guitar"),
            (
                harmony.stabs(
                    Register(62, 79, 3), ("x..x..x...x.x...", "..x-....x-..x-.."), 76, 0.6
                ),
            ),
            Channel(-8, 0.45, 0.2),
            0.6,
            chance=0.5,
        ),
        drums(
            ("hand percussion",),
            (
                Groove(
                    {
                        "mute conga": "x.......x.......",
                        "conga": "..X...oo..X...oo",
                        "claves": _CLAVE,
                    },
                    light=("claves", "mute conga"),
                    full={"low conga": "..............x.", "cowbell": "X.x.X.x.X.x.X.x."},
                    fill="timbales",
                    crash=None,
                ),
                Groove(
                    {"conga": _TUMBAO, "maracas": "xgxgxgxgxgxgxgxg", "claves": _CLAVE},
                    light=("maracas", "claves"),
                    full={"cowbell": QUARTERS, "high bongo": "x.o.xox.x.o.xox."},
                    fill="timbales",
                    crash=None,
                ),
            ),
            Channel(-2, 0.25, 0.12),
            0.3,
            base=104,
            name="congas",
        ),
        drums(
            ("hand percussion",),
            (
                Groove(
                    {"timbale": _CASCARA, "guiro": "x.xxx.xxx.xxx.xx"},
                    fill="timbales",
                    full={"timbale": SILENT, "agogo": _CASCARA},
                ),
            ),
            Channel(-6, -0.35, 0.12),
            0.6,
            base=96,
            name="timbales",
        ),
    ),
    forms=(MONTUNO,),
    feel=Feel(0.52, 0.25, 6.0, 6.0),
    keys=(0, 2, 5, 7, 9, 10),
    room="room",
    drive_db=3.0,
)
