"""Suspense: a clock, a low pulse, strings that hold their breath, and then run."""

from __future__ import annotations

from training.composer import harmony
from training.composer.drums import Groove, strikes
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.beats import EIGHTHS, SIXTEENTHS
from training.composer.styles.chairs import MACHINE, RISER, bass_line, drums, pad
from training.composer.styles.forms import PULSE

STYLE = Style(
    name="thriller-tension",
    family="soundtrack",
    genres=("soundtrack", "thriller", "electronic"),
    bpm=(92, 132),
    colours=(
        Colour(
            "minor",
            ("i | i | bVI | bVI", "i | i | i | bII", "i | iv | i | bVI", "i | bVI | iv | V"),
            ("tense", "suspenseful", "urgent", "dark", "mysterious", "driving"),
            (0.4, 0.85),
            "bVI V",
            "i",
        ),
        Colour(
            "phrygian",
            ("i | i | bII | i", "i | bII | i | bVII", "i5 | i5 | bII | bII"),
            ("suspenseful", "ominous", "tense", "restless", "cold"),
            (0.4, 0.8),
            "bII",
            "i",
        ),
    ),
    parts=(
        bass_line(
            ("saw bass", "acid bass", "synth bass"),
            ("RrrrRrrrRrrrRrrr", "R.rr.rR.R.rr.rR.", "R..R..R..R..R.r."),
            Channel(-2, 0.0, 0.06, ("soft duck",)),
            0.35,
            centre=33,
            base=100,
            length=0.7,
            name="pulse",
            tight=True,
        ),
        PartSpec(
            "ostinato",
            ("pizzicato strings", "strings", "muted guitar", "marimba"),
            (harmony.figure(Register(52, 69, 3), ("0.01.02.0.01.02.", "0010020100100201"), 88),),
            Channel(-2, -0.35, 0.25, ("echo",)),
        ),
        PartSpec(
            "tremolo",
            ("tremolo strings",),
            (harmony.pad(Register(60, 84, 3), 82),),
            Channel(-5, 0.2, 0.4),
            0.5,
            swell=True,
        ),
        bass_line(
            ("contrabass", "cello", "trombone"),
            ("R---------------", "R-------a-------"),
            Channel(-4, 0.25, 0.35),
            0.3,
            length=1.0,
            name="low strings",
            swell=True,
        ),
        PartSpec(
            "piano",
            ("grand piano", "celesta", "vibraphone"),
            (lead(Voice(69, 88, 0.4, 0.4, 0.35, 0.5, base=84, syncopation=0.6)),),
            Channel(-3, 0.35, 0.45, ("slow echo",)),
            0.25,
        ),
        PartSpec(
            "brass",
            ("french horns", "trombone", "brass section"),
            (harmony.stabs(Register(45, 62, 3), ("x-----..........", "x---......x-----"), 104),),
            Channel(-4, 0.1, 0.4),
            0.8,
        ),
        pad(("choir", "drone", "sweep pad"), Register(45, 65, 3), Channel(-9, 0.0, 0.5), 0.45),
        drums(
            ("club kit", "electronic kit"),
            (
                Groove(
                    {"hat": EIGHTHS, "rim": "....x..x....x..x"},
                    full={"kick": "X..x..x.X..x..x.", "shaker": SIXTEENTHS},
                    light=("hat",),
                    fill="electronic",
                    crash=None,
                ),
                Groove(
                    {"hat": "x...x...x...x...", "kick": "X.........x....."},
                    full={"hat": SIXTEENTHS, "snare": "........x......."},
                    light=("hat",),
                    fill="electronic",
                    crash=None,
                ),
            ),
            Channel(-5, 0.1, 0.2),
            base=96,
            tight=True,
            name="clock",
        ),
        PartSpec(
            "drum",
            ("taiko",),
            (strikes(("X.......x.......", "X..x....X..x..oo", "X.....x.X...oxox"), 38, 45, 112),),
            Channel(-4, 0.0, 0.4),
            0.6,
        ),
        RISER,
    ),
    forms=(PULSE,),
    feel=MACHINE,
    room="hall",
    drive_db=3.5,
)
