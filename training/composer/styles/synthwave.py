"""Synthwave: sixteenths on a saw bass, gated drums."""

from __future__ import annotations

from training.composer import harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.beats import ARPEGGIOS, BACKBEAT, OFFBEATS
from training.composer.styles.chairs import MACHINE, RISER, bass_line, drums, pad
from training.composer.styles.forms import BUILD, CLUB, SONG

STYLE = Style(
    name="synthwave",
    family="electronic",
    genres=("synthwave", "80s", "electronic"),
    bpm=(84, 116),
    colours=(
        Colour(
            "minor",
            (
                "i | bVI | bIII | bVII",
                "i | bVII | bVI | bVI",
                "bVI | bVII | i | i",
                "i | iv | bVI | v",
            ),
            ("retro", "nostalgic", "driving", "cool", "night-time", "neon"),
            (0.45, 0.8),
            "bVI bVII",
            "i",
        ),
        Colour(
            "major",
            ("I | V | vi | IV", "IV | I | V | vi", "vi | IV | I | V"),
            ("nostalgic", "uplifting", "dreamy", "retro"),
            (0.45, 0.75),
            "IV V",
            "Iadd9",
        ),
    ),
    parts=(
        drums(
            ("power kit", "electronic kit", "club kit"),
            (
                Groove(
                    {"kick": "X...x...X...x...", "snare": BACKBEAT, "hat": "xgxgxgxgxgxgxgxg"},
                    light=("kick",),
                    fill="rock",
                ),
                Groove(
                    {
                        "kick": "X.....x.X.......",
                        "snare": BACKBEAT,
                        "hat": OFFBEATS,
                        "clap": "....o.......o...",
                    },
                    light=("kick", "hat"),
                    fill="rock",
                ),
            ),
            Channel(0, 0.0, 0.22),
            0.45,
            base=110,
            tight=True,
        ),
        bass_line(
            ("saw bass",),
            ("RrrrRrrrRrrrRrrr", "R.rrR.rrR.rrR.ro", "RroRrroRRroRrroR"),
            Channel(-2, 0.0, 0.03, ("soft duck",)),
            0.4,
            centre=33,
            base=106,
            length=0.8,
            tight=True,
        ),
        PartSpec(
            "arpeggio",
            ("pluck", "polysynth"),
            (harmony.figure(Register(60, 79, 4), ARPEGGIOS, 84),),
            Channel(-6, 0.35, 0.3, ("echo",)),
            tight=True,
        ),
        pad(
            ("analogue pad", "synth strings"),
            Register(52, 74, 4),
            Channel(-5, 0.0, 0.4, ("chorus", "soft duck")),
            base=80,
        ),
        PartSpec(
            "lead",
            ("supersaw", "pulse lead"),
            (lead(Voice(67, 86, 0.9, 0.3, 0.15, 0.5, base=96, syncopation=0.4)),),
            Channel(-2, -0.1, 0.35, ("echo", "chorus")),
            0.6,
        ),
        RISER,
    ),
    forms=(BUILD, SONG, CLUB),
    feel=MACHINE,
    room="plate",
    drive_db=4.0,
)
