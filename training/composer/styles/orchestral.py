"""The orchestra and the piano: epic, chamber, comedy, suspense."""

from __future__ import annotations

from training.composer import bass, harmony
from training.composer.drums import Groove, kit, strikes
from training.composer.harmony import Register
from training.composer.melody import Voice, lead
from training.composer.playing import harmonised, riser, transposed
from training.composer.rhythm import Feel
from training.composer.score import Channel
from training.composer.style import THREE_FOUR, Colour, PartSpec, Style
from training.composer.styles.forms import BUILD, SONG, STORY, TIDE

_HEROIC = lead(Voice(55, 74, 0.7, 0.35, 0.0, 0.5, base=104, syncopation=0.2))

EPIC = Style(
    name="cinematic-epic",
    family="orchestral",
    genres=("cinematic", "orchestral", "soundtrack", "classical"),
    bpm=(84, 124),
    colours=(
        Colour(
            "minor",
            (
                "i | bVI | bIII | bVII",
                "i | i | bVI | bVII",
                "i | bVII | bVI | V",
                "bVI | bVII | i | i",
                "i | v | bVI | iv",
            ),
            ("epic", "powerful", "dramatic", "heroic", "intense", "dark"),
            (0.6, 1.0),
            "bVI bVII",
            "i",
        ),
        Colour(
            "major",
            ("I | bVII | IV | I", "I | V/3 | vi | IV", "vi | IV | I | V", "I | bVI | bVII | I"),
            ("epic", "triumphant", "heroic", "inspiring", "powerful", "adventurous"),
            (0.6, 1.0),
            "bVI bVII",
            "I",
        ),
    ),
    parts=(
        PartSpec(
            "ostinato",
            ("strings",),
            (
                harmony.figure(
                    Register(50, 67, 3),
                    (
                        "0.00102.0.001020",
                        "0.0.1.0.2.0.1.0.",
                        "0012001200120012",
                        "0.01.00.2.01.00.",
                    ),
                    base=96,
                ),
            ),
            Channel(0, -0.3, 0.25),
        ),
        PartSpec(
            "low strings",
            ("cello", "strings"),
            (bass.riff(("R.r.R.r.R.r.R.r.", "R..R..R.R..R..R.", "R.rrR.rrR.rrR.rr"), 40),),
            Channel(-2, 0.3, 0.2),
            enters=0.4,
        ),
        PartSpec(
            "basses",
            ("contrabass", "tuba"),
            (bass.riff("R-------r-------", 33, length=1.0),),
            Channel(-6, 0.2, 0.25),
            enters=0.5,
            swell=True,
        ),
        PartSpec(
            "strings",
            ("slow strings",),
            (harmony.pad(Register(52, 79, 4), 88),),
            Channel(-5, -0.1, 0.4),
            enters=0.2,
            swell=True,
        ),
        PartSpec(
            "theme", ("french horns", "brass section"), (_HEROIC,), Channel(-1, 0.2, 0.4), 0.45
        ),
        PartSpec(
            "trumpets",
            ("trumpet", "brass section"),
            (transposed(_HEROIC, 12),),
            Channel(-5, -0.15, 0.4),
            0.95,
            unison="theme",
        ),
        PartSpec(
            "high strings",
            ("strings", "violin"),
            (transposed(_HEROIC, 12),),
            Channel(-4, -0.35, 0.35),
            0.45,
            unison="theme",
        ),
        PartSpec(
            "brass",
            ("trombone", "brass section"),
            (harmony.pad(Register(43, 62, 3), 96),),
            Channel(-6, 0.35, 0.35),
            0.7,
            swell=True,
        ),
        PartSpec(
            "choir",
            ("choir", "voices"),
            (harmony.pad(Register(55, 76, 4), 92),),
            Channel(-8, 0.0, 0.5),
            0.7,
            chance=0.7,
            swell=True,
        ),
        PartSpec(
            "taikos",
            ("taiko",),
            (
                strikes(
                    (
                        "X.....x.X.xo.oxo",
                        "X..x..x.X..x.oxo",
                        "X...x...X..x..oo",
                        "X.xxX.xxX.xxX.oo",
                    ),
                    43,
                    50,
                    118,
                ),
            ),
            Channel(-3, 0.0, 0.4),
            0.5,
        ),
        PartSpec(
            "percussion",
            ("big drums",),
            (
                kit(
                    (
                        Groove(
                            {"kick": "X.......X.......", "floor tom": "....x.......x.xx"},
                            light=("kick",),
                            full={"low tom": "..x...x...x...x.", "china": "X..............."},
                            fill="taiko",
                        ),
                    ),
                    base=112,
                ),
            ),
            Channel(-5, 0.0, 0.4),
            0.7,
        ),
        PartSpec("timpani", ("timpani",), (bass.riff("R.......R...rrrr", 43),), Channel(-7), 0.6),
        PartSpec("riser", ("riser",), (riser(),), Channel(-12, 0, 0.4), chance=0.8),
    ),
    forms=(BUILD,),
    feel=Feel(0.5, 0.5, 6.0, 5.0),
    keys=(0, 2, 3, 4, 5, 7, 9, 10),
    room="hall",
    drive_db=4.0,
    ritardando=0.2,
)

