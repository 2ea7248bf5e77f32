"""A score to a finished recording, and the row of the manifest that says exactly what it is."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np

from training.composer.compose import TAIL_S
from training.composer.drums import DRUMS
from training.composer.effects import Timing
from training.composer.encoding import write_opus
from training.composer.mastering import master
from training.composer.midi import midi_bytes
from training.composer.mixing import mix
from training.composer.patches import render_patch
from training.composer.score import Score
from training.composer.signals import SAMPLE_RATE_HZ
from training.composer.soundfont import SOUND_FONT_NAME, fluidsynth_version, render_stems
from viml_core.types import FloatArray

ARTIST = "ViML Starter Library"
LICENSE = "https://creativecommons.org/publicdomain/zero/1.0/"
LICENSE_NAME = "CC0-1.0"


def render_pcm(score: Score) -> FloatArray:
    """The mastered recording of a score: (2, n) float32 at `SAMPLE_RATE_HZ`."""
    music_end_s = score.seconds(score.bars * score.meter.beats)
    samples = round((music_end_s + TAIL_S + 2.0) * SAMPLE_RATE_HZ)
    played = [part for part in score.parts if part.instrument.patch is None]
    sampled = dict(
        zip((part.name for part in played), render_stems(score, played, samples), strict=True)
    )
    stems = [
        sampled[part.name] if part.name in sampled else render_patch(score, part, samples)
        for part in score.parts
    ]
    timing = Timing(60 / score.bpm, _kick_times_s(score))
    mixed = mix(stems, [part.channel for part in score.parts], timing, score.room)
    return master(mixed, score.drive_db, music_end_s)


def _kick_times_s(score: Score) -> list[float]:
    return [
        score.seconds(note.start)
        for part in score.parts
        if part.instrument.is_kit
        for note in part.notes
        if note.pitch == DRUMS["kick"]
    ]


def render_track(score: Score, title: str, path: Path) -> dict[str, Any]:
    """Render a score to a tagged Ogg/Opus file at `path`. Returns its manifest row."""
    sound = render_pcm(score)
    write_opus(path, sound, comments(score, title))
    return manifest_row(score, title, path.name, sound)


def instruments(score: Score) -> list[str]:
    """What is heard, in words, the part that stands out most first."""
    heard = sorted(score.parts, key=lambda part: -part.channel.level_db)
    tags = [part.instrument.tag for part in heard if part.instrument.patch not in _NOT_HEARD]
    return list(dict.fromkeys(tags))


_NOT_HEARD = ("riser", "crackle")


def comments(score: Score, title: str) -> dict[str, str]:
    """The Vorbis comments of a rendering."""
    return {
        "TITLE": title,
        "ARTIST": ARTIST,
        "ALBUM": ARTIST,
        "GENRE": ", ".join(score.genres),
        "MOOD": ", ".join(score.moods),
        "BPM": f"{score.pulse_bpm:g}",
        "INITIALKEY": score.scale.name,
        "INSTRUMENTS": ", ".join(instruments(score)),
        "LICENSE": LICENSE,
        "COPYRIGHT": LICENSE_NAME,
        "DESCRIPTION": f"{score.style}, seed {score.seed}",
    }


def manifest_row(score: Score, title: str, file: str, sound: FloatArray) -> dict[str, Any]:
    """Everything known exactly about a rendering. Times in seconds from the start of the file."""
    return {
        "file": file,
        "title": title,
        "artist": ARTIST,
        "license": LICENSE_NAME,
        "style": score.style,
        "family": score.family,
        "seed": score.seed,
        "genres": list(score.genres),
        "moods": list(score.moods),
        "instruments": instruments(score),
        "vocals": [part.instrument.tag for part in score.parts if part.instrument.is_voice],
        "bpm": score.pulse_bpm,
        "key": score.scale.name,
        "mode": "minor" if score.scale.is_minor else "major",
        "scale": score.scale.mode,
        "meter": str(score.meter),
        "energy": score.energy,
        "duration_s": round(sound.shape[1] / SAMPLE_RATE_HZ, 3),
        "sections": [
            {
                "name": section.name,
                "start_s": round(score.seconds(section.start_bar * score.meter.beats), 3),
                "level": section.level,
            }
            for section in score.sections
        ],
        "downbeats_s": [round(time, 3) for time in score.bar_times_s()],
        "midi_sha256": hashlib.sha256(midi_bytes(score)).hexdigest(),
        "pcm_sha256": hashlib.sha256(np.ascontiguousarray(sound).tobytes()).hexdigest(),
        "sound_font": SOUND_FONT_NAME,
        "fluidsynth": fluidsynth_version(),
    }
