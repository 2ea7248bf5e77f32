"""Machines: house, techno, trap, lo-fi, chiptune, synthwave, drum and bass, ambient."""

from __future__ import annotations

from training.composer import bass, harmony
from training.composer.drums import Groove, kit
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.playing import riser, throughout
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import Colour, PartSpec, Style
from training.composer.styles.forms import BUILD, CLUB, LOOP, SONG, TIDE

_STRAIGHT = Feel(0.5, 0.25, 2.0, 3.0)
_RISER = PartSpec("riser", ("riser",), (riser(),), Channel(-10, 0, 0.3))

HOUSE = Style(
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
        PartSpec(
            "drums",
            ("club kit",),
            (
                kit(
                    (
                        Groove(
                            {
                                "kick": "X...X...X...X...",
                                "clap": "....x.......x...",
                                "open": "..x...x...x...x.",
                                "hat": "g.g.g.g.g.g.g.gg",
                            },
                            light=("kick", "hat"),
                            full={"shaker": "gogxgogxgogxgogx", "rim": "...x..x....x..x."},
                            fill="electronic",
                            light_below=0.6,
                        ),
                        Groove(
                            {
                                "kick": "X...X...X...X...",
                                "clap": "....x.......x..g",
                                "open": "..x...x...x...x.",
                                "conga": "..x..x....x..xx.",
                            },
                            light=("kick", "open"),
                            full={"ride": "..x...x...x...x.", "shaker": "gxgxgxgxgxgxgxgx"},
                            fill="electronic",
                            light_below=0.6,
                        ),
                    ),
                    base=110,
                ),
            ),
            Channel(0, 0.0, 0.06),
            0.4,
            tight=True,
        ),
        PartSpec(
            "bass",
            ("saw bass", "sub bass", "synth bass"),
            (
                bass.riff(
                    (
                        "..R...R...R...R.",
                        "..R..rR...R..ro.",
                        "R..r..r...o.r.s.",
                        "..r.R..r..r.R.o.",
                    ),
                    36,
                    104,
                    0.8,
                ),
            ),
            Channel(-2, 0.0, 0.02, ("soft duck",)),
            0.5,
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
        PartSpec(
            "pad",
            ("analogue pad", "warm pad", "synth strings"),
            (harmony.pad(Register(52, 72, 4), 72),),
            Channel(-9, 0.0, 0.35, ("duck",)),
            0.25,
            swell=True,
        ),
        PartSpec(
            "lead",
            ("pluck", "supersaw", "vibraphone", "voices"),
            (lead(Voice(67, 84, 1.3, 0.2, 0.15, 0.25, syncopation=0.8, base=90)),),
            Channel(-4, 0.15, 0.3, ("echo", "soft duck")),
            0.9,
        ),
        _RISER,
    ),
    forms=(CLUB,),
    feel=Feel(0.54, 0.25, 2.0, 4.0),
    room="plate",
    drive_db=4.0,
)

TECHNO = Style(
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
        PartSpec(
            "drums",
            ("club kit",),
            (
                kit(
                    (
                        Groove(
                            {
                                "kick": "X...X...X...X...",
                                "open": "..x...x...x...x.",
                                "clap": "....o.......o...",
                            },
                            light=("kick",),
                            full={"hat": "xgxgxgxgxgxgxgxg", "rim": "..x..x..x..x..x."},
                            fill="electronic",
                            light_below=0.6,
                        ),
                        Groove(
                            {
                                "kick": "X...X...X...X...",
                                "hat": "..x...x...x...x.",
                                "rim": "x..x..x..x..x.x.",
                            },
                            light=("kick",),
                            full={"open": "..x...x...x...x.", "ride": "x.x.x.x.x.x.x.x."},
                            fill="electronic",
                            light_below=0.6,
                        ),
                    ),
                    base=116,
                ),
            ),
            Channel(0, 0.0, 0.06),
            0.4,
            tight=True,
        ),
        PartSpec(
            "rumble",
            ("sub bass", "saw bass"),
            (
                bass.riff(
                    (".rRr.rRr.rRr.rRr", "..R...R...R...Rr", ".RR..RR..RR..RRR"), 33, 104, 0.8
                ),
            ),
            Channel(-3, 0.0, 0.03, ("duck",)),
            0.4,
            tight=True,
        ),
        PartSpec(
            "acid",
            ("acid bass",),
            (
                bass.riff(
                    (
                        "R.or.rs.R.orf.o.",
                        "RroR.rRo.rRfs.rR",
                        "r.R.o.rRr.Rso.f.",
                        "R.Rr.oR.rR.r.oRs",
                    ),
                    45,
                    104,
                    0.7,
                ),
            ),
            Channel(-4, 0.1, 0.12, ("echo", "warm drive")),
            0.65,
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
        _RISER,
    ),
    forms=(CLUB,),
    feel=_STRAIGHT,
    room="plate",
    drive_db=4.5,
)

