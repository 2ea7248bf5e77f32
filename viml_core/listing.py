"""Which tracks of a library are listed for a query, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from viml_core.beat_term import CANDIDATES, BeatTerm
from viml_core.calibration import ScoreMap
from viml_core.diversity import DiversityConfig, diverse_order
from viml_core.errors import LibraryError
from viml_core.filters import Mask, ranked
from viml_core.library import Library
from viml_core.library.scan import exists
from viml_core.types import FloatArray, Suggestion


@dataclass(frozen=True)
class Scores:
    """What the models say of every track that may be suggested, (N,) each.

    raw: the ranking's; video: the picture alone; text: the words alone. None where not asked.
    """

    raw: FloatArray
    video: FloatArray | None
    text: FloatArray | None


def listed(
    library: Library,
    raw: FloatArray,
    k: int,
    *,
    diverse: bool = True,
    allowed: Mask | None = None,
    beats: BeatTerm | None = None,
) -> list[int]:
    """Positions in `library.rankable()` of the k tracks to list, best first: scores raw (N,).

    Tracks whose files are gone are passed over, and equal scores keep the library's order.
    diverse: what repeats a listed track comes later. It makes no difference where the whole library
    is asked for: then nothing can crowd anything out, and the plain order says more.
    allowed: the tracks that may be listed, (N,); all where nothing is said. beats: by what the best
    of them are ordered anew; the others follow in their order.

    Raises:
        LibraryError: the library has no track that can be suggested.
    """
    tracks = library.rankable()
    if not tracks:
        raise LibraryError(
            "The library has no track that can be suggested; add music with "
            "`python -m viml_core index MUSIC_DIR --library DIR`."
        )
    order = ranked(raw, allowed).tolist()
    there = (i for i in order if exists(tracks[i].path))
    diverse = diverse and k < len(order)
    if not diverse and beats is None:
        return list(islice(there, k))
    shortlist = list(islice(there, CANDIDATES if beats else DiversityConfig().shortlist))
    values = raw[shortlist]
    if beats:
        values = beats.values(values, [tracks[i] for i in shortlist])
    if diverse:
        best = diverse_order(values, library.profiles([tracks[i] for i in shortlist]), k)
    else:
        best = np.argsort(-values, kind="stable")[:k]
    reordered = [shortlist[i] for i in best]
    return reordered + list(islice(there, k - len(reordered)))


def suggestions(
    library: Library, rows: Sequence[int], scores: Scores, score_map: ScoreMap | None
) -> tuple[Suggestion, ...]:
    """The tracks at these positions as an answer; without a map the score is the raw one.

    Each keeps the score of its own, so in a diverse list the scores need not fall.
    """
    tracks = library.rankable()
    return tuple(
        Suggestion(
            rank=rank,
            track=tracks[i],
            score=score_map(float(scores.raw[i])) if score_map else float(scores.raw[i]),
            raw_score=float(scores.raw[i]),
            video_score=None if scores.video is None else float(scores.video[i]),
            text_score=None if scores.text is None else float(scores.text[i]),
            start_s=0.0,
        )
        for rank, i in enumerate(rows, start=1)
    )


def none_fits(results: Sequence[Suggestion], score_map: ScoreMap | None) -> bool:
    """Whether even the best of the list is unlikely to suit."""
    if not results or score_map is None:
        return False
    return max(result.score for result in results) < score_map.nothing_fits_below
