"""Big band: saxophones in harmony, brass that answers, four to the bar on the guitar."""

from __future__ import annotations

from training.composer import bass, harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, improvise, lead
from training.composer.playing import harmonised
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.chairs import drums
from training.composer.styles.forms import HEAD_SOLO, STORY

_SHOUT = (
    "x..x.x..|......x.",
    "..x...x.|x..x....",
    "x-.x..x-|....x.x.",
    ".......x|x-..x...",
)
_RIFF = lead(Voice(60, 77, 1.5, 0.25, 0.12, 0.5, base=100, syncopation=0.75, ornament=0.05))

STYLE = Style(
    name="big-band-swing",
    family="jazz",
    genres=("jazz", "swing", "big band"),
    bpm=(136, 196),
    colours=(
        Colour(
            "major",
            (
                "I6 | VI7 | ii7 | V7",
                "I6 I7 | IV6 #ivdim7 | I6/5 VI7 | ii7 V7",
                "I7 | IV7 | I7 | I7 | IV7 | IV7 | I7 | VI7 | ii7 | V7 | I7 | V7",
                "III7 | VI7 | II7 | V7",
                "I6 | I6 | ii7 | V7",
            ),
            ("swinging", "joyful", "festive", "playful", "glamorous", "retro"),
            (0.55, 0.9),
            "ii7 V13",
            "I69",
        ),
        Colour(
            "minor",
            (
                "i6 | i6 | ii7b5 | V7b9",
                "i6 | iv7 | i6 | V7",
                "i6 | bVI7 | ii7b5 | V7",
            ),
            ("swinging", "mysterious", "cool", "dramatic", "retro"),
            (0.5, 0.85),
            "ii7b5 V7b9",
            "i6",
        ),
    ),
    parts=(
        PartSpec(
            "alto saxes",
            ("alto sax", "clarinet"),
            (_RIFF,),
            Channel(0, -0.25, 0.2),
            sections=("head", "theme", "opening", "close"),
        ),
        PartSpec(
            "tenor saxes",
            ("tenor sax",),
            (harmonised(_RIFF, -2),),
            Channel(-2, -0.35, 0.2),
            sections=("head", "theme", "close"),
            unison="alto saxes",
        ),
        PartSpec(
            "baritone sax",
            ("baritone sax",),
            (harmonised(_RIFF, -9),),
            Channel(-4, -0.15, 0.2),
            0.6,
            sections=("head", "theme"),
            unison="alto saxes",
        ),
        PartSpec(
            "trombones",
            ("trombone",),
            (harmony.stabs(Register(48, 65, 3), _SHOUT, 100, 0.75, 1.5),),
            Channel(-3, 0.3, 0.22),
            0.5,
            unison="brass",
        ),
        PartSpec(
            "trumpets",
            ("trumpet", "muted trumpet"),
            (harmony.stabs(Register(62, 80, 3), _SHOUT, 102, 0.7, 1.5),),
            Channel(-3, 0.45, 0.22),
            0.65,
            unison="brass",
        ),
        PartSpec(
            "soloist",
            ("tenor sax", "trumpet", "clarinet", "trombone"),
            (improvise(Voice(60, 81, 1.5, 0.25, 0.16, 0.5, base=100), 0.2),),
            Channel(1, 0.1, 0.22),
            sections=("solo", "contrast"),
            slides=0.3,
        ),
        PartSpec(
            "guitar",
            ("jazz guitar", "steel guitar"),
            (harmony.stabs(Register(50, 66, 3), "xxxx", 70, 0.45),),
            Channel(-9, -0.5, 0.08),
        ),
        PartSpec(
            "piano",
            ("grand piano",),
            (
                harmony.stabs(
                    Register(55, 74, 4), ("x..o....|...x..x.", "..x...o.|x..x...."), 78, 0.6
                ),
            ),
            Channel(-8, 0.5, 0.15),
        ),
        PartSpec("bass", ("double bass",), (bass.walking(40),), Channel(-2.5, 0.0, 0.08)),
        drums(
            ("jazz kit", "standard kit"),
            (
                Groove(
                    {"ride": "x.xxx.xx", "pedal": "..x...x.", "kick": "g.g.g.g."},
                    full={"snare": "..X..gX.", "open": "x.xxx.xx"},
                    light=("ride", "pedal"),
                    fill="jazz",
                ),
                Groove(
                    {"hat": "x.xxx.xx", "snare": "..g...g.", "kick": "o.o.o.o."},
                    full={"ride": "X.xXX.xX", "snare": "..x..gx.|..x.gxx."},
                    light=("hat",),
                    fill="jazz",
                ),
            ),
            Channel(-4, 0.0, 0.15),
            base=96,
        ),
    ),
    forms=(HEAD_SOLO, STORY),
    feel=Feel(0.65, 0.5, 7.0, 6.0),
    keys=(0, 1, 3, 5, 8, 10),
    room="room",
    drive_db=2.5,
)
