"""A score as MIDI: the timed messages that the synthesiser plays, and the standard file of them.

Written here rather than with a package: the need is four kinds of message and bytes that never
change.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from training.composer.score import PITCH_BEND, Part, Score

TICKS_PER_BEAT = 480
DRUM_CHANNEL = 9
NOTE_OFF, NOTE_ON, CONTROL_CHANGE, PROGRAM_CHANGE, BEND = 0x80, 0x90, 0xB0, 0xC0, 0xE0


@dataclass(frozen=True, order=True)
class Message:
    """A channel message at a tick. order: at one tick releases come first, so that a repeated note
    is not cut by the end of its predecessor. data: status byte (channel included) and data bytes.
    """

    tick: int
    order: int
    data: bytes

    @property
    def beat(self) -> float:
        return self.tick / TICKS_PER_BEAT


def part_messages(part: Part, channel: int) -> list[Message]:
    """All messages of a part in playing order.

    Banks are addressed as CC0 * 128 + CC32 (MMA), so that drum kits (bank 128) may sit on any
    channel.
    """
    bank, program = part.instrument.bank, part.instrument.program
    messages = [
        Message(0, 0, bytes((CONTROL_CHANGE | channel, 0, bank // 128))),
        Message(0, 1, bytes((CONTROL_CHANGE | channel, 32, bank % 128))),
        Message(0, 2, bytes((PROGRAM_CHANGE | channel, program))),
    ]
    for control in part.controls:
        if control.controller == PITCH_BEND:
            value = control.value + 8192
            data = bytes((BEND | channel, value & 0x7F, value >> 7))
        else:
            data = bytes((CONTROL_CHANGE | channel, control.controller, control.value))
        messages.append(Message(_ticks(control.start), 4, data))
    for note in part.notes:
        on, off = _ticks(note.start), max(_ticks(note.start) + 1, _ticks(note.end))
        messages.append(Message(on, 5, bytes((NOTE_ON | channel, note.pitch, note.velocity))))
        messages.append(Message(off, 3, bytes((NOTE_OFF | channel, note.pitch, 0))))
    return sorted(messages)


def midi_bytes(score: Score) -> bytes:
    """The standard MIDI file (format 1) of a score, a track for each part."""
    tracks = [_conductor(score)]
    for channel, part in zip(_file_channels(score.parts), score.parts, strict=True):
        name = part.name.encode()
        events = [(0, b"\xff\x03" + bytes((len(name),)) + name)]
        events += [(message.tick, message.data) for message in part_messages(part, channel)]
        tracks.append(_track(events))
    header = struct.pack(">4sIHHH", b"MThd", 6, 1, len(tracks), TICKS_PER_BEAT)
    return header + b"".join(struct.pack(">4sI", b"MTrk", len(t)) + t for t in tracks)


def _file_channels(parts: Sequence[Part]) -> list[int]:
    """A channel for each part, at most 16: the first kit has the drum channel, pitched parts
    never.
    """
    if len(parts) > 16:
        raise ValueError(f"{len(parts)} parts do not fit the 16 channels of a MIDI file.")
    free = [channel for channel in range(16) if channel != DRUM_CHANNEL]
    kits = [k for k, part in enumerate(parts) if part.instrument.is_kit]
    return [DRUM_CHANNEL if kits[:1] == [k] else free.pop(0) for k in range(len(parts))]


def _ticks(beat: float) -> int:
    return max(0, round(beat * TICKS_PER_BEAT))


def _conductor(score: Score) -> bytes:
    meter = score.meter
    signature = bytes((meter.numerator, meter.denominator.bit_length() - 1, 24, 8))
    events = [(0, b"\xff\x58\x04" + signature)]
    for change in score.tempo:
        microseconds = round(60e6 / change.bpm)
        events.append((_ticks(change.beat), b"\xff\x51\x03" + microseconds.to_bytes(3, "big")))
    return _track(events)


def _track(events: Sequence[tuple[int, bytes]]) -> bytes:
    out, now = bytearray(), 0
    for tick, data in events:
        out += _variable_length(tick - now) + data
        now = tick
    return bytes(out) + b"\x00\xff\x2f\x00"


def _variable_length(value: int) -> bytes:
    septets = [value & 0x7F]
    while value := value >> 7:
        septets.append(0x80 | (value & 0x7F))
    return bytes(reversed(septets))
