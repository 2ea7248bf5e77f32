"""The smaller experiments of the papers; their figures are not printed, only what they showed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from training.data.corpus import HUMAN, Corpus
from training.data.synthetic import music_with
from training.evaluation.embedding import Embedded, embed
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


def conditioning(bench: Bench, mixed: list[tuple[int, Corpus]]) -> list[dict[str, float]]:
    """MVPt, section 5: what an instrument that is mixed into the music does to the videos found.

    mixed: instruments, and the corpus with each mixed into its music. For tracks without it, the
    percentage of the first ten videos whose own music has it, before and after.

    Raises:
        InputError: the corpus does not say which instruments are heard.
    """
    instruments = bench.corpus.instruments
    if instruments is None:
        raise InputError("The corpus has no instrument labels: conditioning cannot be measured.")
    items = items_of(bench.corpus, "track", "test")
    rows = []
    for instrument, corpus in mixed:
        has = instruments[items, instrument].astype(np.float32)
        change = [
            _share(bench, seed, corpus, has) - _share(bench, seed, bench.corpus, has)
            for seed in range(bench.scale.seeds)
        ]
        before = np.mean([_share(bench, s, bench.corpus, has) for s in range(bench.scale.seeds)])
        interval = bootstrap(PERCENT * np.mean(change, axis=0))
        rows.append(
            {
                "instrument": instrument,
                "in_the_corpus": PERCENT * float(has.mean()),
                "before": PERCENT * float(before),
                "change": interval.value,
                "change_95": [interval.low, interval.high],
            }
        )
    return rows


def mixed_corpora(bench: Bench, data: Path | None, mixed: list[str]) -> list[tuple[int, Corpus]]:
    """A synthetic corpus is mixed by its model; a real one needs files, as `INSTRUMENT=CORPUS`.

    Raises:
        InputError: real features without such files, or files that do not match the corpus.
    """
    corpus = bench.corpus
    if data is None and bench.scale.corpus and corpus.instruments is not None:
        with_it = [
            (i, music_with(bench.scale.corpus, i)) for i in range(corpus.instruments.shape[1])
        ]
        return [(i, replace(corpus, music=music)) for i, music in with_it]
    if not mixed:
        raise InputError(
            "Conditioning needs music with an instrument's stems mixed in: extract it and name it "
            "with --mixed INSTRUMENT=CORPUS (the instrument's column in the labels)."
        )
    found = []
    for given in mixed:
        column, _, path = given.partition("=")
        other = Corpus.load(Path(path))
        if not column.isdigit() or other.ids != corpus.ids:
            raise InputError(
                f"--mixed {given}: not INSTRUMENT=CORPUS with the same items as --data."
            )
        found.append((int(column), other))
    return found


def _share(bench: Bench, seed: int, corpus: Corpus, has: FloatArray) -> FloatArray:
    """For each track without the instrument, the share of its first ten videos that have it."""
    items = items_of(bench.corpus, "track", "test")
    model = bench.trained[MVPT_PLUS].model(seed)
    found: Embedded = embed(model, corpus.select(None, items))
    scores = found.music[has == 0] @ found.query.T
    first = np.argpartition(-scores, TOP, axis=1)[:, :TOP]
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
