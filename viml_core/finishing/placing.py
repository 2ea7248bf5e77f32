"""Where the tracks of one answer begin under its clip, and how its cuts fall on their beats."""

from __future__ import annotations

from dataclasses import dataclass, replace

from viml_core.errors import MediaError
from viml_core.finishing.cuts import BeatFit
from viml_core.finishing.finisher import Finisher
from viml_core.finishing.moment import Moments
from viml_core.library import Library
from viml_core.recommender import Recommender
from viml_core.rerank import BOTH, PICTURE
from viml_core.types import ClipFeatures, Suggestion, Track

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
        self._lifts: dict[str, float] = {}
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
        fit = self._finisher.beat_fit(info, track, moments.start_s) if snapped else None
        if not fit or not fit.events:
            return Placed(placed, moments)
        self._lifts[track.track_id] = fit.lift
        return Placed(replace(placed, beat_lift=fit.lift), moments, fit)

    def lift(self, library: Library, track: Track) -> float:
        """The term for re-ranking: how far above chance the clip's cuts fall on a track's beats.

        That is where the track would start; 0 where there is nothing to compare. Found out once.
        """
        if track.track_id not in self._lifts:
            self._lifts[track.track_id] = self._heard_lift(library, track)
        return self._lifts[track.track_id]

    def known_lift(self, track: Track) -> float | None:
        """`lift` where it was found out, else None."""
        return self._lifts.get(track.track_id)

    def _heard_lift(self, library: Library, track: Track) -> float:
        info, start_s = self._clip.info, 0.0
        if not self._finisher.activity(info).events:
            return 0.0
        try:
            if self._embedder:
                start_s = self._finisher.moments(
                    library, self._embedder, self._query, track, info.duration_s
                ).start_s
            return self._finisher.beat_fit(info, track, start_s).lift
        except MediaError:
            return 0.0  # it has no beat to be heard, and its preview will say why

    def place_first(
        self, library: Library, suggestions: tuple[Suggestion, ...], *, snapped: bool
    ) -> tuple[Suggestion, ...]:
        """The first `PLACED` suggestions at their right moments, the others as they are."""
        placed = [self.place(library, s, snapped=snapped) for s in suggestions[:PLACED]]
        first = [p.suggestion if p else s for p, s in zip(placed, suggestions, strict=False)]
        return (*first, *suggestions[PLACED:])