_TUNE = lead(Voice(67, 86, 1.2, 0.25, 0.05, 0.5, ornament=0.08, base=88, syncopation=0.25))

WALTZ = Style(
    name="chamber-waltz",
    family="classical",
    genres=("classical", "waltz", "chamber"),
    bpm=(108, 162),
    meter=THREE_FOUR,
    colours=(
        Colour(
            "major",
            (
                "I | I | V7 | V7 | V7 | V7 | I | I",
                "I | vi | ii | V7",
                "IV | I/5 | V7 | I",
                "I | V7/3 | vi | ii7 | V7 | I",
            ),
            ("elegant", "graceful", "romantic", "light", "charming"),
            (0.25, 0.6),
            "V7",
            "I",
        ),
        Colour(
            "harmonic minor",
            ("i | i | V7 | V7 | iv | i/5 | V7 | i", "i | iv | V7 | i", "bVI | iv | V7 | i"),
            ("romantic", "melancholic", "elegant", "dreamy"),
            (0.2, 0.5),
            "V7",
            "i",
        ),
    ),
    parts=(
        PartSpec("violin", ("violin", "clarinet", "flute"), (_TUNE,), Channel(0, -0.2, 0.35), 0.4),
        PartSpec(
            "second violin",
            ("viola", "violin", "oboe"),
            (harmonised(_TUNE, -2),),
            Channel(-6, 0.2, 0.35),
            0.8,
            unison="violin",
        ),
        PartSpec(
            "accompaniment",
            ("pizzicato strings", "strings", "grand piano"),
            (harmony.oom_pah(Register(53, 70, 3), 43),),
            Channel(-4, 0.2, 0.3),
        ),
        PartSpec(
            "cello",
            ("cello",),
            (bass.riff(("R-----", "R---f-", "R-r-f-"), 43, length=0.98),),
            Channel(-4, 0.35, 0.3),
            0.5,
        ),
        PartSpec(
            "strings",
            ("slow strings",),
            (harmony.pad(Register(55, 76, 3), 70),),
            Channel(-10, 0.0, 0.4),
            0.55,
            swell=True,
        ),
        PartSpec(
            "harp",
            ("harp", "harpsichord", "celesta"),
            (harmony.figure(Register(60, 79, 4), ("012345", "0.1232"), ring=True, base=70),),
            Channel(-11, -0.4, 0.35),
            0.6,
            chance=0.6,
        ),
    ),
    forms=(STORY, SONG),
    feel=Feel(0.5, 0.5, 10.0, 6.0),
    room="hall",
    drive_db=1.5,
    ritardando=0.35,
    rubato=0.02,
)

