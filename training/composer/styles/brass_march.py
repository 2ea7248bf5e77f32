"""A march: brass band, tuba on the beat, a piccolo that gets the last word."""

from __future__ import annotations

from training.composer import harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.playing import harmonised
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.beats import OFFBEATS
from training.composer.styles.chairs import bass_line, drums
from training.composer.styles.forms import STRAINS

_STRAIN = lead(Voice(60, 77, 1.5, 0.3, 0.03, 0.5, base=106, syncopation=0.15))

STYLE = Style(
    name="brass-march",
    family="orchestral",
    genres=("march", "brass band", "classical"),
    bpm=(104, 132),
    colours=(
        Colour(
            "major",
            (
                "I | I | V7 | V7 | V7 | V7 | I | I",
                "I | IV | I | V7",
                "I | VI7 | ii | V7",
                "IV | I | V7 | I",
                "I | II7 | V7 | I",
            ),
            ("proud", "festive", "triumphant", "cheerful", "ceremonial", "patriotic"),
            (0.55, 0.9),
            "V7",
            "I",
        ),
        Colour(
            "harmonic minor",
            ("i | V7 | i | V7", "i | iv | V7 | i", "bVI | bIII | V7 | i"),
            ("determined", "martial", "dramatic", "proud"),
            (0.55, 0.9),
            "V7",
            "i",
        ),
    ),
    parts=(
        PartSpec("cornets", ("trumpet", "brass section"), (_STRAIN,), Channel(0, -0.15, 0.25)),
        PartSpec(
            "second cornets",
            ("trumpet", "clarinet"),
            (harmonised(_STRAIN, -2),),
            Channel(-4, 0.2, 0.25),
            0.6,
            unison="cornets",
        ),
        PartSpec(
            "horns",
            ("french horns", "brass section"),
            (harmony.stabs(Register(52, 69, 3), (OFFBEATS, "..x...x...x.x.x."), 92, 0.5),),
            Channel(-5, 0.35, 0.2),
        ),
        bass_line(
            ("tuba",),
            ("R...l...R...l...", "R...l...R...r.a.", "R...l...R.t.f.a."),
            Channel(-2, 0.0, 0.2),
            base=104,
            length=0.6,
            centre=36,
        ),
        PartSpec(
            "euphonium",
            ("trombone", "french horns"),
            (lead(Voice(46, 64, 0.8, 0.25, 0.1, 0.5, base=98)),),
            Channel(-4, -0.35, 0.22),
            0.65,
        ),
        PartSpec(
            "piccolo",
            ("piccolo", "flute"),
            (lead(Voice(79, 98, 2.2, 0.15, 0.12, 0.5, ornament=0.3, base=92)),),
            Channel(-7, 0.15, 0.25),
            0.9,
        ),
        drums(
            ("orchestral kit", "standard kit"),
            (
                Groove(
                    {"kick": "X.......X.......", "snare": "x..gx.g.x.ggx.x."},
                    full={"crash": "x.......x......."},
                    fill="march",
                    light=("snare",),
                ),
                Groove(
                    {"kick": "X...x...X...x...", "snare": "..xg..xg..xg.gxg"},
                    full={"crash": "x...x...x...x..."},
                    fill="march",
                    light=("snare",),
                ),
            ),
            Channel(-4, 0.0, 0.25),
            base=98,
        ),
        PartSpec(
            "bells",
            ("glockenspiel",),
            (_STRAIN,),
            Channel(-9, 0.4, 0.25),
            0.8,
            chance=0.6,
            unison="cornets",
        ),
    ),
    forms=(STRAINS,),
    feel=Feel(0.5, 0.5, 7.0, 5.0),
    keys=(0, 1, 3, 5, 8, 10),
    room="hall",
    drive_db=2.5,
)
