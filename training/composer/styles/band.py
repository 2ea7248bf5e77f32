"""Bands with electric guitars: rock, metal, funk, reggae."""

from __future__ import annotations

from training.composer import bass, harmony
from training.composer.drums import Groove, kit
from training.composer.harmony import Register
from training.composer.melody import Voice, improvise, lead
from training.composer.playing import harmonised
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.forms import DRIVING, LOOP, SONG

_ROCK_BEATS = (
    Groove(
        {"kick": "X.......X.x.....", "snare": "....X.......X...", "hat": "x.x.x.x.x.x.x.x."},
        light=("hat", "kick"),
        full={"hat": "................", "crash": "X...x...X...x..."},
    ),
    Groove(
        {"kick": "X..x..x.X.......", "snare": "....X.......X...", "hat": "x.x.x.x.x.x.x.x."},
        light=("hat", "kick"),
        full={"ride": "x.x.x.x.x.x.x.x.", "hat": "................"},
    ),
    Groove(
        {"kick": "X.x.....x.x.....", "snare": "....X.......X..g", "open": "x...x...x...x..."},
        light=("open",),
    ),
)
_ROCK_RIFFS = ("xxxxxxxx", "X-.xx.x-", "X--xX-xx", "X-----xxX---x-x-", "Xmmxmmx-Xmmxm-x-")
_ROCK_BASS = ("Rrrrrrrr", "R-.rr.r-", "R--rR-rr", "R-----rrR---r-r-", "R--r--r-R--r--a-")

ROCK = Style(
    name="indie-rock",
    family="rock",
    genres=("rock", "alternative rock"),
    bpm=(112, 152),
    colours=(
        Colour(
            "major",
            (
                "I | V | vi | IV",
                "I | IV | I | V",
                "vi | IV | I | V",
                "IV | I | V | vi",
                "I | bVII | IV | I",
            ),
            ("energetic", "uplifting", "confident", "free", "driving"),
            (0.6, 0.9),
            "IV V",
            "I",
        ),
        Colour(
            "minor",
            (
                "i | bVI | bIII | bVII",
                "i | bVII | bVI | bVII",
                "i | bIII | bVII | iv",
                "bVI | bVII | i | i",
            ),
            ("driving", "rebellious", "energetic", "gritty", "intense"),
            (0.6, 0.95),
            "bVI bVII",
            "i",
        ),
    ),
    parts=(
        PartSpec(
            "guitar left",
            ("distorted guitar",),
            (harmony.power(_ROCK_RIFFS, 43),),
            Channel(0.5, -0.7, 0.1, ("crunch",)),
            0.65,
            unison="riff",
        ),
        PartSpec(
            "guitar right",
            ("overdriven guitar",),
            (harmony.power(_ROCK_RIFFS, 43),),
            Channel(0.5, 0.7, 0.1, ("crunch",)),
            0.65,
            unison="riff",
        ),
        PartSpec(
            "clean guitar",
            ("clean guitar", "muted guitar"),
            (
                harmony.figure(
                    Register(52, 71, 4), ("0213021302130213", "0.2.1.3.0.2.1.3.", "01230321")
                ),
            ),
            Channel(-3, 0.3, 0.2, ("chorus",)),
            0.0,
            0.72,
        ),
        PartSpec(
            "bass",
            ("picked bass", "fingered bass"),
            (bass.riff(_ROCK_BASS, 36, 104),),
            Channel(-2.5, 0.0, 0.03),
            0.55,
            unison="riff",
        ),
        PartSpec(
            "lead",
            ("overdriven guitar", "distorted guitar"),
            (
                lead(Voice(64, 83, 1.1, 0.3, 0.1, 0.5, "major pentatonic", base=102, ornament=0.1)),
                lead(Voice(64, 83, 1.1, 0.3, 0.1, 0.5, base=102, ornament=0.1)),
            ),
            Channel(-2, 0.05, 0.25, ("echo",)),
            0.85,
        ),
        PartSpec(
            "organ",
            ("rock organ",),
            (harmony.pad(Register(57, 74, 3), 76),),
            Channel(-10, 0.0, 0.2),
            0.85,
            chance=0.4,
        ),
        PartSpec(
            "drums",
            ("power kit", "room kit", "standard kit"),
            (kit(_ROCK_BEATS, base=112),),
            Channel(0, 0.0, 0.14),
            0.5,
        ),
    ),
    forms=(DRIVING, SONG),
    feel=Feel(0.5, 0.5, 7.0, 5.0),
    keys=(0, 2, 4, 7, 9, 11),
    room="studio",
    drive_db=4.5,
)

