"""Techno: a rumble, an acid line, hardly a chord."""

from __future__ import annotations

from training.composer import harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.beats import EIGHTHS, FOUR_FLOOR, OFFBEATS
from training.composer.styles.chairs import MACHINE, RISER, bass_line, drums
from training.composer.styles.forms import CLUB

STYLE = Style(
    name="techno",
    family="electronic",
    genres=("techno", "electronic", "dance"),
    bpm=(126, 138),
    colours=(
        Colour(
            "phrygian",
            ("i5", "i5 | i5 | i5 | bII5", "i5 | i5 | bVII5 | i5"),
            ("hypnotic", "dark", "driving", "intense", "industrial"),
            (0.7, 0.95),
            "i5",
            "i5",
        ),
        Colour(
            "minor",
            ("i", "i | i | bVI | bVI", "i | i | i | bVII"),
            ("driving", "hypnotic", "futuristic", "energetic"),
            (0.7, 0.95),
            "i",
            "i",
        ),
    ),
    parts=(
        drums(
            ("club kit",),
            (
                Groove(
                    {"kick": FOUR_FLOOR, "open": OFFBEATS, "clap": "....o.......o..."},
                    light=("kick",),
                    full={"hat": "xgxgxgxgxgxgxgxg", "rim": "..x..x..x..x..x."},
                    fill="electronic",
                    light_below=0.6,
                ),
                Groove(
                    {"kick": FOUR_FLOOR, "hat": OFFBEATS, "rim": "x..x..x..x..x.x."},
                    light=("kick",),
                    full={"open": OFFBEATS, "ride": EIGHTHS},
                    fill="electronic",
                    light_below=0.6,
                ),
            ),
            Channel(0, 0.0, 0.06),
            0.4,
            base=116,
            tight=True,
        ),
        bass_line(
            ("sub bass", "saw bass"),
            (".rRr.rRr.rRr.rRr", "..R...R...R...Rr", ".RR..RR..RR..RRR"),
            Channel(-3, 0.0, 0.03, ("duck",)),
            0.4,
            name="rumble",
            centre=33,
            base=104,
            length=0.8,
            tight=True,
        ),
        bass_line(
            ("acid bass",),
            ("R.or.rs.R.orf.o.", "RroR.rRo.rRfs.rR", "r.R.o.rRr.Rso.f.", "R.Rr.oR.rR.r.oRs"),
            Channel(-4, 0.1, 0.12, ("echo", "warm drive")),
            0.65,
            name="acid",
            centre=45,
            base=104,
            length=0.7,
            tight=True,
        ),
        PartSpec(
            "stab",
            ("house stab", "supersaw", "pluck"),
            (
                harmony.stabs(
                    Register(52, 70, 3),
                    ("...x......x.....", "x..x......x.....", "......x......x.."),
                    88,
                    0.5,
                    0.4,
                ),
            ),
            Channel(-6, -0.1, 0.4, ("dub echo", "soft duck")),
            0.25,
            tight=True,
        ),
        PartSpec(
            "pad",
            ("drone", "sweep pad"),
            (harmony.pad(Register(43, 62, 3), 76),),
            Channel(-9, 0.0, 0.4, ("duck",)),
        ),
        RISER,
    ),
    forms=(CLUB,),
    feel=MACHINE,
    room="plate",
    drive_db=4.5,
)