PIANO = Style(
    name="solo-piano",
    family="classical",
    genres=("classical", "piano", "instrumental"),
    bpm=(58, 86),
    colours=(
        Colour(
            "minor",
            (
                "i | bVI | bIII | bVII",
                "i | v | bVI | iv",
                "iadd9 | bVImaj7 | iv7 | V",
                "i | bVII/3 | bVI | V",
                "bVImaj7 | bVII | i | i",
            ),
            ("sad", "melancholic", "emotional", "lonely", "reflective", "tender"),
            (0.05, 0.3),
            "iv V",
            "i",
        ),
        Colour(
            "major",
            (
                "Iadd9 | V/3 | vi7 | IVmaj7",
                "IVmaj7 | V | iii7 | vi7",
                "I | iii7 | IVmaj7 | iv",
                "vi7 | IVmaj7 | I | V",
            ),
            ("tender", "hopeful", "peaceful", "romantic", "calm", "reflective"),
            (0.05, 0.35),
            "IV V",
            "Iadd9",
        ),
    ),
    parts=(
        PartSpec(
            "left hand",
            ("grand piano",),
            (
                harmony.figure(
                    Register(45, 64, 3),
                    ("r.0.1.2.1.2.1.0.", "r-0-1-2-", "r---1-2-r---2-1-", "r.f.0.1.2.1.0.f."),
                    base=64,
                    ring=True,
                    thumb=41,
                ),
            ),
            Channel(-4, 0.0, 0.3),
        ),
        PartSpec(
            "right hand",
            ("grand piano",),
            (lead(Voice(65, 86, 0.85, 0.3, 0.12, 0.5, ornament=0.06, base=84, syncopation=0.4)),),
            Channel(0, 0.0, 0.3),
            0.35,
        ),
        PartSpec(
            "inner voice",
            ("grand piano",),
            (harmony.pad(Register(55, 69, 2), 60),),
            Channel(-9, 0.0, 0.3),
            0.6,
        ),
    ),
    forms=(STORY, TIDE),
    feel=Feel(0.5, 0.5, 14.0, 7.0),
    room="hall",
    drive_db=1.0,
    ritardando=0.4,
    rubato=0.05,
)

SUSPENSE = Style(
    name="horror-suspense",
    family="soundtrack",
    genres=("soundtrack", "horror", "ambient", "experimental"),
    bpm=(54, 84),
    colours=(
        Colour(
            "phrygian",
            (
                "i | bII | i | idim7",
                "i | i | bVI | bII",
                "i | vdim | bII | i",
                "idim7 | idim7 | bii | bii",
            ),
            ("scary", "tense", "dark", "eerie", "mysterious", "ominous"),
            (0.2, 0.6),
            "bII",
            "i",
        ),
        Colour(
            "double harmonic",
            ("i | bII | i | idim7", "i | i | iv | bII", "imaj7 | imaj7 | bII | idim7"),
            ("eerie", "dark", "tense", "mysterious", "unsettling"),
            (0.2, 0.6),
            "bII",
            "i",
        ),
    ),
    parts=(
        PartSpec(
            "drone",
            ("drone",),
            (bass.riff("R---------------", 33, length=1.0),),
            Channel(-4, 0, 0.4),
        ),
        PartSpec(
            "tremolo",
            ("tremolo strings",),
            (harmony.pad(Register(58, 84, 4), 80),),
            Channel(-3, -0.2, 0.5),
            0.35,
            swell=True,
        ),
        PartSpec(
            "low strings",
            ("contrabass", "cello"),
            (bass.riff(("R.......r.......", "R...r...R...r...", "R.....r.m......."), 36),),
            Channel(-4, 0.2, 0.4),
            0.3,
        ),
        PartSpec(
            "bells",
            ("music box", "celesta", "grand piano", "tubular bells", "glockenspiel"),
            (lead(Voice(72, 91, 0.5, 0.6, 0.35, 0.5, base=76, syncopation=0.5)),),
            Channel(-5, 0.35, 0.6, ("slow echo",)),
            0.25,
        ),
        PartSpec(
            "choir",
            ("choir", "voices"),
            (harmony.pad(Register(50, 68, 3), 80),),
            Channel(-7, 0.0, 0.6),
            0.55,
            swell=True,
        ),
        PartSpec(
            "pizzicato",
            ("pizzicato strings",),
            (harmony.figure(Register(48, 64, 3), ("0...1...0.2.....", "0..1....0..2...."), 78),),
            Channel(-6, -0.4, 0.5),
            0.5,
            chance=0.7,
        ),
        PartSpec(
            "drums",
            ("taiko",),
            (strikes(("X...............", "X.......x.......", "X.x............."), 36, 41, 110),),
            Channel(-5, 0.0, 0.6),
            0.5,
        ),
        PartSpec("riser", ("riser",), (riser(),), Channel(-9, 0, 0.5)),
    ),
    forms=(BUILD, TIDE),
    feel=Feel(0.5, 0.5, 12.0, 8.0),
    room="cathedral",
    drive_db=2.0,
)

