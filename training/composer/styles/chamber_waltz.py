"""A waltz for a small ensemble."""

from __future__ import annotations

from training.composer import harmony
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.playing import harmonised
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import THREE_FOUR, Colour, PartSpec, Style
from training.composer.styles.chairs import bass_line, pad
from training.composer.styles.forms import SONG, STORY

_TUNE = lead(Voice(67, 86, 1.2, 0.25, 0.05, 0.5, ornament=0.08, base=88, syncopation=0.25))

STYLE = Style(
    name="chamber-waltz",
    family="classical",
    genres=("classical", "waltz", "chamber"),
    bpm=(108, 162),
    meter=THREE_FOUR,
    colours=(
        Colour(
            "major",
            (
                "I | I | V7 | V7 | V7 | V7 | I | I",
                "I | vi | ii | V7",
                "IV | I/5 | V7 | I",
                "I | V7/3 | vi | ii7 | V7 | I",
            ),
            ("elegant", "graceful", "romantic", "light", "charming"),
            (0.25, 0.6),
            "V7",
            "I",
        ),
        Colour(
            "harmonic minor",
            ("i | i | V7 | V7 | iv | i/5 | V7 | i", "i | iv | V7 | i", "bVI | iv | V7 | i"),
            ("romantic", "melancholic", "elegant", "dreamy"),
            (0.2, 0.5),
            "V7",
            "i",
        ),
    ),
    parts=(
        PartSpec("violin", ("violin", "clarinet", "flute"), (_TUNE,), Channel(0, -0.2, 0.35), 0.4),
        PartSpec(
            "second violin",
            ("viola", "violin", "oboe"),
            (harmonised(_TUNE, -2),),
            Channel(-6, 0.2, 0.35),
            0.8,
            unison="violin",
        ),
        PartSpec(
            "accompaniment",
            ("pizzicato strings", "strings", "grand piano"),
            (harmony.oom_pah(Register(53, 70, 3), 43),),
            Channel(-4, 0.2, 0.3),
        ),
        bass_line(
            ("cello",),
            ("R-----", "R---f-", "R-r-f-"),
            Channel(-4, 0.35, 0.3),
            0.5,
            name="cello",
            centre=43,
            length=0.98,
        ),
        pad(
            ("slow strings",),
            Register(55, 76, 3),
            Channel(-10, 0.0, 0.4),
            0.55,
            name="strings",
            base=70,
        ),
        PartSpec(
            "harp",
            ("harp", "harpsichord", "celesta"),
            (harmony.figure(Register(60, 79, 4), ("012345", "0.1232"), ring=True, base=70),),
            Channel(-11, -0.4, 0.35),
            0.6,
            chance=0.6,
        ),
    ),
    forms=(STORY, SONG),
    feel=Feel(0.5, 0.5, 10.0, 6.0),
    room="hall",
    drive_db=1.5,
    ritardando=0.35,
    rubato=0.02,
)
