"""Where the tracks of one answer begin under its clip, and how its cuts fall on their beats."""

from __future__ import annotations

from dataclasses import dataclass, replace

from viml_core.finishing.cuts import BeatFit
from viml_core.finishing.finisher import Finisher
from viml_core.finishing.moment import Moments
from viml_core.library import Library
from viml_core.recommender import Recommender
from viml_core.rerank import BOTH, PICTURE
from viml_core.types import ClipFeatures, Suggestion

PLACED = 20  # of the command line's results; the moment costs 2 ms a track, which adds up


@dataclass(frozen=True)
class Placed:
    """A suggestion that starts at the right moment.

    moments: the curve that the start was chosen from; beats: how the clip's cuts and motion fall on
    the track's beats there, None where it was not asked or there is nothing to compare.
    """

    suggestion: Suggestion
    moments: Moments
    beats: BeatFit | None = None


class Placer:
    """Places tracks under one clip, by the model that sees picture and words together."""

    def __init__(
        self, finisher: Finisher, recommender: Recommender, clip: ClipFeatures, text: str
    ) -> None:
        embedders = recommender.embedders
        self._embedder = embedders.get(BOTH) or embedders.get(PICTURE)
        self._finisher, self._clip = finisher, clip
        if self._embedder:
            x_t = recommender.preset.text.encode([text.strip()])[0]
            self._query = self._embedder.embed_query(clip.x_v, x_t)
        if clip.activity:
            finisher.note_activity(clip.info, clip.activity)

    def place(
        self, library: Library, suggestion: Suggestion, *, snapped: bool = True
    ) -> Placed | None:
        """The suggestion at its right moment; None where no model can tell.

        snapped: the start is moved to a bar line and the beats are compared, for which the track is
        decoded (a third of a second for a minute of music); else it is a segment's beginning.

        Raises:
            MediaError: the track cannot be decoded.
        """
        if self._embedder is None:
            return None
        track, info = suggestion.track, self._clip.info
        moments = self._finisher.moments(
            library, self._embedder, self._query, track, info.duration_s, snapped=snapped
        )
        placed = replace(suggestion, start_s=moments.start_s)
        if not snapped:
            return Placed(placed, moments)
        fit = self._finisher.beat_fit(info, track, moments.start_s)
        return Placed(placed, moments, fit if fit.events else None)

    def place_first(
        self, library: Library, suggestions: tuple[Suggestion, ...], *, snapped: bool
    ) -> tuple[Suggestion, ...]:
        """The first `PLACED` suggestions at their right moments, the others as they are."""
        placed = [self.place(library, s, snapped=snapped) for s in suggestions[:PLACED]]
        first = [p.suggestion if p else s for p, s in zip(placed, suggestions, strict=False)]
        return (*first, *suggestions[PLACED:])
