"""Lays the pieces of a track one after the other so that nobody hears where they meet."""

from __future__ import annotations

import numpy as np

from viml_core.finishing.fitting import Arrangement, Piece
from viml_core.media.audio import decode_excerpt
from viml_core.media.mix import rise, stereo_at
from viml_core.types import FloatArray, Track, Waveform

RATE_HZ = 48000
_SEARCH_S = 0.015  # a bar line is known this well; within it the waves are made to meet
_MOVING = 0.3  # of likeness: what moving by all of that costs, for the rhythm suffers
_CONTEXT_S = 0.1  # of sound compared for that
_BEFORE_LINE_S = 0.015  # a crossfade ends this much before the bar line: its stroke stays whole


def lay(track: Track, arrangement: Arrangement, *, fade_in_s: float, clip_s: float) -> Waveform:
    """The music of a clip, (2, n) at 48 kHz, as long as the clip, fades included.

    Raises `MediaError` where the track cannot be decoded.
    """
    margin_s = arrangement.join_s + _SEARCH_S + _CONTEXT_S + _BEFORE_LINE_S
    start_s = max(min(p.source_start_s for p in arrangement.pieces) - margin_s, 0.0)
    end_s = max(p.source_end_s for p in arrangement.pieces) + margin_s
    if len(arrangement.pieces) == 1:
        start_s, end_s = arrangement.pieces[0].source_start_s, arrangement.pieces[0].source_end_s
    excerpt = decode_excerpt(track.path, start_s=start_s, duration_s=end_s - start_s)
    source = stereo_at(excerpt, RATE_HZ)
    music = np.zeros((2, max(round(clip_s * RATE_HZ), 1)), dtype=np.float32)
    _lay_first(music, source, arrangement.pieces[0], start_s)
    shift = 0  # of the source against the arrangement, by what the joins were moved
    for before, after in zip(arrangement.pieces, arrangement.pieces[1:], strict=False):
        shift = _join(music, source, before, after, start_s, arrangement.join_s, shift)
    _fade(music, arrangement, fade_in_s)
    return Waveform(music, RATE_HZ)


def _lay_first(music: FloatArray, source: FloatArray, piece: Piece, start_s: float) -> None:
    first = round((piece.source_start_s - start_s) * RATE_HZ)
    count = round((piece.source_end_s - piece.source_start_s) * RATE_HZ)
    taken = source[:, first : first + min(count, music.shape[1])]
    music[:, : taken.shape[1]] = taken


def _join(
    music: FloatArray,
    source: FloatArray,
    before: Piece,
    after: Piece,
    start_s: float,
    join_s: float,
    shift: int,
) -> int:
    """Crossfades from one piece to the next. `shift`: by how much the one before was moved in the
    source; returns the same of the one after."""
    fade = max(round(join_s * RATE_HZ), 2)
    at = round(after.at_s * RATE_HZ)  # where the bar line is, in the clip
    lead = min(round(_BEFORE_LINE_S * RATE_HZ) if join_s < _CONTEXT_S else 0, at // 2)
    join = max(at - lead - fade, 0)
    old_offset = round((before.source_start_s - start_s - before.at_s) * RATE_HZ) + shift
    new_offset = round((after.source_start_s - start_s - after.at_s) * RATE_HZ)
    moved = _best_shift(source, join + old_offset, join + new_offset, fade)
    new_offset += moved
    stop = min(round(after.end_s * RATE_HZ), music.shape[1])
    new = _taken(source, join + new_offset, stop - join)
    old = _taken(source, join + old_offset, fade)
    size = min(fade, new.shape[1], old.shape[1])
    new[:, :size] = _crossfaded(old[:, :size], new[:, :size])
    music[:, join:stop] = new[:, : stop - join]
    return moved


def _taken(source: FloatArray, start: int, count: int) -> FloatArray:
    """`count` samples of (2, n) from `start` on, silence where there are none."""
    taken = source[:, max(start, 0) : max(start + count, 0)]
    ahead = min(max(-start, 0), count)
    return np.pad(taken, ((0, 0), (ahead, count - ahead - taken.shape[1])))


def _best_shift(source: FloatArray, old: int, new: int, fade: int) -> int:
    """By how many samples the new place is moved so that its wave goes on from the old one's."""
    mono = source.mean(axis=0, dtype=np.float64)
    size, reach = max(fade, round(_CONTEXT_S * RATE_HZ)), round(_SEARCH_S * RATE_HZ)
    if min(old, new - reach) < 0 or max(old + size, new + reach + size) > len(mono):
        return 0
    pattern, field = mono[old : old + size], mono[new - reach : new + reach + size]
    length = 1 << (len(field) + size).bit_length()
    spectrum = np.fft.rfft(field, length) * np.conj(np.fft.rfft(pattern, length))
    products = np.fft.irfft(spectrum, length)[: 2 * reach + 1]
    energy = np.concatenate([[0.0], np.cumsum(np.square(field, dtype=np.float64))])
    energies = energy[size:] - energy[:-size]
    floor = energies.max(initial=0.0) * 1e-3 + 1e-12
    likeness = products / np.sqrt(np.maximum(energies, floor))
    far = np.abs(np.arange(-reach, reach + 1)) / reach
    return int(np.argmax(likeness - _MOVING * far)) - reach


def _crossfaded(old: FloatArray, new: FloatArray) -> FloatArray:
    """(2, n) from old to new at constant power, however alike the two are.

    Sine and cosine keep the power of sounds that have nothing in common; of like sounds the sum
    is louder, which is taken off.
    """
    phase = np.linspace(0, np.pi / 2, old.shape[1], dtype=np.float32)
    rising, falling = np.sin(phase), np.cos(phase)
    power = float(np.sqrt(np.square(old).sum() * np.square(new).sum()))
    likeness = float((old * new).sum()) / power if power > 0 else 0.0
    even = np.sqrt(1 + 2 * np.float32(max(likeness, 0.0)) * rising * falling)
    crossed: FloatArray = ((old * falling + new * rising) / even).astype(np.float32)
    return crossed


def _fade(music: FloatArray, arrangement: Arrangement, fade_in_s: float) -> None:
    count = music.shape[1]
    fade_in = min(round(fade_in_s * RATE_HZ), count // 2)
    music[:, :fade_in] *= rise(fade_in)
    start, end = (
        min(max(round(time_s * RATE_HZ), 0), count)
        for time_s in (arrangement.fade_start_s, arrangement.end_s)
    )
    music[:, start:end] *= rise(end - start)[::-1]
    music[:, end:] = 0.0
