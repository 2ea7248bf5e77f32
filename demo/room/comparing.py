"""What several models answer to one question, side by side; as it is shown, kept and exported."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from string import ascii_uppercase

from viml_core.errors import InputError
from viml_core.filters import Filters
from viml_core.finishing.placing import Placer
from viml_core.library import Library
from viml_core.models.scoring import Ranking, parse_ranking
from viml_core.recommender import Recommender
from viml_core.types import ClipFeatures, Suggestion

FEWEST, MOST = 2, 3  # columns
MARK_CHARS = 16


@dataclass(frozen=True)
class Entry:
    """One track in one model's list.

    elsewhere: its rank in each column, counted on beyond the end of the list; listed: whether each
    column shows it. Both run in the order of the columns.
    """

    rank: int
    track_id: str
    title: str
    artist: str
    license: str
    score: float
    track_s: float
    elsewhere: tuple[int, ...]
    listed: tuple[bool, ...]


@dataclass(frozen=True)
class Column:
    """One model's list. model: with its alpha where two models are blended."""

    model: str
    alpha: float | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Sound:
    """A track as it is heard under the clip, and drawn: the same in every column.

    file: a name in the folder of the media; start_s: where in the track it begins.
    """

    file: str
    start_s: float
    peaks: tuple[int, ...]


@dataclass(frozen=True)
class Comparison:
    """The columns, and what made them. sounds: by track, those that are ready.

    checkpoints: the fingerprint of each single model that had a say; collection: that of the
    library, out of whose `tracks` they chose.
    """

    text: str
    clip_s: float
    columns: tuple[Column, ...]
    checkpoints: dict[str, str]
    collection: str
    tracks: int
    sounds: dict[str, Sound]

    @property
    def k(self) -> int:
        """The length of the longest list."""
        return max((len(column.entries) for column in self.columns), default=0)

    def common(self) -> int:
        """How many tracks all columns show."""
        return sum(all(entry.listed) for entry in self.columns[0].entries)

    def with_sound(self, track_id: str, sound: Sound) -> Comparison:
        """With one more track ready."""
        return replace(self, sounds={**self.sounds, track_id: sound})


def letter(column: int) -> str:
    """How a column is called: A, B, C."""
    return ascii_uppercase[column]


def parse_models(names: Sequence[str | None], text: str) -> tuple[Ranking, ...]:
    """The models that are to be compared; an empty name is a column left out.

    Raises:
        InputError: too few, one twice, an unknown one, or the model of words alone without words.
    """
    rankings = tuple(parse_ranking(name) for name in names if name)
    if not FEWEST <= len(rankings) <= MOST:
        raise InputError(f"Choose {FEWEST} or {MOST} models to compare; {len(rankings)} were.")
    if len({ranking.name for ranking in rankings}) < len(rankings):
        raise InputError("A model is chosen twice; choose different ones to compare.")
    if not text.strip() and any(ranking.name == "mt" for ranking in rankings):
        raise InputError("The model 'mt' ranks by words alone: type some, or leave it out.")
    return rankings


@dataclass(frozen=True)
class Compared:
    """A comparison without sounds, and the suggestions to render, each once, best ranks first."""

    comparison: Comparison
    to_render: tuple[Suggestion, ...]


def compare(
    recommender: Recommender,
    library: Library,
    clip: ClipFeatures,
    text: str,
    rankings: Sequence[Ranking],
    k: int,
) -> Compared:
    """The first k tracks of each model for one clip and one text; every model is asked once.

    The lists are the plain ones, as in a study: nothing is moved down for being alike, so that the
    ranks are the models' own.

    Raises:
        CheckpointError, LibraryError: a model is missing, or the library is empty.
    """
    tuned = [ranking.tuned(recommender.alphas) for ranking in rankings]
    board = recommender.score_board(library, clip, text)
    weights = [ranking.weights(board.query.mode) for ranking in tuned]
    lists = [board.pick(weight, k, Filters(), diverse=False) for weight in weights]
    ranks = [board.ranks(weight, Filters()) for weight in weights]
    shown = [{s.track.track_id: s.rank for s in found} for found in lists]

    def entry(suggestion: Suggestion) -> Entry:
        track = suggestion.track
        there = [s.get(track.track_id) for s in shown]
        beyond = [max(r[track.track_id], len(s) + 1) for r, s in zip(ranks, shown, strict=True)]
        return Entry(
            suggestion.rank,
            track.track_id,
            track.title,
            track.artist,
            track.license,
            suggestion.score,
            track.duration_s,
            tuple(rank or other for rank, other in zip(there, beyond, strict=True)),
            tuple(rank is not None for rank in there),
        )

    columns = tuple(
        Column(
            ranking.name,
            None if ranking.video_side == ranking.text_side else ranking.alpha,
            tuple(map(entry, found)),
        )
        for ranking, found in zip(tuned, lists, strict=True)
    )
    names = sorted({name for weight in weights for name in weight})
    checkpoints = {name: recommender.embedders[name].fingerprint for name in names}
    comparison = Comparison(
        text.strip(),
        clip.info.duration_s,
        columns,
        checkpoints,
        collection_mark(library),
        len(library.rankable()),
        {},
    )
    once: dict[str, Suggestion] = {}
    for suggestion in sorted((s for found in lists for s in found), key=lambda s: s.rank):
        once.setdefault(suggestion.track.track_id, suggestion)
    return Compared(comparison, tuple(once.values()))


def at_right_moment(placer: Placer, library: Library, suggestion: Suggestion) -> Suggestion:
    """The suggestion where its track suits the clip best, which is the same in every column.

    Raises:
        MediaError: the track cannot be decoded.
    """
    placed = placer.place(library, suggestion)
    return placed.suggestion if placed else suggestion


def collection_mark(library: Library) -> str:
    """A fingerprint of what a library offers, as a study notes it."""
    marks = sorted(track.track_id for track in library.rankable())
    return hashlib.sha256("\n".join(marks).encode()).hexdigest()[:MARK_CHARS]
