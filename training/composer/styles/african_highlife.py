"""West African: interlocking guitars and balafon over the bell of 12/8."""

from __future__ import annotations

from training.composer import harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.playing import harmonised
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import SIX_EIGHT, Colour, PartSpec, Style
from training.composer.styles.chairs import bass_line, drums
from training.composer.styles.forms import DRIVING, LOOP

_BELL = "x.x.xx|.x.x.x"  # the standard bell pattern, two bars long
_CALL = lead(Voice(62, 79, 1.5, 0.2, 0.15, 0.5, "major pentatonic", base=98, syncopation=0.8))

STYLE = Style(
    name="african-highlife",
    family="world",
    genres=("african", "world", "highlife"),
    bpm=(156, 198),
    meter=SIX_EIGHT,
    colours=(
        Colour(
            "major",
            ("I | IV | V | IV", "I | IV | I | V", "I | V | IV | V", "IV | I | V | I"),
            ("joyful", "sunny", "festive", "dancing", "warm"),
            (0.5, 0.85),
            "V",
            "I",
        ),
        Colour(
            "mixolydian",
            ("I | bVII | I | bVII", "I | I | IV | bVII", "I | v | I | IV"),
            ("hypnotic", "dancing", "earthy", "joyful"),
            (0.5, 0.85),
            "bVII",
            "I",
        ),
        Colour(
            "minor",
            ("i | bVII | i | bVII", "i | iv | i | v", "i | bVI | bVII | i"),
            ("hypnotic", "earthy", "driving", "proud"),
            (0.5, 0.8),
            "bVII",
            "i",
        ),
    ),
    parts=(
        PartSpec(
            "first guitar",
            ("clean guitar", "muted guitar"),
            (harmony.figure(Register(60, 77, 3), ("021021|201201", "012021|102012"), 86),),
            Channel(-2, 0.45, 0.14),
        ),
        PartSpec(
            "second guitar",
            ("clean guitar", "nylon guitar", "kalimba"),
            (harmony.figure(Register(55, 72, 3), ("0.2.1.|.2.0.1", ".1.02.|0.1.2."), 84),),
            Channel(-3, -0.45, 0.14),
            0.45,
        ),
        PartSpec(
            "balafon",
            ("marimba", "kalimba", "xylophone"),
            (
                harmony.figure(Register(60, 81, 3), ("012345|432101", "0.1324|2.1032"), 90),
                lead(Voice(65, 84, 1.9, 0.2, 0.05, 0.5, "major pentatonic", base=92)),
            ),
            Channel(-1.5, 0.15, 0.18),
            0.3,
        ),
        PartSpec(
            "call", ("voices", "alto sax", "flute", "trumpet"), (_CALL,), Channel(0, 0.0, 0.25), 0.5
        ),
        PartSpec(
            "response",
            ("voices", "brass section"),
            (harmonised(_CALL, 2),),
            Channel(-4, -0.15, 0.3),
            0.8,
            unison="call",
        ),
        bass_line(
            ("fingered bass", "fretless bass"),
            ("R.r.f.|.f.o.a", "R..f.r|..o.f.", "R.rf..|R.rf.a"),
            Channel(-1, 0.0, 0.04),
            0.4,
            base=106,
        ),
        drums(
            ("hand percussion",),
            (
                Groove(
                    {"agogo": _BELL, "low conga": "X..x..|X..x.x", "conga": ".xx.xx|.xx.x."},
                    light=("agogo",),
                    full={"shaker": "x.xx.x", "high bongo": "..xo.x|x.o.xx"},
                    fill="six",
                    crash=None,
                ),
                Groove(
                    {"cowbell": _BELL, "low conga": "X.x..x|x.X..x", "shaker": "xgxxgx"},
                    light=("shaker",),
                    full={"conga": ".oxoox|oxoxox", "mute conga": "x.....|...x.."},
                    fill="six",
                    crash=None,
                ),
            ),
            Channel(-2, 0.1, 0.15),
            0.3,
            base=100,
            name="percussion",
        ),
        drums(
            ("standard kit", "room kit"),
            (Groove({"kick": "x..x..", "rim": "..x..x|..x.x.", "hat": "x.xx.x"}, fill="six"),),
            Channel(-5, 0.0, 0.1),
            0.6,
            base=92,
            name="kit",
        ),
    ),
    forms=(DRIVING, LOOP),
    feel=Feel(0.5, 0.5, 7.0, 6.0),
    keys=(0, 2, 4, 5, 7, 9),
    room="room",
    drive_db=3.0,
)
