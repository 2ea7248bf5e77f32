"""Sports: stadium stomps, power chords and brass, made for slow motion."""

from __future__ import annotations

from training.composer import guitar, harmony
from training.composer.drums import Groove, strikes
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.playing import transposed
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.beats import BACKBEAT, EIGHTHS, QUARTERS
from training.composer.styles.chairs import RISER, bass_line, drums, pad
from training.composer.styles.forms import BUILD, DRIVING

_RIFFS = ("X---x-x-..x-X---", "X-mmX-mmX-mmX-x-", "X--X--X---x-X-x-")
_BASS = ("R---r-r-..r-R---", "R-rrR-rrR-rrR-r-", "R--R--R---r-R-r-")
_FANFARE = lead(Voice(55, 72, 1.0, 0.35, 0.05, 0.5, base=110, syncopation=0.4))

STYLE = Style(
    name="sports-anthem",
    family="rock",
    genres=("sports", "rock", "hard rock"),
    bpm=(96, 140),
    colours=(
        Colour(
            "minor",
            (
                "i | i | bVI | bVII",
                "i | bIII | bVII | bVI",
                "i | bVI | bVII | i",
                "bVI | bVII | i | i",
            ),
            ("powerful", "motivational", "intense", "determined", "energetic", "triumphant"),
            (0.75, 1.0),
            "bVI bVII",
            "i5",
        ),
        Colour(
            "mixolydian",
            ("I | bVII | IV | I", "I | I | bVII | IV", "IV | bVII | I | I"),
            ("triumphant", "motivational", "energetic", "powerful", "winning"),
            (0.75, 1.0),
            "bVII IV",
            "I5",
        ),
    ),
    parts=(
        drums(
            ("power kit", "room kit"),
            (
                Groove(
                    {"kick": "X.X.....X.X.....", "snare": BACKBEAT, "clap": BACKBEAT},
                    light=("kick", "clap"),
                    full={"hat": EIGHTHS, "crash": "X..............."},
                ),
                Groove(
                    {"kick": "X..X..X...X.....", "snare": BACKBEAT, "hat": QUARTERS},
                    light=("kick",),
                    full={"china": QUARTERS, "clap": BACKBEAT},
                ),
            ),
            Channel(0.5, 0.0, 0.2),
            base=114,
        ),
        PartSpec(
            "guitar left",
            ("distorted guitar",),
            (guitar.power(_RIFFS, 43, 110),),
            Channel(0, -0.75, 0.1, ("high gain",)),
            0.5,
            unison="riff",
        ),
        PartSpec(
            "guitar right",
            ("overdriven guitar", "distorted guitar"),
            (guitar.power(_RIFFS, 43, 110),),
            Channel(0, 0.75, 0.1, ("crunch",)),
            0.5,
            unison="riff",
        ),
        bass_line(
            ("picked bass", "saw bass"),
            _BASS,
            Channel(-1.5, 0.0, 0.03, ("warm drive",)),
            0.4,
            centre=34,
            base=110,
            unison="riff",
        ),
        PartSpec(
            "horns", ("french horns", "brass section"), (_FANFARE,), Channel(-2, 0.15, 0.3), 0.6
        ),
        PartSpec(
            "trumpets",
            ("trumpet", "brass section"),
            (transposed(_FANFARE, 12),),
            Channel(-6, -0.2, 0.3),
            0.95,
            unison="horns",
        ),
        PartSpec(
            "ostinato",
            ("strings", "pluck"),
            (harmony.figure(Register(57, 74, 3), ("0010201000102010", "0.00102.0.001020")),),
            Channel(-6, 0.3, 0.2),
            0.2,
        ),
        PartSpec(
            "taikos",
            ("taiko",),
            (strikes(("X.....x.X.x.oo..", "X..X..X.X.x.oxoo"), 41, 48, 114),),
            Channel(-6, 0.0, 0.35),
            0.7,
            chance=0.6,
        ),
        pad(("choir", "voices"), Register(55, 74, 3), Channel(-7, 0.0, 0.4), 0.85, chance=0.7),
        RISER,
    ),
    forms=(DRIVING, BUILD),
    feel=Feel(0.5, 0.5, 5.0, 5.0),
    room="plate",
    drive_db=5.0,
)
