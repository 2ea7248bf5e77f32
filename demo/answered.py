"""What came of a request, and what of it the page shows: kept so that a change costs little."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from demo import texts
from viml_core.beat_term import BeatTerm
from viml_core.errors import InputError
from viml_core.filters import Filters
from viml_core.finishing.mix import Mix
from viml_core.finishing.placing import Placed, Placer
from viml_core.recommender import Answer, Recommender
from viml_core.rerank import BOTH, Move, moves
from viml_core.similar import But, like
from viml_core.speaking import speaking_tags
from viml_core.types import ClipFeatures, Suggestion, Track

Suggestions = tuple[Suggestion, ...]


@dataclass(frozen=True)
class Found:
    """The ranked tracks, before the first preview.

    folder: where the previews go; placer: finds where each starts under the clip.
    """

    answer: Answer
    clip: ClipFeatures | None
    recommender: Recommender
    folder: Path
    placer: Placer | None = None


@dataclass(frozen=True)
class Rendered:
    """One suggestion is ready: as a clip, as a sound, or both, with its track as a drawing.

    placed: why it starts where it does, where there is a clip.
    """

    suggestion: Suggestion
    preview: Path | None
    sound: Path | None
    peaks: tuple[int, ...] = ()
    placed: Placed | None = None


@dataclass(frozen=True)
class Changes:
    """The first tracks with the words and without them, each with its rank in the other list."""

    with_words: tuple[Move, ...]
    without_words: tuple[Move, ...]


@dataclass(frozen=True)
class Likeness:
    """The list shows what is like a track."""

    track: Track
    but: But


@dataclass
class Answered:
    """The list that the page shows, and what is ready of it, by track.

    diverse: near-identical tracks do not fill it; on_beat: how much the clip's cuts count, 0..1;
    mixes: how results were finished, by track; finishing: the track whose mix is open; picture: the
    first preview, whose picture all have.
    """

    found: Found
    k: int
    text: str
    filters: Filters
    weights: Mapping[str, float]
    results: tuple[Suggestion, ...]
    diverse: bool = True
    on_beat: float = 0.0
    like: Likeness | None = None
    ready: dict[str, Rendered] = field(default_factory=dict)
    mixes: dict[str, Mix] = field(default_factory=dict)
    finishing: str | None = None
    picture: Path | None = None

    @classmethod
    def of(
        cls, found: Found, k: int, text: str, filters: Filters, *, diverse: bool = True
    ) -> Answered:
        """A fresh answer, nothing of it ready."""
        answer = found.answer
        weights = answer.ranking.weights(answer.query.mode)
        return cls(found, k, text, filters, weights, answer.results, diverse)

    @property
    def can_blend(self) -> bool:
        """Is there a picture and are there words, to choose between?"""
        return self.found.answer.query.mode == "video+text"

    def note(self, rendered: Rendered) -> None:
        """A result has become ready."""
        self.ready[rendered.suggestion.track.track_id] = rendered
        self.picture = self.picture or rendered.preview

    def left_out(self) -> int:
        """How many tracks the filters keep out."""
        return int((~self.found.answer.board.allowed(self.filters)).sum())

    def missing(self) -> tuple[Suggestion, ...]:
        """What is shown and not ready yet, best first."""
        return tuple(s for s in self.results if s.track.track_id not in self.ready)

    def reweigh(
        self,
        weights: Mapping[str, float],
        filters: Filters,
        *,
        diverse: bool = True,
        on_beat: float = 0.0,
    ) -> None:
        """Rank anew, from the scores that are kept."""
        self.weights, self.filters, self.like = weights, filters, None
        self.diverse, self.on_beat = diverse, on_beat
        self.rank_again()

    def rank_again(self) -> None:
        """The list by all that is known now, also of the beats."""
        self.results = self._pick(self.weights)

    def _pick(self, weights: Mapping[str, float], words: str | None = None) -> Suggestions:
        return self.found.answer.board.pick(
            weights,
            self.k,
            self.filters,
            diverse=self.diverse,
            words=words,
            beats=self._beats(),
        )

    @property
    def can_beat(self) -> bool:
        """Has the clip cuts or movements that could fall on beats?"""
        clip = self.found.clip
        return bool(clip and clip.activity and clip.activity.events)

    def lacks(self) -> bool:
        """Is there something to be heard or made ready for the list as it is?"""
        return bool(self.missing() or self.unheard())

    def unheard(self) -> tuple[Track, ...]:
        """The tracks whose beats count and are not known yet."""
        placer = self.found.placer
        if not (self.on_beat and placer and self.can_beat) or self.like:
            return ()
        candidates = self.found.answer.board.candidates(self.weights, self.filters)
        return tuple(track for track in candidates if placer.known_lift(track) is None)

    def _beats(self) -> BeatTerm | None:
        """The term for cuts on the beat; tracks that were not heard yet are at chance."""
        placer = self.found.placer
        if not (self.on_beat and placer):
            return None
        return BeatTerm(self.on_beat, lambda track: placer.known_lift(track) or 0.0)

    def show_alike(self, track_id: str, but: But) -> None:
        """Show what is like a track, by ViML's embeddings of the music.

        Raises:
            InputError: nothing in the library is, or it cannot be compared.
        """
        answer, recommender = self.found.answer, self.found.recommender
        embedder = recommender.embedders[BOTH]
        alike = like(
            answer.library,
            embedder,
            track_id,
            but,
            self.k,
            filters=self.filters,
            for_video=self.found.clip is not None,
        )
        if not alike:
            raise InputError(texts.NOTHING_ALIKE)
        self.like = Likeness(answer.library.track(track_id), but)
        self.results = tuple(
            Suggestion(rank, a.track, a.likeness, a.likeness, None, None, 0.0)
            for rank, a in enumerate(alike, start=1)
        )

    @cached_property
    def near_words(self) -> Mapping[str, float]:
        """The tags that lie nearest to the words, with their cosines."""
        return speaking_tags(self.found.recommender.preset.text, self.text)

    def changes(self) -> Changes | None:
        """What the words changed; None where there are no words or no picture."""
        board, query = self.found.answer.board, self.found.answer.query
        if query.mode != "video+text" or self.like:
            return None
        plain = self.found.answer.ranking.weights("video")
        silent = self._pick(plain, words="")
        silent_ranks = board.ranks(plain, self.filters, words="")
        spoken_ranks = board.ranks(self.weights, self.filters)
        return Changes(
            moves(self.results, silent, silent_ranks), moves(silent, self.results, spoken_ranks)
        )
