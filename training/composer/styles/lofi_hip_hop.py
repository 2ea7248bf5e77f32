"""Lo-fi hip-hop: a worn tape of a quiet jazz band."""

from __future__ import annotations

from training.composer import harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.playing import throughout
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.beats import SOFT_BACKBEAT
from training.composer.styles.chairs import bass_line, drums, pad
from training.composer.styles.forms import LOOP

STYLE = Style(
    name="lofi-hip-hop",
    family="hip-hop",
    genres=("lo-fi", "hip-hop", "chillout"),
    bpm=(70, 90),
    colours=(
        Colour(
            "major",
            (
                "Imaj9 | vi9 | ii9 | V13",
                "IVmaj7 | iii7 | vi9 | Imaj7",
                "ii9 | V13 | Imaj9 | VI7b9",
                "Imaj7 | iii7 | IVmaj7 | iv6",
            ),
            ("chill", "cozy", "nostalgic", "relaxed", "dreamy", "mellow"),
            (0.15, 0.4),
            "ii9 V13",
            "Imaj9",
        ),
        Colour(
            "dorian",
            ("i9 | IV9 | i9 | IV9", "i9 | bVII | bVImaj7 | v7", "iv9 | i7 | iv9 | v7"),
            ("chill", "mellow", "late-night", "melancholic", "study"),
            (0.15, 0.4),
            "iv9 v7",
            "i9",
        ),
    ),
    parts=(
        PartSpec(
            "keys",
            ("rhodes", "rhodes", "grand piano"),
            (
                harmony.stabs(
                    Register(50, 70, 4),
                    (
                        "x-----o---x-----",
                        "x-------..o---x-",
                        "x--o------x-----",
                        "x---------------",
                    ),
                    78,
                    0.95,
                ),
            ),
            Channel(-1, -0.1, 0.25, ("wobble", "soft top")),
        ),
        bass_line(
            ("fingered bass", "sub bass", "double bass"),
            ("R-----r-..f-..a-", "R---..r-r---....", "R-----..f---r-..", "R--r..--o---f-.."),
            Channel(-2, 0.0, 0.03, ("dark",)),
            0.5,
            centre=36,
            base=92,
        ),
        PartSpec(
            "melody",
            ("vibraphone", "nylon guitar", "jazz guitar", "flute", "grand piano", "kalimba"),
            (lead(Voice(65, 81, 0.8, 0.25, 0.3, 0.5, base=80, syncopation=0.8, ornament=0.1)),),
            Channel(-4, 0.2, 0.35, ("wobble", "echo", "soft top")),
            0.6,
        ),
        pad(
            ("warm pad", "slow strings", "voices"),
            Register(55, 72, 3),
            Channel(-12, 0.0, 0.4, ("dark",)),
            0.45,
            base=66,
            chance=0.7,
        ),
        drums(
            ("jazz kit", "room kit", "808 kit"),
            (
                Groove(
                    {"kick": "X......x..x.....", "snare": SOFT_BACKBEAT, "hat": "x.x.x.x.x.x.x.xg"},
                    light=("hat",),
                    fill="soft",
                    crash=None,
                ),
                Groove(
                    {
                        "kick": "X..x......x..x..",
                        "snare": "....x.......x..g",
                        "hat": "x.o.x.o.x.oox.o.",
                    },
                    light=("hat",),
                    fill="soft",
                    crash=None,
                ),
                Groove(
                    {"kick": "X.........x.....", "rim": SOFT_BACKBEAT, "hat": "x.x.xgx.x.x.xgx."},
                    light=("hat",),
                    fill="soft",
                    crash=None,
                ),
            ),
            Channel(-1, 0.0, 0.1, ("crush", "soft top")),
            0.45,
            base=96,
        ),
        PartSpec("crackle", ("crackle",), (throughout(),), Channel(-17)),
    ),
    forms=(LOOP,),
    feel=Feel(0.58, 0.25, 10.0, 7.0),
    room="room",
    drive_db=3.5,
)
