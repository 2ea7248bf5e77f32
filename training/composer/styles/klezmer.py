"""Klezmer: a clarinet that laughs and weeps over oom-pah in the freygish mode."""

from __future__ import annotations

from training.composer import harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.playing import harmonised
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.beats import OFFBEATS
from training.composer.styles.chairs import bass_line, drums
from training.composer.styles.forms import DRIVING, STORY

_TUNE = lead(Voice(62, 84, 1.9, 0.15, 0.05, 0.5, ornament=0.45, base=100, syncopation=0.5))

STYLE = Style(
    name="klezmer",
    family="folk",
    genres=("klezmer", "folk", "world"),
    bpm=(112, 168),
    colours=(
        Colour(
            "phrygian dominant",
            (
                "I | I | I | bvii",
                "I | iv | I | bII",
                "I | bII | bvii | I",
                "iv | iv | I | I",
            ),
            ("lively", "festive", "mischievous", "dancing", "bittersweet"),
            (0.5, 0.9),
            "bvii",
            "I",
        ),
        Colour(
            "ukrainian dorian",
            ("i | i | II | i", "i | II | i | v", "i | bIII | II | i"),
            ("bittersweet", "mysterious", "longing", "lively"),
            (0.4, 0.75),
            "II",
            "i",
        ),
        Colour(
            "harmonic minor",
            ("i | V7 | i | V7", "i | iv | V7 | i", "iv | i | V7 | i"),
            ("festive", "lively", "playful", "nostalgic"),
            (0.45, 0.85),
            "V7",
            "i",
        ),
    ),
    parts=(
        PartSpec("clarinet", ("clarinet", "violin"), (_TUNE,), Channel(0, 0.1, 0.22), slides=0.5),
        PartSpec(
            "fiddle",
            ("fiddle", "flute", "trumpet"),
            (harmonised(_TUNE, -2),),
            Channel(-4, -0.3, 0.25),
            0.7,
            unison="clarinet",
        ),
        PartSpec(
            "accordion",
            ("accordion",),
            (
                harmony.stabs(Register(55, 72, 3), (OFFBEATS, "..x.x.x...x.x.x."), 84, 0.5),
                harmony.oom_pah(Register(55, 72, 3), 48),
            ),
            Channel(-4, -0.4, 0.15),
            0.35,
        ),
        PartSpec(
            "cimbalom",
            ("dulcimer", "grand piano"),
            (harmony.figure(Register(57, 76, 3), ("0120121012012101", "0.2.1.2."), 84),),
            Channel(-6, 0.4, 0.2),
            0.5,
            chance=0.7,
        ),
        bass_line(
            ("tuba", "double bass"),
            ("R...l...R...l...", "R...l...R...l.a.", "R..r..l.R..r..a."),
            Channel(-2, 0.0, 0.1),
            0.35,
            length=0.55,
        ),
        PartSpec(
            "trombone",
            ("trombone",),
            (lead(Voice(46, 62, 0.7, 0.25, 0.3, 0.5, base=92)),),
            Channel(-6, 0.25, 0.2),
            0.8,
            chance=0.6,
            slides=0.6,
        ),
        drums(
            ("standard kit", "brush kit"),
            (
                Groove(
                    {"kick": "X.......X.......", "snare": "..xg.gx...xg.gx.", "hat": OFFBEATS},
                    light=("hat", "kick"),
                    fill="march",
                ),
                Groove(
                    {
                        "kick": "X..x..x.X..x..x.",
                        "woodblock": "x.xx.xx.x.xx.xx.",
                        "snare": OFFBEATS,
                    },
                    light=("woodblock",),
                    fill="march",
                ),
            ),
            Channel(-6, 0.0, 0.12),
            0.45,
            base=92,
        ),
    ),
    forms=(DRIVING, STORY),
    feel=Feel(0.52, 0.5, 9.0, 7.0),
    keys=(0, 2, 4, 5, 7, 9),
    room="room",
    drive_db=2.5,
)
