"""Metal: double kick, palm mutes, leads in thirds."""

from __future__ import annotations

from training.composer import guitar
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.playing import harmonised
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.beats import BACKBEAT, EIGHTHS, QUARTERS, SILENT, SIXTEENTHS
from training.composer.styles.chairs import bass_line, drums, pad
from training.composer.styles.forms import DRIVING

_METAL_RIFFS = (
    "X-------X---x-x-",
    "X---mmmmX---x-x-",
    "X-x-X-x-X-mmX-x-",
    "X---x---mmmmX-x-",
    "X--x--x-X--x--x-",
    "X-mmX-mmX-mmX---",
)
_METAL_BASS = (
    "R-r-r-r-R-r-r-r-",
    "R---rrrrR---r-r-",
    "R-r-R-r-R-rrR-r-",
    "R---r---rrrrR-r-",
    "R--r--r-R--r--r-",
    "R-rrR-rrR-rrR---",
)
_SHRED = lead(Voice(64, 88, 1.8, 0.2, 0.05, 0.5, base=108, syncopation=0.4))

STYLE = Style(
    name="heavy-metal",
    family="metal",
    genres=("metal", "heavy metal", "hard rock"),
    bpm=(104, 168),
    colours=(
        Colour(
            "phrygian",
            (
                "i | i | bII | i",
                "i | bII | bIII | bII",
                "i | i | bVI | bII",
                "i | bVII | bVI | bII",
            ),
            ("aggressive", "dark", "angry", "intense", "powerful"),
            (0.85, 1.0),
            "bII",
            "i5",
        ),
        Colour(
            "harmonic minor",
            ("i | bVI | V | i", "i | i | bVI | bVII", "i | iv | bVI | V", "i | bVII | bVI | V"),
            ("epic", "aggressive", "dark", "powerful", "fierce"),
            (0.8, 1.0),
            "bVI V",
            "i5",
        ),
    ),
    parts=(
        PartSpec(
            "guitar left",
            ("distorted guitar",),
            (guitar.power(_METAL_RIFFS, 40, 112),),
            Channel(2, -0.8, 0.06, ("high gain",)),
            unison="riff",
        ),
        PartSpec(
            "guitar right",
            ("distorted guitar",),
            (guitar.power(_METAL_RIFFS, 40, 112),),
            Channel(2, 0.8, 0.06, ("high gain",)),
            unison="riff",
        ),
        bass_line(
            ("picked bass", "fingered bass"),
            _METAL_BASS,
            Channel(-3, 0.0, 0.02, ("warm drive",)),
            0.55,
            centre=30,
            base=112,
            unison="riff",
        ),
        PartSpec(
            "lead",
            ("distorted guitar",),
            (_SHRED,),
            Channel(-2, -0.15, 0.2, ("crunch", "echo")),
            0.9,
        ),
        PartSpec(
            "harmony lead",
            ("distorted guitar",),
            (harmonised(_SHRED, 2),),
            Channel(-4, 0.2, 0.2, ("crunch", "echo")),
            0.9,
            unison="lead",
        ),
        pad(
            ("choir", "strings", "church organ"),
            Register(52, 72, 4),
            Channel(-7, 0.0, 0.35),
            0.75,
            name="choir",
            base=88,
            chance=0.35,
        ),
        drums(
            ("power kit", "room kit"),
            (
                Groove(
                    {"kick": "x.xxx.xxx.xxx.xx", "snare": BACKBEAT, "hat": QUARTERS},
                    full={"kick": SIXTEENTHS, "china": QUARTERS, "hat": SILENT},
                ),
                Groove(
                    {"kick": SIXTEENTHS, "snare": BACKBEAT, "ride": EIGHTHS},
                    full={"snare": "..X...X...X...X.", "crash": "x.......x......."},
                ),
            ),
            Channel(-0.5, 0.0, 0.1),
            0.5,
            base=116,
        ),
    ),
    forms=(DRIVING,),
    feel=Feel(0.5, 0.5, 4.0, 4.0),
    keys=(2, 4, 5, 9, 11),
    room="studio",
    drive_db=5.0,
)
