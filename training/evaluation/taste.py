"""Taste: do words find the track they were written for, and does the music suit the picture?

The three measures that real tracks and clips are judged by. Two words match when one contains the
other. A track fits a clip when one of its style words matches a fitting word and none matches a
misfit; it misfits the other way round; tracks that are neither are left out of that clip's measure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.csv_rows import read_csv
from training.metrics import FloatMatrix, IntArray, auc, bootstrap, ranks, summarise_ranks

TOP = 5
Figures = dict[str, float | list[float]]  # NAME: value, NAME_95: [low, high]


@dataclass(frozen=True)
class LabelledTrack:
    """A real track: words of its style, and what a creator would type to find it."""

    file: str
    style_words: tuple[str, ...]
    query: str
    sha256: str = ""  # of the file that was labelled, where the table says


@dataclass(frozen=True)
class LabelledClip:
    """A real clip: the mood that a person would expect, words that fit and words that do not."""

    file: str
    mood: str
    fit_words: tuple[str, ...]
    misfit_words: tuple[str, ...]
    sha256: str = ""  # of the file that was labelled, where the table says

    @property
    def typed(self) -> str:
        """What a person who knows what they want would type."""
        return ", ".join((self.mood, *self.fit_words))


@dataclass(frozen=True)
class ClipOutcome:
    """One clip: AUC of fitting over misfitting tracks, and how many of either are in the top."""

    auc: float
    fit_in_top: int
    misfit_in_top: int


def read_tracks(path: Path) -> list[LabelledTrack]:
    """Rows `file,style_words,query` of a CSV; further columns are ignored."""
    rows = read_csv(path, ("file", "style_words", "query"))
    return [
        LabelledTrack(r["file"], split_words(r["style_words"]), r["query"], r.get("sha256", ""))
        for r in rows
    ]


def read_clips(path: Path) -> list[LabelledClip]:
    """Rows `file,mood,fit_words,misfit_words` of a CSV; further columns are ignored."""
    rows = read_csv(path, ("file", "mood", "fit_words", "misfit_words"))
    return [
        LabelledClip(
            r["file"],
            r["mood"],
            split_words(r["fit_words"]),
            split_words(r["misfit_words"]),
            r.get("sha256", ""),
        )
        for r in rows
    ]


def split_words(text: str) -> tuple[str, ...]:
    """`Calm; soft piano` -> ("calm", "soft piano")."""
    return tuple(w.strip().lower() for w in re.split(r"[;,]", text) if w.strip())


def matches(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether any word of one list contains, or is contained in, one of the other."""
    return any(a in b or b in a for a in words for b in others)


def verdicts(clip: LabelledClip, tracks: Sequence[LabelledTrack]) -> NDArray[np.int8]:
    """(N,): 1 where a track fits the clip, -1 where it misfits, 0 where it is neither."""
    return np.array(
        [
            int(matches(t.style_words, clip.fit_words))
            - int(matches(t.style_words, clip.misfit_words))
            for t in tracks
        ],
        np.int8,
    )


def verdict_table(
    clips: Sequence[LabelledClip], tracks: Sequence[LabelledTrack]
) -> NDArray[np.int8]:
    """(C, N): the verdicts of each clip over the tracks."""
    return np.stack([verdicts(clip, tracks) for clip in clips])


def text_to_track(scores: FloatMatrix) -> IntArray:
    """Rank of each track for its own sentence: scores (N queries, N tracks) -> (N,), best is 1."""
    return ranks(scores, np.arange(len(scores)))


def summarise_words(rank: IntArray) -> Figures:
    """Recall@k and the median rank, each with its interval over queries."""
    median = bootstrap(rank, statistic=np.median)
    return {**summarise_ranks(rank), "MR_95": [median.low, median.high]}


def clip_to_music(scores: FloatMatrix, verdict: NDArray[np.int8]) -> list[ClipOutcome]:
    """One outcome for each clip that has fitting and misfitting tracks: (C, N), (C, N).

    Of equal scores the misfit counts as the higher one.
    """
    outcomes = []
    for row, says in zip(scores, verdict, strict=True):
        if not {1, -1} <= set(says.tolist()):
            continue
        top = says[np.lexsort((says, -row))[:TOP]]
        value = auc(row[says == 1], row[says == -1])
        outcomes.append(ClipOutcome(value, int((top == 1).sum()), int((top == -1).sum())))
    return outcomes


def summarise_clips(outcomes: Sequence[ClipOutcome]) -> Figures:
    """Mean AUC and mean counts in the top five, each with its interval over clips."""
    figures: Figures = {"clips": len(outcomes)}
    figures |= with_interval("AUC", [o.auc for o in outcomes])
    figures |= with_interval("fit_in_top5", [o.fit_in_top for o in outcomes])
    return figures | with_interval("misfit_in_top5", [o.misfit_in_top for o in outcomes])


def with_interval(name: str, values: Sequence[float]) -> Figures:
    """The mean of independent values as NAME, and its 95% interval as NAME_95."""
    interval = bootstrap(values)
    return {name: interval.value, f"{name}_95": [interval.low, interval.high]}
