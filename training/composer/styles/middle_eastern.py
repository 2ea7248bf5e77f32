"""Middle Eastern: oud and qanun over a maqsum, strings in unison, a ney that sighs."""

from __future__ import annotations

from training.composer import harmony
from training.composer.drums import Groove
from training.composer.harmony import Register
from training.composer.melody import Voice, improvise, lead
from training.composer.playing import transposed
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.chairs import bass_line, drums
from training.composer.styles.forms import BUILD, STORY

_TUNE = lead(Voice(57, 74, 1.7, 0.12, 0.05, 0.5, ornament=0.4, base=98, syncopation=0.6))

STYLE = Style(
    name="middle-eastern",
    family="world",
    genres=("middle eastern", "world", "arabic"),
    bpm=(88, 128),
    colours=(
        Colour(
            "phrygian dominant",
            ("I5 | I5 | bvii5 | I5", "I5 | bII5 | I5 | I5", "iv5 | iv5 | bII5 | I5"),
            ("mysterious", "exotic", "sensual", "dramatic", "adventurous"),
            (0.35, 0.8),
            "bII5",
            "I5",
        ),
        Colour(
            "double harmonic",
            ("I5 | I5 | bII5 | I5", "I5 | iv5 | bII5 | I5", "I5 | I5 | I5 | bII5"),
            ("mysterious", "desert", "dramatic", "ancient", "tense"),
            (0.35, 0.75),
            "bII5",
            "I5",
        ),
        Colour(
            "harmonic minor",
            ("i5 | i5 | iv5 | V5", "i5 | bVI5 | V5 | i5", "i5 | i5 | V5 | i5"),
            ("longing", "romantic", "mysterious", "melancholic"),
            (0.3, 0.7),
            "V5",
            "i5",
        ),
    ),
    parts=(
        PartSpec("oud", ("nylon guitar",), (_TUNE,), Channel(0, -0.2, 0.22), slides=0.2),
        PartSpec(
            "strings",
            ("strings", "violin", "fiddle"),
            (transposed(_TUNE, 12),),
            Channel(-2, 0.2, 0.32),
            0.65,
            unison="oud",
            slides=0.4,
        ),
        PartSpec(
            "ney",
            ("pan flute", "flute", "shakuhachi"),
            (improvise(Voice(62, 82, 0.8, 0.1, 0.3, 0.5, base=90), 0.0),),
            Channel(-2, 0.3, 0.4),
            0.45,
            0.75,
            slides=0.6,
        ),
        PartSpec(
            "qanun",
            ("dulcimer", "harp"),
            (
                harmony.figure(Register(60, 81, 3), ("0012001200120012", "0.120.120.120.12"), 82),
                lead(Voice(67, 86, 2.4, 0.12, 0.15, 0.25, ornament=0.1, base=84)),
            ),
            Channel(-5, 0.45, 0.25),
            0.55,
        ),
        PartSpec(
            "voices",
            ("voices", "choir"),
            (lead(Voice(60, 77, 0.5, 0.15, 0.3, 0.5, ornament=0.3, base=86)),),
            Channel(-5, -0.05, 0.45),
            0.75,
            chance=0.5,
            slides=0.5,
        ),
        bass_line(
            ("double bass", "fretless bass", "cello"),
            ("R-..r...R-..r-..", "R-....r-R-....a-"),
            Channel(-4, 0.0, 0.1),
            0.45,
        ),
        bass_line(
            ("drone", "slow strings"),
            "R---------------",
            Channel(-11, 0.0, 0.35),
            centre=45,
            length=1.0,
            name="drone",
            swell=True,
        ),
        drums(
            ("hand percussion",),
            (
                Groove(
                    {"low conga": "X.......X.......", "high bongo": "..x...x..gx.x.xg"},
                    full={"tambourine": "x.xxx.xxx.xxx.xx", "mute conga": "...g.g.g...g.g.g"},
                    fill="hands",
                    crash=None,
                    light=("low conga",),
                ),
                Groove(
                    {"low conga": "X.X.....X.......", "high bongo": "....x.gx..gxx.gx"},
                    full={"tambourine": "x.x.x.x.x.x.x.x.", "triangle": "....x.......x..."},
                    fill="hands",
                    crash=None,
                    light=("low conga",),
                ),
            ),
            Channel(-2, 0.1, 0.2),
            0.35,
            base=104,
            name="darbuka",
        ),
    ),
    forms=(BUILD, STORY),
    feel=Feel(0.51, 0.25, 8.0, 7.0),
    keys=(0, 2, 4, 7, 9),
    room="hall",
    drive_db=2.5,
)
