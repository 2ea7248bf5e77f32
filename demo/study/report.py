"""The report of one study, from its export alone: numbers first, then Markdown and JSON of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from demo.study.export import BOTH_BAD, REASONS_JOINED_BY, TIE, Row
from demo.study.sittings import CHECK_SIDES
from demo.study.statistics import (
    Clustered,
    Share,
    clustered,
    krippendorff_alpha,
    share,
    votes_needed,
)
from viml_core.errors import InputError


@dataclass(frozen=True)
class Published:
    """A number of MVPt's user study (CVPR 2022): forced choices, MVPt against the baseline."""

    task: str
    wins: int
    total: int


PUBLISHED = (Published("video-to-music", 220, 296), Published("music-to-video", 257, 372))


@dataclass(frozen=True)
class Tally:
    """Votes on one thing. share: of the first model among the decided votes."""

    name: str
    first: int
    second: int
    ties: int
    both_bad: int
    share: Share


@dataclass(frozen=True)
class Excluded:
    """A rater who failed attention checks, by the rule that was fixed before."""

    rater: str
    failures: int
    votes: int


@dataclass(frozen=True)
class Needed:
    """How many decided votes find a preference in 80% of studies."""

    preference: float
    independent: int | None
    clustered: int | None


@dataclass(frozen=True)
class Report:
    """All that is reported of one comparison."""

    study: str
    study_version: str
    task: str
    scale: str
    first_model: str
    second_model: str
    checkpoints: str
    collection: str
    raters_invited: int
    raters_voted: int
    raters_erased: int
    checks: int
    checks_failed: int
    exclude_from_failures: int
    excluded: tuple[Excluded, ...]
    overall: Tally
    with_excluded: Tally
    clustered: Clustered | None
    agreement: float | None
    needed: tuple[Needed, ...]
    queries: tuple[Tally, ...]
    raters: tuple[Tally, ...]
    left_chosen: Share
    reasons: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        """Plain values, with MVPt's numbers beside them."""
        references = [{**asdict(p), "share": asdict(share(p.wins, p.total))} for p in PUBLISHED]
        return {**asdict(self), "published_mvpt": references}


def make_report(rows: Sequence[Row]) -> Report:
    """The report of an export.

    Raises:
        InputError: it holds no vote, or votes of several studies.
    """
    if not rows:
        raise InputError("There are no votes yet, so there is nothing to report.")
    if len({row.study_version for row in rows}) > 1:
        raise InputError("The export holds votes of several studies; report each by itself.")
    head, pairs = rows[0], [row for row in rows if row.kind == "pair"]
    checks = [row for row in rows if row.kind == "check"]
    excluded = _excluded(rows, head.exclude_from_failures)
    out = {one.rater for one in excluded}
    counted = [row for row in pairs if row.rater not in out]
    overall, raters = _tally("all", counted), _tallies(counted, lambda row: row.rater)
    grouped = clustered([r.first for r in raters], [r.share.total for r in raters], head.seed)
    return Report(
        study=head.study,
        study_version=head.study_version,
        task=head.task,
        scale=head.scale,
        first_model=head.first_model,
        second_model=head.second_model,
        checkpoints=head.checkpoints,
        collection=head.collection,
        raters_invited=head.raters_invited,
        raters_voted=len({row.rater for row in rows}),
        raters_erased=head.raters_erased,
        checks=len(checks),
        checks_failed=sum(map(_failed, checks)),
        exclude_from_failures=head.exclude_from_failures,
        excluded=excluded,
        overall=overall,
        with_excluded=_tally("all", pairs),
        clustered=grouped,
        agreement=_agreement(counted),
        needed=_needed(overall.share, grouped),
        queries=_tallies(counted, lambda row: row.query),
        raters=raters,
        left_chosen=share(
            sum(row.choice == "left" for row in counted),
            sum(row.choice in ("left", "right") for row in counted),
        ),
        reasons=dict(
            Counter(r for row in counted for r in row.reasons.split(REASONS_JOINED_BY) if r)
        ),
    )


def _failed(check: Row) -> bool:
    """Anything but choosing the one that is not spoilt."""
    return check.preferred != CHECK_SIDES[0]


def _excluded(rows: Sequence[Row], exclude_from: int) -> tuple[Excluded, ...]:
    failures = Counter(row.rater for row in rows if row.kind == "check" and _failed(row))
    votes = Counter(row.rater for row in rows if row.kind == "pair")
    return tuple(
        Excluded(rater, count, votes[rater])
        for rater, count in sorted(failures.items())
        if count >= exclude_from
    )


def _tally(name: str, rows: Sequence[Row]) -> Tally:
    first = sum(row.preferred == row.first_model for row in rows)
    second = sum(row.preferred == row.second_model for row in rows)
    ties, bad = (sum(row.preferred == answer for row in rows) for answer in (TIE, BOTH_BAD))
    return Tally(name, first, second, ties, bad, share(first, first + second))


def _tallies(rows: Iterable[Row], key: Callable[[Row], str]) -> tuple[Tally, ...]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return tuple(_tally(name, group) for name, group in sorted(groups.items()))


def _agreement(rows: Iterable[Row]) -> float | None:
    units: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        units[row.pair].append(row.preferred)
    return krippendorff_alpha(units.values())


def _needed(found: Share, grouped: Clustered | None) -> tuple[Needed, ...]:
    effect = grouped.design_effect if grouped else 1.0
    preferences = {0.6, *(round(p.wins / p.total, 3) for p in PUBLISHED)}
    if found.preference is not None:
        preferences.add(round(found.preference, 3))
    return tuple(Needed(p, votes_needed(p), votes_needed(p, effect)) for p in sorted(preferences))