LOFI = Style(
    name="lofi-hip-hop",
    family="hip-hop",
    genres=("lo-fi", "hip-hop", "chillout"),
    bpm=(70, 90),
    colours=(
        Colour(
            "major",
            (
                "Imaj9 | vi9 | ii9 | V13",
                "IVmaj7 | iii7 | vi9 | Imaj7",
                "ii9 | V13 | Imaj9 | VI7b9",
                "Imaj7 | iii7 | IVmaj7 | iv6",
            ),
            ("chill", "cozy", "nostalgic", "relaxed", "dreamy", "mellow"),
            (0.15, 0.4),
            "ii9 V13",
            "Imaj9",
        ),
        Colour(
            "dorian",
            ("i9 | IV9 | i9 | IV9", "i9 | bVII | bVImaj7 | v7", "iv9 | i7 | iv9 | v7"),
            ("chill", "mellow", "late-night", "melancholic", "study"),
            (0.15, 0.4),
            "iv9 v7",
            "i9",
        ),
    ),
    parts=(
        PartSpec(
            "keys",
            ("rhodes", "rhodes", "grand piano"),
            (
                harmony.stabs(
                    Register(50, 70, 4),
                    (
                        "x-----o---x-----",
                        "x-------..o---x-",
                        "x--o------x-----",
                        "x---------------",
                    ),
                    78,
                    0.95,
                ),
            ),
            Channel(-1, -0.1, 0.25, ("wobble", "soft top")),
        ),
        PartSpec(
            "bass",
            ("fingered bass", "sub bass", "double bass"),
            (
                bass.riff(
                    (
                        "R-----r-..f-..a-",
                        "R---..r-r---....",
                        "R-----..f---r-..",
                        "R--r..--o---f-..",
                    ),
                    36,
                    92,
                ),
            ),
            Channel(-2, 0.0, 0.03, ("dark",)),
            0.5,
        ),
        PartSpec(
            "melody",
            ("vibraphone", "nylon guitar", "jazz guitar", "flute", "grand piano", "kalimba"),
            (lead(Voice(65, 81, 0.8, 0.25, 0.3, 0.5, base=80, syncopation=0.8, ornament=0.1)),),
            Channel(-4, 0.2, 0.35, ("wobble", "echo", "soft top")),
            0.6,
        ),
        PartSpec(
            "pad",
            ("warm pad", "slow strings", "voices"),
            (harmony.pad(Register(55, 72, 3), 66),),
            Channel(-12, 0.0, 0.4, ("dark",)),
            0.45,
            chance=0.7,
            swell=True,
        ),
        PartSpec(
            "drums",
            ("jazz kit", "room kit", "808 kit"),
            (
                kit(
                    (
                        Groove(
                            {
                                "kick": "X......x..x.....",
                                "snare": "....x.......x...",
                                "hat": "x.x.x.x.x.x.x.xg",
                            },
                            light=("hat",),
                            fill="soft",
                            crash=None,
                        ),
                        Groove(
                            {
                                "kick": "X..x......x..x..",
                                "snare": "....x.......x..g",
                                "hat": "x.o.x.o.x.oox.o.",
                            },
                            light=("hat",),
                            fill="soft",
                            crash=None,
                        ),
                        Groove(
                            {
                                "kick": "X.........x.....",
                                "rim": "....x.......x...",
                                "hat": "x.x.xgx.x.x.xgx.",
                            },
                            light=("hat",),
                            fill="soft",
                            crash=None,
                        ),
                    ),
                    base=96,
                ),
            ),
            Channel(-1, 0.0, 0.1, ("crush", "soft top")),
            0.45,
        ),
        PartSpec("crackle", ("crackle",), (throughout(),), Channel(-17)),
    ),
    forms=(LOOP,),
    feel=Feel(0.58, 0.25, 10.0, 7.0),
    room="room",
    drive_db=3.5,
)

