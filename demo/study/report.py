"""The report of one study, from its export alone: numbers first, then Markdown and JSON of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, get_args

import numpy as np

from demo.study.clustering import By, Clustered, clustered
from demo.study.export import Export, Head
from demo.study.sittings import CHECK_SIDES
from demo.study.statistics import Share, krippendorff_alpha, share, votes_needed
from demo.study.store import Vote
from viml_core.errors import InputError

TIE, BOTH_BAD = "tie", "both bad"


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
    """All that is reported of one comparison.

    headline: which of the two intervals counts, fixed before the first vote.
    """

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
    headline: By
    by_rater: Clustered | None
    by_rater_and_item: Clustered | None
    agreement: float | None
    needed: tuple[Needed, ...]
    queries: tuple[Tally, ...]
    items: tuple[Tally, ...]
    raters: tuple[Tally, ...]
    left_chosen: Share
    reasons: dict[str, int]

    @property
    def interval(self) -> Clustered | None:
        """The interval that counts."""
        return self.by_rater if self.headline == "rater" else self.by_rater_and_item

    def as_json(self) -> dict[str, Any]:
        """Plain values, with MVPt's numbers beside them."""
        references = [{**asdict(p), "share": asdict(share(p.wins, p.total))} for p in PUBLISHED]
        return {**asdict(self), "published_mvpt": references}


def make_report(export: Export) -> Report:
    """The report of an export.

    Raises:
        InputError: it holds no vote.
    """
    head, votes = export.head, export.votes
    if not votes:
        raise InputError("There are no votes yet, so there is nothing to report.")
    pairs = [vote for vote in votes if vote.kind == "pair"]
    checks = [vote for vote in votes if vote.kind == "check"]
    excluded = _excluded(votes, head.exclude_from_failures)
    out = {one.rater for one in excluded}
    counted = [vote for vote in pairs if vote.rater not in out]
    overall, by = _tally("all", counted, head), _headline(head)
    grouped = {one: _clustered(counted, head, one) for one in get_args(By)}
    return Report(
        study=head.study,
        study_version=votes[0].study_version,
        task=head.task,
        scale=head.scale,
        first_model=head.first_model,
        second_model=head.second_model,
        checkpoints=votes[0].checkpoints,
        collection=votes[0].collection,
        raters_invited=head.raters_invited,
        raters_voted=len({vote.rater for vote in votes}),
        raters_erased=head.raters_erased,
        checks=len(checks),
        checks_failed=sum(map(_failed, checks)),
        exclude_from_failures=head.exclude_from_failures,
        excluded=excluded,
        overall=overall,
        with_excluded=_tally("all", pairs, head),
        headline=by,
        by_rater=grouped["rater"],
        by_rater_and_item=grouped["rater and item"],
        agreement=_agreement(counted),
        needed=_needed(overall.share, grouped[by]),
        queries=_tallies(counted, head, lambda vote: vote.query),
        items=_tallies(counted, head, lambda vote: vote.item),
        raters=_tallies(counted, head, lambda vote: vote.rater),
        left_chosen=share(
            sum(vote.choice == "left" for vote in counted),
            sum(vote.choice in ("left", "right") for vote in counted),
        ),
        reasons=dict(Counter(reason for vote in counted for reason in vote.reasons)),
    )


def _headline(head: Head) -> By:
    for by in get_args(By):
        if by == head.headline:
            return by
    raise InputError(f"The export names the headline '{head.headline}', which is no interval.")


def _failed(check: Vote) -> bool:
    """Anything but choosing the one that is not spoilt."""
    return check.preferred != CHECK_SIDES[0]


def _excluded(votes: Sequence[Vote], exclude_from: int) -> tuple[Excluded, ...]:
    failures = Counter(vote.rater for vote in votes if vote.kind == "check" and _failed(vote))
    cast = Counter(vote.rater for vote in votes if vote.kind == "pair")
    return tuple(
        Excluded(rater, count, cast[rater])
        for rater, count in sorted(failures.items())
        if count >= exclude_from
    )


def _tally(name: str, votes: Sequence[Vote], head: Head) -> Tally:
    said = Counter(vote.preferred for vote in votes)
    first, second = said[head.first_model], said[head.second_model]
    return Tally(name, first, second, said[TIE], said[BOTH_BAD], share(first, first + second))


def _tallies(votes: Iterable[Vote], head: Head, key: Callable[[Vote], str]) -> tuple[Tally, ...]:
    groups: dict[str, list[Vote]] = defaultdict(list)
    for vote in votes:
        groups[key(vote)].append(vote)
    return tuple(_tally(name, group, head) for name, group in sorted(groups.items()))


def _clustered(votes: Iterable[Vote], head: Head, by: By) -> Clustered | None:
    decided = [vote for vote in votes if vote.preferred in (head.first_model, head.second_model)]
    raters = {name: n for n, name in enumerate(sorted({vote.rater for vote in decided}))}
    items = {name: n for n, name in enumerate(sorted({vote.item for vote in decided}))}
    wins, totals = np.zeros((2, len(raters), len(items)))
    for vote in decided:
        wins[raters[vote.rater], items[vote.item]] += vote.preferred == head.first_model
        totals[raters[vote.rater], items[vote.item]] += 1
    return clustered(wins, totals, by, head.seed)


def _agreement(votes: Iterable[Vote]) -> float | None:
    units: dict[str, list[str]] = defaultdict(list)
    for vote in votes:
        units[vote.pair].append(vote.preferred)
    return krippendorff_alpha(units.values())


def _needed(found: Share, grouped: Clustered | None) -> tuple[Needed, ...]:
    effect = grouped.design_effect if grouped else 1.0
    preferences = {0.6, *(round(p.wins / p.total, 3) for p in PUBLISHED)}
    if found.preference is not None:
        preferences.add(round(found.preference, 3))
    return tuple(Needed(p, votes_needed(p), votes_needed(p, effect)) for p in sorted(preferences))
