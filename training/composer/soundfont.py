"""FluidSynth through its shared library: messages in, one dry stereo stem per part out.

The `fluidsynth` command can only write one mixed file; `fluid_synth_process` gives every channel
its own pair of buffers in the same pass.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import numpy as np

from training.composer.errors import ComposerError
from training.composer.midi import (
    BEND,
    CONTROL_CHANGE,
    DRUM_CHANNEL,
    NOTE_OFF,
    NOTE_ON,
    PROGRAM_CHANGE,
    part_messages,
)
from training.composer.score import Part, Score
from training.composer.signals import SAMPLE_RATE_HZ
from viml_core.types import FloatArray

SOUND_FONT = Path("/usr/share/sounds/sf2/FluidR3_GM.sf2")
SOUND_FONT_NAME = "FluidR3 GM"
INSTALL_HINT = "Install both with `apt-get install fluidsynth fluid-soundfont-gm`."

_MELODIC = 0
_BLOCK = 64  # FluidSynth acts on messages at this grain only: 1.3 ms


@lru_cache(maxsize=1)
def _library() -> ctypes.CDLL:
    name = ctypes.util.find_library("fluidsynth")
    if name is None:
        raise ComposerError(f"The FluidSynth library was not found. {INSTALL_HINT}")
    library = ctypes.CDLL(name)
    for function in ("new_fluid_settings", "new_fluid_synth"):
        getattr(library, function).restype = ctypes.c_void_p
    library.fluid_version_str.restype = ctypes.c_char_p
    return library


def is_available() -> bool:
    """True where the library and the sound font are installed."""
    return ctypes.util.find_library("fluidsynth") is not None and SOUND_FONT.is_file()


def fluidsynth_version() -> str:
    version: bytes = _library().fluid_version_str()
    return version.decode()


def render_stems(score: Score, parts: Sequence[Part], samples: int) -> FloatArray:
    """Play `parts` of a score. Returns (parts, 2, samples) float32, dry, at `SAMPLE_RATE_HZ`, beat
    0 at sample 0. Raises ComposerError where FluidSynth or the sound font is missing.
    """
    stems = np.zeros((len(parts), 2, -(-samples // _BLOCK) * _BLOCK), np.float32)
    if not parts:
        return stems[:, :, :samples]
    messages = sorted(m for channel, part in enumerate(parts) for m in part_messages(part, channel))
    with _synthesiser(len(parts)) as synth:
        position = 0
        for beat, group in groupby(messages, key=lambda message: message.beat):
            due = round(score.seconds(beat) * SAMPLE_RATE_HZ / _BLOCK) * _BLOCK
            position = _advance(synth, stems, position, due)
            for message in group:
                _send(synth, message.data)
        _advance(synth, stems, position, stems.shape[2])
    return stems[:, :, :samples]


@contextmanager
def _synthesiser(channels: int) -> Iterator[ctypes.c_void_p]:
    """A fresh synthesiser: one that has played before renders slightly different samples."""
    if not SOUND_FONT.is_file():
        raise ComposerError(f"The sound font {SOUND_FONT} is missing. {INSTALL_HINT}")
    library = _library()
    settings = ctypes.c_void_p(library.new_fluid_settings())
    _configure(library, settings, channels)
    synth = ctypes.c_void_p(library.new_fluid_synth(settings))
    try:
        if library.fluid_synth_sfload(synth, str(SOUND_FONT).encode(), 1) < 0:
            raise ComposerError(f"FluidSynth could not read {SOUND_FONT}. {INSTALL_HINT}")
        # Channel k belongs to part k; kits are chosen by their bank, so no channel is special.
        library.fluid_synth_set_channel_type(synth, DRUM_CHANNEL, _MELODIC)
        yield synth
    finally:
        library.delete_fluid_synth(synth)
        library.delete_fluid_settings(settings)


def _configure(library: ctypes.CDLL, settings: ctypes.c_void_p, channels: int) -> None:
    integers = {
        "synth.audio-channels": channels,
        "synth.audio-groups": channels,
        "synth.reverb.active": 0,
        "synth.chorus.active": 0,
        "synth.polyphony": 400,
        "synth.dynamic-sample-loading": 1,
    }
    for key, value in integers.items():
        library.fluid_settings_setint(settings, key.encode(), value)
    for key, number in (("synth.sample-rate", float(SAMPLE_RATE_HZ)), ("synth.gain", 0.4)):
        library.fluid_settings_setnum(settings, key.encode(), ctypes.c_double(number))
    library.fluid_settings_setstr(settings, b"synth.midi-bank-select", b"mma")


def _send(synth: ctypes.c_void_p, data: bytes) -> None:
    library, kind, channel = _library(), data[0] & 0xF0, data[0] & 0x0F
    if kind == NOTE_ON:
        library.fluid_synth_noteon(synth, channel, data[1], data[2])
    elif kind == NOTE_OFF:
        library.fluid_synth_noteoff(synth, channel, data[1])
    elif kind == CONTROL_CHANGE:
        library.fluid_synth_cc(synth, channel, data[1], data[2])
    elif kind == PROGRAM_CHANGE:
        library.fluid_synth_program_change(synth, channel, data[1])
    elif kind == BEND:
        library.fluid_synth_pitch_bend(synth, channel, data[1] | data[2] << 7)


def _advance(synth: ctypes.c_void_p, stems: FloatArray, start: int, end: int) -> int:
    """Render samples [start, end) of all stems; returns where the synthesiser now stands."""
    end = min(end, stems.shape[2])
    if end <= start:
        return start
    rows = stems.reshape(-1, stems.shape[2])
    pointers = (ctypes.POINTER(ctypes.c_float) * len(rows))()
    for k, row in enumerate(rows):
        pointers[k] = row[start:].ctypes.data_as(ctypes.POINTER(ctypes.c_float))
    status = _library().fluid_synth_process(synth, end - start, 0, None, len(rows), pointers)
    if status != 0:
        raise RuntimeError("FluidSynth failed to render a block of audio.")
    return end
