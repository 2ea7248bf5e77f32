"""Jazz, bossa nova, blues: chords with sevenths, a band that listens."""

from __future__ import annotations

from training.composer import bass, harmony
from training.composer.drums import Groove, kit
from training.composer.harmony import Register
from training.composer.melody import Voice, improvise, lead
from training.composer.playing import switched
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.forms import HEAD_SOLO, LOOP

_COMPING = ("x..o....", "...x..x.", ".x....o.|x..x....", "x-.o..x-|...x....", "..x....x|..x.....")
_SWING = (
    Groove(
        {"ride": "x.xxx.xx", "pedal": "..x...x.", "kick": "g.......|......g."},
        full={"snare": "...g....|.....g.o", "ride": "X.xXX.xX"},
        light=("ride", "pedal"),
        fill="jazz",
        crash=None,
    ),
    Groove(
        {"ride": "x.x.x.xx|x.xxx.x.", "pedal": "..x...x.", "kick": "g...g..."},
        full={"snare": ".....g..|...g...o"},
        light=("ride", "pedal"),
        fill="jazz",
        crash=None,
    ),
)

JAZZ_TRIO = Style(
    name="jazz-trio",
    family="jazz",
    genres=("jazz", "swing"),
    bpm=(112, 184),
    colours=(
        Colour(
            "major",
            (
                "ii7 | V7 | Imaj7 | VI7b9",
                "Imaj7 VI7 | ii7 V7 | iii7 VI7b9 | ii7 V7",
                "Imaj7 | IV7 | iii7 VI7 | ii7 V7",
                "IVmaj7 | iv7 bVII9 | iii7 | VI7 | ii7 | V7 | Imaj7 | V7",
                "Imaj7 | bIIImaj7 | ii7 | V13",
            ),
            ("sophisticated", "relaxed", "cheerful", "smooth", "playful", "urban"),
            (0.35, 0.7),
            "ii7 V13",
            "I69",
        ),
        Colour(
            "dorian",
            (
                "i7 | i7 | iv7 | i7",
                "i9 | IV9 | i9 | IV9",
                "i7 | bVI7 | ii7b5 | V7#9",
                "iv7 | bVII7 | i7 | V7b9",
            ),
            ("cool", "nocturnal", "smooth", "mysterious", "sophisticated"),
            (0.3, 0.65),
            "ii7b5 V7b9",
            "i9",
        ),
    ),
    parts=(
        PartSpec(
            "comping",
            ("grand piano", "grand piano", "jazz guitar"),
            (harmony.stabs(Register(50, 69, 4), _COMPING, 76, 0.7, 1.2),),
            Channel(-6, -0.2, 0.2),
        ),
        PartSpec(
            "soloist",
            ("grand piano", "grand piano", "vibraphone", "tenor sax", "jazz guitar"),
            (
                switched(
                    lead(
                        Voice(62, 81, 1.4, 0.3, 0.15, 0.5, base=92, syncopation=0.7, ornament=0.12)
                    ),
                    {"solo": improvise(Voice(60, 84, 1.7, 0.25, 0.14, 0.5, base=90))},
                ),
            ),
            Channel(0, 0.15, 0.25),
            sections=("head", "solo"),
        ),
        PartSpec("bass", ("double bass",), (bass.walking(40),), Channel(-3, 0.0, 0.12)),
        PartSpec(
            "drums",
            ("jazz kit", "brush kit"),
            (kit(_SWING, base=84),),
            Channel(-6, 0.1, 0.2),
        ),
    ),
    forms=(HEAD_SOLO,),
    feel=Feel(0.64, 0.5, 8.0, 7.0),
    keys=(0, 3, 5, 7, 8, 10),
    room="room",
    drive_db=1.5,
)

BOSSA = Style(
    name="bossa-nova",
    family="latin",
    genres=("bossa nova", "latin", "jazz"),
    bpm=(112, 142),
    colours=(
        Colour(
            "major",
            (
                "Imaj7 | Imaj7 | ii7 | V9",
                "Imaj9 | vi7 | ii7 | V13",
                "Imaj7 | II7 | ii7 | bII7",
                "IVmaj7 | iv6 | iii7 | VI7b9 | ii7 | V7 | Imaj7 | Imaj7",
            ),
            ("relaxed", "sunny", "romantic", "breezy", "smooth", "easygoing"),
            (0.25, 0.5),
            "ii7 V13",
            "Imaj9",
        ),
        Colour(
            "minor",
            ("i9 | iv7 | ii7b5 | V7b9", "i6 | bVImaj7 | ii7b5 | V7", "i9 | bVII7 | bVImaj7 | V7b9"),
            ("romantic", "wistful", "smooth", "intimate"),
            (0.2, 0.45),
            "ii7b5 V7b9",
            "i9",
        ),
    ),
    parts=(
        PartSpec(
            "guitar",
            ("nylon guitar",),
            (
                harmony.stabs(
                    Register(52, 70, 4),
                    ("x..x--x-..x--.x-|..x--.x-x..x--..", "x-.x--..x-.x--..", "..x-..x-x-.x--.."),
                    84,
                    0.8,
                ),
            ),
            Channel(-1, -0.2, 0.18),
        ),
        PartSpec(
            "bass",
            ("double bass", "fretless bass"),
            (bass.riff(("R-----f-F-----r-", "R-----f-F-----a-"), 40),),
            Channel(-4, 0.0, 0.08),
        ),
        PartSpec(
            "melody",
            ("flute", "tenor sax", "alto sax", "nylon guitar", "voices"),
            (lead(Voice(62, 80, 1.0, 0.25, 0.15, 0.5, base=86, syncopation=0.8, ornament=0.06)),),
            Channel(-1, 0.15, 0.3),
            0.5,
        ),
        PartSpec(
            "piano",
            ("rhodes", "grand piano", "vibraphone"),
            (
                harmony.stabs(
                    Register(57, 74, 3), ("......x-..x-....", "x---......x-...."), 66, 0.9
                ),
            ),
            Channel(-8, 0.4, 0.25),
            0.6,
        ),
        PartSpec(
            "strings",
            ("slow strings",),
            (harmony.pad(Register(60, 79, 3), 64),),
            Channel(-13, 0.0, 0.4),
            0.75,
            chance=0.4,
            swell=True,
        ),
        PartSpec(
            "drums",
            ("brush kit", "jazz kit"),
            (
                kit(
                    (
                        Groove(
                            {
                                "rim": "x..x..x...x..x..",
                                "kick": "o..oo..oo..oo..o",
                                "hat": "o.o.o.o.o.o.o.o.",
                                "shaker": "xogoxogoxogoxogo",
                            },
                            light=("shaker", "hat"),
                            fill="none",
                            crash=None,
                        ),
                    ),
                    base=74,
                ),
            ),
            Channel(-9, 0.1, 0.15),
        ),
    ),
    forms=(LOOP, HEAD_SOLO),
    feel=Feel(0.5, 0.25, 8.0, 6.0),
    room="room",
    drive_db=1.5,
)

BLUES = Style(
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
        PartSpec(
            "drums",
            ("room kit", "standard kit"),
            (
                kit(
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
                    base=94,
                ),
            ),
            Channel(-4, 0.0, 0.15),
            0.45,
        ),
    ),
    forms=(LOOP, HEAD_SOLO),
    feel=Feel(0.66, 0.5, 9.0, 7.0),
    keys=(0, 2, 4, 7, 9, 10),
    room="room",
    drive_db=2.5,
)

STYLES = (JAZZ_TRIO, BOSSA, BLUES)