TRAP = Style(
    name="trap",
    family="hip-hop",
    genres=("trap", "hip-hop"),
    bpm=(132, 152),
    colours=(
        Colour(
            "harmonic minor",
            ("i | i | bVI | V", "i | bVI | iv | V", "i | i | iv | bVI"),
            ("dark", "aggressive", "confident", "menacing", "hard"),
            (0.6, 0.9),
            "bVI V",
            "i",
        ),
        Colour(
            "minor",
            ("i | bVI | bIII | bVII", "i | i | bVI | bVII", "i | v | bVI | bVI"),
            ("moody", "dark", "confident", "swagger", "cold"),
            (0.5, 0.85),
            "bVI bVII",
            "i",
        ),
    ),
    parts=(
        PartSpec(
            "drums",
            ("trap kit",),
            (
                kit(
                    (
                        Groove(
                            {
                                "kick": "X.....x...x.....|X.....x.....x...",
                                "snare": "........X.......",
                                "clap": "........x.......",
                                "hat": "x.x.x.x.x.x.xxxx|x.x.x.xxx.x.x.x.",
                            },
                            light=("hat",),
                            full={
                                "hat": "x...x...x...x...x.x.x.x.xxxxx..."
                                "|x...x...x.x.x.x.x...x...xxxxxxxx",
                                "open": "..............x.|................",
                            },
                            fill="electronic",
                        ),
                        Groove(
                            {
                                "kick": "X..x......x.....|X..x..x.......x.",
                                "snare": "........X.......",
                                "hat": "x.x.x.x.xxx.x.x.",
                            },
                            light=("hat",),
                            full={
                                "hat": "x...x...x...xxxxx...x...x...x..."
                                "|x.x.x.x.x...x...x...xxx.x...x...",
                                "clap": "........x.......",
                            },
                            fill="electronic",
                        ),
                    ),
                    base=112,
                ),
            ),
            Channel(0, 0.0, 0.07),
            0.4,
            tight=True,
        ),
        PartSpec(
            "808",
            ("808 bass",),
            (
                bass.riff(
                    (
                        "R-----r---r-----",
                        "R-----------r-o-",
                        "R--r------f-----",
                        "R-------..r---a-",
                    ),
                    31,
                    112,
                    1.0,
                ),
            ),
            Channel(1, 0.0, 0.0, ("warm drive",)),
            0.5,
            tight=True,
        ),
        PartSpec(
            "bells",
            ("glass bell", "music box", "grand piano", "pluck", "celesta", "koto"),
            (
                lead(Voice(67, 86, 1.1, 0.3, 0.05, 0.5, base=86, syncopation=0.6)),
                harmony.figure(Register(64, 81, 3), ("0.2.1...0.2.1.2.", "2...1...0...1.2."), 84),
            ),
            Channel(-3, 0.15, 0.35, ("echo",)),
        ),
        PartSpec(
            "pad",
            ("choir", "warm pad", "slow strings", "analogue pad"),
            (harmony.pad(Register(52, 69, 3), 74),),
            Channel(-9, 0.0, 0.45),
            0.3,
            swell=True,
        ),
        PartSpec(
            "brass",
            ("orchestra hit", "brass section"),
            (
                harmony.stabs(
                    Register(48, 67, 3), ("x...............", "x.....x........."), 96, 0.8, 1.0
                ),
            ),
            Channel(-7, 0.0, 0.3),
            0.9,
            chance=0.5,
        ),
        _RISER,
    ),
    forms=(SONG, LOOP),
    feel=_STRAIGHT,
    room="plate",
    drive_db=4.0,
)

_ARPS = ("0120012001200120", "0123210301232103", "0213021302130213", "0012012001201201")