_SNEAK = lead(
    Voice(58, 74, 1.5, 0.45, 0.15, 0.5, length=0.4, base=92, syncopation=0.5, ornament=0.2)
)

COMEDY = Style(
    name="quirky-comedy",
    family="soundtrack",
    genres=("comedy", "soundtrack", "novelty", "orchestral"),
    bpm=(104, 140),
    colours=(
        Colour(
            "major",
            (
                "I | I | II7 | V7",
                "I | #idim7 | ii7 | V7",
                "I | bVI7 | I | V7",
                "I | vi | II7 | V7",
                "I | I7 | IV | iv6",
            ),
            ("funny", "quirky", "playful", "mischievous", "silly", "cheerful"),
            (0.35, 0.7),
            "II7 V7",
            "I",
        ),
        Colour(
            "harmonic minor",
            ("i | V7 | i | V7", "i | bVI7 | V7 | i", "i | i | iv | V7"),
            ("sneaky", "quirky", "mischievous", "playful"),
            (0.3, 0.6),
            "bVI7 V7",
            "i",
        ),
    ),
    parts=(
        PartSpec(
            "pizzicato",
            ("pizzicato strings",),
            (harmony.oom_pah(Register(55, 70, 3), 45, 92),),
            Channel(-1, -0.2, 0.2),
        ),
        PartSpec(
            "tune",
            ("clarinet", "bassoon", "muted trumpet", "xylophone", "oboe"),
            (_SNEAK,),
            Channel(0, 0.2, 0.2),
            0.4,
        ),
        PartSpec(
            "doubling",
            ("xylophone", "glockenspiel", "piccolo"),
            (transposed(_SNEAK, 24),),
            Channel(-6, 0.4, 0.25),
            0.75,
            unison="tune",
        ),
        PartSpec(
            "bass",
            ("tuba", "bassoon", "double bass"),
            (bass.riff(("R...l...R...l...", "R...l...R.a.R..."), 40, length=0.4),),
            Channel(-4, 0.0, 0.15),
            0.5,
        ),
        PartSpec(
            "marimba",
            ("marimba", "pizzicato strings"),
            (
                harmony.stabs(
                    Register(60, 76, 2), ("..x...x...x...x.", "..x..x....x...x."), 80, 0.3
                ),
            ),
            Channel(-7, -0.45, 0.2),
            0.55,
        ),
        PartSpec(
            "percussion",
            ("hand percussion",),
            (
                kit(
                    (
                        Groove(
                            {
                                "woodblock": "x...o...x..xo...",
                                "triangle": "....x.......x...",
                                "kick": "x.......x.......",
                            },
                            light=("woodblock",),
                            full={"snare": "..x...x...x...xx"},
                            fill="soft",
                            crash=None,
                        ),
                        Groove(
                            {
                                "woodblock": "x.x.....x.x..o..",
                                "claves": "....x.......x...",
                                "tambourine": "..x...x...x...x.",
                            },
                            light=("claves",),
                            fill="soft",
                            crash=None,
                        ),
                    ),
                    base=88,
                ),
            ),
            Channel(-7, 0.1, 0.2),
            0.5,
        ),
    ),
    forms=(SONG, STORY),
    feel=Feel(0.56, 0.5, 8.0, 7.0),
    room="room",
    drive_db=2.0,
)

STYLES = (EPIC, WALTZ, PIANO, SUSPENSE, COMEDY)
