"""Deep house: ninths over four on the floor."""

from __future__ import annotations

from training.composer import harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.beats import FOUR_FLOOR, OFFBEATS, SOFT_BACKBEAT
from training.composer.styles.chairs import RISER, bass_line, drums, pad
from training.composer.styles.forms import CLUB

STYLE = Style(
    name="deep-house",
    family="electronic",
    genres=("house", "electronic", "dance"),
    bpm=(118, 127),
    colours=(
        Colour(
            "minor",
            (
                "i9 | bVImaj7 | iv7 | v7",
                "i7 | bVII | bVImaj7 | bVII",
                "i9 | i9 | iv9 | iv9",
                "iv9 | v7 | i7 | i7",
            ),
            ("groovy", "sophisticated", "night-time", "cool", "stylish"),
            (0.55, 0.85),
            "bVI bVII",
            "i9",
        ),
        Colour(
            "major",
            (
                "IVmaj7 | V | iii7 | vi7",
                "I | V | vi7 | IV",
                "vi7 | IVmaj7 | I | V",
                "IVmaj9 | iii7 | vi7 | V",
            ),
            ("uplifting", "euphoric", "happy", "summery", "party"),
            (0.6, 0.9),
            "IV V",
            "Imaj9",
        ),
    ),
    parts=(
        drums(
            ("club kit",),
            (
                Groove(
                    {
                        "kick": FOUR_FLOOR,
                        "clap": SOFT_BACKBEAT,
                        "open": OFFBEATS,
                        "hat": "g.g.g.g.g.g.g.gg",
                    },
                    light=("kick", "hat"),
                    full={"shaker": "gogxgogxgogxgogx", "rim": "...x..x....x..x."},
                    fill="electronic",
                    light_below=0.6,
                ),
                Groove(
                    {
                        "kick": FOUR_FLOOR,
                        "clap": "....x.......x..g",
                        "open": OFFBEATS,
                        "conga": "..x..x....x..xx.",
                    },
                    light=("kick", "open"),
                    full={"ride": OFFBEATS, "shaker": "gxgxgxgxgxgxgxgx"},
                    fill="electronic",
                    light_below=0.6,
                ),
            ),
            Channel(0, 0.0, 0.06),
            0.4,
            base=110,
            tight=True,
        ),
        bass_line(
            ("saw bass", "sub bass", "synth bass"),
            ("..R...R...R...R.", "..R..rR...R..ro.", "R..r..r...o.r.s.", "..r.R..r..r.R.o."),
            Channel(-2, 0.0, 0.02, ("soft duck",)),
            0.5,
            centre=36,
            base=104,
            length=0.8,
            tight=True,
        ),
        PartSpec(
            "chords",
            ("house stab", "grand piano", "rhodes", "percussive organ"),
            (
                harmony.stabs(
                    Register(55, 74, 4),
                    (
                        "x..x..x...x..x..",
                        "..x..x....x..x..",
                        "x--.x--.x--.x-x-",
                        "x..x--..x..x--..",
                    ),
                    92,
                    0.75,
                    1.0,
                ),
            ),
            Channel(-3, 0.0, 0.22, ("soft duck",)),
            0.25,
            tight=True,
        ),
        pad(
            ("analogue pad", "warm pad", "synth strings"),
            Register(52, 72, 4),
            Channel(-9, 0.0, 0.35, ("duck",)),
            0.25,
            base=72,
        ),
        PartSpec(
            "lead",
            ("pluck", "supersaw", "vibraphone", "voices"),
            (lead(Voice(67, 84, 1.3, 0.2, 0.15, 0.25, syncopation=0.8, base=90)),),
            Channel(-4, 0.15, 0.3, ("echo", "soft duck")),
            0.9,
        ),
        RISER,
    ),
    forms=(CLUB,),
    feel=Feel(0.54, 0.25, 2.0, 4.0),
    room="plate",
    drive_db=4.0,
)
