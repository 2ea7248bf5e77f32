"""Country: a train beat, a twanging guitar, pedal steel sliding into place."""

from __future__ import annotations

from training.composer import guitar, harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.beats import BACKBEAT, EIGHTHS
from training.composer.styles.chairs import bass_line, drums
from training.composer.styles.forms import SONG, STORY

STYLE = Style(
    name="country-road",
    family="country",
    genres=("country", "americana"),
    bpm=(84, 118),
    colours=(
        Colour(
            "major",
            (
                "I | IV | I | V",
                "I | V | IV | I",
                "I | I/3 | IV | V",
                "vi | IV | I | V",
                "IV | I | V7 | I",
            ),
            ("warm", "nostalgic", "easygoing", "hopeful", "rustic", "open-hearted"),
            (0.3, 0.6),
            "V7",
            "I",
        ),
        Colour(
            "mixolydian",
            ("I | bVII | IV | I", "I | IV | bVII | I", "I | v | IV | IV"),
            ("gritty", "free", "rustic", "laid-back", "dusty"),
            (0.35, 0.65),
            "bVII IV",
            "I",
        ),
    ),
    parts=(
        PartSpec(
            "acoustic guitar",
            ("steel guitar", "twelve-string guitar"),
            (guitar.strum(("D...d.u.D...d.u.", "D.duD.du", "D-d-d.u.D-d-d.u.")),),
            Channel(-2, -0.4, 0.12),
        ),
        PartSpec(
            "twang",
            ("clean guitar", "overdriven guitar"),
            (
                lead(Voice(52, 72, 1.4, 0.2, 0.15, 0.5, "major pentatonic", 0.15, base=96)),
                harmony.figure(Register(52, 71, 3), ("0.1.2.1.0.2.1.2.", "0..12..10..12.1.")),
            ),
            Channel(-1, 0.4, 0.18, ("echo",)),
            0.45,
            slides=0.25,
        ),
        PartSpec(
            "pedal steel",
            ("hawaiian guitar",),
            (lead(Voice(62, 81, 0.5, 0.3, 0.15, 1.0, base=88, syncopation=0.1)),),
            Channel(-2, 0.15, 0.35, ("chorus",)),
            0.5,
            slides=0.85,
        ),
        PartSpec(
            "fiddle",
            ("fiddle", "harmonica"),
            (lead(Voice(67, 84, 1.0, 0.2, 0.25, 0.5, "major pentatonic", 0.15)),),
            Channel(-3, -0.15, 0.3),
            0.65,
            chance=0.7,
            slides=0.3,
        ),
        PartSpec(
            "piano",
            ("grand piano", "honky tonk", "drawbar organ"),
            (
                harmony.stabs(
                    Register(57, 74, 3), ("x-------x---x---", "..x...x...x...x."), 76, 0.7
                ),
            ),
            Channel(-8, 0.25, 0.2),
            0.6,
            chance=0.7,
        ),
        bass_line(
            ("double bass", "fingered bass"),
            ("R---l---", "R---l---R---l-ra", "R-----r-l-----a-"),
            Channel(-2.5, 0.0, 0.05),
            0.35,
        ),
        drums(
            ("brush kit", "standard kit", "room kit"),
            (
                Groove(
                    {"kick": "x...x...x...x...", "snare": "ggXgggXgggXgggXg"},
                    light=("snare",),
                    fill="soft",
                ),
                Groove(
                    {"kick": "X.......x.x.....", "snare": BACKBEAT, "hat": EIGHTHS},
                    light=("hat",),
                    full={"tambourine": "..x...x...x...x."},
                ),
            ),
            Channel(-5, 0.0, 0.12),
            0.45,
            base=90,
        ),
    ),
    forms=(SONG, STORY),
    feel=Feel(0.54, 0.5, 8.0, 6.0),
    keys=(0, 2, 4, 7, 9),
    room="room",
    drive_db=2.5,
    ritardando=0.15,
)
