"""Boom-bap: a dusty break, a chopped jazz chord, an upright bass from somebody's attic."""

from __future__ import annotations

from training.composer import harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.playing import throughout
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.beats import BACKBEAT, EIGHTHS
from training.composer.styles.chairs import bass_line, drums, pad
from training.composer.styles.forms import LOOP

STYLE = Style(
    name="boom-bap",
    family="hip-hop",
    genres=("hip-hop", "boom bap"),
    bpm=(84, 97),
    colours=(
        Colour(
            "dorian",
            ("i9 | i9 | IV9 | IV9", "i7 | iv7", "i9 | bVIImaj7 | bVImaj7 | v7", "iv9 | i9"),
            ("confident", "gritty", "cool", "urban", "nostalgic", "head-nodding"),
            (0.45, 0.7),
            "iv9 v7",
            "i9",
        ),
        Colour(
            "harmonic minor",
            ("i | i | iv | V7", "i | bVI7 | V7 | i", "imaj7 | i7 | iv6 | V7b9"),
            ("gritty", "dark", "tense", "confident", "urban"),
            (0.5, 0.75),
            "iv V7",
            "i",
        ),
    ),
    parts=(
        drums(
            ("room kit", "standard kit", "jazz kit"),
            (
                Groove(
                    {"kick": "X.x.....x.xx....", "snare": BACKBEAT, "hat": "x.xgx.x.x.xgx.xg"},
                    light=("hat",),
                    fill="soft",
                    crash=None,
                ),
                Groove(
                    {
                        "kick": "X..x......x.....|X..x..x.x.x.....",
                        "snare": BACKBEAT,
                        "hat": EIGHTHS,
                    },
                    light=("hat", "kick"),
                    full={"open": "......x.......x."},
                    fill="soft",
                    crash=None,
                ),
                Groove(
                    {"kick": "X......xx.x.....", "snare": "....X..g.g..X..g", "ride": EIGHTHS},
                    light=("ride",),
                    fill="soft",
                    crash=None,
                ),
            ),
            Channel(1, 0.0, 0.08, ("crush", "warm drive")),
            0.4,
            base=112,
        ),
        bass_line(
            ("double bass", "fingered bass", "sub bass"),
            ("R--r--..r-.f..a-", "R-..r-o-..s-f-..", "R---..r-.r--f-a-", "R-r-....r-.s.f.."),
            Channel(0, 0.0, 0.03, ("dark",)),
            0.3,
            centre=36,
            base=102,
        ),
        PartSpec(
            "sample",
            ("rhodes", "vibraphone", "grand piano", "jazz guitar"),
            (
                harmony.stabs(
                    Register(53, 72, 4),
                    (
                        "x--x--x-x--x----|x--x--x---------",
                        "x-----x---x-----",
                        "x-x---x-x-------|x---------x-x---",
                    ),
                    84,
                    0.8,
                ),
            ),
            Channel(-2, -0.2, 0.2, ("crush", "soft top")),
        ),
        PartSpec(
            "horn",
            ("muted trumpet", "brass section", "tenor sax"),
            (
                harmony.stabs(Register(58, 74, 2), ("x-......|....x-x-", "......x-|........"), 98),
                lead(Voice(60, 77, 0.7, 0.3, 0.35, 0.5, "minor pentatonic", base=94)),
            ),
            Channel(-4, 0.25, 0.25, ("echo", "soft top")),
            0.6,
        ),
        PartSpec(
            "flute",
            ("flute", "clean guitar", "voices"),
            (lead(Voice(65, 82, 0.8, 0.3, 0.35, 0.5, base=84, syncopation=0.8)),),
            Channel(-5, 0.35, 0.3, ("echo", "soft top")),
            0.75,
            chance=0.6,
        ),
        pad(
            ("slow strings", "strings", "warm pad"),
            Register(57, 74, 3),
            Channel(-10, 0.0, 0.3, ("soft top",)),
            0.6,
            chance=0.7,
        ),
        PartSpec("crackle", ("crackle",), (throughout(),), Channel(-19)),
    ),
    forms=(LOOP,),
    feel=Feel(0.59, 0.25, 8.0, 7.0),
    room="studio",
    drive_db=4.0,
)
