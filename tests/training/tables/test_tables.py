"""The command on a tiny scale, as a person runs it; and what is finished is not done again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import save_file

from training.data.synthetic import synthesise
from training.tables.plan import ALL_TABLES
from training.tables.scale import SCALES


def tables(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "training.tables", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


def markers(out: Path) -> dict[Path, int]:
    return {p: p.stat().st_mtime_ns for p in out.glob("trials/*/*/trial.json")}


@pytest.fixture(scope="module")
def out(tmp_path_factory) -> Path:
    """`full-track` trains two models; it is killed as soon as the first trial is finished."""
    folder = tmp_path_factory.mktemp("tables")
    command = ["full-track", "--scale", "tiny", "--out", str(folder), "--workers", "1"]
    process = subprocess.Popen(
        [sys.executable, "-m", "training.tables", *command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while not markers(folder):
        assert process.poll() is None, "it ended before it could be killed"
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return folder


def test_a_killed_run_goes_on_and_keeps_what_was_finished(out):
    before = markers(out)
    done = tables("full-track", "--scale", "tiny", "--out", out, "--workers", 1)
    assert done.returncode == 0, done.stderr
    after = markers(out)
    assert before.items() <= after.items() and len(after) == 2 * SCALES["tiny"].seeds
    assert "**Synthetic corpus**" in done.stdout and "simulated" in done.stdout
    assert (out / "full-track.png").stat().st_size > 1000
    again = tables("full-track", "--scale", "tiny", "--out", out, "--json")
    assert markers(out) == after
    report = json.loads(again.stdout)
    assert report == json.loads((out / "full-track.json").read_text())
    rows = report["tables"][0]["rows"]
    assert [r["label"] for r in rows] == ["trained on 30 s", "trained on full tracks"]
    for row in rows:
        figures = row["ours"]
        low, high = figures["R@10_95"]
        assert low <= figures["R@10"] <= high
        assert figures["R@10"] == pytest.approx(np.mean(figures["R@10_seeds"]))


def test_conditioning_on_the_same_models(out):
    done = tables("conditioning", "--scale", "tiny", "--out", out, "--workers", 1, "--json")
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)["instruments"]
    assert len(rows) == 12 and all(0 <= row["before"] <= 100 for row in rows)


def test_the_parameters_are_the_papers():
    counts = json.loads(tables("params", "--json").stdout)
    assert counts["addition"] == 0 and counts["linear"] == 131_328
    millions = {name: round(count / 1e6, 1) for name, count in counts.items()}
    assert millions == {
        "addition": 0.0,
        "linear": 0.1,
        "mlp": 1.6,
        "transformer1": 1.4,
        "transformer2": 2.8,
    }


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("data") / "corpus.safetensors"
    synthesise(SCALES["tiny"].corpus).save(path)
    return path


def spoilt(data: Path, path: Path, change) -> Path:
    with safe_open(data, "np") as file:
        metadata = file.metadata()
        arrays = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    change(arrays)
    save_file(arrays, path, metadata)
    return path


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda a: a.pop("music"), "lacks the array 'music'"),
        (lambda a: a["video"].__setitem__((3, 3), np.nan), "NaN or infinite in 'video'"),
        (
            lambda a: (a.pop("text.human"), a.pop("text_items.human")),
            "no texts of the route 'human'",
        ),
    ],
)
def test_a_spoilt_corpus_is_one_sentence_before_any_training(data, tmp_path, change, message):
    path = spoilt(data, tmp_path / "spoilt", change)
    done = tables("all", "--data", path, "--scale", "tiny", "--out", tmp_path / "out")
    assert done.returncode == 2 and message in done.stderr
    assert done.stderr.count("\n") == 1 and not (tmp_path / "out" / "trials").exists()


def test_the_papers_scale_wants_real_features(tmp_path):
    done = tables("all", "--scale", "paper", "--out", tmp_path)
    assert done.returncode == 2 and "--data CORPUS" in done.stderr


def test_every_row_of_the_papers_tables_is_planned():
    rows = [row for table in ALL_TABLES for row in table.rows]
    assert sum(row.paper is not None for row in rows) == 31
    assert {row.label for row in rows if row.paper is None} == {
        f"{model}, others masked" for model in ("Pretet et al. (MLP baseline)", "MVPt", "chance")
    }
    assert len({job.name for table in ALL_TABLES for job in table.jobs}) == 15
