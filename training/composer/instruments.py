"""The instruments: where their sound comes from, what a tagger would call them, what they can
play.
"""

from __future__ import annotations

from dataclasses import dataclass

DRUM_BANK = 128


@dataclass(frozen=True)
class Instrument:
    """One voice of the ensemble.

    tag: the words a person would use; bank, program: its preset in a General MIDI sound font (the
    nearest one where `patch` names a synthesised sound); low, high: playable MIDI pitches.
    """

    name: str
    tag: str
    bank: int
    program: int
    low: int
    high: int
    patch: str | None = None

    @property
    def is_kit(self) -> bool:
        return self.bank == DRUM_BANK

    @property
    def is_voice(self) -> bool:
        return self.tag in ("choir", "voices")


def _gm(name: str, tag: str, program: int, low: int, high: int, bank: int = 0) -> Instrument:
    return Instrument(name, tag, bank, program, low, high)


def _kit(name: str, tag: str, program: int) -> Instrument:
    return Instrument(name, tag, DRUM_BANK, program, 27, 87)


def _patch(name: str, tag: str, program: int, low: int, high: int) -> Instrument:
    return Instrument(name, tag, 0, program, low, high, patch=name)


_ALL = (
    _gm("grand piano", "piano", 0, 21, 108),
    _gm("bright piano", "piano", 1, 21, 108),
    _gm("honky tonk", "piano", 3, 28, 103),
    _gm("rhodes", "electric piano", 4, 28, 103),
    _gm("harpsichord", "harpsichord", 6, 29, 89),
    _gm("clavinet", "clavinet", 7, 28, 96),
    _gm("celesta", "celesta", 8, 60, 108),
    _gm("glockenspiel", "glockenspiel", 9, 72, 108),
    _gm("music box", "music box", 10, 60, 96),
    _gm("vibraphone", "vibraphone", 11, 53, 89),
    _gm("marimba", "marimba", 12, 45, 96),
    _gm("xylophone", "xylophone", 13, 65, 108),
    _gm("tubular bells", "bells", 14, 55, 79),
    _gm("dulcimer", "dulcimer", 15, 48, 84),
    _gm("drawbar organ", "organ", 16, 36, 96),
    _gm("percussive organ", "organ", 17, 36, 96),
    _gm("rock organ", "organ", 18, 36, 96),
    _gm("church organ", "organ", 19, 24, 96),
    _gm("accordion", "accordion", 21, 48, 89),
    _gm("harmonica", "harmonica", 22, 55, 91),
    _gm("bandoneon", "accordion", 23, 48, 89),
    _gm("nylon guitar", "acoustic guitar", 24, 40, 84),
    _gm("steel guitar", "acoustic guitar", 25, 40, 84),
    _gm("twelve-string guitar", "acoustic guitar", 25, 40, 84, bank=8),
    _gm("ukulele", "ukulele", 24, 55, 84, bank=8),
    _gm("mandolin", "mandolin", 25, 55, 91, bank=16),
    _gm("jazz guitar", "electric guitar", 26, 40, 86),
    _gm("clean guitar", "electric guitar", 27, 40, 86),
    _gm("muted guitar", "electric guitar", 28, 36, 86),
    _gm("funk guitar", "electric guitar", 28, 40, 86, bank=8),
    _gm("overdriven guitar", "electric guitar", 29, 36, 88),
    _gm("distorted guitar", "electric guitar", 30, 34, 88),
    _gm("hawaiian guitar", "steel guitar", 26, 45, 86, bank=8),
    _gm("double bass", "double bass", 32, 26, 62),
    _gm("fingered bass", "bass guitar", 33, 24, 64),
    _gm("picked bass", "bass guitar", 34, 24, 64),
    _gm("fretless bass", "bass guitar", 35, 28, 64),
    _gm("slap bass", "bass guitar", 36, 28, 67),
    _gm("synth bass", "synth bass", 38, 24, 60),
    _gm("violin", "violin", 40, 55, 100),
    _gm("viola", "viola", 41, 48, 88),
    _gm("cello", "cello", 42, 36, 76),
    _gm("contrabass", "double bass", 43, 26, 60),
    _gm("tremolo strings", "strings", 44, 31, 96),
    _gm("pizzicato strings", "pizzicato strings", 45, 31, 96),
    _gm("harp", "harp", 46, 24, 100),
    _gm("timpani", "timpani", 47, 36, 57),
    _gm("strings", "strings", 48, 28, 98),
    _gm("slow strings", "strings", 49, 28, 98),
    _gm("synth strings", "synth strings", 50, 31, 98),
    _gm("choir", "choir", 52, 43, 84),
    _gm("voices", "voices", 53, 43, 84),
    _gm("orchestra hit", "orchestra hit", 55, 36, 84),
    _gm("trumpet", "trumpet", 56, 52, 84),
    _gm("trombone", "trombone", 57, 36, 74),
    _gm("tuba", "tuba", 58, 24, 60),
    _gm("muted trumpet", "trumpet", 59, 52, 84),
    _gm("french horns", "horns", 60, 36, 77),
    _gm("brass section", "brass", 61, 36, 84),
    _gm("soprano sax", "saxophone", 64, 56, 88),
    _gm("alto sax", "saxophone", 65, 49, 82),
    _gm("tenor sax", "saxophone", 66, 44, 77),
    _gm("baritone sax", "saxophone", 67, 36, 70),
    _gm("oboe", "oboe", 68, 58, 91),
    _gm("english horn", "oboe", 69, 52, 82),
    _gm("bassoon", "bassoon", 70, 34, 72),
    _gm("clarinet", "clarinet", 71, 50, 91),
    _gm("piccolo", "flute", 72, 74, 108),
    _gm("flute", "flute", 73, 60, 96),
    _gm("recorder", "recorder", 74, 60, 96),
    _gm("pan flute", "flute", 75, 60, 96),
    _gm("shakuhachi", "flute", 77, 55, 91),
    _gm("whistle", "tin whistle", 78, 62, 98),
    _gm("warm pad", "synth pad", 89, 36, 96),
    _gm("polysynth", "synthesizer", 90, 36, 96),
    _gm("space voice", "synth pad", 91, 36, 96),
    _gm("bowed glass", "synth pad", 92, 36, 96),
    _gm("halo pad", "synth pad", 94, 36, 96),
    _gm("sweep pad", "synth pad", 95, 36, 96),
    _gm("crystal", "synthesizer", 98, 48, 100),
    _gm("atmosphere", "synthesizer", 99, 40, 96),
    _gm("sitar", "sitar", 104, 43, 84),
    _gm("banjo", "banjo", 105, 48, 86),
    _gm("shamisen", "shamisen", 106, 50, 84),
    _gm("koto", "koto", 107, 45, 88),
    _gm("kalimba", "kalimba", 108, 55, 90),
    _gm("bagpipe", "bagpipes", 109, 48, 84),
    _gm("shawm", "oboe", 111, 56, 86),
    _gm("fiddle", "fiddle", 110, 55, 96),
    _gm("steel drums", "steel drums", 114, 52, 90),
    _gm("taiko", "taiko drums", 116, 36, 72),
    _gm("bodhran", "hand drum", 116, 36, 72),
    _kit("standard kit", "drums", 0),
    _kit("room kit", "drums", 8),
    _kit("power kit", "drums", 16),
    _kit("electronic kit", "electronic drums", 24),
    _kit("808 kit", "electronic drums", 25),
    _kit("jazz kit", "drums", 32),
    _kit("brush kit", "brushed drums", 40),
    _kit("big drums", "orchestral percussion", 16),
    _kit("orchestral kit", "orchestral percussion", 48),
    _kit("hand percussion", "percussion", 0),
    Instrument("club kit", "electronic drums", DRUM_BANK, 24, 27, 87, patch="club kit"),
    Instrument("trap kit", "electronic drums", DRUM_BANK, 25, 27, 87, patch="trap kit"),
    Instrument("chip kit", "electronic drums", DRUM_BANK, 24, 27, 87, patch="chip kit"),
    _patch("saw bass", "synth bass", 38, 24, 60),
    _patch("acid bass", "synth bass", 38, 24, 72),
    _patch("sub bass", "synth bass", 39, 22, 55),
    _patch("808 bass", "808 bass", 38, 22, 55),
    _patch("supersaw", "synthesizer", 81, 36, 96),
    _patch("house stab", "synthesizer", 90, 40, 96),
    _patch("pulse lead", "synthesizer", 80, 36, 100),
    _patch("thin pulse", "synthesizer", 80, 36, 100),
    _patch("triangle bass", "synthesizer", 38, 24, 72),
    _patch("analogue pad", "synth pad", 89, 36, 96),
    _patch("glass bell", "synthesizer", 98, 48, 100),
    _patch("pluck", "synthesizer", 99, 40, 100),
    _patch("drone", "synth pad", 95, 24, 72),
    _patch("riser", "synthesizer", 119, 48, 72),
    _patch("crackle", "vinyl noise", 122, 48, 72),
)

INSTRUMENTS: dict[str, Instrument] = {instrument.name: instrument for instrument in _ALL}
