"""The orchestra of a trailer: ostinato, horns, taikos, choir."""

from __future__ import annotations

from training.composer import harmony
from training.composer.drums import Groove, strikes
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.playing import riser, transposed
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.beats import OFFBEATS
from training.composer.styles.chairs import bass_line, drums, pad
from training.composer.styles.forms import BUILD

_HEROIC = lead(Voice(55, 74, 0.7, 0.35, 0.0, 0.5, base=104, syncopation=0.2))

STYLE = Style(
    name="cinematic-epic",
    family="orchestral",
    genres=("cinematic", "orchestral", "soundtrack", "classical"),
    bpm=(84, 124),
    colours=(
        Colour(
            "minor",
            (
                "i | bVI | bIII | bVII",
                "i | i | bVI | bVII",
                "i | bVII | bVI | V",
                "bVI | bVII | i | i",
                "i | v | bVI | iv",
            ),
            ("epic", "powerful", "dramatic", "heroic", "intense", "dark"),
            (0.6, 1.0),
            "bVI bVII",
            "i",
        ),
        Colour(
            "major",
            ("I | bVII | IV | I", "I | V/3 | vi | IV", "vi | IV | I | V", "I | bVI | bVII | I"),
            ("epic", "triumphant", "heroic", "inspiring", "powerful", "adventurous"),
            (0.6, 1.0),
            "bVI bVII",
            "I",
        ),
    ),
    parts=(
        PartSpec(
            "ostinato",
            ("strings",),
            (
                harmony.figure(
                    Register(50, 67, 3),
                    (
                        "0.00102.0.001020",
                        "0.0.1.0.2.0.1.0.",
                        "0012001200120012",
                        "0.01.00.2.01.00.",
                    ),
                    base=96,
                ),
            ),
            Channel(0, -0.3, 0.25),
        ),
        bass_line(
            ("cello", "strings"),
            ("R.r.R.r.R.r.R.r.", "R..R..R.R..R..R.", "R.rrR.rrR.rrR.rr"),
            Channel(-2, 0.3, 0.2),
            0.4,
            name="low strings",
            centre=40,
        ),
        bass_line(
            ("contrabass", "tuba"),
            "R-------r-------",
            Channel(-6, 0.2, 0.25),
            0.5,
            name="basses",
            centre=33,
            length=1.0,
            swell=True,
        ),
        pad(
            ("slow strings",),
            Register(52, 79, 4),
            Channel(-5, -0.1, 0.4),
            0.2,
            name="strings",
            base=88,
        ),
        PartSpec(
            "theme", ("french horns", "brass section"), (_HEROIC,), Channel(-1, 0.2, 0.4), 0.45
        ),
        PartSpec(
            "trumpets",
            ("trumpet", "brass section"),
            (transposed(_HEROIC, 12),),
            Channel(-5, -0.15, 0.4),
            0.95,
            unison="theme",
        ),
        PartSpec(
            "high strings",
            ("strings", "violin"),
            (transposed(_HEROIC, 12),),
            Channel(-4, -0.35, 0.35),
            0.45,
            unison="theme",
        ),
        pad(
            ("trombone", "brass section"),
            Register(43, 62, 3),
            Channel(-6, 0.35, 0.35),
            0.7,
            name="brass",
            base=96,
        ),
        pad(
            ("choir", "voices"),
            Register(55, 76, 4),
            Channel(-8, 0.0, 0.5),
            0.7,
            name="choir",
            base=92,
            chance=0.7,
        ),
        PartSpec(
            "taikos",
            ("taiko",),
            (
                strikes(
                    (
                        "X.....x.X.xo.oxo",
                        "X..x..x.X..x.oxo",
                        "X...x...X..x..oo",
                        "X.xxX.xxX.xxX.oo",
                    ),
                    43,
                    50,
                    118,
                ),
            ),
            Channel(-3, 0.0, 0.4),
            0.5,
        ),
        drums(
            ("big drums",),
            (
                Groove(
                    {"kick": "X.......X.......", "floor tom": "....x.......x.xx"},
                    light=("kick",),
                    full={"low tom": OFFBEATS, "china": "X..............."},
                    fill="taiko",
                ),
            ),
            Channel(-5, 0.0, 0.4),
            0.7,
            name="percussion",
            base=112,
        ),
        bass_line(("timpani",), "R.......R...rrrr", Channel(-7), 0.6, name="timpani", centre=43),
        PartSpec("riser", ("riser",), (riser(),), Channel(-12, 0, 0.4), chance=0.8),
    ),
    forms=(BUILD,),
    feel=Feel(0.5, 0.5, 6.0, 5.0),
    keys=(0, 2, 3, 4, 5, 7, 9, 10),
    room="hall",
    drive_db=4.0,
    ritardando=0.2,
)
