"""Every question of the taste benchmark, and what each way of ranking answers to it.

A model's cosines are computed once; ensembles, every alpha of them and all measures follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray

from training.evaluation.media import Music, Pictures
from training.evaluation.taste import verdict_table
from training.metrics import FloatMatrix
from viml_core.errors import InputError
from viml_core.features.base import TextEncoder
from viml_core.features.cold_start import music_vector, query_vector
from viml_core.models.checkpoint import Embedder
from viml_core.models.scoring import Ranking
from viml_core.models.sequences import pad_sequences
from viml_core.types import FloatArray, Mode

Kind = Literal["clips", "stills"]
KINDS: tuple[Kind, ...] = ("clips", "stills")
Verdicts = Mapping[Kind, NDArray[np.int8]]


@dataclass(frozen=True)
class Questions:
    """The benchmark as base features: what can be asked, and the tracks (N) to be ranked.

    queries: x_t (N, D_t) of the sentence written for each track; pictures: the clips and the
    stills; typed: x_t (C, D_t) of the words of each clip; silence: x_t (D_t,) of the empty text.
    """

    music: Music
    queries: FloatArray
    pictures: Mapping[Kind, Pictures]
    typed: Mapping[Kind, FloatArray]
    silence: FloatArray

    @classmethod
    def of(cls, music: Music, seen: Pictures, text: TextEncoder) -> Questions:
        """The questions about these tracks, clips and stills; a kind without any is left out."""
        kinds: dict[Kind, Pictures] = {
            "clips": seen.of_kind(still=False),
            "stills": seen.of_kind(still=True),
        }
        kinds = {kind: pictures for kind, pictures in kinds.items() if pictures.clips}
        return cls(
            music,
            text.encode([track.query for track in music.tracks]),
            kinds,
            {kind: text.encode([clip.typed for clip in p.clips]) for kind, p in kinds.items()},
            text.encode([""])[0],
        )

    def verdicts(self) -> Verdicts:
        """(C, N) of each kind: which tracks fit which clip.

        Raises:
            InputError: no clip of a kind has both tracks that fit and tracks that do not.
        """
        tables = {k: verdict_table(p.clips, self.music.tracks) for k, p in self.pictures.items()}
        for kind, table in tables.items():
            if not ((table == 1).any(axis=1) & (table == -1).any(axis=1)).any():
                raise InputError(
                    f"None of the {kind} has both tracks that fit and tracks that do not, so there "
                    "is nothing to measure; give them fit_words and misfit_words that occur among "
                    "the style_words."
                )
        return tables


@dataclass(frozen=True)
class Answers:
    """Scores of one way of ranking; what it cannot be asked is absent.

    words: (N, N), each track's sentence without a clip; alone: (C, N) by kind, clips without words;
    crossed: (C, C, N) by kind, [i, j] clip i with the words of clip j, so [i, i] is both together.
    """

    words: FloatMatrix | None
    alone: Mapping[Kind, FloatMatrix]
    crossed: Mapping[Kind, FloatMatrix]

    def both(self, kind: Kind) -> FloatMatrix:
        """(C, N): each clip with its own words."""
        count = np.arange(len(self.crossed[kind]))
        return self.crossed[kind][count, count]


def model_answers(embedder: Embedder, asked: Questions) -> Answers:
    """The cosines of a single model."""
    y_m, model, config = embedder.embed_music(asked.music.x_m), embedder.model, embedder.config
    nothing = np.zeros((1, config.visual_dim), np.float32)  # the picture where none is asked for
    silence = asked.silence[None]

    @torch.inference_mode()
    def scores(x_v: FloatArray, x_t: FloatArray) -> FloatArray:
        """One clip (S, D_v) with each of W texts (W, D_t), at once for speed: (W, N)."""
        x, mask = pad_sequences([x_v], config.window_segments)
        x, mask = x.expand(len(x_t), -1, -1), mask.expand(len(x_t), -1)
        cosines: FloatArray = model.embed_query(x, mask, torch.from_numpy(x_t)).numpy() @ y_m.T
        return cosines

    def crossed(kind: Kind) -> FloatMatrix:
        pictures = asked.pictures[kind].x_v
        seen = pictures if config.uses_video else (nothing,)
        words = asked.typed[kind] if config.uses_text else silence
        table = np.stack([scores(x_v, words) for x_v in seen])
        return np.broadcast_to(table, (len(pictures), len(pictures), len(y_m)))

    def alone(kind: Kind) -> FloatMatrix:
        return np.concatenate([scores(x_v, silence) for x_v in asked.pictures[kind].x_v])

    return Answers(
        None if config.uses_video else scores(nothing, asked.queries),
        {kind: alone(kind) for kind in asked.pictures} if config.uses_video else {},
        {kind: crossed(kind) for kind in asked.pictures},
    )


def blended(ranking: Ranking, singles: Mapping[str, Answers]) -> Answers:
    """What a ranking answers, by the weights with which the app blends its models."""

    def weighted(mode: Mode) -> list[tuple[float, Answers]]:
        return [(weight, singles[name]) for name, weight in ranking.weights(mode).items()]

    spoken = singles.get("mt")  # whatever the ranking, words without a clip are MT's
    return Answers(
        spoken.words if spoken else None,
        _blend([(w, a.alone) for w, a in weighted("video")]),
        _blend([(w, a.crossed) for w, a in weighted("video+text")]),
    )


def cold_answers(asked: Questions) -> Answers:
    """The encoders without any training, in the text encoder's own space."""
    y_m = np.stack([music_vector(x_m) for x_m in asked.music.x_m])

    def scores(x_v: FloatArray | None, x_t: FloatArray | None) -> FloatArray:
        return y_m @ query_vector(x_v, x_t)

    alone, crossed = {}, {}
    for kind, pictures in asked.pictures.items():
        alone[kind] = np.stack([scores(x_v, None) for x_v in pictures.x_v])
        crossed[kind] = np.stack(
            [[scores(x_v, x_t) for x_t in asked.typed[kind]] for x_v in pictures.x_v]
        )
    return Answers(np.stack([scores(None, x_t) for x_t in asked.queries]), alone, crossed)


def _blend(sides: list[tuple[float, Mapping[Kind, FloatMatrix]]]) -> dict[Kind, FloatMatrix]:
    kinds = [kind for kind in KINDS if all(kind in scores for _, scores in sides)]
    return {kind: np.sum([w * scores[kind] for w, scores in sides], axis=0) for kind in kinds}