_METAL_RIFFS = (
    "X-------X---x-x-",
    "X---mmmmX---x-x-",
    "X-x-X-x-X-mmX-x-",
    "X---x---mmmmX-x-",
    "X--x--x-X--x--x-",
    "X-mmX-mmX-mmX---",
)
_METAL_BASS = (
    "R-r-r-r-R-r-r-r-",
    "R---rrrrR---r-r-",
    "R-r-R-r-R-rrR-r-",
    "R---r---rrrrR-r-",
    "R--r--r-R--r--r-",
    "R-rrR-rrR-rrR---",
)
_SHRED = lead(Voice(64, 88, 1.8, 0.2, 0.05, 0.5, base=108, syncopation=0.4))

METAL = Style(
    name="heavy-metal",
    family="metal",
    genres=("metal", "heavy metal", "hard rock"),
    bpm=(104, 168),
    colours=(
        Colour(
            "phrygian",
            (
                "i | i | bII | i",
                "i | bII | bIII | bII",
                "i | i | bVI | bII",
                "i | bVII | bVI | bII",
            ),
            ("aggressive", "dark", "angry", "intense", "powerful"),
            (0.85, 1.0),
            "bII",
            "i5",
        ),
        Colour(
            "harmonic minor",
            ("i | bVI | V | i", "i | i | bVI | bVII", "i | iv | bVI | V", "i | bVII | bVI | V"),
            ("epic", "aggressive", "dark", "powerful", "fierce"),
            (0.8, 1.0),
            "bVI V",
            "i5",
        ),
    ),
    parts=(
        PartSpec(
            "guitar left",
            ("distorted guitar",),
            (harmony.power(_METAL_RIFFS, 40, 112),),
            Channel(2, -0.8, 0.06, ("high gain",)),
            unison="riff",
        ),
        PartSpec(
            "guitar right",
            ("distorted guitar",),
            (harmony.power(_METAL_RIFFS, 40, 112),),
            Channel(2, 0.8, 0.06, ("high gain",)),
            unison="riff",
        ),
        PartSpec(
            "bass",
            ("picked bass", "fingered bass"),
            (bass.riff(_METAL_BASS, 30, 112),),
            Channel(-3, 0.0, 0.02, ("warm drive",)),
            0.55,
            unison="riff",
        ),
        PartSpec(
            "lead",
            ("distorted guitar",),
            (_SHRED,),
            Channel(-2, -0.15, 0.2, ("crunch", "echo")),
            0.9,
        ),
        PartSpec(
            "harmony lead",
            ("distorted guitar",),
            (harmonised(_SHRED, 2),),
            Channel(-4, 0.2, 0.2, ("crunch", "echo")),
            0.9,
            unison="lead",
        ),
        PartSpec(
            "choir",
            ("choir", "strings", "church organ"),
            (harmony.pad(Register(52, 72, 4), 88),),
            Channel(-7, 0.0, 0.35),
            0.75,
            chance=0.35,
            swell=True,
        ),
        PartSpec(
            "drums",
            ("power kit", "room kit"),
            (
                kit(
                    (
                        Groove(
                            {
                                "kick": "x.xxx.xxx.xxx.xx",
                                "snare": "....X.......X...",
                                "hat": "x...x...x...x...",
                            },
                            full={
                                "kick": "xxxxxxxxxxxxxxxx",
                                "china": "x...x...x...x...",
                                "hat": "................",
                            },
                        ),
                        Groove(
                            {
                                "kick": "xxxxxxxxxxxxxxxx",
                                "snare": "....X.......X...",
                                "ride": "x.x.x.x.x.x.x.x.",
                            },
                            full={"snare": "..X...X...X...X.", "crash": "x.......x......."},
                        ),
                    ),
                    base=116,
                ),
            ),
            Channel(-0.5, 0.0, 0.1),
            0.5,
        ),
    ),
    forms=(DRIVING,),
    feel=Feel(0.5, 0.5, 4.0, 4.0),
    keys=(2, 4, 5, 9, 11),
    room="studio",
    drive_db=5.0,
)

