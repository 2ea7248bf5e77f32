"""Brings a track to the length of a clip, at bar lines and phrase ends."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """From `source_start_s` to `source_end_s` of the track, heard from `at_s` of the clip on."""

    source_start_s: float
    source_end_s: float
    at_s: float

    @property
    def end_s(self) -> float:
        """When it ends in the clip."""
        return self.at_s + self.source_end_s - self.source_start_s


@dataclass(frozen=True)
class Arrangement:
    """Which pieces of a track are heard when, in order and without gaps.

    fade_start_s, end_s: when the music begins to fade and when it is gone, in the clip; why: what
    was done, in words for a person.
    """

    pieces: tuple[Piece, ...]
    fade_start_s: float
    end_s: float
    why: str
