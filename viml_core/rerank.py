"""Scores of one query kept for every track, so that another blend or filter costs no features."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from viml_core.beat_term import CANDIDATES, BeatTerm
from viml_core.calibration import ScoreMap
from viml_core.filters import Filters, Mask, ranked
from viml_core.library import Library
from viml_core.library.scan import exists
from viml_core.listing import Scores, listed, suggestions
from viml_core.models.scoring import Ranking
from viml_core.types import FloatArray, Query, Suggestion, Track

PICTURE, BOTH, WORDS = "mvpt+", "viml", "mt"


def balance_weights(balance: float) -> dict[str, float]:
    """Weights by model on the way from the picture (0) over both (0.5) to the words alone (1).

    The ends are MVPt+ and MT, the middle is ViML; in between, the two neighbours are blended.
    """
    words = max(0.0, 2.0 * balance - 1.0)
    picture = max(0.0, 1.0 - 2.0 * balance)
    weights = {PICTURE: picture, BOTH: 1.0 - picture - words, WORDS: words}
    return {name: weight for name, weight in weights.items() if weight > 0.0}


def balance_of(ranking: Ranking) -> float | None:
    """Where a ranking lies on that way; None for what does not."""
    weights = ranking.weights("video+text")
    if not set(weights) <= {PICTURE, BOTH, WORDS} or set(weights) == {PICTURE, WORDS}:
        return None
    return 0.5 * weights.get(BOTH, 0.0) + weights.get(WORDS, 0.0)


class ScoreBoard:
    """What every model says of every track that may be suggested, for one query.

    Each model is asked once, when it is needed first; from then on a list costs no features.
    cosines: (model, words) to that model's cosine with every track of `library.rankable()`, (N,);
    score_map: the calibration of a blend, None where there is none.
    """

    def __init__(
        self,
        library: Library,
        query: Query,
        cosines: Callable[[str, str], FloatArray],
        score_map: Callable[[Mapping[str, float]], ScoreMap | None],
    ) -> None:
        self.library = library
        self.query = query
        self.words = query.text.strip()
        self.score_map = score_map
        self._cosines = cosines
        self._known: dict[tuple[str, str], FloatArray] = {}

    @property
    def tracks(self) -> tuple[Track, ...]:
        """The tracks in the order of the scores."""
        return self.library.rankable()

    def allowed(self, filters: Filters) -> Mask:
        """The tracks that pass, (N,)."""
        return filters.mask(self.tracks, for_video=self.query.video is not None)

    def pick(
        self,
        weights: Mapping[str, float],
        k: int,
        filters: Filters,
        *,
        diverse: bool = True,
        words: str | None = None,
        beats: BeatTerm | None = None,
    ) -> tuple[Suggestion, ...]:
        """The k best allowed tracks under a blend, best first; none where none is allowed.

        words: others than the query's. beats: the best are ordered by the clip's cuts as well.

        Raises:
            LibraryError: the library has no track that can be suggested.
        """
        scores = Scores(
            raw=self.blend(weights, words),
            video=self.model(BOTH, "") if self.query.video else None,
            text=self.model(WORDS) if self.words else None,
        )
        allowed = self.allowed(filters)
        rows = listed(self.library, scores.raw, k, diverse=diverse, allowed=allowed, beats=beats)
        return suggestions(self.library, rows, scores, self.score_map(weights))

    def candidates(self, weights: Mapping[str, float], filters: Filters) -> tuple[Track, ...]:
        """The tracks whose beats count where cuts on the beat do, the best first."""
        order = ranked(self.blend(weights), self.allowed(filters)).tolist()
        there = (self.tracks[i] for i in order if exists(self.tracks[i].path))
        return tuple(islice(there, CANDIDATES))

    def ranks(
        self, weights: Mapping[str, float], filters: Filters, words: str | None = None
    ) -> dict[str, int]:
        """The rank of every allowed track under a blend, by track id; repeats are not moved."""
        order = ranked(self.blend(weights, words), self.allowed(filters)).tolist()
        return {self.tracks[i].track_id: rank for rank, i in enumerate(order, start=1)}

    def model(self, name: str, words: str | None = None) -> FloatArray:
        """One model's score of every track, (N,), with the query's words or with others.

        Raises:
            CheckpointError: the checkpoint lacks the model.
        """
        key = (name, self.words if words is None else words)
        if key not in self._known:
            self._known[key] = self._cosines(*key)
        return self._known[key]

    def blend(self, weights: Mapping[str, float], words: str | None = None) -> FloatArray:
        """The weighted sum of several models' scores, (N,)."""
        parts = [weight * self.model(name, words) for name, weight in weights.items()]
        total: FloatArray = np.sum(parts, axis=0)
        return total


@dataclass(frozen=True)
class Move:
    """A track of a list, its rank there, and its rank in another one.

    listed: is it in what is shown of the other one, too?
    """

    track: Track
    rank: int
    other_rank: int
    listed: bool

    @property
    def up(self) -> int:
        """How many places further up than in the other list."""
        return self.other_rank - self.rank


def moves(
    shown: Sequence[Suggestion], other: Sequence[Suggestion], ranks: Mapping[str, int]
) -> tuple[Move, ...]:
    """Where each track of a list stands in another one, or by `ranks` where that does not show it.

    ranks: by track id, in the other one's order of all tracks.
    """
    listed = {s.track.track_id: s.rank for s in other}
    beyond = len(other) + 1

    def move(suggestion: Suggestion) -> Move:
        track_id = suggestion.track.track_id
        there = listed.get(track_id) or max(ranks[track_id], beyond)
        return Move(suggestion.track, suggestion.rank, there, track_id in listed)

    return tuple(map(move, shown))
