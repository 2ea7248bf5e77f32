"""Punk: eighth notes downstroke, a drummer in a hurry, a shout to sing along to."""

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
from training.composer.styles.forms import DRIVING

_RIFFS = ("xxxxxxxx", "X--xX-xx", "XmmmXmmmXmmmX-x-", "X-x-x-x-X--X--X-")
_BASS = ("RrrrRrrr", "R--rR-rr", "RrrrRrrrRrrrR-r-", "R-r-r-r-R--R--R-")

STYLE = Style(
    name="punk-rock",
    family="rock",
    genres=("punk", "rock"),
    bpm=(164, 204),
    colours=(
        Colour(
            "major",
            ("I | V | vi | IV", "I | IV | V | IV", "I | I | IV | V", "IV | I | V | I"),
            ("rebellious", "energetic", "fun", "youthful", "raw"),
            (0.8, 1.0),
            "IV V",
            "I5",
        ),
        Colour(
            "minor",
            ("i | bVII | bVI | bVII", "i | bIII | bVII | iv", "bVI | bVII | i | i"),
            ("angry", "rebellious", "restless", "raw", "energetic"),
            (0.8, 1.0),
            "bVI bVII",
            "i5",
        ),
    ),
    parts=(
        PartSpec(
            "guitar left",
            ("distorted guitar",),
            (guitar.power(_RIFFS, 45, 108),),
            Channel(1, -0.75, 0.08, ("crunch",)),
            unison="riff",
        ),
        PartSpec(
            "guitar right",
            ("distorted guitar", "overdriven guitar"),
            (guitar.power(_RIFFS, 45, 108),),
            Channel(1, 0.75, 0.08, ("high gain",)),
            0.6,
            unison="riff",
        ),
        bass_line(
            ("picked bass",),
            _BASS,
            Channel(-1.5, 0.0, 0.03, ("warm drive",)),
            0.45,
            centre=36,
            base=112,
            unison="riff",
        ),
        PartSpec(
            "octaves",
            ("overdriven guitar",),
            (lead(Voice(64, 81, 1.2, 0.2, 0.1, 0.5, base=104, syncopation=0.4)),),
            Channel(-3, 0.1, 0.15, ("crunch",)),
            0.9,
            chance=0.8,
        ),
        PartSpec(
            "shout",
            ("voices",),
            (harmony.stabs(Register(55, 70, 2), ("x---x---........", "x-x-x---........"), 104),),
            Channel(-6, 0.0, 0.2, ("warm drive",)),
            0.9,
            chance=0.5,
        ),
        drums(
            ("power kit", "room kit", "standard kit"),
            (
                Groove(
                    {"kick": "X.x.....X.x.....", "snare": BACKBEAT, "hat": EIGHTHS},
                    light=("hat", "kick"),
                    full={"crash": QUARTERS, "hat": SILENT},
                ),
                Groove(
                    {"kick": "X..x..x.X..x..x.", "snare": "..X...X...X...X.", "ride": EIGHTHS},
                    light=("ride", "kick"),
                    full={"crash": "X.......X.......", "open": QUARTERS},
                ),
            ),
            Channel(-0.5, 0.0, 0.1),
            0.5,
            base=114,
        ),
    ),
    forms=(DRIVING,),
    feel=Feel(0.5, 0.5, 7.0, 5.0),
    keys=(0, 2, 4, 7, 9, 11),
    room="studio",
    drive_db=5.0,
)
