"""Which tracks may be suggested at all, decided by what is known of them before anything is ranked.

Policy for what is not known: a licence that is not stated passes only where no use is asked for, a
tempo that was not found passes only where no range is asked for, and a track in which no voice was
recognised counts as instrumental. Free-text licences ("all rights reserved") count as not stated.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from viml_core.errors import InputError
from viml_core.types import FloatArray, Track

Use = Literal["any", "personal", "monetised", "advertising"]
Voice = Literal["any", "instrumental", "vocals"]
Mask = NDArray[np.bool_]

VOCAL_TAGS = frozenset({"vocals", "female vocals", "male vocals", "choir", "opera"})
_CREATIVE_COMMONS = re.compile(r"\bby(?P<terms>(?:-(?:nc|sa|nd))*)\b")
_FREE = re.compile(r"\bcc-?0\b|publicdomain/|public domain|\bcc-?pdm?\b")


@dataclass(frozen=True)
class Terms:
    """What a licence allows. known: False where it says nothing that can be relied on."""

    known: bool
    commercial: bool
    derivatives: bool


UNKNOWN_TERMS = Terms(known=False, commercial=False, derivatives=True)


@dataclass(frozen=True)
class Filters:
    """What a person asks of every track. The default lets everything pass but "no derivatives".

    use: what the finished video is for; monetised and advertising need a licence that allows
    commercial use. include: tags that a track must have, all of them; exclude: tags of which it may
    have none. Bounds are inclusive; None leaves that side open.
    """

    use: Use = "any"
    voice: Voice = "any"
    min_bpm: float | None = None
    max_bpm: float | None = None
    min_length_s: float | None = None
    max_length_s: float | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for value, known in ((self.use, get_args(Use)), (self.voice, get_args(Voice))):
            if value not in known:
                raise InputError(f"There is no filter '{value}'; choose one of {', '.join(known)}.")
        bounds = (
            ("tempo", self.min_bpm, self.max_bpm),
            ("length", self.min_length_s, self.max_length_s),
        )
        for name, low, high in bounds:
            for bound in (low, high):
                _check_bound(name, bound)
            if low is not None and high is not None and low > high:
                raise InputError(
                    f"The {name} is asked to be at least {low:g} and at most {high:g}; swap them."
                )

    @classmethod
    def from_json(cls, values: Any) -> Filters:
        """As a program sends them: an object with some of the fields; null leaves one out.

        Raises:
            InputError: it is something else, or its values are.
        """
        known = [field.name for field in fields(cls)]
        if not isinstance(values, Mapping) or not set(values) <= set(known):
            raise InputError(
                f"The filters are {values!r}, but they must be an object with some of "
                f"{', '.join(known)}."
            )
        given = {name: value for name, value in values.items() if value is not None}
        for name in {"include", "exclude"} & set(given):
            tags = given[name]
            if not isinstance(tags, (list, tuple)) or not all(isinstance(t, str) for t in tags):
                raise InputError(f"The filter '{name}' is {tags!r}, but must be a list of tags.")
            given[name] = tuple(tags)
        return cls(**given)

    @property
    def active(self) -> bool:
        """Is anything asked for?"""
        return self != Filters()

    def mask(self, tracks: Sequence[Track], *, for_video: bool) -> Mask:
        """Which tracks pass, (N,).

        for_video: a film is an adaptation of its music, so what forbids derivatives is left out.
        """
        return np.fromiter((self._passes(t, for_video) for t in tracks), np.bool_, len(tracks))

    def _passes(self, track: Track, for_video: bool) -> bool:
        return (
            self._licensed(licence_terms(track.license), for_video)
            and _within(track.bpm, self.min_bpm, self.max_bpm)
            and _within(track.duration_s, self.min_length_s, self.max_length_s)
            and self._sounds(track)
        )

    def _sounds(self, track: Track) -> bool:
        """Whether voice and tags are as asked; most often nothing is."""
        if self.voice == "any" and not (self.include or self.exclude):
            return True
        tags = {tag.casefold() for tag in track.tags}
        return (
            (self.voice == "any" or (self.voice == "vocals") == bool(tags & VOCAL_TAGS))
            and tags.issuperset(map(_tidy, self.include))
            and tags.isdisjoint(map(_tidy, self.exclude))
        )

    def _licensed(self, terms: Terms, for_video: bool) -> bool:
        if for_video and not terms.derivatives:
            return False
        if self.use == "any":
            return True
        return terms.known and (self.use == "personal" or terms.commercial)


def ranked(scores: FloatArray, allowed: Mask | None = None) -> NDArray[np.intp]:
    """Positions of the allowed tracks, best first; equal scores keep the library's order."""
    positions = np.arange(len(scores)) if allowed is None else np.flatnonzero(allowed)
    order: NDArray[np.intp] = positions[np.argsort(-scores[positions], kind="stable")]
    return order


@lru_cache(maxsize=4096)  # a library has few, and asks for each track
def licence_terms(label: str) -> Terms:
    """What a licence allows, by its short name or its address. Only Creative Commons is read."""
    text = label.casefold().replace(" ", "-").replace("_", "-")
    if _FREE.search(label.casefold()) or _FREE.search(text):
        return Terms(known=True, commercial=True, derivatives=True)
    found = _CREATIVE_COMMONS.search(text)
    if found is None or not ("cc" in text or "creativecommons" in text):
        return UNKNOWN_TERMS
    return Terms(
        known=True, commercial="nc" not in found["terms"], derivatives="nd" not in found["terms"]
    )


def _tidy(tag: str) -> str:
    return tag.strip().casefold()


def _check_bound(name: str, value: Any) -> None:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if value is not None and not (number and math.isfinite(value) and value >= 0):
        raise InputError(f"The {name} is bounded by {value!r}, but a bound is a number from 0 on.")


def _within(value: float | None, low: float | None, high: float | None) -> bool:
    if low is None and high is None:
        return True
    if value is None:
        return False
    return (low is None or value >= low) and (high is None or value <= high)
