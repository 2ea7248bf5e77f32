"""Comedy: pizzicato on tiptoe, a bassoon with ideas."""

from __future__ import annotations

from training.composer import harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.playing import transposed
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.beats import OFFBEATS, SOFT_BACKBEAT
from training.composer.styles.chairs import bass_line, drums
from training.composer.styles.forms import SONG, STORY

_SNEAK = lead(
    Voice(58, 74, 1.5, 0.45, 0.15, 0.5, length=0.4, base=92, syncopation=0.5, ornament=0.2)
)

STYLE = Style(
    name="quirky-comedy",
    family="soundtrack",
    genres=("comedy", "soundtrack", "novelty", "orchestral"),
    bpm=(104, 140),
    colours=(
        Colour(
            "major",
            (
                "I | I | II7 | V7",
                "I | #idim7 | ii7 | V7",
                "I | bVI7 | I | V7",
                "I | vi | II7 | V7",
                "I | I7 | IV | iv6",
            ),
            ("funny", "quirky", "playful", "mischievous", "silly", "cheerful"),
            (0.35, 0.7),
            "II7 V7",
            "I",
        ),
        Colour(
            "harmonic minor",
            ("i | V7 | i | V7", "i | bVI7 | V7 | i", "i | i | iv | V7"),
            ("sneaky", "quirky", "mischievous", "playful"),
            (0.3, 0.6),
            "bVI7 V7",
            "i",
        ),
    ),
    parts=(
        PartSpec(
            "pizzicato",
            ("pizzicato strings",),
            (harmony.oom_pah(Register(55, 70, 3), 45, 92),),
            Channel(-1, -0.2, 0.2),
        ),
        PartSpec(
            "tune",
            ("clarinet", "bassoon", "muted trumpet", "xylophone", "oboe"),
            (_SNEAK,),
            Channel(0, 0.2, 0.2),
            0.4,
        ),
        PartSpec(
            "doubling",
            ("xylophone", "glockenspiel", "piccolo"),
            (transposed(_SNEAK, 24),),
            Channel(-6, 0.4, 0.25),
            0.75,
            unison="tune",
        ),
        bass_line(
            ("tuba", "bassoon", "double bass"),
            ("R...l...R...l...", "R...l...R.a.R..."),
            Channel(-4, 0.0, 0.15),
            0.5,
            centre=40,
            length=0.4,
        ),
        PartSpec(
            "marimba",
            ("marimba", "pizzicato strings"),
            (harmony.stabs(Register(60, 76, 2), (OFFBEATS, "..x..x....x...x."), 80, 0.3),),
            Channel(-7, -0.45, 0.2),
            0.55,
        ),
        drums(
            ("hand percussion",),
            (
                Groove(
                    {
                        "woodblock": "x...o...x..xo...",
                        "triangle": SOFT_BACKBEAT,
                        "kick": "x.......x.......",
                    },
                    light=("woodblock",),
                    full={"snare": "..x...x...x...xx"},
                    fill="soft",
                    crash=None,
                ),
                Groove(
                    {
                        "woodblock": "x.x.....x.x..o..",
                        "claves": SOFT_BACKBEAT,
                        "tambourine": OFFBEATS,
                    },
                    light=("claves",),
                    fill="soft",
                    crash=None,
                ),
            ),
            Channel(-7, 0.1, 0.2),
            0.5,
            name="percussion",
            base=88,
        ),
    ),
    forms=(SONG, STORY),
    feel=Feel(0.56, 0.5, 8.0, 7.0),
    room="room",
    drive_db=2.0,
)