FUNK = Style(
    name="funk-groove",
    family="funk",
    genres=("funk", "soul"),
    bpm=(96, 116),
    colours=(
        Colour(
            "dorian",
            ("i9 | i9 | i9 | IV9", "i9 | IV9", "i7 | bIIImaj7 | IV9 | IV9", "i9 | i9 | iv9 | V7#9"),
            ("groovy", "funky", "cool", "confident", "fun", "sassy"),
            (0.55, 0.85),
            "V7#9",
            "i9",
        ),
        Colour(
            "mixolydian",
            ("I9 | I9 | IV9 | IV9", "I9 | I9 | I9 | bVII9", "I9 | vi7 | IV9 | V9"),
            ("groovy", "party", "funky", "upbeat", "fun"),
            (0.6, 0.9),
            "V9",
            "I9",
        ),
    ),
    parts=(
        PartSpec(
            "bass",
            ("slap bass", "fingered bass", "slap bass"),
            (
                bass.riff(
                    (
                        "R..r.mo.m.r.s.o.",
                        "R.mo..s.r.mf.sr.",
                        "R..R..o.ms.f.mr.",
                        "R.m.o.mr..s.f.a.",
                        "R...m.oR..m.fs.o",
                    ),
                    38,
                    108,
                    0.7,
                ),
            ),
            Channel(-1, 0.0, 0.04),
            0.4,
        ),
        PartSpec(
            "guitar",
            ("funk guitar", "muted guitar", "clean guitar"),
            (
                harmony.stabs(
                    Register(57, 74, 3),
                    (
                        "..xgg.x...xgg.xg",
                        "x.gxg.gxg.gxg.gx",
                        ".gx.g.xg.gx.g.xg",
                        "x..x..x.gx.x..x.",
                    ),
                    84,
                    0.45,
                    0.2,
                ),
            ),
            Channel(-4, 0.45, 0.08),
        ),
        PartSpec(
            "keys",
            ("clavinet", "rhodes", "drawbar organ"),
            (
                harmony.stabs(
                    Register(52, 69, 4),
                    ("x..x..x...x.....", "..x-....x.x-....", "x-....x-..x...x."),
                    84,
                    0.7,
                    0.6,
                ),
            ),
            Channel(-5, -0.45, 0.1),
            0.5,
        ),
        PartSpec(
            "horns",
            ("brass section", "brass section", "alto sax"),
            (
                harmony.stabs(
                    Register(60, 79, 3),
                    (
                        "x.x.......x-....|................",
                        "..........x.x-x.|x---............",
                        "x..x..x.........|............x.x-",
                    ),
                    104,
                    0.6,
                    1.5,
                ),
            ),
            Channel(-3, -0.1, 0.18),
            0.75,
        ),
        PartSpec(
            "solo",
            ("tenor sax", "alto sax", "trumpet", "clean guitar"),
            (improvise(Voice(60, 79, 1.3, 0.3, 0.22, 0.5, "blues", base=98), 0.05),),
            Channel(-2, 0.15, 0.2),
            0.6,
            sections=("verse", "bridge", "turn", "break"),
            chance=0.7,
        ),
        PartSpec(
            "drums",
            ("standard kit", "room kit"),
            (
                kit(
                    (
                        Groove(
                            {
                                "kick": "X..x..x...x..x..",
                                "snare": "....X..g.g..X..g",
                                "hat": "x.xxx.xxx.xxx.xo",
                            },
                            light=("hat", "kick"),
                        ),
                        Groove(
                            {
                                "kick": "X.x.......xx....",
                                "snare": "....X..g.g.gX...",
                                "hat": "xxxxxxxxxxxxxxxx",
                                "open": "..............x.",
                            },
                            light=("hat", "kick"),
                        ),
                        Groove(
                            {
                                "kick": "X..x....x.x.....",
                                "snare": "....X.g..g..X.g.",
                                "hat": "x.x.x.x.x.x.x.x.",
                                "conga": "..x..xx...x..xx.",
                            },
                            light=("hat", "conga"),
                        ),
                    ),
                    base=106,
                ),
            ),
            Channel(0, 0.0, 0.08),
            0.35,
        ),
    ),
    forms=(DRIVING, LOOP),
    feel=Feel(0.55, 0.25, 6.0, 6.0),
    keys=(0, 2, 4, 5, 7, 9, 10),
    room="studio",
    drive_db=3.5,
)

