"""The MIDI file, read back by a reader that shares no code with the writer."""

from __future__ import annotations

import struct
from dataclasses import replace

import pytest

from training.composer.compose import compose
from training.composer.instruments import INSTRUMENTS
from training.composer.midi import DRUM_CHANNEL, TICKS_PER_BEAT, midi_bytes
from training.composer.score import Channel, Note, Part, Score, TempoChange
from training.composer.styles import STYLES


def read_tracks(data: bytes) -> list[list[tuple[int, bytes]]]:
    """Tracks of (tick, message); meta messages as ff, type, payload."""
    kind, length, form, count, division = struct.unpack(">4sIHHH", data[:14])
    assert (kind, length, form, division) == (b"MThd", 6, 1, TICKS_PER_BEAT)
    tracks, at = [], 14
    for _ in range(count):
        name, size = struct.unpack(">4sI", data[at : at + 8])
        assert name == b"MTrk"
        tracks.append(_read_events(data[at + 8 : at + 8 + size]))
        at += 8 + size
    assert at == len(data)
    return tracks


def _read_events(data: bytes) -> list[tuple[int, bytes]]:
    events, at, tick = [], 0, 0
    while at < len(data):
        delta, at = _read_length(data, at)
        tick += delta
        status = data[at]
        if status == 0xFF:
            size, begin = _read_length(data, at + 2)
            events.append((tick, data[at : at + 2] + data[begin : begin + size]))
            at = begin + size
        else:
            size = 2 if status & 0xF0 == 0xC0 else 3
            events.append((tick, data[at : at + size]))
            at += size
    assert events[-1][1] == b"\xff\x2f"
    return events


def _read_length(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    while True:
        value = value << 7 | data[at] & 0x7F
        at += 1
        if data[at - 1] < 0x80:
            return value, at


def _small_score() -> Score:
    score = compose(STYLES["solo-piano"], 0, 20)
    piano = Part(
        "piano",
        INSTRUMENTS["grand piano"],
        (Note(0, 1, 60, 100), Note(1, 0.5, 60, 90), Note(300, 1, 64, 80)),
        (),
        Channel(),
    )
    kits = [
        replace(piano, name=name, instrument=INSTRUMENTS[name], notes=(Note(0, 1, 36, 99),))
        for name in ("jazz kit", "orchestral kit")
    ]
    tempo = (TempoChange(0, 120), TempoChange(8, 60))
    return replace(score, parts=(piano, *kits), tempo=tempo)


def test_every_note_and_tempo_comes_back_where_it_was() -> None:
    tracks = read_tracks(midi_bytes(_small_score()))
    assert [(t, m[2:]) for t, m in tracks[0] if m[:2] == b"\xff\x51"] == [
        (0, (500_000).to_bytes(3, "big")),
        (8 * TICKS_PER_BEAT, (1_000_000).to_bytes(3, "big")),
    ]
    notes = [(t, m) for t, m in tracks[1] if m[0] & 0xE0 == 0x80]
    assert notes == [
        (0, bytes((0x90, 60, 100))),
        (480, bytes((0x80, 60, 0))),  # released before it is struck again
        (480, bytes((0x90, 60, 90))),
        (720, bytes((0x80, 60, 0))),
        (300 * 480, bytes((0x90, 64, 80))),
        (301 * 480, bytes((0x80, 64, 0))),
    ]


def test_the_first_kit_alone_has_the_drum_channel() -> None:
    tracks = read_tracks(midi_bytes(_small_score()))[1:]
    channels = [next(m[0] & 0x0F for _, m in track if m[0] & 0xF0 == 0x90) for track in tracks]
    assert channels == [0, DRUM_CHANNEL, 1]


def test_more_parts_than_channels_are_refused() -> None:
    score = _small_score()
    with pytest.raises(ValueError, match="17 parts"):
        midi_bytes(replace(score, parts=score.parts[:1] * 17))


def test_seconds_follow_the_tempo_map() -> None:
    score = _small_score()
    assert score.seconds(8) == pytest.approx(4.0)
    assert score.seconds(10) == pytest.approx(6.0)
