"""A jazz trio: comping, a walking bass, a head and a solo."""

from __future__ import annotations

from training.composer import bass, harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, improvise, lead
from training.composer.playing import switched
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.chairs import drums
from training.composer.styles.forms import HEAD_SOLO

_COMPING = ("x..o....", "...x..x.", ".x....o.|x..x....", "x-.o..x-|...x....", "..x....x|..x.....")
_SWING = (
    Groove(
        {"ride": "x.xxx.xx", "pedal": "..x...x.", "kick": "g.......|......g."},
        full={"snare": "...g....|.....g.o", "ride": "X.xXX.xX"},
        light=("ride", "pedal"),
        fill="jazz",
        crash=None,
    ),
    Groove(
        {"ride": "x.x.x.xx|x.xxx.x.", "pedal": "..x...x.", "kick": "g...g..."},
        full={"snare": ".....g..|...g...o"},
        light=("ride", "pedal"),
        fill="jazz",
        crash=None,
    ),
)

STYLE = Style(
    name="jazz-trio",
    family="jazz",
    genres=("jazz", "swing"),
    bpm=(112, 184),
    colours=(
        Colour(
            "major",
            (
                "ii7 | V7 | Imaj7 | VI7b9",
                "Imaj7 VI7 | ii7 V7 | iii7 VI7b9 | ii7 V7",
                "Imaj7 | IV7 | iii7 VI7 | ii7 V7",
                "IVmaj7 | iv7 bVII9 | iii7 | VI7 | ii7 | V7 | Imaj7 | V7",
                "Imaj7 | bIIImaj7 | ii7 | V13",
            ),
            ("sophisticated", "relaxed", "cheerful", "smooth", "playful", "urban"),
            (0.35, 0.7),
            "ii7 V13",
            "I69",
        ),
        Colour(
            "dorian",
            (
                "i7 | i7 | iv7 | i7",
                "i9 | IV9 | i9 | IV9",
                "i7 | bVI7 | ii7b5 | V7#9",
                "iv7 | bVII7 | i7 | V7b9",
            ),
            ("cool", "nocturnal", "smooth", "mysterious", "sophisticated"),
            (0.3, 0.65),
            "ii7b5 V7b9",
            "i9",
        ),
    ),
    parts=(
        PartSpec(
            "comping",
            ("grand piano", "grand piano", "jazz guitar"),
            (harmony.stabs(Register(50, 69, 4), _COMPING, 76, 0.7, 1.2),),
            Channel(-6, -0.2, 0.2),
        ),
        PartSpec(
            "soloist",
            ("grand piano", "grand piano", "vibraphone", "tenor sax", "jazz guitar"),
            (
                switched(
                    lead(
                        Voice(62, 81, 1.4, 0.3, 0.15, 0.5, base=92, syncopation=0.7, ornament=0.12)
                    ),
                    {"solo": improvise(Voice(60, 84, 1.7, 0.25, 0.14, 0.5, base=90))},
                ),
            ),
            Channel(0, 0.15, 0.25),
            sections=("head", "solo"),
        ),
        PartSpec("bass", ("double bass",), (bass.walking(40),), Channel(-3, 0.0, 0.12)),
        drums(("jazz kit", "brush kit"), _SWING, Channel(-6, 0.1, 0.2), base=84),
    ),
    forms=(HEAD_SOLO,),
    feel=Feel(0.64, 0.5, 8.0, 7.0),
    keys=(0, 3, 5, 7, 8, 10),
    room="room",
    drive_db=1.5,
)
