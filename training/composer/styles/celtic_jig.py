"""A jig: whistle and fiddle in 6/8."""

from __future__ import annotations

from training.composer import guitar, harmony
from training.composer.drums import Groove, strikes
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import SIX_EIGHT, Colour, PartSpec, Style
from training.composer.styles.chairs import bass_line, drums
from training.composer.styles.forms import DRIVING, STORY

STYLE = Style(
    name="celtic-jig",
    family="folk",
    genres=("celtic", "folk", "world"),
    bpm=(150, 186),
    meter=SIX_EIGHT,
    colours=(
        Colour(
            "dorian",
            ("i | i | bVII | bVII | i | i | bVII | i", "i | bVII | i | v", "i | IV | bVII | i"),
            ("lively", "adventurous", "mystical", "rustic"),
            (0.5, 0.85),
            "bVII",
            "i",
        ),
        Colour(
            "mixolydian",
            ("I | I | bVII | bVII | I | I | bVII | I", "I | bVII | IV | I", "I | IV | bVII | I"),
            ("joyful", "lively", "dancing", "rustic"),
            (0.55, 0.9),
            "bVII",
            "I",
        ),
        Colour(
            "major",
            ("I | V | vi | IV", "I | IV | I | V", "I | I | IV | V"),
            ("joyful", "lively", "happy", "bright"),
            (0.5, 0.85),
            "IV V",
            "I",
        ),
    ),
    parts=(
        PartSpec(
            "melody",
            ("whistle", "fiddle", "flute", "recorder"),
            (lead(Voice(67, 88, 1.9, 0.15, 0.0, 0.5, None, 0.3, syncopation=0.6)),),
            Channel(0, 0.1, 0.3),
            enters=0.45,
        ),
        PartSpec(
            "second fiddle",
            ("fiddle", "accordion", "mandolin"),
            (lead(Voice(62, 79, 1.9, 0.15, 0.0, 0.5, None, 0.1, syncopation=0.6)),),
            Channel(-5, -0.35, 0.25),
            enters=0.75,
        ),
        PartSpec(
            "guitar",
            ("steel guitar", "twelve-string guitar"),
            (guitar.strum(("D-ud-u", "D--d-u", "D-uD-u")),),
            Channel(-4, 0.35, 0.18),
        ),
        PartSpec(
            "harp",
            ("harp", "dulcimer"),
            (harmony.figure(Register(55, 76, 4), ("012321", "021321"), ring=True),),
            Channel(-7, -0.2, 0.35),
            chance=0.6,
        ),
        PartSpec(
            "drone",
            ("accordion", "bagpipe"),
            (harmony.pad(Register(48, 62, 2)),),
            Channel(-12, -0.1, 0.25),
            enters=0.6,
            chance=0.6,
        ),
        bass_line(
            ("double bass", "fingered bass"), ("R--f--", "R--r-a"), Channel(-5, 0.0, 0.06), 0.6
        ),
        PartSpec(
            "bodhran",
            ("bodhran",),
            (strikes(("X.oxgo", "X.gx.o", "XgoXgo"), 55, 62, 92),),
            Channel(-6, 0.0, 0.2),
            enters=0.55,
        ),
        drums(
            ("hand percussion",),
            (Groove({"tambourine": "x.ox.o"}, fill="none", crash=None),),
            Channel(-14, 0.3, 0.15),
            0.8,
            name="shaker",
            base=70,
        ),
    ),
    forms=(DRIVING, STORY),
    feel=Feel(0.5, 0.5, 7.0, 6.0),
    keys=(2, 4, 7, 9),
    room="room",
    drive_db=2.0,
)
