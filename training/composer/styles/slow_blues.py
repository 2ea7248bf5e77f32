"""Twelve bars, triplets, a soloist with time."""

from __future__ import annotations

from training.composer import bass, harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, improvise
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.chairs import drums
from training.composer.styles.forms import HEAD_SOLO, LOOP

STYLE = Style(
    name="slow-blues",
    family="blues",
    genres=("blues", "guitar"),
    bpm=(72, 104),
    colours=(
        Colour(
            "mixolydian",
            (
                "I7 | IV7 | I7 | I7 | IV7 | IV7 | I7 | I7 | V7 | IV7 | I7 | V7",
                "I7 | I7 | IV7 | I7",
                "IV7 | IV7 | I7 | I7 | V7 | IV7 | I7 | V7",
            ),
            ("soulful", "gritty", "laid-back", "smoky", "cool"),
            (0.3, 0.65),
            "V7",
            "I7",
        ),
        Colour(
            "minor",
            (
                "i7 | iv7 | i7 | i7 | iv7 | iv7 | i7 | i7 | bVI7 | V7 | i7 | V7",
                "i7 | i7 | iv7 | i7",
                "iv7 | iv7 | i7 | i7",
            ),
            ("smoky", "soulful", "sad", "dark", "late-night"),
            (0.25, 0.5),
            "bVI7 V7",
            "i7",
        ),
    ),
    parts=(
        PartSpec(
            "rhythm guitar",
            ("clean guitar", "jazz guitar"),
            (harmony.stabs(Register(48, 66, 3), ("x.xxx.xx", "..x-..x-", "x--x..x."), 80, 0.7),),
            Channel(-6, -0.35, 0.15, ("warm drive",)),
        ),
        PartSpec(
            "lead",
            ("overdriven guitar", "harmonica", "clean guitar"),
            (improvise(Voice(60, 81, 1.2, 0.3, 0.24, 0.5, "blues", base=98), 0.0),),
            Channel(0, 0.15, 0.25),
            0.5,
        ),
        PartSpec(
            "organ",
            ("drawbar organ", "rock organ", "grand piano"),
            (harmony.pad(Register(55, 70, 3), 70),),
            Channel(-9, 0.4, 0.2),
            0.6,
            chance=0.8,
        ),
        PartSpec(
            "bass",
            ("fingered bass", "double bass"),
            (bass.walking(38), bass.riff(("R.t.f.s.", "R.r.f.s."), 38)),
            Channel(-3, 0.0, 0.06),
            0.4,
        ),
        drums(
            ("room kit", "standard kit"),
            (
                Groove(
                    {"kick": "x...x...", "snare": "..X...X.", "hat": "x.xxx.xx"},
                    light=("hat",),
                    full={"ride": "xxxxxxxx", "hat": "........"},
                    fill="jazz",
                ),
                Groove(
                    {"kick": "x..xx...", "snare": "..X...X.", "ride": "x.xxx.xx"},
                    light=("ride",),
                    fill="jazz",
                ),
            ),
            Channel(-4, 0.0, 0.15),
            0.45,
            base=94,
        ),
    ),
    forms=(LOOP, HEAD_SOLO),
    feel=Feel(0.66, 0.5, 9.0, 7.0),
    keys=(0, 2, 4, 7, 9, 10),
    room="room",
    drive_db=2.5,
)
