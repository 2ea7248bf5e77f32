"""What counts as heard, and what does not."""

from __future__ import annotations

import pytest

from demo.study.listening import OpenReads, Play, Read, bytes_read, heard_s, opened_s


def test_only_what_the_playhead_and_the_clock_agree_on_counts():
    plays = [
        Play("", "open", 0.0, 100.0),
        Play("left", "play", 0.0, 101.0),
        Play("left", "tick", 2.0, 103.0),
        Play("left", "pause", 3.0, 104.0),  # 3 s in 3 s
        Play("right", "play", 3.0, 110.0),
        Play("right", "tick", 8.0, 111.0),  # 5 s are claimed in 1 s
        Play("right", "pause", 6.0, 115.0),  # the playhead went back
        Play("right", "tick", 9.0, 118.0),  # it was not playing
    ]
    assert heard_s(plays, "left") == pytest.approx(3)
    assert heard_s(plays, "right") == pytest.approx(1)
    assert opened_s(plays) == 100
    assert opened_s(plays[1:]) is None


def test_no_two_sides_are_heard_at_once():
    both = []
    for second in range(10):
        both += [Play("left", "tick", second, second), Play("right", "tick", second, second)]
    assert heard_s(both, "left") == heard_s(both, "right") == 0


def test_many_small_reports_add_up_to_no_more_than_the_time():
    plays = [Play("left", "tick", 10.0 * n, 0.001 * n) for n in range(1000)]
    assert heard_s(plays, "left") == pytest.approx(0.999)


def test_bytes_count_once():
    reads = [Read("left", 50, 80), Read("left", 0, 60), Read("right", 0, 9), Read("left", 90, 95)]
    assert bytes_read(reads, "left") == 85
    assert bytes_read(reads, "right") == 9


def test_what_is_being_sent_counts_until_it_is_kept_elsewhere():
    reads = OpenReads()
    first, second = reads.begin(), reads.begin()
    reads.sent("r", 0, first, Read("left", 0, 10))
    reads.sent("r", 0, first, Read("left", 0, 20))
    reads.sent("r", 0, second, Read("right", 5, 6))
    assert bytes_read(reads.now("r", 0), "left") == 20
    reads.end("r", 0, first)
    assert reads.now("r", 0) == [Read("right", 5, 6)]
    assert reads.now("r", 1) == []
