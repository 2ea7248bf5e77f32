"""A medieval dance: shawm and recorder in fifths over a drone, a frame drum below."""

from __future__ import annotations

from training.composer import harmony
from training.composer.drums import Groove, strikes
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.playing import harmonised
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import SIX_EIGHT, Colour, PartSpec, Style
from training.composer.styles.chairs import bass_line, drums
from training.composer.styles.forms import DRIVING, STORY

_ESTAMPIE = lead(Voice(65, 82, 1.5, 0.15, 0.0, 0.5, ornament=0.2, base=96, syncopation=0.5))

STYLE = Style(
    name="medieval-dance",
    family="folk",
    genres=("medieval", "folk", "early music"),
    bpm=(138, 186),
    meter=SIX_EIGHT,
    colours=(
        Colour(
            "dorian",
            ("i5 | i5 | bVII5 | i5", "i5 | bVII5 | i5 | v5", "i5 | IV5 | bVII5 | i5"),
            ("rustic", "festive", "ancient", "lively", "adventurous"),
            (0.45, 0.8),
            "bVII5",
            "i5",
        ),
        Colour(
            "mixolydian",
            ("I5 | I5 | bVII5 | I5", "I5 | bVII5 | IV5 | I5", "I5 | v5 | bVII5 | I5"),
            ("festive", "joyful", "rustic", "dancing", "ancient"),
            (0.5, 0.85),
            "bVII5",
            "I5",
        ),
        Colour(
            "phrygian",
            ("i5 | bII5 | i5 | i5", "i5 | bVII5 | bII5 | i5", "i5 | i5 | bVII5 | bII5"),
            ("mysterious", "ancient", "solemn", "dark"),
            (0.4, 0.7),
            "bII5",
            "i5",
        ),
    ),
    parts=(
        PartSpec(
            "recorder",
            ("recorder", "flute", "fiddle"),
            (_ESTAMPIE,),
            Channel(0, 0.15, 0.3),
            0.35,
        ),
        PartSpec(
            "shawm",
            ("shawm", "bagpipe", "oboe"),
            (harmonised(_ESTAMPIE, -4),),
            Channel(-5, -0.25, 0.3),
            0.75,
            unison="recorder",
        ),
        PartSpec(
            "lute",
            ("nylon guitar", "harp", "dulcimer"),
            (harmony.figure(Register(52, 72, 3), ("r.1210", "r12012", "r.12.1"), ring=True),),
            Channel(-2, 0.35, 0.25),
        ),
        PartSpec(
            "psaltery",
            ("dulcimer", "harp"),
            (lead(Voice(67, 86, 1.9, 0.15, 0.1, 0.5, base=84)),),
            Channel(-6, -0.4, 0.3),
            0.65,
            chance=0.7,
        ),
        bass_line(
            ("bagpipe", "cello", "accordion"),
            "R-----",
            Channel(-9, 0.0, 0.3),
            0.3,
            centre=50,
            length=1.0,
            name="drone",
        ),
        PartSpec(
            "frame drum",
            ("bodhran",),
            (strikes(("X.oX.o", "X..XoX", "X.oxox"), 50, 57, 98),),
            Channel(-4, -0.1, 0.25),
            0.45,
        ),
        drums(
            ("hand percussion",),
            (Groove({"tambourine": "x..x.x", "triangle": "...x.."}, fill="none", crash=None),),
            Channel(-11, 0.3, 0.2),
            0.7,
            base=80,
            name="bells",
        ),
    ),
    forms=(DRIVING, STORY),
    feel=Feel(0.5, 0.5, 9.0, 7.0),
    keys=(0, 2, 5, 7, 9),
    room="hall",
    drive_db=2.0,
)
