"""Ambient: pads that drift, with something glittering far off."""

from __future__ import annotations

from training.composer import harmony
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.chairs import bass_line, pad
from training.composer.styles.forms import TIDE

STYLE = Style(
    name="ambient-pads",
    family="ambient",
    genres=("ambient", "new age", "electronic"),
    bpm=(56, 76),
    colours=(
        Colour(
            "lydian",
            (
                "Imaj9 | Imaj9 | IIadd9 | IIadd9",
                "Imaj7 | vi9 | Imaj7 | II",
                "Iadd9 | V | vi9 | IIadd9",
            ),
            ("dreamy", "peaceful", "spacious", "ethereal", "calm", "floating"),
            (0.0, 0.25),
            "II",
            "Iadd9",
        ),
        Colour(
            "major",
            ("Iadd9 | IVmaj9", "IVmaj9 | Iadd9 | vi9 | Vsus4", "Imaj9 | iii7 | IVmaj9 | IVmaj9"),
            ("calm", "peaceful", "meditative", "soothing", "dreamy"),
            (0.0, 0.2),
            "IVmaj9",
            "Iadd9",
        ),
        Colour(
            "minor",
            (
                "iadd9 | bVImaj7",
                "i9 | bVImaj9 | bIIImaj7 | bVIIadd9",
                "i9 | v7 | bVImaj9 | bVImaj9",
            ),
            ("mysterious", "deep", "melancholic", "spacious", "introspective"),
            (0.0, 0.25),
            "bVImaj7",
            "iadd9",
        ),
    ),
    parts=(
        pad(
            ("analogue pad", "warm pad", "halo pad", "space voice"),
            Register(50, 74, 4),
            Channel(0, -0.1, 0.5),
            base=76,
            overlap=1.0,
        ),
        pad(
            ("bowed glass", "slow strings", "sweep pad", "voices", "choir"),
            Register(60, 84, 3),
            Channel(-6, 0.25, 0.6),
            0.4,
            name="second pad",
            base=70,
            overlap=1.0,
        ),
        bass_line(
            ("drone", "sub bass"),
            "R---------------",
            Channel(-7, 0.0, 0.2),
            name="deep",
            centre=36,
            base=84,
            length=1.0,
        ),
        PartSpec(
            "sparkle",
            ("crystal", "glass bell", "grand piano", "celesta", "vibraphone"),
            (
                lead(Voice(72, 91, 0.4, 0.5, 0.3, 0.5, base=70, syncopation=0.6)),
                harmony.figure(
                    Register(67, 88, 4), ("0...2...1...3...", "3.....1.....2..."), 66, True
                ),
            ),
            Channel(-6, 0.3, 0.7, ("slow echo",)),
            0.45,
        ),
    ),
    forms=(TIDE,),
    feel=Feel(0.5, 0.5, 18.0, 8.0),
    room="cathedral",
    drive_db=1.0,
)
