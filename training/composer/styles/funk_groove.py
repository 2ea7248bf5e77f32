"""Funk: sixteenths on bass and guitar, horns in the gaps."""

from __future__ import annotations

from training.composer import harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, improvise
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.beats import EIGHTHS, SIXTEENTHS
from training.composer.styles.chairs import bass_line, drums
from training.composer.styles.forms import DRIVING, LOOP

STYLE = Style(
    name="funk-groove",
    family="funk",
    genres=("funk", "soul"),
    bpm=(96, 116),
    colours=(
        Colour(
            "dorian",
            ("i9 | i9 | i9 | IV9", "i9 | IV9", "i7 | bIIImaj7 | IV9 | IV9", "i9 | i9 | iv9 | V7#9"),
            ("groovy", "funky", "cool", "confident", "fun", "sassy"),
            (0.55, 0.85),
            "V7#9",
            "i9",
        ),
        Colour(
            "mixolydian",
            ("I9 | I9 | IV9 | IV9", "I9 | I9 | I9 | bVII9", "I9 | vi7 | IV9 | V9"),
            ("groovy", "party", "funky", "upbeat", "fun"),
            (0.6, 0.9),
            "V9",
            "I9",
        ),
    ),
    parts=(
        bass_line(
            ("slap bass", "fingered bass", "slap bass"),
            (
                "R..r.mo.m.r.s.o.",
                "R.mo..s.r.mf.sr.",
                "R..R..o.ms.f.mr.",
                "R.m.o.mr..s.f.a.",
                "R...m.oR..m.fs.o",
            ),
            Channel(-1, 0.0, 0.04),
            0.4,
            centre=38,
            base=108,
            length=0.7,
        ),
        PartSpec(
            "guitar",
            ("funk guitar", "muted guitar", "clean guitar"),
            (
                harmony.stabs(
                    Register(57, 74, 3),
                    (
                        "..xgg.x...xgg.xg",
                        "x.gxg.gxg.gxg.gx",
                        ".gx.g.xg.gx.g.xg",
                        "x..x..x.gx.x..x.",
                    ),
                    84,
                    0.45,
                    0.2,
                ),
            ),
            Channel(-4, 0.45, 0.08),
        ),
        PartSpec(
            "keys",
            ("clavinet", "rhodes", "drawbar organ"),
            (
                harmony.stabs(
                    Register(52, 69, 4),
                    ("x..x..x...x.....", "..x-....x.x-....", "x-....x-..x...x."),
                    84,
                    0.7,
                    0.6,
                ),
            ),
            Channel(-5, -0.45, 0.1),
            0.5,
        ),
        PartSpec(
            "horns",
            ("brass section", "brass section", "alto sax"),
            (
                harmony.stabs(
                    Register(60, 79, 3),
                    (
                        "x.x.......x-....|................",
                        "..........x.x-x.|x---............",
                        "x..x..x.........|............x.x-",
                    ),
                    104,
                    0.6,
                    1.5,
                ),
            ),
            Channel(-3, -0.1, 0.18),
            0.75,
        ),
        PartSpec(
            "solo",
            ("tenor sax", "alto sax", "trumpet", "clean guitar"),
            (improvise(Voice(60, 79, 1.3, 0.3, 0.22, 0.5, "blues", base=98), 0.05),),
            Channel(-2, 0.15, 0.2),
            0.6,
            sections=("verse", "bridge", "turn", "break"),
            chance=0.7,
        ),
        drums(
            ("standard kit", "room kit"),
            (
                Groove(
                    {
                        "kick": "X..x..x...x..x..",
                        "snare": "....X..g.g..X..g",
                        "hat": "x.xxx.xxx.xxx.xo",
                    },
                    light=("hat", "kick"),
                ),
                Groove(
                    {
                        "kick": "X.x.......xx....",
                        "snare": "....X..g.g.gX...",
                        "hat": SIXTEENTHS,
                        "open": "..............x.",
                    },
                    light=("hat", "kick"),
                ),
                Groove(
                    {
                        "kick": "X..x....x.x.....",
                        "snare": "....X.g..g..X.g.",
                        "hat": EIGHTHS,
                        "conga": "..x..xx...x..xx.",
                    },
                    light=("hat", "conga"),
                ),
            ),
            Channel(0, 0.0, 0.08),
            0.35,
            base=106,
        ),
    ),
    forms=(DRIVING, LOOP),
    feel=Feel(0.55, 0.25, 6.0, 6.0),
    keys=(0, 2, 4, 5, 7, 9, 10),
    room="studio",
    drive_db=3.5,
)
