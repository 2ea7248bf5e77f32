"""Brings a track to the length of a clip, at bar lines and phrase ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from viml_core.finishing.beats import BeatGrid
from viml_core.finishing.mix import Mix


@dataclass(frozen=True)
class FittingConfig:
    """least_fade_s: shorter fades out sound like a hard stop; join_s: length of a crossfade at a
    bar line; blind_join_s: of one where no bar lines are known; least_loop_bars: a shorter loop
    tires; early_s: a cut leaves at most this much of the clip without music, where it can.
    """

    least_fade_s: float = 0.3
    join_s: float = 0.012
    blind_join_s: float = 1.0
    least_loop_bars: int = 4
    early_s: float = 6.0


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

    join_s: length of the crossfade that ends where one piece meets the next; fade_start_s, end_s:
    when the music begins to fade out and when it is gone, in the clip; why: what was done, in words
    for a person.
    """

    pieces: tuple[Piece, ...]
    join_s: float
    fade_start_s: float
    end_s: float
    why: str


def arrange(
    grid: BeatGrid,
    mix: Mix,
    *,
    track_s: float,
    clip_s: float,
    config: FittingConfig = FittingConfig(),
) -> Arrangement:
    """How a track is heard under a clip. A start behind the track's end is taken for its end."""
    sound_end_s = min(grid.sound_end_s, track_s) or track_s
    start_s = min(mix.start_s, max(sound_end_s - config.least_fade_s, 0.0))
    rest_s = sound_end_s - start_s
    if mix.fit == "loop" and rest_s < clip_s:
        return _looped(grid, mix, start_s, sound_end_s, clip_s, config)
    if mix.fit == "cut" and rest_s > clip_s:
        end_s = _phrase_end_s(grid, mix, start_s, clip_s, config)
        if end_s is not None:
            piece = Piece(start_s, start_s + clip_s, 0.0)
            gone_s = min(end_s + _fade_s(mix, config), clip_s)
            return Arrangement((piece,), 0.0, end_s, gone_s, "cut at the end of a phrase")
    heard_s = min(rest_s, clip_s)
    why = "fades at the clip's end" if rest_s >= clip_s else "ends before the clip does"
    return _faded((Piece(start_s, start_s + heard_s, 0.0),), 0.0, heard_s, mix, config, why)


def _faded(
    pieces: tuple[Piece, ...],
    join_s: float,
    end_s: float,
    mix: Mix,
    config: FittingConfig,
    why: str,
) -> Arrangement:
    fade_s = min(_fade_s(mix, config), end_s / 2)
    return Arrangement(pieces, join_s, end_s - fade_s, end_s, why)


def _fade_s(mix: Mix, config: FittingConfig) -> float:
    return max(mix.fade_out_s, config.least_fade_s)


def _looped(
    grid: BeatGrid, mix: Mix, start_s: float, end_s: float, clip_s: float, config: FittingConfig
) -> Arrangement:
    """From the start to a late bar line, then back to the earlier bar that it resembles most."""
    loop = find_loop(grid, start_s, config)
    join_s, why = config.join_s, "loops at a bar line"
    if loop is None:
        join_s = min(config.blind_join_s, end_s / 4)
        loop, why = Loop(join_s, end_s), "loops over a crossfade, for no bar lines are audible"
    pieces = [Piece(start_s, max(loop.from_s, start_s + join_s), 0.0)]
    while pieces[-1].end_s < clip_s:
        pieces.append(Piece(loop.to_s, loop.from_s, pieces[-1].end_s))
    last = pieces[-1]
    pieces[-1] = Piece(last.source_start_s, last.source_start_s + clip_s - last.at_s, last.at_s)
    return _faded(tuple(pieces), join_s, clip_s, mix, config, why)


@dataclass(frozen=True)
class Loop:
    """The music goes on at `to_s` where it has reached `from_s`, which is later."""

    to_s: float
    from_s: float


def find_loop(
    grid: BeatGrid,
    start_s: float,
    config: FittingConfig = FittingConfig(),
) -> Loop | None:
    """The pair of bar lines that a listener takes for each other most easily.

    What was heard before the one should have led to what follows the other, so the bars before
    both and the bars after both are compared. Whole numbers of four bars and late jumps are
    preferred. None where there are too few bars behind `start_s`.
    """
    bars, lines_s = grid.bars, grid.downbeats_s[: len(grid.bars) + 1]
    first = int(np.searchsorted(lines_s, start_s + 0.5))
    if len(bars) < config.least_loop_bars + 2 or first > len(bars) - 2:
        return None
    alike = bars @ bars.T
    best, best_score = None, -np.inf
    least = min(config.least_loop_bars, len(bars) - 2)
    for late in range(max(first, least + 1), len(bars)):
        early = np.arange(1, late - least + 1)
        score = alike[late, early] + alike[late - 1, early - 1]
        score = score + _FOUR_BARS * ((late - early) % 4 == 0) + _LATE * (late / len(bars))
        score -= _SHORT * np.exp2(-(late - early) / 4)
        at = int(np.argmax(score))
        if score[at] > best_score:
            best, best_score = (int(early[at]), late), float(score[at])
    return None if best is None else Loop(float(lines_s[best[0]]), float(lines_s[best[1]]))


_FOUR_BARS = 0.15  # beside two cosines
_LATE = 0.5
_SHORT = 0.4


def _phrase_end_s(
    grid: BeatGrid, mix: Mix, start_s: float, clip_s: float, config: FittingConfig
) -> float | None:
    """When, in the clip, the last phrase ends that leaves room for a fade; a bar where no phrase
    ends late enough; None where the track has no bar lines."""
    room_s = min(_fade_s(mix, config), clip_s / 4)
    for lines_s, early_s in ((grid.phrases_s, config.early_s), (grid.downbeats_s, clip_s / 2)):
        ends_s: NDArray[np.float64] = lines_s - start_s
        ends_s = ends_s[(ends_s <= clip_s - room_s) & (ends_s >= clip_s - room_s - early_s)]
        if len(ends_s) and ends_s[-1] > 0:
            return float(ends_s[-1])
    return None
