"""Trap: an 808 that carries the tune, hats in rolls."""

from __future__ import annotations

from training.composer import harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.chairs import MACHINE, RISER, bass_line, drums, pad
from training.composer.styles.forms import LOOP, SONG

STYLE = Style(
    name="trap",
    family="hip-hop",
    genres=("trap", "hip-hop"),
    bpm=(132, 152),
    colours=(
        Colour(
            "harmonic minor",
            ("i | i | bVI | V", "i | bVI | iv | V", "i | i | iv | bVI"),
            ("dark", "aggressive", "confident", "menacing", "hard"),
            (0.6, 0.9),
            "bVI V",
            "i",
        ),
        Colour(
            "minor",
            ("i | bVI | bIII | bVII", "i | i | bVI | bVII", "i | v | bVI | bVI"),
            ("moody", "dark", "confident", "swagger", "cold"),
            (0.5, 0.85),
            "bVI bVII",
            "i",
        ),
    ),
    parts=(
        drums(
            ("trap kit",),
            (
                Groove(
                    {
                        "kick": "X.....x...x.....|X.....x.....x...",
                        "snare": "........X.......",
                        "clap": "........x.......",
                        "hat": "x.x.x.x.x.x.xxxx|x.x.x.xxx.x.x.x.",
                    },
                    light=("hat",),
                    full={
                        "hat": "x...x...x...x...x.x.x.x.xxxxx...|x...x...x.x.x.x.x...x...xxxxxxxx",
                        "open": "..............x.|................",
                    },
                    fill="electronic",
                ),
                Groove(
                    {
                        "kick": "X..x......x.....|X..x..x.......x.",
                        "snare": "........X.......",
                        "hat": "x.x.x.x.xxx.x.x.",
                    },
                    light=("hat",),
                    full={
                        "hat": "x...x...x...xxxxx...x...x...x...|x.x.x.x.x...x...x...xxx.x...x...",
                        "clap": "........x.......",
                    },
                    fill="electronic",
                ),
            ),
            Channel(0, 0.0, 0.07),
            0.4,
            base=112,
            tight=True,
        ),
        bass_line(
            ("808 bass",),
            ("R-----r---r-----", "R-----------r-o-", "R--r------f-----", "R-------..r---a-"),
            Channel(1, 0.0, 0.0, ("warm drive",)),
            0.5,
            name="808",
            centre=31,
            base=112,
            length=1.0,
            tight=True,
        ),
        PartSpec(
            "bells",
            ("glass bell", "music box", "grand piano", "pluck", "celesta", "koto"),
            (
                lead(Voice(67, 86, 1.1, 0.3, 0.05, 0.5, base=86, syncopation=0.6)),
                harmony.figure(Register(64, 81, 3), ("0.2.1...0.2.1.2.", "2...1...0...1.2."), 84),
            ),
            Channel(-3, 0.15, 0.35, ("echo",)),
        ),
        pad(
            ("choir", "warm pad", "slow strings", "analogue pad"),
            Register(52, 69, 3),
            Channel(-9, 0.0, 0.45),
            0.3,
            base=74,
        ),
        PartSpec(
            "brass",
            ("orchestra hit", "brass section"),
            (
                harmony.stabs(
                    Register(48, 67, 3), ("x...............", "x.....x........."), 96, 0.8, 1.0
                ),
            ),
            Channel(-7, 0.0, 0.3),
            0.9,
            chance=0.5,
        ),
        RISER,
    ),
    forms=(SONG, LOOP),
    feel=MACHINE,
    room="plate",
    drive_db=4.0,
)