CHIPTUNE = Style(
    name="chiptune",
    family="game",
    genres=("chiptune", "video game", "electronic"),
    bpm=(126, 172),
    colours=(
        Colour(
            "major",
            (
                "I | V | vi | IV",
                "I | bVII | IV | V",
                "IV | V | iii | vi",
                "I | IV | V | I",
                "bVI | bVII | I | I",
            ),
            ("playful", "happy", "retro", "energetic", "fun", "adventurous"),
            (0.6, 0.9),
            "bVI bVII",
            "I",
        ),
        Colour(
            "minor",
            (
                "i | bVI | bVII | i",
                "i | bVII | bVI | V",
                "i | iv | bVII | bIII",
                "i | bIII | bVI | V",
            ),
            ("heroic", "retro", "tense", "energetic", "adventurous"),
            (0.6, 0.95),
            "bVI bVII",
            "i",
        ),
    ),
    parts=(
        PartSpec(
            "lead",
            ("pulse lead", "thin pulse", "pulse lead"),
            (lead(Voice(67, 88, 1.7, 0.25, 0.05, 0.5, base=100, syncopation=0.5)),),
            Channel(0, 0.1, 0.08),
            0.45,
            tight=True,
        ),
        PartSpec(
            "arpeggio",
            ("thin pulse", "pulse lead"),
            (harmony.figure(Register(57, 74, 3), _ARPS, 86),),
            Channel(-5, -0.35, 0.08),
            tight=True,
        ),
        PartSpec(
            "counter",
            ("thin pulse", "pulse lead"),
            (lead(Voice(55, 72, 0.9, 0.2, 0.2, 0.5, base=84)),),
            Channel(-7, 0.4, 0.08, ("echo",)),
            0.8,
            chance=0.75,
            tight=True,
        ),
        PartSpec(
            "bass",
            ("triangle bass",),
            (
                bass.riff(
                    (
                        "R.o.R.o.R.o.R.o.",
                        "R.r.o.r.R.r.o.a.",
                        "RrroRrroRrroRrro",
                        "R..R..o.R..R.fs.",
                    ),
                    40,
                    108,
                    0.8,
                ),
            ),
            Channel(-2, 0.0, 0.02),
            tight=True,
        ),
        PartSpec(
            "drums",
            ("chip kit", "chip kit", "club kit"),
            (
                kit(
                    (
                        Groove(
                            {
                                "kick": "X...x...X...x...",
                                "snare": "....X.......X...",
                                "hat": "x.x.x.x.x.x.x.x.",
                            },
                            light=("hat",),
                        ),
                        Groove(
                            {
                                "kick": "X..x..x.X..x....",
                                "snare": "....X.......X.x.",
                                "hat": "xxxxxxxxxxxxxxxx",
                            },
                            light=("hat",),
                        ),
                    ),
                    base=104,
                ),
            ),
            Channel(-3, 0.0, 0.03),
            0.5,
            tight=True,
        ),
    ),
    forms=(SONG, BUILD),
    feel=_STRAIGHT,
    room="dry",
    drive_db=3.0,
)

