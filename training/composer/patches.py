"""Synthesised sounds for what a sound font does badly: club drums, 808s, filtered saws, chips.

Oscillators are wavetables of band-limited shapes, one table for each brightness, so that a filter
sweep is a walk through the tables and a note costs a few array operations.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from training.composer.patch_drums import KITS
from training.composer.score import Part, Score
from training.composer.signals import SAMPLE_RATE_HZ, Samples, butterworth
from viml_core.types import FloatArray

_TABLE = 2048
_BRIGHTEST = 480  # harmonics in the brightest table
_TABLES = 28


@dataclass(frozen=True)
class Synth:
    """A subtractive synthesiser's settings.

    shape: `saw`, `square`, `pulse`, `triangle`, `sine`; voices detuned by up to `cents`; the filter
    opens to `cutoff_hz` (times the note's velocity) and falls to `floor_hz` with `decay_s`; then
    the envelope.
    """

    shape: str = "saw"
    voices: int = 1
    cents: float = 0.0
    cutoff_hz: float = 6000.0
    floor_hz: float = 1200.0
    decay_s: float = 0.3
    attack_s: float = 0.004
    fall_s: float = 0.0
    sustain: float = 1.0
    release_s: float = 0.08
    sub: float = 0.0
    drop_semitones: float = 0.0
    drop_s: float = 0.04
    vibrato_cents: float = 0.0
    wander: float = 0.0


SYNTHS: dict[str, Synth] = {
    "saw bass": Synth("saw", 2, 8, 1500, 260, 0.16, 0.003, 0.35, 0.6, 0.05, 0.6),
    "acid bass": Synth("saw", 1, 0, 3800, 220, 0.14, 0.003, 0.25, 0.5, 0.04),
    "sub bass": Synth("triangle", 1, 0, 420, 200, 0.3, 0.01, 0.0, 1.0, 0.08, 0.5),
    "808 bass": Synth("sine", 1, 0, 900, 120, 0.5, 0.004, 1.4, 0.25, 0.12, 0.0, 9.0, 0.03),
    "supersaw": Synth("saw", 7, 22, 9000, 4200, 0.5, 0.006, 0.4, 0.75, 0.18, 0.25),
    "house stab": Synth("saw", 3, 12, 5200, 700, 0.18, 0.003, 0.3, 0.35, 0.12, 0.3),
    "pulse lead": Synth("square", 1, 0, 16000, 9000, 0.2, 0.002, 0.25, 0.7, 0.03, vibrato_cents=9),
    "thin pulse": Synth("pulse", 1, 0, 16000, 9000, 0.2, 0.002, 0.12, 0.5, 0.02),
    "triangle bass": Synth("triangle", 1, 0, 16000, 16000, 0.2, 0.002, 0.0, 1.0, 0.02),
    "analogue pad": Synth("saw", 5, 14, 2400, 1100, 2.5, 0.5, 0.0, 1.0, 1.2, 0.2, wander=0.3),
    "glass bell": Synth("sine", 2, 5, 9000, 2500, 0.6, 0.002, 0.9, 0.05, 0.9),
    "pluck": Synth("saw", 2, 7, 6500, 350, 0.12, 0.002, 0.28, 0.06, 0.2),
    "drone": Synth("saw", 4, 18, 700, 380, 5.0, 1.5, 0.0, 1.0, 2.0, 0.7, wander=0.6),
}


def render_patch(score: Score, part: Part, samples: int) -> FloatArray:
    """The stem of a part whose instrument is synthesised: (2, samples) float32, dry."""
    name = part.instrument.patch
    assert name is not None
    if name in NOISES:
        return NOISES[name](score, part, samples)
    stem = np.zeros((2, samples), np.float32)
    drums = KITS.get(name)
    for note in part.notes:
        start_s, end_s = score.seconds(note.start), score.seconds(note.end)
        at = round(start_s * SAMPLE_RATE_HZ)
        if drums is not None:
            sound = drums(note.pitch) * np.float32((note.velocity / 127) ** 1.4)
        else:
            length_s = round(end_s - start_s, 2)
            sound = _tone(name, note.pitch, length_s, note.velocity // 8 * 8 + 4)
        room = stem[:, at : at + sound.shape[1]]
        room += sound[:, : room.shape[1]]
    return stem


@lru_cache(maxsize=4096)
def _tone(name: str, pitch: int, length_s: float, velocity: int) -> FloatArray:
    """One note of a synth: (2, n) float32."""
    synth, hertz = SYNTHS[name], 440 * 2 ** ((pitch - 69) / 12)
    n = round((length_s + synth.release_s * 2) * SAMPLE_RATE_HZ)
    time = np.arange(n) / SAMPLE_RATE_HZ
    loud = velocity / 127
    floor = synth.floor_hz * (0.5 + loud)
    cutoff = floor + (synth.cutoff_hz * (0.3 + loud) - floor) * np.exp(-time / synth.decay_s)
    if synth.wander:
        cutoff *= 1 + synth.wander * np.sin(2 * np.pi * 0.13 * time + pitch)
    bend = synth.drop_semitones * np.exp(-time / synth.drop_s) / 12
    bend += synth.vibrato_cents / 1200 * np.sin(2 * np.pi * 5.5 * time) * np.minimum(1, time / 0.3)
    out = np.zeros((2, n), np.float32)
    spread = np.linspace(-1, 1, synth.voices) if synth.voices > 1 else np.zeros(1)
    for k, place in enumerate(spread):
        detuned = hertz * 2 ** (place * synth.cents / 1200 + bend)
        phase = np.cumsum(detuned) / SAMPLE_RATE_HZ + (0.37 * k) % 1
        wave = _read_tables(synth.shape, phase, cutoff / hertz)
        side = 0.5 + 0.4 * place * (-1) ** k
        out[0] += wave * np.float32(np.sqrt(1 - side))
        out[1] += wave * np.float32(np.sqrt(side))
    out /= np.float32(np.sqrt(synth.voices))
    if synth.sub:
        deep = np.sin(2 * np.pi * np.cumsum(hertz * 2**bend) / SAMPLE_RATE_HZ)
        out += np.float32(synth.sub) * deep.astype(np.float32)
    out *= (_envelope(synth, time, length_s) * loud**1.2).astype(np.float32)
    return out


def _envelope(synth: Synth, time: Samples, length_s: float) -> Samples:
    rise = np.minimum(1, time / synth.attack_s)
    held = np.ones_like(time)
    if synth.fall_s:
        held = synth.sustain + (1 - synth.sustain) * np.exp(-time / synth.fall_s)
    released = np.exp(-np.maximum(0, time - length_s) / (synth.release_s / 2.5))
    last = np.minimum(1, (time[-1] - time) / 0.004)
    envelope: Samples = rise * held * released * last
    return envelope


@lru_cache(maxsize=8)
def _tables(shape: str) -> FloatArray:
    """(tables, samples): one cycle, low-passed ever higher (12 dB an octave, slightly resonant)."""
    k = np.arange(1, _BRIGHTEST + 1)
    partials = {
        "saw": 1 / k,
        "square": (k % 2) / k,
        "pulse": np.sin(np.pi * k * 0.25) / k,
        "triangle": (k % 2) * (-1.0) ** ((k - 1) // 2) / k**2,
        "sine": (k == 1).astype(float),
    }[shape]
    rows = []
    for cutoff in _cutoffs():
        ratio = k / cutoff
        response = 1 / np.sqrt((1 - ratio**2) ** 2 + 0.8 * ratio**2)
        spectrum = np.zeros(_TABLE // 2 + 1, complex)
        spectrum[1 : _BRIGHTEST + 1] = -0.5j * partials * response * _TABLE
        rows.append(np.fft.irfft(spectrum))
    return (np.array(rows) * 0.6).astype(np.float32)


def _cutoffs() -> Samples:
    return np.geomspace(0.7, _BRIGHTEST, _TABLES)


def _read_tables(shape: str, phase: Samples, harmonics: Samples) -> FloatArray:
    """The wave at `phase` (cycles), each sample low-passed at `harmonics` times the fundamental."""
    tables = _tables(shape)
    rate = phase[-1] / phase.size if phase.size else 0.0
    limit = 0.45 / max(rate, 1e-6)  # no partial above 0.9 of the Nyquist frequency
    position = np.log(np.clip(harmonics, 0.7, min(_BRIGHTEST, limit)) / 0.7)
    position *= (_TABLES - 1) / np.log(_BRIGHTEST / 0.7)
    row = np.minimum(position.astype(np.int32), _TABLES - 2)
    share = (position - row).astype(np.float32)
    column = ((phase % 1) * _TABLE).astype(np.int32) % _TABLE
    low, high = tables[row, column], tables[row + 1, column]
    blended: FloatArray = low + (high - low) * share
    return blended


def _riser(score: Score, part: Part, samples: int) -> FloatArray:
    """Noise that rises in pitch and loudness over each note, towards the section that follows."""
    stem, rng = np.zeros((2, samples), np.float32), np.random.default_rng(score.seed)
    for note in part.notes:
        at = round(score.seconds(note.start) * SAMPLE_RATE_HZ)
        n = min(samples, round(score.seconds(note.end) * SAMPLE_RATE_HZ)) - at
        noise = rng.standard_normal((2, n))
        pieces = [
            butterworth(noise, "bandpass", (hertz, hertz * 2.2)) for hertz in (500, 1500, 4500)
        ]
        climb = np.linspace(0, 2, n)
        weights = [np.maximum(0, 1 - np.abs(climb - k)) for k in range(3)]
        swept = sum(piece * weight for piece, weight in zip(pieces, weights, strict=True))
        stem[:, at : at + n] += (swept * np.linspace(0, 1, n) ** 2 * 0.3).astype(np.float32)
    return stem


def _crackle(score: Score, part: Part, samples: int) -> FloatArray:
    """The dust of a record: hiss and sparse clicks for as long as the part's notes last."""
    rng = np.random.default_rng(score.seed)
    hiss = rng.standard_normal((2, samples)) * 0.02
    clicks = np.zeros((2, samples))
    places = rng.integers(0, samples, samples // 5000)
    clicks[rng.integers(0, 2, places.size), places] = rng.exponential(1.0, places.size)
    dust = butterworth(hiss + clicks, "bandpass", (900, 7000))
    gate = np.zeros(samples)
    for note in part.notes:
        start, end = score.seconds(note.start), score.seconds(note.end)
        gate[round(start * SAMPLE_RATE_HZ) : round(end * SAMPLE_RATE_HZ)] = 1
    ramp = round(0.4 * SAMPLE_RATE_HZ)
    gate = np.convolve(gate[::64], np.ones(ramp // 64) / (ramp // 64), "same").repeat(64)[:samples]
    return (dust[:, : gate.size] * gate).astype(np.float32)


NOISES: dict[str, Callable[[Score, Part, int], FloatArray]] = {
    "riser": _riser,
    "crackle": _crackle,
}
