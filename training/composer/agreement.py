"""Does a tagger that knows nothing of the scores hear what they state? musicnn on renderings.

A track agrees in genre when musicnn's strongest genre tag (or one of its few strongest) belongs to
a family of the stated genres, and in sound when its strongest instrument or voice tag is a stated
one. The same is counted with the labels of other tracks: what lies above that is agreement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from training.composer.batch import read_manifest
from viml_core.features.music import MUSIC_LAYOUT, TAGS, EmbeddedMusicEncoder
from viml_core.features.text import EmbeddedTextEncoder
from viml_core.types import FloatArray, Waveform

_ROCK = (
    *("rock", "alternative", "alternative rock", "indie rock", "classic rock", "hard rock"),
    *("punk", "metal", "heavy metal", "progressive rock"),
)
_DANCE = ("electronic", "electronica", "electro", "dance", "house", "techno")
_ROOTS = ("folk", "country", "acoustic")
_CALM = ("ambient", "chillout", "chill", "new age")
_GROOVE = ("funk", "soul", "rnb")
_COMPOSED = ("classical", "classic", "opera")
_GENRES: dict[str, tuple[str, ...]] = {
    "folk": _ROOTS,
    "acoustic": _ROOTS,
    "country": _ROOTS,
    "celtic": _ROOTS,
    "rock": _ROCK,
    "metal": _ROCK,
    "electronic": _DANCE,
    "dance": _DANCE,
    "ambient": _CALM,
    "chillout": _CALM,
    "lo-fi": _CALM,
    "hip-hop": ("hip-hop", "rnb"),
    "jazz": ("jazz",),
    "blues": ("blues", "jazz"),
    "funk": _GROOVE,
    "soul": _GROOVE,
    "disco": (*_DANCE, *_GROOVE),
    "classical": _COMPOSED,
    "orchestral": _COMPOSED,
    "choral": ("choral", *_COMPOSED),
    "pop": ("pop", "indie pop"),
    "punk": _ROCK,
    "indian": ("indian",),
}
_GENRE_TAGS = tuple(dict.fromkeys([*(tag for tags in _GENRES.values() for tag in tags), "indie"]))
_SOUNDS: dict[str, tuple[str, ...]] = {
    "guitar": (
        "acoustic guitar",
        "electric guitar",
        "steel guitar",
        "banjo",
        "mandolin",
        "ukulele",
    ),
    "piano": ("piano", "electric piano"),
    "violin": ("violin", "fiddle", "viola", "strings"),
    "strings": ("strings", "violin", "fiddle", "viola", "cello", "pizzicato strings"),
    "cello": ("cello",),
    "flute": ("flute", "recorder", "tin whistle"),
    "harp": ("harp",),
    "harpsichord": ("harpsichord", "clavinet", "dulcimer"),
    "sitar": ("sitar",),
    "drums": ("drums", "electronic drums", "brushed drums", "orchestral percussion"),
    "synth": ("synthesizer", "synth pad", "synth bass", "synth strings"),
    "choir": ("choir", "voices"),
}


@dataclass(frozen=True)
class Agreement:
    """Shares of tracks (0..1) that agree, and that would with the labels of other tracks."""

    tracks: int
    genre: float
    genre_shuffled: float
    sound: float
    sound_shuffled: float
    disagreements: tuple[str, ...]


def measure(folder: Path, strongest: int = 1) -> Agreement:
    """Agreement over all renderings of a folder. strongest: how many of musicnn's tags may
    match.
    """
    encoder = EmbeddedMusicEncoder(EmbeddedTextEncoder())
    rows = list(read_manifest(folder).values())
    heard = [_confidences(encoder, folder / row["file"]) for row in rows]
    genres = [_strongest(confidences, _GENRE_TAGS, strongest) for confidences in heard]
    sounds = [_strongest(confidences, tuple(_SOUNDS), strongest) for confidences in heard]
    genre = _matches(genres, [_stated_genres(row) for row in rows])
    sound = _matches(sounds, [_stated_sounds(row) for row in rows])
    return Agreement(
        len(rows),
        *_shares(genre),
        *_shares(sound),
        tuple(_disagreements(rows, "genre", genres, genre))
        + tuple(_disagreements(rows, "sound", sounds, sound)),
    )


def _confidences(encoder: EmbeddedMusicEncoder, path: Path) -> dict[str, float]:
    samples, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
    features = encoder.encode(Waveform(samples.T, rate_hz))
    means = np.square(features.x_m[:, MUSIC_LAYOUT.tags]).mean(axis=0)
    best: dict[str, float] = {}
    for tag, value in zip(TAGS, means.tolist(), strict=True):  # some tags are in both vocabularies
        best[tag] = max(value, best.get(tag, 0.0))
    return best


def _strongest(confidences: Mapping[str, float], tags: Sequence[str], count: int) -> set[str]:
    return set(sorted(tags, key=lambda tag: -confidences[tag])[:count])


def _stated_genres(row: Mapping[str, Any]) -> set[str]:
    return {tag for genre in row["genres"] for tag in _GENRES.get(genre, ())}


def _stated_sounds(row: Mapping[str, Any]) -> set[str]:
    return {tag for tag, names in _SOUNDS.items() if set(names) & set(row["instruments"])}


def _matches(heard: Sequence[set[str]], stated: Sequence[set[str]]) -> FloatArray:
    """(N, N): does what is heard of track i match what is stated of track j; a track that states
    nothing in musicnn's words matches nothing.
    """
    return np.array([[float(bool(h & s)) for s in stated] for h in heard], np.float32)


def _shares(matches: FloatArray) -> tuple[float, float]:
    """Agreement, and its mean over all other ways to hand the labels out."""
    count = len(matches)
    own = float(np.trace(matches))
    return own / count, (float(matches.sum()) - own) / max(1, count * (count - 1))


def _disagreements(
    rows: Sequence[Mapping[str, Any]], kind: str, heard: Sequence[set[str]], matches: FloatArray
) -> Iterable[str]:
    for k, row in enumerate(rows):
        if not matches[k, k]:
            stated = row["genres"] if kind == "genre" else row["instruments"]
            yield (
                f"{row['file']}: {kind} stated {', '.join(stated)}; "
                f"heard {', '.join(sorted(heard[k]))}"
            )
