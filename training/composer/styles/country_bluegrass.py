"""Bluegrass: banjo rolls over a bass in two."""

from __future__ import annotations

from training.composer import guitar, harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.beats import BACKBEAT, EIGHTHS, QUARTERS
from training.composer.styles.chairs import bass_line, drums
from training.composer.styles.forms import DRIVING, SONG

STYLE = Style(
    name="country-bluegrass",
    family="country",
    genres=("country", "bluegrass"),
    bpm=(92, 124),
    colours=(
        Colour(
            "major",
            (
                "I | I | IV | I",
                "I | IV | V | I",
                "I | vi | IV | V",
                "IV | I | V | I",
                "I | I7 | IV | V",
                "vi | IV | I | V",
            ),
            ("happy", "cheerful", "lively", "rustic", "fun", "carefree"),
            (0.45, 0.8),
            "V7",
            "I",
        ),
    ),
    parts=(
        PartSpec(
            "banjo",
            ("banjo",),
            (
                harmony.figure(
                    Register(55, 74, 4),
                    ("0213021302130213", "0123012301230123", "2031203120312031"),
                ),
            ),
            Channel(-2.5, -0.4, 0.12),
        ),
        PartSpec(
            "guitar",
            ("steel guitar",),
            (guitar.strum(("..D...D...D...D.", "..D.u.D...D.u.Du"), spread_s=0.008),),
            Channel(-5, 0.35, 0.12),
            enters=0.4,
        ),
        bass_line(
            ("double bass", "fingered bass"),
            ("R---l---", "R---l---R---l-ra", "R---f---r---f-a-"),
            Channel(-3, 0.0, 0.06),
            0.4,
        ),
        PartSpec(
            "melody",
            ("fiddle", "mandolin", "fiddle", "harmonica"),
            (lead(Voice(67, 86, 1.9, 0.15, 0.08, 0.5, "major pentatonic", 0.25)),),
            Channel(-1.5, 0.15, 0.25),
            enters=0.5,
        ),
        PartSpec(
            "steel",
            ("hawaiian guitar",),
            (harmony.pad(Register(60, 76, 2)),),
            Channel(-10, 0.5, 0.3),
            enters=0.6,
            chance=0.5,
        ),
        drums(
            ("brush kit", "standard kit"),
            (
                Groove(
                    {"kick": QUARTERS, "snare": "ggXgggXgggXgggXg"}, light=("snare",), fill="soft"
                ),
                Groove(
                    {"kick": "x.......x.......", "snare": BACKBEAT, "hat": EIGHTHS}, light=("hat",)
                ),
            ),
            Channel(-6, 0.0, 0.1),
            0.55,
            base=86,
        ),
    ),
    forms=(DRIVING, SONG),
    feel=Feel(0.52, 0.25, 7.0, 6.0),
    keys=(0, 2, 4, 7, 9),
    room="studio",
    drive_db=2.5,
)
