"""Tango: bandoneon and violins, marcato in four, and the síncopa that trips into the bar."""

from __future__ import annotations

from training.composer import harmony
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.playing import harmonised
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.chairs import bass_line, pad
from training.composer.styles.forms import SONG, STORY

_MARCATO = ("X.x.X.x.", "X.x.X.x.|X.x.Xxxx", "x-X--xX-|X.x.X.x.", "X..X..x.")
_BASS = ("R.f.R.l.", "R.f.R.l.|R.f.Rrra", "r-R--rR-|R.f.R.l.", "R..R..f.")
_CANTO = lead(Voice(64, 84, 1.2, 0.25, 0.08, 0.5, ornament=0.15, base=96, syncopation=0.5))

STYLE = Style(
    name="tango",
    family="latin",
    genres=("tango", "latin", "chamber"),
    bpm=(108, 132),
    colours=(
        Colour(
            "harmonic minor",
            (
                "i | i | V7 | V7 | V7 | V7 | i | i",
                "i | iv | V7 | i",
                "i I7 | iv | i/5 V7 | i",
                "iv | i | II7 | V7",
                "i | bVI | ii7b5 | V7",
            ),
            ("passionate", "dramatic", "melancholic", "sensual", "nostalgic", "proud"),
            (0.4, 0.8),
            "V7",
            "i",
        ),
        Colour(
            "major",
            ("I | VI7 | ii | V7", "I | #idim7 | ii7 | V7", "IV | iv | I | V7"),
            ("elegant", "romantic", "nostalgic", "playful"),
            (0.4, 0.7),
            "ii7 V7",
            "I",
        ),
    ),
    parts=(
        PartSpec(
            "bandoneon",
            ("bandoneon", "accordion"),
            (harmony.stabs(Register(55, 74, 4), _MARCATO, 96, 0.5, 0.6),),
            Channel(-2, -0.35, 0.2),
            unison="marcato",
        ),
        PartSpec(
            "piano",
            ("grand piano",),
            (harmony.stabs(Register(48, 67, 4), _MARCATO, 92, 0.45, 0.5),),
            Channel(-4, 0.35, 0.18),
            0.45,
            unison="marcato",
        ),
        bass_line(
            ("contrabass", "double bass"),
            _BASS,
            Channel(-2, 0.1, 0.15),
            0.3,
            length=0.6,
            unison="marcato",
        ),
        PartSpec(
            "violin",
            ("violin",),
            (_CANTO,),
            Channel(0, 0.15, 0.3),
            0.5,
            slides=0.35,
        ),
        PartSpec(
            "second bandoneon",
            ("bandoneon", "violin"),
            (harmonised(_CANTO, -2),),
            Channel(-3, -0.15, 0.25),
            0.75,
            unison="violin",
        ),
        PartSpec(
            "variation",
            ("bandoneon", "grand piano"),
            (lead(Voice(64, 86, 2.6, 0.15, 0.1, 0.25, base=88, syncopation=0.8)),),
            Channel(-4, -0.3, 0.22),
            0.8,
            chance=0.6,
        ),
        pad(
            ("slow strings", "strings"),
            Register(55, 74, 3),
            Channel(-9, 0.0, 0.35),
            0.2,
            name="strings",
        ),
    ),
    forms=(STORY, SONG),
    feel=Feel(0.5, 0.5, 9.0, 7.0),
    keys=(0, 2, 4, 7, 9),
    room="room",
    drive_db=2.0,
    ritardando=0.3,
    rubato=0.02,
)
