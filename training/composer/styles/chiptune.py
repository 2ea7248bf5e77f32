"""Chiptune: two pulses, a triangle, a channel of noise."""

from __future__ import annotations

from training.composer import harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.beats import ARPEGGIOS, BACKBEAT, EIGHTHS, SIXTEENTHS
from training.composer.styles.chairs import MACHINE, bass_line, drums
from training.composer.styles.forms import BUILD, SONG

STYLE = Style(
    name="chiptune",
    family="game",
    genres=("chiptune", "video game", "electronic"),
    bpm=(126, 172),
    colours=(
        Colour(
            "major",
            (
                "I | V | vi | IV",
                "I | bVII | IV | V",
                "IV | V | iii | vi",
                "I | IV | V | I",
                "bVI | bVII | I | I",
            ),
            ("playful", "happy", "retro", "energetic", "fun", "adventurous"),
            (0.6, 0.9),
            "bVI bVII",
            "I",
        ),
        Colour(
            "minor",
            (
                "i | bVI | bVII | i",
                "i | bVII | bVI | V",
                "i | iv | bVII | bIII",
                "i | bIII | bVI | V",
            ),
            ("heroic", "retro", "tense", "energetic", "adventurous"),
            (0.6, 0.95),
            "bVI bVII",
            "i",
        ),
    ),
    parts=(
        PartSpec(
            "lead",
            ("pulse lead", "thin pulse", "pulse lead"),
            (lead(Voice(67, 88, 1.7, 0.25, 0.05, 0.5, base=100, syncopation=0.5)),),
            Channel(0, 0.1, 0.08),
            0.45,
            tight=True,
        ),
        PartSpec(
            "arpeggio",
            ("thin pulse", "pulse lead"),
            (harmony.figure(Register(57, 74, 3), ARPEGGIOS, 86),),
            Channel(-5, -0.35, 0.08),
            tight=True,
        ),
        PartSpec(
            "counter",
            ("thin pulse", "pulse lead"),
            (lead(Voice(55, 72, 0.9, 0.2, 0.2, 0.5, base=84)),),
            Channel(-7, 0.4, 0.08, ("echo",)),
            0.8,
            chance=0.75,
            tight=True,
        ),
        bass_line(
            ("triangle bass",),
            ("R.o.R.o.R.o.R.o.", "R.r.o.r.R.r.o.a.", "RrroRrroRrroRrro", "R..R..o.R..R.fs."),
            Channel(-2, 0.0, 0.02),
            centre=40,
            base=108,
            length=0.8,
            tight=True,
        ),
        drums(
            ("chip kit", "chip kit", "club kit"),
            (
                Groove(
                    {"kick": "X...x...X...x...", "snare": BACKBEAT, "hat": EIGHTHS}, light=("hat",)
                ),
                Groove(
                    {"kick": "X..x..x.X..x....", "snare": "....X.......X.x.", "hat": SIXTEENTHS},
                    light=("hat",),
                ),
            ),
            Channel(-3, 0.0, 0.03),
            0.5,
            base=104,
            tight=True,
        ),
    ),
    forms=(SONG, BUILD),
    feel=MACHINE,
    room="dry",
    drive_db=3.0,
)
