"""For children: ukulele, toy bells, whistles and hand claps round a tune of five notes."""

from __future__ import annotations

from training.composer import guitar, harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.playing import transposed
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.beats import OFFBEATS, QUARTERS, SOFT_BACKBEAT
from training.composer.styles.chairs import bass_line, drums
from training.composer.styles.forms import SONG, STORY

_TUNE = lead(Voice(67, 81, 1.3, 0.2, 0.0, 0.5, "major pentatonic", base=96, syncopation=0.15))

STYLE = Style(
    name="childrens-song",
    family="children",
    genres=("children's", "acoustic", "novelty"),
    bpm=(100, 138),
    colours=(
        Colour(
            "major",
            (
                "I | IV | V | I",
                "I | V | V | I",
                "I | I | IV | V",
                "I | vi | IV | V",
                "I IV | I V | I IV | V I",
            ),
            ("happy", "playful", "innocent", "cute", "cheerful", "silly"),
            (0.35, 0.7),
            "V7",
            "I",
        ),
        Colour(
            "lydian",
            ("I | II | I | V", "I | I | II | V", "I | V | II | V"),
            ("curious", "magical", "playful", "innocent"),
            (0.3, 0.6),
            "V",
            "I",
        ),
    ),
    parts=(
        PartSpec(
            "ukulele",
            ("ukulele", "nylon guitar"),
            (guitar.strum(("D.d.u.u.D.d.u.u.", "D.duD.du", "D...u...D...u..."), high=79),),
            Channel(-2, -0.35, 0.14),
        ),
        PartSpec(
            "tune",
            ("recorder", "whistle", "music box", "clarinet", "voices"),
            (_TUNE,),
            Channel(0, 0.1, 0.25),
            0.4,
        ),
        PartSpec(
            "bells",
            ("glockenspiel", "xylophone", "celesta"),
            (transposed(_TUNE, 12),),
            Channel(-6, 0.35, 0.25),
            0.7,
            unison="tune",
        ),
        PartSpec(
            "toy piano",
            ("music box", "bright piano", "marimba"),
            (harmony.figure(Register(64, 81, 3), ("0.1.2.1.", "0.2.1.2.", "0121"), 80),),
            Channel(-5, 0.3, 0.2),
        ),
        PartSpec(
            "pizzicato",
            ("pizzicato strings", "accordion"),
            (harmony.stabs(Register(55, 72, 3), (OFFBEATS, "..x...x...x.x.x."), 82, 0.4),),
            Channel(-6, -0.2, 0.2),
            0.55,
        ),
        bass_line(
            ("double bass", "tuba", "bassoon"),
            ("R...l...R...l...", "R...f...R...f.a.", "R.r.f.r.R.r.f.a."),
            Channel(-4, 0.0, 0.1),
            0.4,
            length=0.6,
        ),
        drums(
            ("hand percussion",),
            (
                Groove(
                    {
                        "clap": SOFT_BACKBEAT,
                        "woodblock": "x...x.x.x...x.x.",
                        "kick": "x.......x.......",
                    },
                    light=("woodblock",),
                    full={"tambourine": OFFBEATS},
                    fill="soft",
                    crash=None,
                ),
                Groove(
                    {
                        "shaker": "x.xxx.xxx.xxx.xx",
                        "clap": "....x.......x.x.",
                        "triangle": QUARTERS,
                    },
                    light=("shaker",),
                    full={"kick": "x...x...x...x..."},
                    fill="none",
                    crash=None,
                ),
            ),
            Channel(-6, 0.0, 0.15),
            0.45,
            base=92,
        ),
    ),
    forms=(SONG, STORY),
    feel=Feel(0.55, 0.5, 8.0, 7.0),
    keys=(0, 2, 5, 7, 9),
    room="room",
    drive_db=2.0,
    ritardando=0.2,
)
