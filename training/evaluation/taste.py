"""Taste: do words find the track they were written for, and does the music suit the picture?

The three measures that real tracks and clips are judged by. Two words match when one contains the
other. A track fits a clip when one of its style words matches a fitting word and none matches a
misfit; it misfits the other way round; tracks that are neither are left out of that clip's measure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.csv_rows import read_csv
from training.metrics import IntArray, auc, bootstrap, ranks
from viml_core.types import ClipFeatures, FloatArray

TOP = 5
Scorer = Callable[[ClipFeatures | None, str], FloatArray]  # a clip, words -> (N,) over the tracks


@dataclass(frozen=True)
class LabelledTrack:
    """A real track: words of its style, and what a creator would type to find it."""

    file: str
    style_words: tuple[str, ...]
    query: str


@dataclass(frozen=True)
class LabelledClip:
    """A real clip: the mood that a person would expect, words that fit and words that do not."""

    file: str
    mood: str
    fit_words: tuple[str, ...]
    misfit_words: tuple[str, ...]

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
    return [LabelledTrack(r["file"], split_words(r["style_words"]), r["query"]) for r in rows]


def read_clips(path: Path) -> list[LabelledClip]:
    """Rows `file,mood,fit_words,misfit_words` of a CSV; further columns are ignored."""
    rows = read_csv(path, ("file", "mood", "fit_words", "misfit_words"))
    return [
        LabelledClip(
            r["file"], r["mood"], split_words(r["fit_words"]), split_words(r["misfit_words"])
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


def text_to_track(scorer: Scorer, tracks: Sequence[LabelledTrack]) -> IntArray:
    """Rank of each track for the sentence that was written for it: (N,)."""
    scores = np.stack([scorer(None, track.query) for track in tracks])
    return ranks(scores, np.arange(len(tracks)))


def clip_to_music(
    scorer: Scorer,
    clips: Sequence[tuple[LabelledClip, ClipFeatures]],
    tracks: Sequence[LabelledTrack],
    *,
    typed: bool,
) -> list[ClipOutcome]:
    """One outcome for each clip that has fitting and misfitting tracks. typed: with its words."""
    outcomes = []
    for label, clip in clips:
        verdict = verdicts(label, tracks)
        if not {1, -1} <= set(verdict.tolist()):
            continue
        scores = scorer(clip, label.typed if typed else "")
        top = verdict[np.argsort(-scores, kind="stable")[:TOP]]
        value = auc(scores[verdict == 1], scores[verdict == -1])
        outcomes.append(ClipOutcome(value, int((top == 1).sum()), int((top == -1).sum())))
    return outcomes


def summarise_clips(outcomes: Sequence[ClipOutcome]) -> dict[str, float | list[float]]:
    """Mean AUC with its interval over clips, and the mean counts in the top five."""
    interval = bootstrap([o.auc for o in outcomes])
    return {
        "clips": len(outcomes),
        "AUC": interval.value,
        "AUC_95": [interval.low, interval.high],
        "fit_in_top5": float(np.mean([o.fit_in_top for o in outcomes])),
        "misfit_in_top5": float(np.mean([o.misfit_in_top for o in outcomes])),
    }
