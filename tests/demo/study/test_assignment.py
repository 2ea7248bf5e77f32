"""Counterbalance, for whatever numbers a study has and however many raters turn up."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from demo.study.assignment import RaterList, Task, assign, balance

numbers = st.tuples(
    st.integers(1, 25),  # pairs
    st.integers(1, 12),  # raters
    st.integers(0, 4),  # checks
    st.integers(0, 2**32),  # seed
).flatmap(lambda n: st.tuples(st.just(n), st.integers(1, n[0])))


def drawn(count: int, raters: int, checks: int, seed: int, per_rater: int):
    pairs = [f"{number}" for number in range(count)]
    check_ids = [f"check.{number}" for number in range(checks)]
    return pairs, check_ids, assign(pairs, check_ids, raters, per_rater, seed)


@settings(max_examples=150, deadline=None)
@given(numbers)
def test_balanced_after_any_number_of_raters(example):
    (count, raters, checks, seed), per_rater = example
    pairs, check_ids, lists = drawn(count, raters, checks, seed, per_rater)
    assert len({one.rater for one in lists}) == raters
    for turned_up in range(1, raters + 1):
        found = balance(lists[:turned_up], pairs)
        assert found.repeats == 0
        assert found.rater_sides == per_rater % 2
        assert found.exposure <= 2 and found.pair_sides <= 1
        if turned_up % 2 == 0:
            assert found.pair_sides == 0
    positions = defaultdict(list)
    for one in lists[: raters // 2 * 2]:
        order = [task.pair for task in one.tasks if task.pair not in check_ids]
        assert len(order) == per_rater
        for position, pair in enumerate(order):
            positions[pair].append(position)
    for places in positions.values():  # neither model nor pair gains by coming early
        assert sum(places) / len(places) == (per_rater - 1) / 2


@settings(max_examples=60, deadline=None)
@given(numbers)
def test_each_rater_sees_each_check_once_and_never_first(example):
    (count, raters, checks, seed), per_rater = example
    _, check_ids, lists = drawn(count, raters, checks, seed, per_rater)
    for one in lists:
        seen = [task.pair for task in one.tasks]
        assert sorted(pair for pair in seen if pair in check_ids) == check_ids
        assert seen[0] not in check_ids


def test_the_seed_decides_all_but_the_codes():
    _, _, one = drawn(12, 8, 2, 5, 6)
    _, _, again = drawn(12, 8, 2, 5, 6)
    _, _, other = drawn(12, 8, 2, 6, 6)
    assert [r.tasks for r in one] == [r.tasks for r in again] != [r.tasks for r in other]
    assert not {r.rater for r in one} & {r.rater for r in again}


def test_balance_tells_what_is_wrong():
    lopsided = [
        RaterList("a", (Task("1", 0), Task("2", 0), Task("2", 1))),
        RaterList("b", (Task("1", 0), Task("2", 0), Task("2", 0))),
    ]
    found = balance(lopsided, ["1", "2", "3"])
    assert (found.exposure, found.rater_sides, found.pair_sides, found.repeats) == (4, 3, 2, 2)
