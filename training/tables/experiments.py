"""The smaller experiments of the papers; their figures are not printed, only what they showed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.data.corpus import HUMAN, Corpus
from training.data.synthetic import SyntheticConfig, music_with
from training.evaluation.embedding import embed
from training.metrics import PERCENT, bootstrap
from training.tables.measure import Bench
from training.tables.plan import CLIP_MVPT_PLUS, CLIP_VIML, MVPT_PLUS, Row, Table
from training.tables.trials import items_of
from viml_core.errors import InputError
from viml_core.types import FloatArray

RATES = (0.0, 0.2, 0.5, 0.8, 0.9, 0.95)  # ViML: 0.8 to 0.95 work best
TOP = 10

SWEEP = Table(
    "dropout-sweep",
    "Rate of text dropout (clip level, trained on prompt2text)",
    tuple(
        Row(f"{rate:g}, {'human' if query else 'empty'} text", "clip", (job,), query)
        for rate in RATES
        for job in (CLIP_VIML if rate == 0.8 else replace(CLIP_VIML, text_dropout=rate),)
        for query in (None, HUMAN)
    ),
)

ZERO_VECTOR = Table(
    "zero-vector",
    "What stands for dropped text: the empty string's embedding or zeros (ViML: similar)",
    tuple(
        Row(f"{label}, {'human' if query else 'no'} text", "clip", (job,), query)
        for label, job in (
            ("empty string", CLIP_VIML),
            ("zeros", replace(CLIP_VIML, dropped_text="zeros")),
        )
        for query in (None, HUMAN)
    ),
)

FULL_TRACK = Table(
    "full-track",
    "MVPt+ on 30 s clips, trained on clips or on full tracks (ViML: a severe drop)",
    (
        Row("trained on 30 s", "clip", (CLIP_MVPT_PLUS,)),
        Row("trained on full tracks", "clip", (MVPT_PLUS,)),
    ),
)

CONDITIONED = Table(
    "conditioning",
    "MVPt+, music to video",
    (Row("MVPt+", "track", (MVPT_PLUS,), direction="M->V"),),
)


@dataclass(frozen=True)
class Mix:
    """An instrument (its column in the labels), and how to get the corpus with it in all music."""

    instrument: int
    corpus: Callable[[], Corpus]  # when it is its turn: each is as large as the corpus itself


def conditioning(bench: Bench, mixes: list[Mix]) -> list[dict[str, float]]:
    """MVPt, section 5: what an instrument that is mixed into the music does to the videos found.

    For tracks without it, the percentage of the first ten videos whose own music has it, before and
    after.
    """
    instruments = _labels(bench.corpus)
    items = items_of(bench.corpus, "track", "test")
    models = [bench.trained[MVPT_PLUS].model(seed) for seed in range(bench.scale.seeds)]
    unmixed = [embed(model, bench.corpus.select(None, items)) for model in models]
    rows = []
    for mix in mixes:
        has = instruments[items, mix.instrument].astype(np.float32)
        triplets = mix.corpus().select(None, items)
        music = [embed(model, triplets).music for model in models]
        before = [_share(e.query, e.music, has) for e in unmixed]
        after = [_share(e.query, y_m, has) for e, y_m in zip(unmixed, music, strict=True)]
        interval = bootstrap(PERCENT * np.mean(np.subtract(after, before), axis=0))
        rows.append(
            {
                "instrument": mix.instrument,
                "in_the_corpus": PERCENT * float(has.mean()),
                "before": PERCENT * float(np.mean(before)),
                "change": interval.value,
                "change_95": [interval.low, interval.high],
            }
        )
    return rows


def mixes_of(corpus: Corpus, made_by: SyntheticConfig | None, given: list[str]) -> list[Mix]:
    """A synthetic corpus is mixed by what made it; a real one needs files, as `INSTRUMENT=CORPUS`.

    Raises:
        InputError: no labels, real features without such files, or files that do not match.
    """
    instruments = _labels(corpus)
    if made_by:
        return [
            Mix(i, partial(_synthetic_mix, corpus, made_by, i)) for i in range(instruments.shape[1])
        ]
    if not given:
        raise InputError(
            "Conditioning needs music with an instrument's stems mixed in: extract it and name it "
            "with --mixed INSTRUMENT=CORPUS (the instrument's column in the labels)."
        )
    return [_given_mix(one, corpus, instruments) for one in given]


def _labels(corpus: Corpus) -> NDArray[np.uint8]:
    if corpus.instruments is None:
        raise InputError("The corpus has no instrument labels: conditioning cannot be measured.")
    return corpus.instruments


def _synthetic_mix(corpus: Corpus, made_by: SyntheticConfig, instrument: int) -> Corpus:
    return replace(corpus, music=music_with(made_by, instrument))


def _given_mix(given: str, corpus: Corpus, instruments: NDArray[np.uint8]) -> Mix:
    column, _, path = given.partition("=")
    if not column.isdecimal() or int(column) >= instruments.shape[1]:
        raise InputError(
            f"--mixed {given}: not INSTRUMENT=CORPUS with one of the {instruments.shape[1]} "
            "instruments that the corpus labels, the first of which is 0."
        )
    if instruments[items_of(corpus, "track", "test"), int(column)].all():
        raise InputError(f"--mixed {given}: every test item has that instrument already.")
    load = partial(Corpus.load, Path(path))
    if load().ids != corpus.ids:
        raise InputError(f"--mixed {given}: its items are not those of --data.")
    return Mix(int(column), load)


def _share(videos: FloatArray, music: FloatArray, has: FloatArray) -> FloatArray:
    """For each track without the instrument, the share of its first ten videos that have it.

    videos, music: (Q, d) unit rows; has: (Q,), 1 where an item's own music has the instrument.
    """
    scores = music[has == 0] @ videos.T
    first = np.argpartition(-scores, min(TOP, len(videos)) - 1, axis=1)[:, :TOP]
    return has[first].mean(axis=1)


def as_markdown(rows: list[dict[str, float]], scale: str) -> str:
    """The conditioning as a table."""
    lines = [
        "## Conditioning on an instrument (MVPt+, music to video)",
        "",
        scale,
        "",
        "| instrument | of all, % | of the first ten before | change when mixed in (95%) |",
        "| --- | --- | --- | --- |",
    ]
    for row in rows:
        low, high = row["change_95"]
        lines.append(
            f"| {row['instrument']} | {row['in_the_corpus']:.1f} | {row['before']:.1f} "
            f"| {row['change']:+.1f} ({low:+.1f} to {high:+.1f}) |"
        )
    return "\n".join(lines) + "\n"
