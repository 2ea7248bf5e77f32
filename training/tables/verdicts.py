"""Whether the papers' orderings come out: paired bootstrap over queries of the difference in R@10.

"above" holds where the lower end of the 95% interval is over 0, "at least" where it is over -1
point. A query's hit is its mean over the seeds, so the interval says how sure the queries make us,
not how sure three seeds do; every seed's figure is in the JSON.
"""

from __future__ import annotations

from dataclasses import dataclass

from training.data.corpus import HUMAN
from training.metrics import PERCENT, bootstrap
from training.tables.measure import Bench, Measured
from training.tables.plan import (
    CLIP_MVPT_PLUS,
    CLIP_TABLE,
    CLIP_VIML,
    CLIP_VIML_OFF,
    MT_TAGS,
    MVPT,
    MVPT_PLUS,
    PRETET,
    TRACK_TABLE,
    VIML_TAGS,
    Job,
    Row,
)

CUT = 10
TOLERANCE = -1.0  # points, of "at least"
POOLS = (100, 200, 500, 1000, 2000)


@dataclass(frozen=True)
class Verdict:
    """A difference in points of R@10 with its interval, and whether the ordering holds."""

    claim: str
    difference: float
    low: float
    high: float
    holds: bool


def _track(*jobs: Job, query: str | None = None) -> Row:
    return next(r for r in TRACK_TABLE.rows if r.jobs == jobs and r.query == query)


def _pairs() -> list[tuple[Row, str, Row]]:
    chance, clip_chance = TRACK_TABLE.rows[-1], CLIP_TABLE.rows[-1]
    mvpt_plus, viml = _track(MVPT_PLUS), _track(VIML_TAGS, query="tags")
    mt, viml_empty = _track(MT_TAGS, query="tags"), _track(VIML_TAGS)
    clip_mvpt_plus = Row("clips: MVPt+", "clip", (CLIP_MVPT_PLUS,))
    clip_viml = Row("clips: ViML, human text", "clip", (CLIP_VIML,), HUMAN)
    clip_empty = Row("clips: ViML, empty text", "clip", (CLIP_VIML,))
    off = Row("clips: ViML without dropout, human text", "clip", (CLIP_VIML_OFF,), HUMAN)
    off_empty = Row("clips: ViML without dropout, empty text", "clip", (CLIP_VIML_OFF,))
    pairs = [
        (mvpt_plus, "above", _track(MVPT)),
        (_track(MVPT), "above", _track(PRETET)),
        (viml, "above", mvpt_plus),
        (mvpt_plus, "above", chance),
        (viml_empty, "at least", mvpt_plus),
        (clip_viml, "above", clip_mvpt_plus),
        (clip_mvpt_plus, "above", clip_chance),
        (clip_empty, "at least", clip_mvpt_plus),
        (clip_empty, "above", off_empty),
        (clip_viml, "above", off),
    ]
    single = {MVPT_PLUS: mvpt_plus, VIML_TAGS: viml, MT_TAGS: mt}
    for row in TRACK_TABLE.rows:
        if len(row.jobs) == 2:
            pairs += [(row, "above", single[job]) for job in row.jobs]
    return pairs


def verdicts(bench: Bench) -> list[Verdict]:
    """All orderings, in the order of the tables."""
    found = [
        _judge(
            f"{better.label} {relation} {worse.label}",
            bench.measure(better),
            bench.measure(worse),
            relation,
        )
        for better, relation, worse in _pairs()
    ]
    row = _track(VIML_TAGS, query="tags")
    available = len(bench.measure(row).ranks[0])
    sizes = sorted({min(pool, available) for pool in POOLS})
    by_size = [bench.measure(row, pool=size) for size in sizes]
    for i in range(len(sizes) - 1):
        claim = f"{row.label}: R@10 of {sizes[i]} tracks above R@10 of {sizes[i + 1]}"
        found.append(_judge(claim, by_size[i], by_size[i + 1], "above"))
    return found


def _judge(claim: str, better: Measured, worse: Measured, relation: str) -> Verdict:
    interval = bootstrap(PERCENT * (better.hits(CUT) - worse.hits(CUT)))
    limit = TOLERANCE if relation == "at least" else 0.0
    return Verdict(claim, interval.value, interval.low, interval.high, interval.low > limit)
