"""Folk and its neighbours: played by hands on wood and strings."""

from __future__ import annotations

from training.composer import bass, harmony
from training.composer.drums import Groove, kit, strikes
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import SIX_EIGHT, Colour, PartSpec, Style
from training.composer.styles.forms import DRIVING, SONG, STORY

_PICKING = ("r.2.1.3.f.2.1.3.", "r.1.2.3.f.3.2.1.", "r.12f.3.r.21f.3.", "r-3.2.1.f-3.2.1.")
_BRUSHED = (
    Groove(
        {"kick": "x.......x.x.....", "snare": "....o.......o...", "shaker": "x.o.x.o.x.o.x.o."},
        light=("shaker",),
        fill="soft",
        crash=None,
    ),
    Groove(
        {"kick": "x.....x.x.......", "rim": "....x.......x...", "tambourine": "..o...o...o...o."},
        light=("tambourine",),
        fill="soft",
        crash=None,
    ),
)

ACOUSTIC_FOLK = Style(
    name="acoustic-folk",
    family="folk",
    genres=("folk", "acoustic"),
    bpm=(84, 122),
    colours=(
        Colour(
            "major",
            (
                "Iadd9 | V/3 | vi7 | IVadd9",
                "I | IV | vi | V",
                "IVadd9 | I | V | vi7",
                "I | iii | IV | V",
                "I | I/3 | IVadd9 | V",
            ),
            ("warm", "hopeful", "gentle", "happy", "peaceful", "uplifting"),
            (0.25, 0.6),
            "IV V",
            "I",
        ),
        Colour(
            "mixolydian",
            ("I | bVII | IV | I", "I | v | IV | I", "IV | bVII | I | I"),
            ("easygoing", "warm", "nostalgic", "free"),
            (0.3, 0.6),
            "bVII IV",
            "I",
        ),
        Colour(
            "minor",
            ("i | bVI | bIII | bVII", "i | bVII | bVI | v", "i | iv | bVII | bIII"),
            ("melancholic", "intimate", "wistful", "nostalgic"),
            (0.2, 0.45),
            "bVI bVII",
            "i",
        ),
    ),
    parts=(
        PartSpec(
            "guitar",
            ("steel guitar", "nylon guitar", "steel guitar"),
            (harmony.figure(Register(50, 69, 4), _PICKING, ring=True),),
            Channel(-1, -0.25, 0.2),
        ),
        PartSpec(
            "strummed guitar",
            ("steel guitar", "twelve-string guitar"),
            (harmony.strum(("D---d-.u.ud-d-u-", "D...d.u...u.d.u.", "D-d-d-u-.-u-d-u-")),),
            Channel(-5, 0.4, 0.18),
            enters=0.7,
        ),
        PartSpec(
            "bass",
            ("fingered bass", "double bass", "fretless bass"),
            (bass.riff(("R-------f---r-a-", "R-----r-r---f---", "R-----------f-a-")),),
            Channel(-5, 0.0, 0.06),
            enters=0.5,
        ),
        PartSpec(
            "melody",
            ("flute", "violin", "harmonica", "mandolin", "nylon guitar"),
            (lead(Voice(64, 81, 1.0, rest=0.2, ornament=0.1)),),
            Channel(-4, 0.1, 0.35),
            enters=0.5,
            chance=0.85,
        ),
        PartSpec(
            "strings",
            ("slow strings",),
            (harmony.pad(Register(52, 74, 3)),),
            Channel(-12, 0.0, 0.4),
            enters=0.8,
            chance=0.4,
            swell=True,
        ),
        PartSpec(
            "drums",
            ("brush kit", "room kit"),
            (kit(_BRUSHED, base=84),),
            Channel(-8, 0.0, 0.15),
            enters=0.7,
            chance=0.7,
        ),
    ),
    forms=(SONG, STORY),
    feel=Feel(0.53, 0.25, 9.0, 6.0),
    keys=(0, 2, 4, 7, 9),
    room="room",
    drive_db=2.0,
    ritardando=0.25,
)

