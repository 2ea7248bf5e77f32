"""What the library's table and map are told, as plain values; `collection.js` shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from demo import texts
from demo.answered import Answered
from viml_core.library import Library
from viml_core.library.map import MusicMap
from viml_core.recommender import Recommender
from viml_core.rerank import BOTH
from viml_core.types import FloatArray, Track

MAP_POINTS = 1500  # more are a blot, and too much to tab or point at


def empty() -> dict[str, Any]:
    """Nothing to show."""
    return {"tracks": [], "map": None, "own": True, "words": dict(texts.COLLECTION)}


def view(
    library: Library, recommender: Recommender, answered: Answered | None, *, own: bool
) -> dict[str, Any]:
    """A library as the page shows it; own: it can be edited.

    The map is made of ViML's embeddings. The star is what was asked last, where that was asked of
    this library.
    """
    return {
        "tracks": [_row(track) for track in library.tracks()],
        "map": _map(library, recommender, answered),
        "own": own,
        "words": dict(texts.COLLECTION),
    }


def _row(track: Track) -> dict[str, Any]:
    note = texts.TRACK_SILENT if track.silent else texts.TRACK_SPEECH if track.speech_only else ""
    return {
        "key": track.track_id,
        "title": track.title,
        "artist": track.artist,
        "license": track.license,
        "bpm": track.bpm and round(track.bpm),
        "length_s": round(track.duration_s, 1),
        "lufs": None if track.silent else round(track.loudness_lufs, 1),
        "tags": list(track.tags),
        "note": note,
    }


def _map(
    library: Library, recommender: Recommender, answered: Answered | None
) -> dict[str, Any] | None:
    tracks = library.rankable()
    if not tracks:
        return None
    laid_out = MusicMap.of(library.index(recommender.embedders[BOTH]).vectors)
    scores = _scores(library, tracks, answered)
    star = None if scores is None else laid_out.place_query(scores)
    places = laid_out.places
    low, high = places.min(axis=0), places.max(axis=0)
    share = (places - low) / np.maximum(high - low, 1e-9)  # each axis from edge to edge
    step = -(-len(tracks) // MAP_POINTS)
    points = [
        [tracks[i].track_id, round(float(share[i, 0]), 4), round(float(share[i, 1]), 4)]
        for i in range(0, len(tracks), step)
    ]
    return {
        "points": points,
        "shown": texts.map_shown(len(points), len(tracks)),
        "star": None if star is None else ((star - low) / np.maximum(high - low, 1e-9)).tolist(),
        "star_name": _asked(answered) if star is not None else texts.MAP_NO_STAR,
    }


def _scores(
    library: Library, tracks: Sequence[Track], answered: Answered | None
) -> FloatArray | None:
    """What the last request says of each track; None where it was asked of another library."""
    if answered is None or answered.found.answer.library.folder != library.folder:
        return None
    board = answered.found.answer.board
    known: Mapping[str, float] = dict(
        zip([t.track_id for t in board.tracks], board.blend(answered.weights).tolist(), strict=True)
    )
    if not known:
        return None
    worst = min(known.values())  # of a track that came later nothing is known
    return np.array([known.get(track.track_id, worst) for track in tracks], np.float32)


def _asked(answered: Answered | None) -> str:
    has_clip = answered is not None and answered.found.clip is not None
    return texts.MAP_STAR_CLIP if has_clip else texts.MAP_STAR_WORDS