SYNTHWAVE = Style(
    name="synthwave",
    family="electronic",
    genres=("synthwave", "80s", "electronic"),
    bpm=(84, 116),
    colours=(
        Colour(
            "minor",
            (
                "i | bVI | bIII | bVII",
                "i | bVII | bVI | bVI",
                "bVI | bVII | i | i",
                "i | iv | bVI | v",
            ),
            ("retro", "nostalgic", "driving", "cool", "night-time", "neon"),
            (0.45, 0.8),
            "bVI bVII",
            "i",
        ),
        Colour(
            "major",
            ("I | V | vi | IV", "IV | I | V | vi", "vi | IV | I | V"),
            ("nostalgic", "uplifting", "dreamy", "retro"),
            (0.45, 0.75),
            "IV V",
            "Iadd9",
        ),
    ),
    parts=(
        PartSpec(
            "drums",
            ("power kit", "electronic kit", "club kit"),
            (
                kit(
                    (
                        Groove(
                            {
                                "kick": "X...x...X...x...",
                                "snare": "....X.......X...",
                                "hat": "xgxgxgxgxgxgxgxg",
                            },
                            light=("kick",),
                            fill="rock",
                        ),
                        Groove(
                            {
                                "kick": "X.....x.X.......",
                                "snare": "....X.......X...",
                                "hat": "..x...x...x...x.",
                                "clap": "....o.......o...",
                            },
                            light=("kick", "hat"),
                            fill="rock",
                        ),
                    ),
                    base=110,
                ),
            ),
            Channel(0, 0.0, 0.22),
            0.45,
            tight=True,
        ),
        PartSpec(
            "bass",
            ("saw bass",),
            (
                bass.riff(
                    ("RrrrRrrrRrrrRrrr", "R.rrR.rrR.rrR.ro", "RroRrroRRroRrroR"), 33, 106, 0.8
                ),
            ),
            Channel(-2, 0.0, 0.03, ("soft duck",)),
            0.4,
            tight=True,
        ),
        PartSpec(
            "arpeggio",
            ("pluck", "polysynth"),
            (harmony.figure(Register(60, 79, 4), _ARPS, 84),),
            Channel(-6, 0.35, 0.3, ("echo",)),
            tight=True,
        ),
        PartSpec(
            "pad",
            ("analogue pad", "synth strings"),
            (harmony.pad(Register(52, 74, 4), 80),),
            Channel(-5, 0.0, 0.4, ("chorus", "soft duck")),
            swell=True,
        ),
        PartSpec(
            "lead",
            ("supersaw", "pulse lead"),
            (lead(Voice(67, 86, 0.9, 0.3, 0.15, 0.5, base=96, syncopation=0.4)),),
            Channel(-2, -0.1, 0.35, ("echo", "chorus")),
            0.6,
        ),
        _RISER,
    ),
    forms=(BUILD, SONG, CLUB),
    feel=_STRAIGHT,
    room="plate",
    drive_db=4.0,
)

DRUM_AND_BASS = Style(
    name="drum-and-bass",
    family="electronic",
    genres=("drum and bass", "electronic", "dance"),
    bpm=(168, 178),
    colours=(
        Colour(
            "minor",
            ("i9 | i9 | bVImaj7 | bVImaj7", "i | bVII | bVI | bVII", "i7 | iv7 | i7 | bVImaj7"),
            ("energetic", "intense", "futuristic", "driving", "fast"),
            (0.75, 1.0),
            "bVI bVII",
            "i9",
        ),
        Colour(
            "dorian",
            ("i9 | i9 | IV9 | IV9", "i9 | bVII | IV | IV", "i9 | v7"),
            ("energetic", "smooth", "euphoric", "fast", "urban"),
            (0.7, 0.95),
            "IV v7",
            "i9",
        ),
    ),
    parts=(
        PartSpec(
            "drums",
            ("club kit", "standard kit", "electronic kit"),
            (
                kit(
                    (
                        Groove(
                            {
                                "kick": "X.........x.....",
                                "snare": "....X.......X...",
                                "hat": "x.x.x.x.x.x.x.x.",
                            },
                            light=("hat",),
                            full={"snare": "....X..g.g..X..g", "ride": "x.x.x.x.x.x.x.x."},
                            fill="rock",
                        ),
                        Groove(
                            {
                                "kick": "X.x.......xx....|X.x.......x.....",
                                "snare": "....X..g.g..X...|....X..g.g....X.",
                                "hat": "xxxxxxxxxxxxxxxx",
                            },
                            light=("hat",),
                            full={"ride": "x...x...x...x..."},
                            fill="rock",
                        ),
                    ),
                    base=112,
                ),
            ),
            Channel(0, 0.0, 0.08),
            0.4,
            tight=True,
        ),
        PartSpec(
            "bass",
            ("saw bass", "acid bass"),
            (
                bass.riff(
                    (
                        "R-----r--r----r-",
                        "R--r--R---o-r-s-",
                        "R-----------o-r-",
                        "R-.R-.R-.r-.R-o-",
                    ),
                    33,
                    108,
                    0.95,
                ),
            ),
            Channel(-1, 0.0, 0.03, ("soft duck", "warm drive")),
            0.6,
            tight=True,
        ),
        PartSpec(
            "pad",
            ("analogue pad", "warm pad", "sweep pad"),
            (harmony.pad(Register(55, 76, 4), 76),),
            Channel(-6, 0.0, 0.4, ("soft duck",)),
            swell=True,
        ),
        PartSpec(
            "keys",
            ("rhodes", "pluck", "grand piano", "house stab"),
            (
                harmony.stabs(
                    Register(57, 76, 4),
                    ("x.....x.....x...", "x..x......x.....", "......x.....x..."),
                    84,
                    0.8,
                    1.5,
                ),
            ),
            Channel(-6, 0.2, 0.3, ("echo",)),
            0.25,
            chance=0.8,
        ),
        PartSpec(
            "lead",
            ("voices", "pluck", "supersaw"),
            (lead(Voice(67, 84, 0.6, 0.2, 0.3, 0.5, base=88, syncopation=0.5)),),
            Channel(-5, -0.1, 0.4, ("echo",)),
            0.65,
        ),
        _RISER,
    ),
    forms=(CLUB, BUILD),
    feel=_STRAIGHT,
    room="plate",
    drive_db=4.5,
)

