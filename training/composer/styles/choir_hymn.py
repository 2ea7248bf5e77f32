"""A choir: four voices in chorale style, a soloist above, an organ below."""

from __future__ import annotations

from training.composer import harmony
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.chairs import bass_line, pad
from training.composer.styles.forms import STORY, TIDE

_CHORALE = Register(48, 74, 4, shared=True)
_WORDS = ("x-x-x---", "x---x-x-", "x-------", "x-xxx---")

STYLE = Style(
    name="choir-hymn",
    family="classical",
    genres=("choral", "sacred", "classical"),
    bpm=(54, 82),
    colours=(
        Colour(
            "major",
            (
                "I V/3 | vi iii | IV I/3 | ii V",
                "I | IV | I/5 V | I",
                "vi | IV | I | V",
                "I IV | I V | vi ii | V",
            ),
            ("sacred", "peaceful", "uplifting", "majestic", "reverent"),
            (0.1, 0.5),
            "IV V",
            "I",
        ),
        Colour(
            "dorian",
            ("i | bVII | i | v", "i IV | bVII i | bIII IV | v", "i | v | bVII | IV"),
            ("ancient", "solemn", "mysterious", "sacred"),
            (0.1, 0.45),
            "bVII v",
            "i",
        ),
        Colour(
            "harmonic minor",
            ("i iv | V i | bVI iv | V", "i | bVI | iv | V", "i V/3 | i iv | i/5 V | i"),
            ("mournful", "solemn", "dramatic", "sacred"),
            (0.1, 0.5),
            "iv V",
            "i",
        ),
    ),
    parts=(
        PartSpec(
            "sopranos",
            ("choir",),
            (harmony.voice(_CHORALE, 3, _WORDS, 92),),
            Channel(0, -0.3, 0.5),
            swell=True,
            unison="words",
        ),
        PartSpec(
            "altos",
            ("voices", "choir"),
            (harmony.voice(_CHORALE, 2, _WORDS, 88),),
            Channel(-2, 0.25, 0.5),
            swell=True,
            unison="words",
        ),
        PartSpec(
            "tenors",
            ("choir",),
            (harmony.voice(_CHORALE, 1, _WORDS, 88),),
            Channel(-2, -0.1, 0.5),
            0.4,
            swell=True,
            unison="words",
        ),
        PartSpec(
            "basses",
            ("choir",),
            (harmony.voice(_CHORALE, 0, _WORDS, 90),),
            Channel(-2, 0.15, 0.5),
            0.4,
            swell=True,
            unison="words",
        ),
        PartSpec(
            "descant",
            ("voices", "oboe", "violin"),
            (lead(Voice(67, 84, 0.6, 0.2, 0.15, 0.5, base=90)),),
            Channel(-2, 0.05, 0.55),
            0.6,
        ),
        pad(
            ("church organ",),
            Register(48, 72, 4),
            Channel(-9, 0.0, 0.4),
            0.5,
            name="organ",
            chance=0.75,
        ),
        bass_line(
            ("church organ", "contrabass"),
            ("R---r---", "R-------"),
            Channel(-8, 0.0, 0.4),
            0.5,
            centre=36,
            length=1.0,
            name="pedals",
        ),
        PartSpec(
            "bells",
            ("tubular bells", "harp"),
            (harmony.figure(Register(60, 77, 3), ("0.......", "0.1.2.1."), 76, ring=True),),
            Channel(-10, 0.35, 0.5),
            0.7,
            chance=0.5,
        ),
    ),
    forms=(STORY, TIDE),
    feel=Feel(0.5, 0.5, 16.0, 6.0),
    keys=(0, 2, 3, 5, 7, 9, 10),
    room="cathedral",
    drive_db=1.0,
    ritardando=0.35,
    rubato=0.02,
)
