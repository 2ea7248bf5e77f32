"""Rock: two guitars left and right with the same riff."""

from __future__ import annotations

from training.composer import guitar, harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.beats import BACKBEAT, EIGHTHS, QUARTERS, SILENT
from training.composer.styles.chairs import bass_line, drums
from training.composer.styles.forms import DRIVING, SONG

_ROCK_BEATS = (
    Groove(
        {"kick": "X.......X.x.....", "snare": BACKBEAT, "hat": EIGHTHS},
        light=("hat", "kick"),
        full={"hat": SILENT, "crash": "X...x...X...x..."},
    ),
    Groove(
        {"kick": "X..x..x.X.......", "snare": BACKBEAT, "hat": EIGHTHS},
        light=("hat", "kick"),
        full={"ride": EIGHTHS, "hat": SILENT},
    ),
    Groove(
        {"kick": "X.x.....x.x.....", "snare": "....X.......X..g", "open": QUARTERS}, light=("open",)
    ),
)
_ROCK_RIFFS = ("xxxxxxxx", "X-.xx.x-", "X--xX-xx", "X-----xxX---x-x-", "Xmmxmmx-Xmmxm-x-")
_ROCK_BASS = ("Rrrrrrrr", "R-.rr.r-", "R--rR-rr", "R-----rrR---r-r-", "R--r--r-R--r--a-")

STYLE = Style(
    name="indie-rock",
    family="rock",
    genres=("rock", "alternative rock"),
    bpm=(112, 152),
    colours=(
        Colour(
            "major",
            (
                "I | V | vi | IV",
                "I | IV | I | V",
                "vi | IV | I | V",
                "IV | I | V | vi",
                "I | bVII | IV | I",
            ),
            ("energetic", "uplifting", "confident", "free", "driving"),
            (0.6, 0.9),
            "IV V",
            "I",
        ),
        Colour(
            "minor",
            (
                "i | bVI | bIII | bVII",
                "i | bVII | bVI | bVII",
                "i | bIII | bVII | iv",
                "bVI | bVII | i | i",
            ),
            ("driving", "rebellious", "energetic", "gritty", "intense"),
            (0.6, 0.95),
            "bVI bVII",
            "i",
        ),
    ),
    parts=(
        PartSpec(
            "guitar left",
            ("distorted guitar",),
            (guitar.power(_ROCK_RIFFS, 43),),
            Channel(0.5, -0.7, 0.1, ("crunch",)),
            0.65,
            unison="riff",
        ),
        PartSpec(
            "guitar right",
            ("overdriven guitar",),
            (guitar.power(_ROCK_RIFFS, 43),),
            Channel(0.5, 0.7, 0.1, ("crunch",)),
            0.65,
            unison="riff",
        ),
        PartSpec(
            "clean guitar",
            ("clean guitar", "muted guitar"),
            (
                harmony.figure(
                    Register(52, 71, 4), ("0213021302130213", "0.2.1.3.0.2.1.3.", "01230321")
                ),
            ),
            Channel(-3, 0.3, 0.2, ("chorus",)),
            0.0,
            0.72,
        ),
        bass_line(
            ("picked bass", "fingered bass"),
            _ROCK_BASS,
            Channel(-2.5, 0.0, 0.03),
            0.55,
            centre=36,
            base=104,
            unison="riff",
        ),
        PartSpec(
            "lead",
            ("overdriven guitar", "distorted guitar"),
            (
                lead(Voice(64, 83, 1.1, 0.3, 0.1, 0.5, "major pentatonic", base=102, ornament=0.1)),
                lead(Voice(64, 83, 1.1, 0.3, 0.1, 0.5, base=102, ornament=0.1)),
            ),
            Channel(-2, 0.05, 0.25, ("echo",)),
            0.85,
        ),
        PartSpec(
            "organ",
            ("rock organ",),
            (harmony.pad(Register(57, 74, 3), 76),),
            Channel(-10, 0.0, 0.2),
            0.85,
            chance=0.4,
        ),
        drums(
            ("power kit", "room kit", "standard kit"),
            _ROCK_BEATS,
            Channel(0, 0.0, 0.14),
            0.5,
            base=112,
        ),
    ),
    forms=(DRIVING, SONG),
    feel=Feel(0.5, 0.5, 7.0, 5.0),
    keys=(0, 2, 4, 7, 9, 11),
    room="studio",
    drive_db=4.5,
)
