"""Pop: four chords, a hook, claps, and voices when it opens up."""

from __future__ import annotations

from training.composer import guitar, harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.beats import BACKBEAT, EIGHTHS, FOUR_FLOOR, OFFBEATS, SOFT_BACKBEAT
from training.composer.styles.chairs import RISER, bass_line, drums, pad
from training.composer.styles.forms import DRIVING, SONG

STYLE = Style(
    name="bright-pop",
    family="pop",
    genres=("pop", "indie pop"),
    bpm=(98, 126),
    colours=(
        Colour(
            "major",
            (
                "I | V | vi | IV",
                "IV | I | V | vi",
                "I | iii | IV | V",
                "IVadd9 | V | vi7 | I/3",
                "I | vi | IV | V",
            ),
            ("uplifting", "happy", "catchy", "bright", "carefree", "optimistic"),
            (0.5, 0.85),
            "IV V",
            "I",
        ),
        Colour(
            "minor",
            ("i | bVI | bIII | bVII", "bVI | bVII | i | bIII", "i | iv | bVI | bVII"),
            ("bittersweet", "driving", "longing", "catchy", "night-time"),
            (0.45, 0.8),
            "bVI bVII",
            "i",
        ),
    ),
    parts=(
        drums(
            ("standard kit", "electronic kit", "room kit"),
            (
                Groove(
                    {"kick": "X.....x.X.x.....", "snare": BACKBEAT, "hat": EIGHTHS},
                    light=("hat", "kick"),
                    full={"clap": SOFT_BACKBEAT, "tambourine": OFFBEATS},
                ),
                Groove(
                    {"kick": FOUR_FLOOR, "clap": BACKBEAT, "hat": "xgxgxgxgxgxgxgxg"},
                    light=("kick",),
                    full={"open": OFFBEATS, "snare": BACKBEAT},
                    fill="electronic",
                ),
            ),
            Channel(0, 0.0, 0.1),
            0.45,
            base=106,
        ),
        bass_line(
            ("fingered bass", "synth bass", "saw bass"),
            ("R-R-R-R-R-R-R-ra", "R-----r-R---o-f-", "R--R--R-R--R--o-", "R-.rR-.rR-.rR-oa"),
            Channel(-2, 0.0, 0.03, ("soft duck",)),
            0.5,
            centre=36,
            base=102,
        ),
        PartSpec(
            "piano",
            ("bright piano", "grand piano", "rhodes"),
            (
                harmony.stabs(
                    Register(55, 74, 4),
                    ("x---x---x---x---", "x--x--x-x--x--x-", "x-------x-----x-"),
                    86,
                ),
            ),
            Channel(-3, -0.2, 0.2),
        ),
        PartSpec(
            "guitar",
            ("clean guitar", "steel guitar"),
            (
                guitar.strum(("D.u.D.uud.u.D.u.", "D...u.u.D...u.u."), 80),
                harmony.figure(Register(57, 74, 3), ("0.1.2.1.0.1.2.1.", "0120.120")),
            ),
            Channel(-7, 0.5, 0.15, ("chorus",)),
            0.5,
            chance=0.8,
        ),
        PartSpec(
            "hook",
            ("pluck", "glockenspiel", "supersaw", "marimba"),
            (lead(Voice(72, 88, 1.4, 0.2, 0.05, 0.5, base=92)),),
            Channel(-4, 0.25, 0.25, ("echo",)),
            sections=("intro", "chorus"),
        ),
        PartSpec(
            "tune",
            ("voices", "alto sax", "clean guitar", "flute"),
            (lead(Voice(62, 79, 1.3, 0.2, 0.1, 0.5, base=98, syncopation=0.6)),),
            Channel(-1, 0.0, 0.28, ("echo",)),
            0.5,
            sections=("verse", "bridge", "break", "chorus"),
        ),
        pad(
            ("voices", "synth strings", "slow strings"),
            Register(57, 76, 3),
            Channel(-8, 0.0, 0.4),
            0.8,
            name="backing",
        ),
        RISER,
    ),
    forms=(SONG, DRIVING),
    feel=Feel(0.5, 0.5, 5.0, 5.0),
    room="plate",
    drive_db=4.0,
)
