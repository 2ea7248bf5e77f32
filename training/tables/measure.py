"""Rows to figures: ranks of every seed, means over seeds, intervals over queries."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from math import ceil

import numpy as np

from training.data.corpus import Corpus
from training.evaluation.baselines import CHANCE_QUERIES, chance_ranks, controlled_chance_ranks
from training.evaluation.ensembles import blend, tune_alpha
from training.evaluation.protocol import Protocol, Side
from training.metrics import CUTS, PERCENT, IntArray, bootstrap, median_rank, recall_at
from training.tables.plan import Job, Row, Table
from training.tables.scale import Scale
from training.tables.trials import Trained, View, items_of
from viml_core.types import FloatArray


@dataclass(frozen=True)
class Measured:
    """A row's ranks (seeds, Q), and the alphas of an ensemble. Chance has as many seeds as it takes
    for a million queries."""

    row: Row
    ranks: IntArray
    alphas: tuple[float, ...] = ()

    def hits(self, k: int) -> FloatArray:
        """Share of the seeds in which each query's positive is among the first k: (Q,)."""
        return np.mean(self.ranks <= k, axis=0)

    @cached_property
    def figures(self) -> dict[str, object]:
        """Means over seeds; R@k in percent with 95% intervals over queries, and of a model every
        seed's."""
        figures: dict[str, object] = {"MR": float(np.mean([median_rank(r) for r in self.ranks]))}
        for k in CUTS:
            interval = bootstrap(PERCENT * self.hits(k))
            figures[f"R@{k}"] = interval.value
            figures[f"R@{k}_95"] = [interval.low, interval.high]
            if self.row.jobs:
                figures[f"R@{k}_seeds"] = [PERCENT * recall_at(r, k) for r in self.ranks]
        return figures


@dataclass(frozen=True)
class Bench:
    """All that rows are measured with."""

    corpus: Corpus
    scale: Scale
    trained: dict[Job, Trained]
    _measured: dict[tuple[Row, int | None], Measured] = field(default_factory=dict, repr=False)

    def measure(self, row: Row, pool: int | None = None) -> Measured:
        """Rank the row's queries with every seed, once. pool: another size than the scale's."""
        if not row.jobs:
            row = replace(row, direction="V->M")  # chance is alike both ways
        if (row, pool) not in self._measured:
            self._measured[row, pool] = self._rank(row, pool)
        return self._measured[row, pool]

    def _rank(self, row: Row, pool: int | None) -> Measured:
        items = items_of(self.corpus, row.level, "test")
        size = pool or (self.scale.track_pool if row.level == "track" else self.scale.clip_pool)
        lengths = self.corpus.lengths(items) if row.control else None
        if not row.jobs:
            return Measured(row, _chance(row, len(items), Protocol(size), lengths))
        ranks, alphas = [], []
        for seed in range(self.scale.seeds):
            protocol = Protocol(size, seed)
            sides = self._sides(row, seed, protocol)
            if len(sides) == 2:
                alphas.append(sides[1].weight)
            control = row.control or "zeroed"
            ranks.append(
                protocol.ranks(sides, direction=row.direction, lengths=lengths, control=control)
            )
        return Measured(row, np.stack(ranks), tuple(alphas))

    def _sides(self, row: Row, seed: int, protocol: Protocol) -> list[Side]:
        test, *validation = views_of(row)
        sides = [self.trained[job].embedded(seed, test) for job in row.jobs]
        if len(sides) == 1:
            return [Side(1.0, sides[0])]
        tuning = [self.trained[job].embedded(seed, validation[0]) for job in row.jobs]
        return blend(*sides, tune_alpha(tuning[0], tuning[1], protocol))


def views_of(row: Row) -> tuple[View, ...]:
    """What has to be embedded for a row: the test items, and for an ensemble validation's."""
    test = View(row.level, "test", row.query)
    return (test, View(row.level, "validation", row.query)) if len(row.jobs) == 2 else (test,)


def all_views(tables: tuple[Table, ...]) -> dict[Job, tuple[View, ...]]:
    """Every job of the tables with the views that its rows need."""
    views: dict[Job, dict[View, None]] = {}
    for table in tables:
        for row in table.rows:
            for job in row.jobs:
                views.setdefault(job, {}).update(dict.fromkeys(views_of(row)))
    return {job: tuple(found) for job, found in views.items()}


def _chance(row: Row, queries: int, protocol: Protocol, lengths: IntArray | None) -> IntArray:
    """Ranks (repeats, Q) of every item asked again and again."""
    if lengths is not None and row.control:
        return controlled_chance_ranks(lengths, row.control, protocol).reshape(-1, queries)
    assert protocol.pool is not None
    repeats = ceil(CHANCE_QUERIES / queries)
    return chance_ranks(min(protocol.pool, queries), repeats * queries).reshape(repeats, queries)
