"""Who judges what, on which side and when: fixed and balanced before the first vote.

Raters come in twins. The first of two gets those pairs that were given out least, in random order,
with either model on the left in half of them; the second gets the same pairs with the sides swapped
and in reverse order. So after any number of raters the pairs were given out equally often (but for
two), and after every second one each pair had each model on the left equally often and its mean
position in the middle, however many raters turn up in the end.
"""

from __future__ import annotations

import random
import secrets
from collections import Counter
from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from demo.study.plan import STRICT


@dataclass(frozen=True, config=STRICT)
class Task:
    """One thing to judge. left: which of the pair's two previews is on the left, 0 or 1."""

    pair: str
    left: int


@dataclass(frozen=True, config=STRICT)
class RaterList:
    """What one rater judges, in this order. rater: a pseudonymous code."""

    rater: str
    tasks: tuple[Task, ...]


def assign(
    pairs: Sequence[str], checks: Sequence[str], raters: int, per_rater: int, seed: int
) -> tuple[RaterList, ...]:
    """The lists of all raters; all but the codes follows from the arguments.

    checks: attention checks, which every rater sees, spread over the list and never the first.
    """
    rng = random.Random(f"{seed}/assignment")
    given: Counter[str] = Counter()
    lists: list[tuple[Task, ...]] = []
    while len(lists) < raters:
        chosen = sorted(pairs, key=lambda pair: (given[pair], rng.random()))[:per_rater]
        rng.shuffle(chosen)
        sides = _sides(per_rater, rng)
        tasks = [Task(pair, left) for pair, left in zip(chosen, sides, strict=True)]
        twin = [Task(task.pair, 1 - task.left) for task in reversed(tasks)]
        for tasks_of_one in (tasks, twin)[: raters - len(lists)]:
            given.update(chosen)
            lists.append(_with_checks(tasks_of_one, checks, rng))
    codes = _codes(raters)
    return tuple(RaterList(code, tasks) for code, tasks in zip(codes, lists, strict=True))


def _sides(count: int, rng: random.Random) -> list[int]:
    """As many 0 as 1, in random order; with an odd count chance gives one away."""
    sides = [0, 1] * (count // 2) + [rng.randrange(2)] * (count % 2)
    rng.shuffle(sides)
    return sides


def _with_checks(
    tasks: Sequence[Task], checks: Sequence[str], rng: random.Random
) -> tuple[Task, ...]:
    """The checks put at random places, each in its own part of the list."""
    placed = list(tasks)
    shuffled = rng.sample(list(checks), len(checks))
    part = len(tasks) / max(len(checks), 1)
    for number in reversed(range(len(checks))):
        place = int(part * number + 1 + rng.random() * (part - 1)) if part > 1 else number + 1
        placed.insert(place, Task(shuffled[number], rng.randrange(2)))
    return tuple(placed)


def _codes(count: int) -> list[str]:
    """Random, without letters and digits that are mixed up when they are read out."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    codes: dict[str, None] = {}
    while len(codes) < count:
        codes["".join(secrets.choice(alphabet) for _ in range(8))] = None
    return list(codes)


@dataclass(frozen=True, config=STRICT)
class Balance:
    """How far lists are from perfect balance, at worst.

    exposure: most minus least raters of a pair; sides: of a rater or a pair, one model left minus
    the other left; repeats: pairs that some rater sees again.
    """

    exposure: int
    rater_sides: int
    pair_sides: int
    repeats: int


def balance(lists: Sequence[RaterList], pairs: Sequence[str]) -> Balance:
    """Measured on the lists themselves, attention checks left out."""
    exposure, lefts = Counter(dict.fromkeys(pairs, 0)), Counter[str]()
    rater_sides = repeats = 0
    for one in lists:
        tasks = [task for task in one.tasks if task.pair in exposure]
        rater_sides = max(rater_sides, abs(sum(1 - 2 * task.left for task in tasks)))
        repeats += len(tasks) - len({task.pair for task in tasks})
        for task in tasks:
            exposure[task.pair] += 1
            lefts[task.pair] += 1 - 2 * task.left
    return Balance(
        max(exposure.values()) - min(exposure.values()),
        rater_sides,
        max((abs(n) for n in lefts.values()), default=0),
        repeats,
    )