COUNTRY = Style(
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
            (harmony.strum(("..D...D...D...D.", "..D.u.D...D.u.Du"), spread_s=0.008),),
            Channel(-5, 0.35, 0.12),
            enters=0.4,
        ),
        PartSpec(
            "bass",
            ("double bass", "fingered bass"),
            (bass.riff(("R---l---", "R---l---R---l-ra", "R---f---r---f-a-")),),
            Channel(-3, 0.0, 0.06),
            enters=0.4,
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
        PartSpec(
            "drums",
            ("brush kit", "standard kit"),
            (
                kit(
                    (
                        Groove(
                            {"kick": "x...x...x...x...", "snare": "ggXgggXgggXgggXg"},
                            light=("snare",),
                            fill="soft",
                        ),
                        Groove(
                            {
                                "kick": "x.......x.......",
                                "snare": "....X.......X...",
                                "hat": "x.x.x.x.x.x.x.x.",
                            },
                            light=("hat",),
                        ),
                    ),
                    base=86,
                ),
            ),
            Channel(-6, 0.0, 0.1),
            enters=0.55,
        ),
    ),
    forms=(DRIVING, SONG),
    feel=Feel(0.52, 0.25, 7.0, 6.0),
    keys=(0, 2, 4, 7, 9),
    room="studio",
    drive_db=2.5,
)

CELTIC = Style(
    name="celtic-jig",
    family="folk",
    genres=("celtic", "folk", "world"),
    bpm=(150, 186),
    meter=SIX_EIGHT,
    colours=(
        Colour(
            "dorian",
            ("i | i | bVII | bVII | i | i | bVII | i", "i | bVII | i | v", "i | IV | bVII | i"),
            ("lively", "adventurous", "mystical", "rustic"),
            (0.5, 0.85),
            "bVII",
            "i",
        ),
        Colour(
            "mixolydian",
            ("I | I | bVII | bVII | I | I | bVII | I", "I | bVII | IV | I", "I | IV | bVII | I"),
            ("joyful", "lively", "dancing", "rustic"),
            (0.55, 0.9),
            "bVII",
            "I",
        ),
        Colour(
            "major",
            ("I | V | vi | IV", "I | IV | I | V", "I | I | IV | V"),
            ("joyful", "lively", "happy", "bright"),
            (0.5, 0.85),
            "IV V",
            "I",
        ),
    ),
    parts=(
        PartSpec(
            "melody",
            ("whistle", "fiddle", "flute", "recorder"),
            (lead(Voice(67, 88, 1.9, 0.15, 0.0, 0.5, None, 0.3, syncopation=0.6)),),
            Channel(0, 0.1, 0.3),
            enters=0.45,
        ),
        PartSpec(
            "second fiddle",
            ("fiddle", "accordion", "mandolin"),
            (lead(Voice(62, 79, 1.9, 0.15, 0.0, 0.5, None, 0.1, syncopation=0.6)),),
            Channel(-5, -0.35, 0.25),
            enters=0.75,
        ),
        PartSpec(
            "guitar",
            ("steel guitar", "twelve-string guitar"),
            (harmony.strum(("D-ud-u", "D--d-u", "D-uD-u")),),
            Channel(-4, 0.35, 0.18),
        ),
        PartSpec(
            "harp",
            ("harp", "dulcimer"),
            (harmony.figure(Register(55, 76, 4), ("012321", "021321"), ring=True),),
            Channel(-7, -0.2, 0.35),
            chance=0.6,
        ),
        PartSpec(
            "drone",
            ("accordion", "bagpipe"),
            (harmony.pad(Register(48, 62, 2)),),
            Channel(-12, -0.1, 0.25),
            enters=0.6,
            chance=0.6,
        ),
        PartSpec(
            "bass",
            ("double bass", "fingered bass"),
            (bass.riff(("R--f--", "R--r-a")),),
            Channel(-5, 0.0, 0.06),
            enters=0.6,
        ),
        PartSpec(
            "bodhran",
            ("bodhran",),
            (strikes(("X.oxgo", "X.gx.o", "XgoXgo"), 55, 62, 92),),
            Channel(-6, 0.0, 0.2),
            enters=0.55,
        ),
        PartSpec(
            "shaker",
            ("hand percussion",),
            (kit((Groove({"tambourine": "x.ox.o"}, fill="none", crash=None),), base=70),),
            Channel(-14, 0.3, 0.15),
            enters=0.8,
        ),
    ),
    forms=(DRIVING, STORY),
    feel=Feel(0.5, 0.5, 7.0, 6.0),
    keys=(2, 4, 7, 9),
    room="room",
    drive_db=2.0,
)

STYLES = (ACOUSTIC_FOLK, COUNTRY, CELTIC)
