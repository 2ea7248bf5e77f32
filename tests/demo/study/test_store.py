"""Votes are written once, survive a kill, and go only with their rater."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from demo.study.listening import Play, Read
from demo.study.store import DATABASE_FILE, AlreadyVoted, Store, Vote


def vote(rater: str = "abc", position: int = 0, **changes) -> Vote:
    row = Vote(
        *("v1", rater, position, f"pair {position}", "pair", "sea.mp4 “x”", "sea.mp4"),
        *("viml", "mvpt+", "x", "y", "{}", "c", "left"),
        *(("mood",), "nice; “very”", 5.1, 5.2, "[]", 1.5),
    )
    return row._replace(**changes)


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path)
    yield store
    store.close()


def raw(folder: Path) -> sqlite3.Connection:
    """Somebody with another program."""
    return sqlite3.connect(folder / DATABASE_FILE, isolation_level=None)


def test_votes_come_back_as_they_were_cast(store):
    cast = [vote(position=n) for n in range(3)] + [vote("other")]
    for one in cast:
        store.add_vote(one)
    assert store.votes() == cast
    assert store.votes("other") == cast[3:] and store.judged("abc") == 3


def test_nothing_is_changed_deleted_or_replaced(store, tmp_path):
    store.add_vote(vote())
    store.add_plays("abc", 0, [Play("left", "play", 0, 1)])
    store.add_read("abc", 0, Read("left", 0, 5))
    statements = [f"UPDATE {table} SET rater = 'x'" for table in ("votes", "plays", "reads")]
    statements += [f"DELETE FROM {table}" for table in ("votes", "plays", "reads")]
    statements += ["INSERT OR REPLACE INTO votes SELECT * FROM votes"]
    statements += ["UPDATE votes SET choice = 'right' WHERE id = 1"]
    for statement in statements:
        with pytest.raises(sqlite3.IntegrityError):
            raw(tmp_path).execute(statement)
    assert store.votes() == [vote()]
    assert raw(tmp_path).execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.mark.parametrize("again", [vote(pair="other pair"), vote(position=7, pair="pair 0")])
def test_a_rater_votes_once_on_a_pair_and_once_at_a_place(store, again):
    store.add_vote(vote())
    with pytest.raises(AlreadyVoted):
        store.add_vote(again)
    assert store.votes() == [vote()]


def test_a_raters_data_go_on_request_and_that_is_recorded(store, tmp_path):
    for rater in ("abc", "stays"):
        store.add_vote(vote(rater, comment=f"a word of {rater}"))
        store.add_plays(rater, 0, [Play("left", "play", 0, 1)])
        store.add_read(rater, 0, Read("left", 0, 5))
    assert store.erase("abc") == 1
    assert [one.rater for one in store.votes()] == ["stays"]
    store.add_plays("abc", 1, [Play("left", "play", 0, 1)])  # from a page that was still open
    store.add_read("abc", 1, Read("left", 0, 5))
    assert store.plays("abc", 1) == [] == store.reads("abc", 1)
    assert store.plays("abc", 0) == [] == store.reads("abc", 0) and store.plays("stays", 0)
    assert store.erased() == store.erased("abc") == 1 and not store.erased("stays")
    with pytest.raises(AlreadyVoted):
        store.add_vote(vote(position=1))
    with pytest.raises(AlreadyVoted):
        store.erase("abc")
    with pytest.raises(sqlite3.IntegrityError):
        raw(tmp_path).execute("DELETE FROM erasures")
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"a word of stays" in left and b"a word of abc" not in left


def test_many_raters_at_once(store):
    def judge(rater: str) -> None:
        for position in range(10):
            store.add_vote(vote(rater, position))

    threads = [threading.Thread(target=judge, args=(f"r{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted((v.rater, v.position) for v in store.votes()) == [
        (f"r{n}", p) for n in range(8) for p in range(10)
    ]


VOTER = """
import sys
from pathlib import Path
from demo.study.store import Store
from tests.demo.study.test_store import vote
store = Store(Path(sys.argv[1]))
for position in range(10**9):
    store.add_vote(vote(position=position))
    print(position, flush=True)
"""


def test_kill_9_loses_no_acknowledged_vote(tmp_path):
    """A real process, killed in the middle of voting, three times."""
    acknowledged = 0
    for _ in range(3):
        folder = tmp_path / f"{acknowledged}"
        folder.mkdir()
        voter = subprocess.Popen(
            [sys.executable, "-c", VOTER, folder], stdout=subprocess.PIPE, text=True
        )
        lines = [voter.stdout.readline() for _ in range(20 + acknowledged % 7)]
        os.kill(voter.pid, signal.SIGKILL)
        lines += voter.stdout.readlines()
        assert voter.wait() == -signal.SIGKILL
        told = [int(line) for line in lines if line.endswith("\n")]
        acknowledged += len(told)
        store = Store(folder)
        kept = [one.position for one in store.votes()]
        store.close()
        assert len(told) >= 20 and kept[: len(told)] == told
        assert len(kept) <= len(told) + 1  # at most the one that was about to be acknowledged