AMBIENT = Style(
    name="ambient-pads",
    family="ambient",
    genres=("ambient", "new age", "electronic"),
    bpm=(56, 76),
    colours=(
        Colour(
            "lydian",
            (
                "Imaj9 | Imaj9 | IIadd9 | IIadd9",
                "Imaj7 | vi9 | Imaj7 | II",
                "Iadd9 | V | vi9 | IIadd9",
            ),
            ("dreamy", "peaceful", "spacious", "ethereal", "calm", "floating"),
            (0.0, 0.25),
            "II",
            "Iadd9",
        ),
        Colour(
            "major",
            ("Iadd9 | IVmaj9", "IVmaj9 | Iadd9 | vi9 | Vsus4", "Imaj9 | iii7 | IVmaj9 | IVmaj9"),
            ("calm", "peaceful", "meditative", "soothing", "dreamy"),
            (0.0, 0.2),
            "IVmaj9",
            "Iadd9",
        ),
        Colour(
            "minor",
            (
                "iadd9 | bVImaj7",
                "i9 | bVImaj9 | bIIImaj7 | bVIIadd9",
                "i9 | v7 | bVImaj9 | bVImaj9",
            ),
            ("mysterious", "deep", "melancholic", "spacious", "introspective"),
            (0.0, 0.25),
            "bVImaj7",
            "iadd9",
        ),
    ),
    parts=(
        PartSpec(
            "pad",
            ("analogue pad", "warm pad", "halo pad", "space voice"),
            (harmony.pad(Register(50, 74, 4), 76, 1.0),),
            Channel(0, -0.1, 0.5),
            swell=True,
        ),
        PartSpec(
            "second pad",
            ("bowed glass", "slow strings", "sweep pad", "voices", "choir"),
            (harmony.pad(Register(60, 84, 3), 70, 1.0),),
            Channel(-6, 0.25, 0.6),
            0.4,
            swell=True,
        ),
        PartSpec(
            "deep",
            ("drone", "sub bass"),
            (bass.riff("R---------------", 36, 84, 1.0),),
            Channel(-7, 0.0, 0.2),
        ),
        PartSpec(
            "sparkle",
            ("crystal", "glass bell", "grand piano", "celesta", "vibraphone"),
            (
                lead(Voice(72, 91, 0.4, 0.5, 0.3, 0.5, base=70, syncopation=0.6)),
                harmony.figure(
                    Register(67, 88, 4), ("0...2...1...3...", "3.....1.....2..."), 66, True
                ),
            ),
            Channel(-6, 0.3, 0.7, ("slow echo",)),
            0.45,
        ),
    ),
    forms=(TIDE,),
    feel=Feel(0.5, 0.5, 18.0, 8.0),
    room="cathedral",
    drive_db=1.0,
)

STYLES = (HOUSE, TECHNO, LOFI, TRAP, CHIPTUNE, SYNTHWAVE, DRUM_AND_BASS, AMBIENT)
