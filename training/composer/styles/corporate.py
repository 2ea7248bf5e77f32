"""Corporate: muted guitar, piano and bells over one bright loop that only ever grows."""

from __future__ import annotations

from training.composer import guitar, harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.beats import BACKBEAT, FOUR_FLOOR, OFFBEATS, SOFT_BACKBEAT
from training.composer.styles.chairs import RISER, bass_line, drums, pad
from training.composer.styles.forms import BUILD, LOOP

STYLE = Style(
    name="corporate",
    family="pop",
    genres=("corporate", "pop", "background"),
    bpm=(104, 128),
    colours=(
        Colour(
            "major",
            (
                "I | V | vi | IV",
                "Iadd9 | Iadd9 | IVadd9 | IVadd9",
                "vi | IV | I | V",
                "IVadd9 | I/3 | V | vi",
                "I | ii7 | IV | V",
            ),
            ("inspiring", "optimistic", "motivational", "confident", "bright", "modern"),
            (0.35, 0.7),
            "IV V",
            "Iadd9",
        ),
        Colour(
            "lydian",
            ("I | II | I | II", "Iadd9 | vi7 | II | II", "I | V | II | vi7"),
            ("innovative", "hopeful", "modern", "curious", "light"),
            (0.3, 0.6),
            "II",
            "Iadd9",
        ),
    ),
    parts=(
        PartSpec(
            "muted guitar",
            ("muted guitar", "clean guitar"),
            (
                harmony.figure(
                    Register(55, 72, 3), ("0.0.1.0.2.0.1.0.", "01020102", "0.1.2.1.0.1.2.1."), 84
                ),
            ),
            Channel(-1, 0.4, 0.18, ("echo",)),
        ),
        PartSpec(
            "piano",
            ("bright piano", "grand piano"),
            (harmony.stabs(Register(55, 76, 4), ("x---x---x---x---", "x-------x---x---"), 84),),
            Channel(-2, -0.25, 0.25),
            0.4,
        ),
        PartSpec(
            "bells",
            ("glockenspiel", "celesta", "marimba", "kalimba"),
            (lead(Voice(76, 93, 1.0, 0.25, 0.15, 0.5, base=80)),),
            Channel(-7, 0.3, 0.35, ("echo",)),
            0.55,
        ),
        PartSpec(
            "acoustic guitar",
            ("steel guitar", "twelve-string guitar", "ukulele"),
            (guitar.strum(("D-d-d-u-D-d-d-u-", "D.duD.du", "D---d.uuD---d.uu")),),
            Channel(-6, -0.5, 0.12),
            0.65,
        ),
        bass_line(
            ("fingered bass", "synth bass"),
            ("R-R-R-R-R-R-R-R-", "R-------R-----f-", "R---r---R---r-a-"),
            Channel(-4, 0.0, 0.04),
            0.45,
            centre=36,
        ),
        pad(
            ("slow strings", "strings", "warm pad"),
            Register(55, 76, 4),
            Channel(-6, 0.0, 0.4),
            0.5,
            name="strings",
        ),
        PartSpec(
            "tune",
            ("violin", "voices", "french horns", "clean guitar"),
            (lead(Voice(64, 81, 0.7, 0.3, 0.1, 0.5, base=88, syncopation=0.3)),),
            Channel(-4, 0.1, 0.4, ("echo",)),
            0.7,
        ),
        drums(
            ("standard kit", "electronic kit"),
            (
                Groove(
                    {"kick": FOUR_FLOOR, "clap": SOFT_BACKBEAT, "shaker": "xgogxgogxgogxgog"},
                    light=("kick",),
                    full={"snare": BACKBEAT, "tambourine": OFFBEATS},
                    fill="soft",
                ),
                Groove(
                    {"kick": "X.....x.X.......", "clap": SOFT_BACKBEAT, "hat": OFFBEATS},
                    light=("hat",),
                    full={"snare": BACKBEAT, "shaker": "xgogxgogxgogxgog"},
                    fill="soft",
                ),
            ),
            Channel(-4, 0.0, 0.12),
            0.45,
            base=94,
        ),
        RISER,
    ),
    forms=(BUILD, LOOP),
    feel=Feel(0.5, 0.5, 5.0, 5.0),
    room="plate",
    drive_db=3.0,
)
