"""The command line as a person runs it: whole runs, a kill, and one line for what goes wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.training.synthesis import tiny
from tests.training.synthesis.examples import ROWS, read_lines, write_items
from tests.training.synthesis.server import GOOD, Answer, serve
from training.synthesize import main
from viml_core.console import run

COMMAND = (sys.executable, "-m", "training.synthesize")


@pytest.fixture
def annotated(tmp_path) -> Path:
    return write_items(tmp_path / "items.jsonl")


def in_a_process(*arguments, **environment) -> subprocess.CompletedProcess:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        env=os.environ | environment,
    )


@pytest.fixture
def synthesize(monkeypatch, capsys):
    """Runs the command in this process, which costs no start."""

    def command(*arguments) -> subprocess.CompletedProcess:
        monkeypatch.setattr(sys, "argv", ["synthesize", *map(str, arguments)])
        try:
            status = run("synthesize", main)
        except SystemExit as stopped:  # argparse
            status = stopped.code
        said = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, status, said.out, said.err)

    return command


def one_line(done: subprocess.CompletedProcess) -> str:
    """What is said of a failure that a person can mend."""
    assert done.returncode == 2, done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def test_tags_are_shuffled_and_belong_to_the_seed(synthesize, annotated, tmp_path):
    out = tmp_path / "tags.jsonl"
    done = synthesize("tags", "--items", annotated, "--out", out, "--json")
    assert done.returncode == 0
    counts = {"out": str(out), "written": 3, "kept": 0, "failed": 0}
    assert json.loads(done.stdout) == counts
    first = read_lines(out)
    assert sorted(first[0]["text"].split(", ")) == [
        *("drumset", "electric guitar", "happy", "pop", "rock"),
    ]
    assert synthesize("tags", "--items", annotated, "--out", out).stdout.endswith(
        "3 kept, 0 failed\n"
    )
    assert read_lines(out) == first
    reordered = write_items(tmp_path / "reordered.jsonl", ROWS[::-1])
    synthesize("tags", "--items", reordered, "--out", tmp_path / "again.jsonl")
    assert read_lines(tmp_path / "again.jsonl") == first[::-1]
    synthesize("tags", "--items", annotated, "--out", tmp_path / "other.jsonl", "--seed", 1)
    assert [row["text"] for row in read_lines(tmp_path / "other.jsonl")] != [
        row["text"] for row in first
    ]


def test_data2text_names_its_modules(synthesize, annotated, tmp_path):
    out = tmp_path / "rules.jsonl"
    done = synthesize("data2text", "--modules", "rules", "--items", annotated, "--out", out)
    assert done.returncode == 0
    assert {row["settings"]["modules"] for row in read_lines(out)} == {"rules"}
    unnamed = synthesize("data2text", "--items", annotated, "--out", tmp_path / "x.jsonl")
    assert unnamed.returncode == 2
    assert "--modules" in unnamed.stderr
    part = ("--modules", "neural", "--ordering", "x")
    half = synthesize("data2text", *part, "--items", annotated, "--out", tmp_path / "x.jsonl")
    assert "needs --ordering, --aggregation and --compression" in one_line(half)
    assert not (tmp_path / "x.jsonl").exists()


def test_data2text_by_networks(synthesize, annotated, tmp_path):
    config = tiny.save_modules(tmp_path / "modules")
    out = tmp_path / "neural.jsonl"
    sources = ("--ordering", config.ordering, "--aggregation", config.aggregation)
    sources += ("--compression", config.compression)
    common = ("--modules", "neural", "--items", annotated, "--out", out)
    done = synthesize("data2text", *common, *sources)
    rows = read_lines(out)
    assert len(rows) == 3
    # what random networks write may be nothing, and is then a failure
    assert done.returncode == (2 if any("error" in row for row in rows) else 0), done.stderr
    assert all(sorted(row["provenance"]["order"]) in ([0, 1], [0, 1, 2]) for row in rows)
    assert rows[0]["settings"]["ordering"] == config.ordering


def prompted(annotated: Path, out: Path, url: str) -> tuple:
    examples = ("--examples", annotated, "-k", 2, "--server", url)
    return ("prompt2text", "--items", annotated, "--out", out, *examples)


def test_a_killed_run_goes_on_where_it_was(synthesize, annotated, tmp_path):
    out = tmp_path / "out.jsonl"
    with serve(Answer(), Answer(after_s=30.0), Answer()) as server:
        run = [*COMMAND, *map(str, prompted(annotated, out, server.url + "/v1"))]
        killed = subprocess.Popen(run, stdout=subprocess.DEVNULL)
        until = time.monotonic() + 60
        while len(server.asked) < 2 and time.monotonic() < until:
            time.sleep(0.02)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        (first,) = read_lines(out)
        with out.open("a") as file:
            file.write('{"id": "b", "route": "prom')  # as a kill within a write leaves it
        done = synthesize(*prompted(annotated, out, server.url + "/v1"))
    assert done.returncode == 0, done.stderr
    assert "2 written, 1 kept, 0 failed" in done.stdout
    rows = read_lines(out)
    assert rows[0] == first
    assert [row["id"] for row in rows] == ["a", "b", "c"]
    assert {row["text"] for row in rows} == {GOOD}
    assert rows[0]["settings"]["temperature"] == 0.7
    assert rows[0]["settings"]["examples"] == 2
    assert sorted(rows[0]["provenance"]["examples"]) == ["b", "c"]
    assert len(server.asked) == 4


def test_a_server_that_goes_away_leaves_what_is_done(synthesize, annotated, tmp_path):
    out = tmp_path / "out.jsonl"
    with serve(Answer(), Answer(status=401)) as server:
        told = one_line(synthesize(*prompted(annotated, out, server.url + "/v1")))
    assert "run again" in told
    assert [row["id"] for row in read_lines(out)] == ["a"]
    told = one_line(synthesize(*prompted(annotated, out, server.url + "/v1"), "--tries", 1))
    assert "did not serve a text" in told
    assert [row["id"] for row in read_lines(out)] == ["a"]
    with serve() as moved:
        done = synthesize(*prompted(annotated, out, moved.url + "/v1"))
    assert "2 written, 1 kept" in done.stdout


def test_texts_that_fail_are_written_down_and_may_be_drawn_more_often(
    synthesize, annotated, tmp_path
):
    out = tmp_path / "out.jsonl"
    empty = Answer(text="")
    with serve(Answer(), *[empty] * 4, *[empty] * 2, Answer()) as server:
        done = synthesize(*prompted(annotated, out, server.url + "/v1"), "--draws", 2)
        failed = read_lines(out)
        again = synthesize(*prompted(annotated, out, server.url + "/v1"), "--draws", 3)
    assert "2 of 3 texts failed" in one_line(done)
    assert "1 written, 0 kept, 2 failed" in done.stdout
    assert ["error" in row for row in failed] == [False, True, True]
    assert "2 written, 1 kept, 0 failed" in again.stdout
    assert [row["provenance"]["draws"] for row in read_lines(out)] == [1, 3, 1]


def test_several_texts_at_once_are_the_same_texts(synthesize, annotated, tmp_path):
    with serve() as server:
        asked = prompted(annotated, tmp_path / "one.jsonl", server.url + "/v1")
        assert synthesize(*asked).returncode == 0
        asked = prompted(annotated, tmp_path / "many.jsonl", server.url + "/v1")
        assert synthesize(*asked, "--at-once", 8).returncode == 0
    one, many = (sorted(tmp_path.glob(name)) for name in ("one.jsonl", "many.jsonl"))
    by_id = [{row["id"]: row for row in read_lines(path)} for path in (*one, *many)]
    assert by_id[0] == by_id[1] and len(by_id[0]) == 3
    local = ("--examples", annotated, "--local", "x", "--at-once", 2)
    out = tmp_path / "local.jsonl"
    refused = synthesize("prompt2text", "--items", annotated, "--out", out, *local)
    assert "--at-once is for a server" in one_line(refused)


def test_other_examples_are_another_run(synthesize, annotated, tmp_path):
    out = tmp_path / "out.jsonl"
    with serve() as server:
        assert synthesize(*prompted(annotated, out, server.url + "/v1")).returncode == 0
        write_items(annotated, [ROWS[0] | {"text": "Other words."}, *ROWS[1:]])
        refused = synthesize(*prompted(annotated, out, server.url + "/v1"))
    assert "name another --out" in one_line(refused)


def test_a_local_model_by_its_folder(synthesize, annotated, tmp_path):
    source = tiny.save(tiny.chain_model("Slow bea"), tmp_path / "chain")
    out = tmp_path / "out.jsonl"
    examples = ("--examples", annotated, "-k", 2, "--local", source)
    done = synthesize("prompt2text", "--items", annotated, "--out", out, *examples)
    assert done.returncode == 0, done.stderr
    assert [row["text"] for row in read_lines(out)] == ["Slow bea"] * 3
    assert read_lines(out)[0]["settings"]["model"] == source


def test_a_missing_package_is_one_sentence(annotated, tmp_path):
    (tmp_path / "transformers.py").write_text("raise ImportError('not here')")
    examples = ("--examples", annotated, "--local", "x")
    arguments = ("prompt2text", "--items", annotated, "--out", tmp_path / "out.jsonl", *examples)
    done = in_a_process(*arguments, PYTHONPATH=str(tmp_path))
    assert "pip install -r training/requirements.txt" in one_line(done)


def test_the_report_compares_the_files(synthesize, annotated, tmp_path):
    files = (tmp_path / "tags.jsonl", tmp_path / "d2t.jsonl")
    synthesize("tags", "--items", annotated, "--out", files[0])
    synthesize("data2text", "--modules", "rules", "--items", annotated, "--out", files[1])
    done = synthesize("report", "--items", annotated, "--texts", *files, "--json")
    found = json.loads(done.stdout)
    assert found["routes"]["tags"]["tag_recall"] == 1.0
    assert found["routes"]["d2t"]["tag_precision"] == 1.0
    assert 0 < found["routes"]["d2t"]["distance"] < 1
    assert found["nearer"][0]["items"] == 3


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"id": "x", "genres": {}, "moods": {}}, "the field 'instruments' is missing"),
        (ROWS[0] | {"tempo": {}}, "'tempo' is not a category"),
        (ROWS[0] | {"moods": {"sad": 2}}, "not a number from 0 to 1"),
        ({"id": "x", "genres": {}, "moods": {}, "instruments": {}}, "is empty"),
    ],
)
def test_a_bad_item_is_one_sentence(synthesize, tmp_path, row, told):
    bad = write_items(tmp_path / "bad.jsonl", [ROWS[1], row])
    assert told in one_line(synthesize("tags", "--items", bad, "--out", tmp_path / "out.jsonl"))


def test_bad_paths_and_numbers_are_one_sentence(synthesize, annotated, tmp_path):
    out = tmp_path / "out.jsonl"
    gone = one_line(synthesize("tags", "--items", tmp_path / "none", "--out", out))
    assert "cannot be read" in gone
    gone = synthesize("report", "--items", annotated, "--texts", tmp_path / "none")
    assert "cannot be read" in one_line(gone)
    few = ("--examples", annotated, "-k", 3, "--server", "http://127.0.0.1:9")
    done = synthesize("prompt2text", "--items", annotated, "--out", out, *few)
    assert "3 examples are asked for and 2 are there" in one_line(done)
    wrong = synthesize("tags", "--items", annotated, "--out", out, "--threshold", "1.5")
    assert wrong.returncode == 2
    assert "--threshold: 1.5 is no number from 0 to 1" in wrong.stderr
    for option, value, told in (
        ("-k", "2.5", "'2.5' is no whole number"),
        ("--tries", "0", "0 is less than 1"),
        ("--temperature", "nan", "nan is no number above 0"),
    ):
        wrong = synthesize("prompt2text", "--items", annotated, "--out", out, *few, option, value)
        assert wrong.returncode == 2 and told in wrong.stderr
