"""What the calibration is fitted to: scores of (query, track) pairs that people's words judge.

A track that fits a clip is a success, one that misfits a failure, by the matching rule of
`training/data/dev/README.md`; the query is the clip, the words of the clip, or both. Tracks that
are neither are judged by nobody: they are not fitted to, and the report gives their mean score.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.evaluation.asking import Questions
from training.metrics import FloatMatrix
from viml_core.models.checkpoint import Embedder
from viml_core.models.scoring import ENSEMBLES, SINGLE_MODELS
from viml_core.types import FloatArray, Mode

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)  # of the second model of an ensemble
MODES: tuple[Mode, ...] = ("video", "text", "video+text")


@dataclass(frozen=True)
class Judged:
    """raw (C, N): scores of C queries for N tracks; verdict (C, N): 1 fits, -1 misfits, 0 none."""

    raw: FloatMatrix
    verdict: NDArray[np.int8]

    @property
    def mask(self) -> NDArray[np.bool_]:
        """(C, N): the pairs that are judged."""
        return self.verdict != 0

    @property
    def fits(self) -> NDArray[np.bool_]:
        """(C, N): the pairs that fit."""
        return self.verdict == 1


@dataclass(frozen=True)
class Single:
    """The cosines of one model, over the clips and then the stills, (C, N).

    alone: the clip without words; both: the clip with its own words; words: (N, N), the sentence of
    each track without a clip. None for what the model cannot be asked.
    """

    alone: FloatMatrix | None
    both: FloatMatrix
    words: FloatMatrix | None = None


def ask_model(embedder: Embedder, asked: Questions) -> Single:
    """Everything that the calibration asks of a single model."""
    y_m = embedder.embed_music(asked.music.x_m)
    config = embedder.config

    def scores(x_v: FloatArray | None, x_t: FloatArray) -> FloatArray:
        picture = x_v if config.uses_video else None
        cosines: FloatArray = y_m @ embedder.embed_query(picture, x_t)
        return cosines

    kinds = list(asked.pictures)
    pictures = [x_v for kind in kinds for x_v in asked.pictures[kind].x_v]
    typed = [x_t for kind in kinds for x_t in asked.typed[kind]]
    return Single(
        np.stack([scores(x_v, asked.silence) for x_v in pictures]) if config.uses_video else None,
        np.stack([scores(x_v, x_t) for x_v, x_t in zip(pictures, typed, strict=True)]),
        None if config.uses_video else np.stack([scores(None, x_t) for x_t in asked.queries]),
    )


def judged(
    singles: Mapping[str, Single],
    verdict: NDArray[np.int8],
    weights: Mapping[str, float],
    mode: Mode,
) -> Judged:
    """The clips under a blend of models in a mode: verdict (C, N). Words alone are asked of MT."""
    tables = [
        share * table
        for name, share in weights.items()
        if (table := singles[name].alone if mode == "video" else singles[name].both) is not None
    ]
    return Judged(np.sum(tables, axis=0), verdict)


def blends(singles: Mapping[str, Single]) -> Iterator[tuple[dict[str, float], Mode]]:
    """Every blend and mode that the app may ask for; an ensemble at shares from 0 to 1."""
    for mode in MODES:
        able = [name for name in SINGLE_MODELS if name in singles and _answers(singles, name, mode)]
        yield from (({name: 1.0}, mode) for name in able)
        for first, second in ENSEMBLES.values():
            if first in able and second in able:
                yield from (({first: 1.0 - s, second: s}, mode) for s in SHARES)


def _answers(singles: Mapping[str, Single], name: str, mode: Mode) -> bool:
    if mode == "text":
        return name == "mt"
    return mode == "video+text" or singles[name].alone is not None
