"""Rows to figures: ranks of every seed, means over seeds, intervals over queries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from training.data.corpus import Corpus
from training.evaluation.ensembles import blend, tune_alpha
from training.evaluation.protocol import Protocol, Side
from training.evaluation.ranking import Lengths, Pools, random_scores, rank_queries
from training.metrics import CUTS, PERCENT, IntArray, bootstrap, median_rank, recall_at
from training.tables.plan import Job, Row, Table
from training.tables.scale import Scale
from training.tables.trials import Trained, View, items_of
from viml_core.types import FloatArray


@dataclass(frozen=True)
class Measured:
    """A row's ranks (seeds, Q), and the alphas of an ensemble."""

    row: Row
    ranks: IntArray
    alphas: tuple[float, ...] = ()

    def hits(self, k: int) -> FloatArray:
        """Share of the seeds in which each query's positive is among the first k: (Q,)."""
        return np.mean(self.ranks <= k, axis=0)

    @cached_property
    def figures(self) -> dict[str, object]:
        """Means over seeds; R@k in percent with 95% intervals over queries, and every seed's."""
        figures: dict[str, object] = {"MR": float(np.mean([median_rank(r) for r in self.ranks]))}
        for k in CUTS:
            interval = bootstrap(PERCENT * self.hits(k))
            figures[f"R@{k}"] = interval.value
            figures[f"R@{k}_95"] = [interval.low, interval.high]
            figures[f"R@{k}_seeds"] = [PERCENT * recall_at(r, k) for r in self.ranks]
        return figures


@dataclass(frozen=True)
class Bench:
    """All that rows are measured with."""

    corpus: Corpus
    scale: Scale
    trained: dict[Job, Trained]

    def measure(self, row: Row, pool: int | None = None) -> Measured:
        """Rank the row's queries with every seed. pool: another size than the scale's."""
        items = items_of(self.corpus, row.level, "test")
        size = pool or (self.scale.track_pool if row.level == "track" else self.scale.clip_pool)
        ranks, alphas = [], []
        for seed in range(self.scale.seeds):
            protocol = Protocol(size, seed)
            lengths = self.corpus.lengths(items) if row.control else None
            if not row.jobs:
                ranks.append(_chance(protocol, len(items), lengths, row))
                continue
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


def _chance(protocol: Protocol, queries: int, lengths: IntArray | None, row: Row) -> IntArray:
    return rank_queries(
        random_scores(queries, np.random.default_rng(protocol.seed)),
        np.arange(queries),
        pools=Pools(protocol.pool, protocol.seed) if protocol.pool else None,
        lengths=None if lengths is None else Lengths(lengths, lengths, row.control or "zeroed"),
    )
