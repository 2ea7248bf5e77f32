"""Disco: octaves in the bass, open hats between the kicks, strings that run up to the chorus."""

from __future__ import annotations

from training.composer import harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.beats import BACKBEAT, FOUR_FLOOR, OFFBEATS, SIXTEENTHS
from training.composer.styles.chairs import bass_line, drums, pad
from training.composer.styles.forms import CLUB, DRIVING

STYLE = Style(
    name="disco",
    family="dance",
    genres=("disco", "dance", "funk"),
    bpm=(112, 126),
    colours=(
        Colour(
            "minor",
            (
                "i7 | bVII | bVImaj7 | V7",
                "i7 | iv7 | bVII | bIIImaj7",
                "iv7 | bVII | bIIImaj7 | bVImaj7",
                "i9 | i9 | iv9 | v7",
            ),
            ("glamorous", "party", "groovy", "night-time", "dancing", "dramatic"),
            (0.65, 0.95),
            "bVI V7",
            "i7",
        ),
        Colour(
            "major",
            ("Imaj7 | vi7 | ii7 | V7", "IVmaj7 | iii7 | ii7 | V7", "I | IV | ii7 | V7sus4"),
            ("happy", "party", "uplifting", "dancing", "euphoric", "glamorous"),
            (0.65, 0.95),
            "ii7 V7",
            "I69",
        ),
    ),
    parts=(
        drums(
            ("standard kit", "room kit", "club kit"),
            (
                Groove(
                    {
                        "kick": FOUR_FLOOR,
                        "snare": BACKBEAT,
                        "open": OFFBEATS,
                        "hat": "x.g.x.g.x.g.x.g.",
                    },
                    light=("kick", "hat"),
                    full={"clap": BACKBEAT, "conga": "x..xx.x.x..xx.xx"},
                ),
                Groove(
                    {"kick": FOUR_FLOOR, "snare": BACKBEAT, "hat": SIXTEENTHS},
                    light=("kick", "hat"),
                    full={
                        "open": OFFBEATS,
                        "tambourine": "..x...x...x...x.",
                        "cowbell": "x...x...x.x.x...",
                    },
                ),
            ),
            Channel(0, 0.0, 0.07),
            0.4,
            base=108,
        ),
        bass_line(
            ("fingered bass", "picked bass", "slap bass"),
            ("R.o.R.o.R.o.R.oa", "R.oRr.o.R.oRs.oa", "R..oR.o.f..oa.o.", "R.orR.osR.ofR.oa"),
            Channel(-1, 0.0, 0.03),
            0.4,
            centre=36,
            base=110,
            length=0.7,
        ),
        PartSpec(
            "guitar",
            ("funk guitar", "clean guitar", "muted guitar"),
            (
                harmony.stabs(
                    Register(60, 76, 3),
                    ("x.gxg.xgx.gxg.xg", "..x.g.xg..x.g.xx", "xggxggxgxggxggxg"),
                    88,
                    0.4,
                    0.2,
                ),
            ),
            Channel(-5, 0.5, 0.08),
        ),
        PartSpec(
            "keys",
            ("rhodes", "clavinet", "grand piano"),
            (
                harmony.stabs(
                    Register(53, 72, 4), ("x--x--x-..x-x-..", "..x-..x-..x-..x-"), 84, 0.7
                ),
            ),
            Channel(-6, -0.45, 0.12),
            0.4,
        ),
        pad(
            ("strings", "synth strings"),
            Register(60, 79, 4),
            Channel(-5, 0.15, 0.35),
            0.45,
            base=84,
            name="strings",
        ),
        PartSpec(
            "runs",
            ("strings",),
            (lead(Voice(72, 93, 2.2, 0.1, 0.25, 0.25, base=96, syncopation=0.7)),),
            Channel(-4, -0.25, 0.35),
            0.7,
        ),
        PartSpec(
            "horns",
            ("brass section", "trumpet"),
            (
                harmony.stabs(
                    Register(60, 79, 3),
                    ("x.x...x-........|................", "......x.x-..x-.."),
                    104,
                ),
            ),
            Channel(-5, -0.1, 0.2),
            0.8,
        ),
        PartSpec(
            "tune",
            ("voices", "alto sax", "flute", "polysynth"),
            (lead(Voice(64, 81, 1.2, 0.25, 0.15, 0.5, base=98, syncopation=0.6)),),
            Channel(-1.5, 0.0, 0.28, ("echo",)),
            0.65,
        ),
    ),
    forms=(DRIVING, CLUB),
    feel=Feel(0.52, 0.25, 5.0, 5.0),
    room="plate",
    drive_db=4.0,
)
