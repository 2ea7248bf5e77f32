"""Soul of the sixties: tambourine, a singing bass, strings and horns behind the tune."""

from __future__ import annotations

from training.composer import harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.beats import BACKBEAT, EIGHTHS, QUARTERS
from training.composer.styles.chairs import bass_line, drums, pad
from training.composer.styles.forms import SONG

STYLE = Style(
    name="classic-soul",
    family="soul",
    genres=("soul", "rnb"),
    bpm=(98, 126),
    colours=(
        Colour(
            "major",
            (
                "I | vi7 | ii7 | V7",
                "Imaj7 | iii7 | IV | V",
                "I | I7 | IV | iv6",
                "ii7 | V7 | Imaj7 | vi7",
                "IV | iii7 | ii7 | I",
            ),
            ("soulful", "warm", "joyful", "romantic", "uplifting", "nostalgic"),
            (0.4, 0.7),
            "ii7 V7",
            "I6",
        ),
        Colour(
            "dorian",
            ("i7 | IV7 | i7 | IV7", "i7 | bVII | IV | i7", "i7 | iv7 | bVII | i7"),
            ("soulful", "smouldering", "cool", "longing", "groovy"),
            (0.4, 0.65),
            "iv7 v7",
            "i7",
        ),
    ),
    parts=(
        drums(
            ("standard kit", "room kit"),
            (
                Groove(
                    {"kick": "X.....x.x.x.....", "snare": BACKBEAT, "hat": EIGHTHS},
                    light=("hat", "kick"),
                    full={"tambourine": "x.X.x.X.x.X.x.X."},
                ),
                Groove(
                    {
                        "kick": "X..x....x..x....",
                        "snare": QUARTERS,
                        "tambourine": "..x...x...x...x.",
                    },
                    light=("tambourine", "kick"),
                    full={"conga": "x..x..x.x..x..x."},
                ),
            ),
            Channel(-2, 0.0, 0.14),
            0.4,
            base=100,
        ),
        bass_line(
            ("fingered bass", "picked bass"),
            (
                "R--rf-s-o-.s.f.a",
                "R-.r.rt.f-.s.f.a",
                "R---r.t.f.t.f.sa",
                "R--R--t-f--f--a-",
            ),
            Channel(-1, 0.0, 0.04),
            0.35,
            base=106,
            length=0.85,
        ),
        PartSpec(
            "guitar",
            ("clean guitar", "muted guitar"),
            (
                harmony.stabs(
                    Register(60, 76, 3), ("....x.......x...", "....x..g.g..x..g"), 90, 0.4, 0.3
                ),
            ),
            Channel(-6, 0.45, 0.12),
        ),
        PartSpec(
            "keys",
            ("grand piano", "drawbar organ", "rhodes"),
            (
                harmony.stabs(
                    Register(53, 70, 4),
                    ("x--x--x-x--x--x-", "x---x-x-x---x-x-", "x-------x-x-----"),
                ),
            ),
            Channel(-4, -0.4, 0.15),
        ),
        PartSpec(
            "horns",
            ("brass section", "baritone sax", "trombone"),
            (
                harmony.stabs(
                    Register(57, 74, 3),
                    ("x---............|..........x-x-x-", "......x-..x-....", "x-x-----........"),
                    98,
                ),
            ),
            Channel(-5, -0.2, 0.2),
            0.65,
        ),
        PartSpec(
            "tune",
            ("tenor sax", "voices", "alto sax", "drawbar organ"),
            (lead(Voice(58, 77, 1.2, 0.3, 0.12, 0.5, ornament=0.15, base=100, syncopation=0.6)),),
            Channel(0, 0.1, 0.25),
            0.5,
            slides=0.3,
        ),
        pad(
            ("strings", "slow strings"),
            Register(62, 81, 3),
            Channel(-8, 0.2, 0.35),
            0.75,
            base=80,
            name="strings",
        ),
        pad(
            ("voices",),
            Register(58, 74, 3),
            Channel(-8, -0.2, 0.35),
            0.8,
            name="backing",
            chance=0.7,
        ),
    ),
    forms=(SONG,),
    feel=Feel(0.54, 0.25, 8.0, 6.0),
    keys=(0, 3, 5, 7, 8, 10),
    room="room",
    drive_db=3.0,
)