REGGAE = Style(
    name="reggae",
    family="reggae",
    genres=("reggae", "dub"),
    bpm=(68, 84),
    colours=(
        Colour(
            "major",
            (
                "I | IV | I | V",
                "I | ii | IV | I",
                "I | vi | ii | V",
                "IV | I | V | I",
                "I | V | IV | IV",
            ),
            ("laid-back", "sunny", "happy", "relaxed", "summery"),
            (0.35, 0.6),
            "IV V",
            "I",
        ),
        Colour(
            "minor",
            ("i | iv | i | v", "i | bVII | bVI | bVII", "i | i | iv | iv"),
            ("laid-back", "deep", "cool", "rebellious"),
            (0.3, 0.6),
            "iv v",
            "i",
        ),
    ),
    parts=(
        PartSpec(
            "skank",
            ("clean guitar", "muted guitar"),
            (
                harmony.stabs(
                    Register(57, 74, 3), ("..x...x...x...x.", "..xg..xg..xg..xg"), 92, 0.5, 0.25
                ),
            ),
            Channel(-3, 0.4, 0.12, ("low cut",)),
        ),
        PartSpec(
            "bubble",
            ("drawbar organ", "percussive organ"),
            (
                harmony.stabs(
                    Register(52, 69, 3), (".gx.gg.x.gx.gg.x", "..x..gx...x..gx."), 78, 0.5, 0.3
                ),
            ),
            Channel(-7, -0.4, 0.15),
            0.45,
        ),
        PartSpec(
            "bass",
            ("fingered bass", "synth bass", "fretless bass"),
            (
                bass.riff(
                    (
                        "R---r-t-f-----..",
                        "....R-r-..f-t-r-",
                        "R-..r-f-....o-f-",
                        "R-.R-.f---..t-r-",
                        "..R-R-..f-s-o-..",
                    ),
                    36,
                    108,
                ),
            ),
            Channel(1, 0.0, 0.04),
            0.4,
        ),
        PartSpec(
            "melody",
            ("trombone", "alto sax", "harmonica", "drawbar organ", "trumpet"),
            (
                lead(
                    Voice(
                        58, 77, 0.9, 0.25, 0.25, 0.5, "major pentatonic", base=92, syncopation=0.7
                    )
                ),
                lead(Voice(58, 77, 0.9, 0.25, 0.25, 0.5, base=92, syncopation=0.7)),
            ),
            Channel(-3, 0.1, 0.3, ("dub echo",)),
            0.6,
        ),
        PartSpec(
            "piano",
            ("grand piano", "honky tonk"),
            (harmony.stabs(Register(60, 76, 3), "..x...x...x...x.", 80, 0.4, 0.25),),
            Channel(-8, 0.0, 0.15),
            0.6,
            chance=0.6,
        ),
        PartSpec(
            "drums",
            ("room kit", "standard kit"),
            (
                kit(
                    (
                        Groove(
                            {
                                "kick": "........X.......",
                                "rim": "........X.......",
                                "hat": "x.xgx.xox.xgx.xo",
                            },
                            light=("hat",),
                            full={"snare": "........X.....g."},
                        ),
                        Groove(
                            {
                                "kick": "x...x...x...x...",
                                "rim": "....x..x....x...",
                                "hat": "x.x.x.x.x.x.x.x.",
                            },
                            light=("hat",),
                        ),
                        Groove(
                            {
                                "kick": "........X.......",
                                "snare": "........X.......",
                                "hat": "..x...x...x...x.",
                                "low conga": "x..x..x.x..x..x.",
                            },
                            light=("hat", "low conga"),
                        ),
                    ),
                    base=100,
                ),
            ),
            Channel(-2, 0.0, 0.15),
            0.35,
        ),
    ),
    forms=(LOOP, SONG),
    feel=Feel(0.56, 0.25, 9.0, 6.0),
    keys=(0, 2, 4, 5, 7, 9, 10),
    room="plate",
    drive_db=3.0,
)

STYLES = (ROCK, METAL, FUNK, REGGAE)
