"""A raga: tanpura, a sitar that begins alone, tabla, and the acceleration into the jhala."""

from __future__ import annotations

from training.composer import harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, improvise, lead
from training.composer.playing import switched
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.chairs import bass_line, drums
from training.composer.styles.forms import RAGA

_TEENTAL = "X.x.x.x.X.x.x.x.|X.x.x.x.x.x.X.x."
_BAYAN = "x...x.......x...|x.......x.....x."
_SITAR = Voice(57, 82, 1.5, 0.12, 0.12, 0.5, ornament=0.35, base=98)

STYLE = Style(
    name="indian-raga",
    family="world",
    genres=("indian", "world", "raga"),
    bpm=(76, 122),
    colours=(
        Colour(
            "lydian",
            ("I5", "I5 | I5 | I5 | V5", "I5 | I5 | vii5 | I5"),
            ("meditative", "serene", "mystical", "romantic", "evening"),
            (0.2, 0.6),
            "I5",
            "I5",
        ),
        Colour(
            "double harmonic",
            ("I5", "I5 | I5 | bII5 | I5", "I5 | I5 | iv5 | I5"),
            ("devotional", "mystical", "solemn", "meditative", "dawn"),
            (0.2, 0.55),
            "I5",
            "I5",
        ),
        Colour(
            "dorian",
            ("i5", "i5 | i5 | IV5 | i5", "i5 | i5 | bVII5 | i5"),
            ("playful", "romantic", "mystical", "hypnotic"),
            (0.3, 0.7),
            "i5",
            "i5",
        ),
        Colour(
            "phrygian",
            ("i5", "i5 | i5 | bII5 | i5", "i5 | i5 | iv5 | i5"),
            ("longing", "devotional", "hypnotic", "melancholic"),
            (0.25, 0.65),
            "i5",
            "i5",
        ),
    ),
    parts=(
        bass_line(
            ("sitar",),
            "f---o---o---r---",
            Channel(-7, -0.2, 0.35),
            centre=48,
            base=80,
            length=2.5,
            name="tanpura",
        ),
        bass_line(
            ("drone",),
            "R---------------",
            Channel(-17, 0.0, 0.3),
            centre=38,
            length=1.0,
            name="low drone",
        ),
        PartSpec(
            "sitar",
            ("sitar",),
            (
                switched(
                    lead(_SITAR),
                    {
                        "alap": improvise(Voice(55, 76, 0.6, 0.1, 0.35, 0.5, base=90), 0.0),
                        "tan": improvise(Voice(57, 84, 2.2, 0.1, 0.08, 0.25, base=100), 0.0),
                        "jhala": improvise(Voice(60, 84, 2.8, 0.1, 0.05, 0.25, base=104), 0.0),
                    },
                ),
            ),
            Channel(0, 0.1, 0.28),
            slides=0.6,
        ),
        PartSpec(
            "bansuri",
            ("flute", "pan flute", "fiddle"),
            (lead(Voice(64, 84, 0.9, 0.12, 0.3, 0.5, ornament=0.3, base=88)),),
            Channel(-3, -0.25, 0.4),
            0.6,
            chance=0.7,
            slides=0.6,
        ),
        PartSpec(
            "santoor",
            ("dulcimer", "harp"),
            (
                harmony.figure(
                    Register(60, 84, 3), ("0.1.2.1.3.2.1.0.", "0121012101210121"), 76, True
                ),
            ),
            Channel(-9, 0.4, 0.35),
            0.75,
            chance=0.5,
        ),
        drums(
            ("hand percussion",),
            (
                Groove(
                    {"high bongo": _TEENTAL, "low conga": _BAYAN},
                    full={"mute conga": ".x.x.x.x.x.x.x.x"},
                    fill="hands",
                    crash=None,
                    light=("low conga",),
                ),
                Groove(
                    {
                        "high bongo": "x.xxx.x.x.xxx.x.",
                        "low conga": "x.....x.x.....x.|x.......x..x....",
                    },
                    full={"mute conga": ".x.g.xgx.x.g.xgx"},
                    fill="hands",
                    crash=None,
                    light=("low conga",),
                ),
            ),
            Channel(-3, 0.05, 0.2),
            0.45,
            base=100,
            name="tabla",
        ),
    ),
    forms=(RAGA,),
    feel=Feel(0.5, 0.5, 8.0, 7.0),
    keys=(0, 1, 2, 4, 9, 11),
    room="hall",
    drive_db=2.0,
)
