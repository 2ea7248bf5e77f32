"""Reggae: the skank, the bubble, and a bass with all the room."""

from __future__ import annotations

from training.composer import harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.beats import EIGHTHS, OFFBEATS, QUARTERS
from training.composer.styles.chairs import bass_line, drums
from training.composer.styles.forms import LOOP, SONG

STYLE = Style(
    name="reggae",
    family="reggae",
    genres=("reggae", "dub"),
    bpm=(68, 84),
    colours=(
        Colour(
            "major",
            (
                "I | IV | I | V",
                "I | ii | IV | I",
                "I | vi | ii | V",
                "IV | I | V | I",
                "I | V | IV | IV",
            ),
            ("laid-back", "sunny", "happy", "relaxed", "summery"),
            (0.35, 0.6),
            "IV V",
            "I",
        ),
        Colour(
            "minor",
            ("i | iv | i | v", "i | bVII | bVI | bVII", "i | i | iv | iv"),
            ("laid-back", "deep", "cool", "rebellious"),
            (0.3, 0.6),
            "iv v",
            "i",
        ),
    ),
    parts=(
        PartSpec(
            "skank",
            ("clean guitar", "muted guitar"),
            (harmony.stabs(Register(57, 74, 3), (OFFBEATS, "..xg..xg..xg..xg"), 92, 0.5, 0.25),),
            Channel(-3, 0.4, 0.12, ("low cut",)),
        ),
        PartSpec(
            "bubble",
            ("drawbar organ", "percussive organ"),
            (
                harmony.stabs(
                    Register(52, 69, 3), (".gx.gg.x.gx.gg.x", "..x..gx...x..gx."), 78, 0.5, 0.3
                ),
            ),
            Channel(-7, -0.4, 0.15),
            0.45,
        ),
        bass_line(
            ("fingered bass", "synth bass", "fretless bass"),
            (
                "R---r-t-f-----..",
                "....R-r-..f-t-r-",
                "R-..r-f-....o-f-",
                "R-.R-.f---..t-r-",
                "..R-R-..f-s-o-..",
            ),
            Channel(1, 0.0, 0.04),
            0.4,
            centre=36,
            base=108,
        ),
        PartSpec(
            "melody",
            ("trombone", "alto sax", "harmonica", "drawbar organ", "trumpet"),
            (
                lead(
                    Voice(
                        58, 77, 0.9, 0.25, 0.25, 0.5, "major pentatonic", base=92, syncopation=0.7
                    )
                ),
                lead(Voice(58, 77, 0.9, 0.25, 0.25, 0.5, base=92, syncopation=0.7)),
            ),
            Channel(-3, 0.1, 0.3, ("dub echo",)),
            0.6,
        ),
        PartSpec(
            "piano",
            ("grand piano", "honky tonk"),
            (harmony.stabs(Register(60, 76, 3), OFFBEATS, 80, 0.4, 0.25),),
            Channel(-8, 0.0, 0.15),
            0.6,
            chance=0.6,
        ),
        drums(
            ("room kit", "standard kit"),
            (
                Groove(
                    {
                        "kick": "........X.......",
                        "rim": "........X.......",
                        "hat": "x.xgx.xox.xgx.xo",
                    },
                    light=("hat",),
                    full={"snare": "........X.....g."},
                ),
                Groove(
                    {"kick": QUARTERS, "rim": "....x..x....x...", "hat": EIGHTHS}, light=("hat",)
                ),
                Groove(
                    {
                        "kick": "........X.......",
                        "snare": "........X.......",
                        "hat": OFFBEATS,
                        "low conga": "x..x..x.x..x..x.",
                    },
                    light=("hat", "low conga"),
                ),
            ),
            Channel(-2, 0.0, 0.15),
            0.35,
            base=100,
        ),
    ),
    forms=(LOOP, SONG),
    feel=Feel(0.56, 0.25, 9.0, 6.0),
    keys=(0, 2, 4, 5, 7, 9, 10),
    room="plate",
    drive_db=3.0,
)
