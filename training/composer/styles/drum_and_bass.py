"""Drum and bass: broken beats at twice the speed of the chords."""

from __future__ import annotations

from training.composer import harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.beats import BACKBEAT, EIGHTHS, QUARTERS, SIXTEENTHS
from training.composer.styles.chairs import MACHINE, RISER, bass_line, drums, pad
from training.composer.styles.forms import BUILD, CLUB

STYLE = Style(
    name="drum-and-bass",
    family="electronic",
    genres=("drum and bass", "electronic", "dance"),
    bpm=(168, 178),
    colours=(
        Colour(
            "minor",
            ("i9 | i9 | bVImaj7 | bVImaj7", "i | bVII | bVI | bVII", "i7 | iv7 | i7 | bVImaj7"),
            ("energetic", "intense", "futuristic", "driving", "fast"),
            (0.75, 1.0),
            "bVI bVII",
            "i9",
        ),
        Colour(
            "dorian",
            ("i9 | i9 | IV9 | IV9", "i9 | bVII | IV | IV", "i9 | v7"),
            ("energetic", "smooth", "euphoric", "fast", "urban"),
            (0.7, 0.95),
            "IV v7",
            "i9",
        ),
    ),
    parts=(
        drums(
            ("club kit", "standard kit", "electronic kit"),
            (
                Groove(
                    {"kick": "X.........x.....", "snare": BACKBEAT, "hat": EIGHTHS},
                    light=("hat",),
                    full={"snare": "....X..g.g..X..g", "ride": EIGHTHS},
                    fill="rock",
                ),
                Groove(
                    {
                        "kick": "X.x.......xx....|X.x.......x.....",
                        "snare": "....X..g.g..X...|....X..g.g....X.",
                        "hat": SIXTEENTHS,
                    },
                    light=("hat",),
                    full={"ride": QUARTERS},
                    fill="rock",
                ),
            ),
            Channel(0, 0.0, 0.08),
            0.4,
            base=112,
            tight=True,
        ),
        bass_line(
            ("saw bass", "acid bass"),
            ("R-----r--r----r-", "R--r--R---o-r-s-", "R-----------o-r-", "R-.R-.R-.r-.R-o-"),
            Channel(-1, 0.0, 0.03, ("soft duck", "warm drive")),
            0.6,
            centre=33,
            base=108,
            length=0.95,
            tight=True,
        ),
        pad(
            ("analogue pad", "warm pad", "sweep pad"),
            Register(55, 76, 4),
            Channel(-6, 0.0, 0.4, ("soft duck",)),
            base=76,
        ),
        PartSpec(
            "keys",
            ("rhodes", "pluck", "grand piano", "house stab"),
            (
                harmony.stabs(
                    Register(57, 76, 4),
                    ("x.....x.....x...", "x..x......x.....", "......x.....x..."),
                    84,
                    0.8,
                    1.5,
                ),
            ),
            Channel(-6, 0.2, 0.3, ("echo",)),
            0.25,
            chance=0.8,
        ),
        PartSpec(
            "lead",
            ("voices", "pluck", "supersaw"),
            (lead(Voice(67, 84, 0.6, 0.2, 0.3, 0.5, base=88, syncopation=0.5)),),
            Channel(-5, -0.1, 0.4, ("echo",)),
            0.65,
        ),
        RISER,
    ),
    forms=(CLUB, BUILD),
    feel=MACHINE,
    room="plate",
    drive_db=4.5,
)
