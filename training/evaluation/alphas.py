"""Ensembles of two models on real clips: the weight of the text side, chosen by measurement.

The figure is the AUC of clips and stills with their own words, each clip one vote. It hardly tells
neighbouring weights apart, and where words describe the music better than a picture can, it would
give them everything. So of all weights within one standard error of the best (Breiman et al., 1984)
the one nearest a half is taken: clip and words both count wherever the evidence leaves the choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from training.evaluation.asking import Answers, Verdicts, blended
from training.evaluation.ensembles import ALPHAS
from training.evaluation.steering import steerability
from training.evaluation.taste import Figures, clip_to_music, with_interval
from training.metrics import FloatMatrix
from viml_core.errors import InputError
from viml_core.models.scoring import DEFAULT_ALPHA, ENSEMBLES, parse_ranking

FEWEST_CLIPS = 3  # so that with one left out there is still a spread
STEERED = (0.0, 0.25, 0.5, 0.75, 1.0)  # where steerability is measured too: it is slow to change


@dataclass(frozen=True)
class Tuned:
    """The choice for one ensemble. held_out: the AUC of each clip by the alpha that the others
    choose, with its interval; rows: the figures of every alpha."""

    alpha: float
    held_out: Figures
    rows: tuple[dict[str, float], ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def choose_alphas(singles: Mapping[str, Answers], verdicts: Verdicts) -> dict[str, Tuned]:
    """The choice for each ensemble whose two models are there.

    Raises:
        InputError: too few clips are judged to say how sure a choice is.
    """
    possible = [name for name, pair in ENSEMBLES.items() if set(pair) <= set(singles)]
    return {name: _tune(name, singles, verdicts) for name in possible}


def nearest_of_the_best(table: FloatMatrix) -> int:
    """table (A, C), the figure of each clip by alpha, to the row that is chosen.

    The standard error is of the paired difference to the best row.
    """
    best = table[int(np.argmax(table.mean(axis=1)))]
    behind = best - table
    error = behind.std(axis=1, ddof=1) / np.sqrt(table.shape[1])
    good_enough = behind.mean(axis=1) <= error
    return min(np.flatnonzero(good_enough).tolist(), key=lambda i: abs(ALPHAS[i] - DEFAULT_ALPHA))


def _tune(name: str, singles: Mapping[str, Answers], verdicts: Verdicts) -> Tuned:
    answers = [blended(parse_ranking(name, alpha), singles) for alpha in ALPHAS]
    table = np.array([_aucs(one, verdicts) for one in answers])
    if table.shape[1] < FEWEST_CLIPS:
        raise InputError(
            f"{table.shape[1]} clips have both tracks that fit and tracks that do not; tuning "
            f"takes {FEWEST_CLIPS} or more."
        )
    clips = range(table.shape[1])
    left_out = [nearest_of_the_best(np.delete(table, clip, axis=1)) for clip in clips]
    held_out = [table[row, clip] for row, clip in zip(left_out, clips, strict=True)]
    rows = [
        {"alpha": alpha, "AUC": float(aucs.mean()), **_by_kind(one, verdicts, alpha in STEERED)}
        for alpha, aucs, one in zip(ALPHAS, table, answers, strict=True)
    ]
    return Tuned(ALPHAS[nearest_of_the_best(table)], with_interval("AUC", held_out), tuple(rows))


def _aucs(answers: Answers, verdicts: Verdicts) -> list[float]:
    """The AUC of every clip and still with its own words."""
    return [
        outcome.auc
        for kind in verdicts
        for outcome in clip_to_music(answers.both(kind), verdicts[kind])
    ]


def _by_kind(answers: Answers, verdicts: Verdicts, steered: bool) -> dict[str, float]:
    figures = {}
    for kind, verdict in verdicts.items():
        outcomes = clip_to_music(answers.both(kind), verdict)
        figures[f"{kind}_AUC"] = float(np.mean([o.auc for o in outcomes]))
        steering = steerability(answers.crossed[kind], verdict) if steered else []
        if steering:
            figures[f"{kind}_words_followed"] = float(np.mean([s.words_followed for s in steering]))
            figures[f"{kind}_clip_followed"] = float(np.mean([s.clip_followed for s in steering]))
    return figures
