"""East Asian: koto and shamisen, a bamboo flute, pentatonic scales and much air."""

from __future__ import annotations

from training.composer import harmony
from training.composer.drums import strikes
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.playing import harmonised
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.chairs import bass_line, pad
from training.composer.styles.forms import STORY, TIDE

_SONG = lead(Voice(64, 84, 0.9, 0.25, 0.15, 0.5, ornament=0.3, base=92))

STYLE = Style(
    name="east-asian",
    family="world",
    genres=("asian", "world", "traditional"),
    bpm=(62, 98),
    colours=(
        Colour(
            "major pentatonic",
            ("I5 | I5 | vi5 | V5", "Isus2 | vi5 | Isus2 | V5", "I5 | V5 | vi5 | I5"),
            ("peaceful", "serene", "graceful", "hopeful", "nature"),
            (0.15, 0.5),
            "V5",
            "I5",
        ),
        Colour(
            "hirajoshi",
            ("i5 | i5 | v5 | i5", "i5 | v5 | bVI5 | i5", "isus2 | isus2 | v5 | i5"),
            ("contemplative", "melancholic", "mysterious", "ancient", "serene"),
            (0.1, 0.45),
            "v5",
            "i5",
        ),
        Colour(
            "insen",
            (
                "isus4 | isus4 | bII5 | isus4",
                "isus4 | iv5 | bII5 | isus4",
                "isus4 | v5 | iv5 | isus4",
            ),
            ("mysterious", "contemplative", "tense", "ancient"),
            (0.1, 0.45),
            "bII5",
            "isus4",
        ),
        Colour(
            "minor pentatonic",
            ("i5 | bVII5 | i5 | bVII5", "i5 | bIII5 | bVII5 | i5", "i5 | iv5 | bVII5 | i5"),
            ("adventurous", "noble", "nostalgic", "graceful"),
            (0.25, 0.6),
            "bVII5",
            "i5",
        ),
    ),
    parts=(
        PartSpec(
            "koto",
            ("koto",),
            (
                harmony.figure(
                    Register(55, 79, 3),
                    ("r.1.2.3.4...2...", "r-2.1.3.2-......", "0.1.2.34......2."),
                    90,
                    ring=True,
                    thumb=50,
                ),
            ),
            Channel(-1, -0.3, 0.3),
        ),
        PartSpec(
            "flute",
            ("shakuhachi", "pan flute", "flute"),
            (_SONG,),
            Channel(0, 0.15, 0.4),
            0.35,
            slides=0.6,
        ),
        PartSpec(
            "erhu",
            ("fiddle", "violin"),
            (harmonised(_SONG, -2),),
            Channel(-3, -0.15, 0.4),
            0.7,
            unison="flute",
            slides=0.7,
        ),
        PartSpec(
            "shamisen",
            ("shamisen", "banjo", "dulcimer"),
            (lead(Voice(57, 76, 1.4, 0.2, 0.2, 0.5, ornament=0.2, base=88)),),
            Channel(-5, 0.4, 0.22),
            0.55,
            chance=0.7,
        ),
        PartSpec(
            "bells",
            ("glockenspiel", "celesta", "music box"),
            (lead(Voice(79, 96, 0.4, 0.3, 0.4, 1.0, base=72)),),
            Channel(-9, 0.35, 0.5),
            0.5,
            chance=0.6,
        ),
        pad(
            ("slow strings", "halo pad", "bowed glass"),
            Register(50, 74, 3),
            Channel(-9, 0.0, 0.5),
            0.3,
        ),
        bass_line(
            ("cello", "double bass"),
            ("R-------l-------", "R---------------"),
            Channel(-7, 0.1, 0.3),
            0.5,
            length=1.0,
            swell=True,
        ),
        PartSpec(
            "drum",
            ("taiko",),
            (strikes(("X.......x.......", "X.....x.....oo..", "X..........x..x."), 43, 50, 100),),
            Channel(-6, 0.0, 0.45),
            0.55,
            chance=0.8,
        ),
    ),
    forms=(STORY, TIDE),
    feel=Feel(0.5, 0.5, 14.0, 8.0),
    keys=(0, 2, 4, 5, 7, 9),
    room="hall",
    drive_db=1.5,
    ritardando=0.3,
    rubato=0.03,
)
