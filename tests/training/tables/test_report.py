"""A table as it is printed, from ranks that are known."""

from __future__ import annotations

import json

import numpy as np
import pytest

from training.data.synthetic import synthesise
from training.tables.measure import Bench, Measured
from training.tables.plan import MVPT_PLUS, Row, Table
from training.tables.report import as_json, as_markdown, plot, write
from training.tables.scale import SCALES
from training.tables.verdicts import Verdict

RANKS = np.array([[1, 1, 4, 40], [1, 3, 9, 11]])  # two seeds, four queries
ROWS = (
    Row("MVPt+", "track", (MVPT_PLUS,), paper=(5, 27.93, 50.6, "60.68")),
    Row("broken off", "track", paper=(13, 6.09, 24.91, "41.x")),
    Row("ours alone", "track"),
)


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench(synthesise(SCALES["tiny"].corpus), SCALES["tiny"], {})


@pytest.fixture(scope="module")
def results() -> list:
    return [(Table("t", "A table", ROWS), [Measured(row, RANKS) for row in ROWS])]


def test_ours_and_the_papers_stand_in_one_row_under_the_scale(bench, results):
    verdict = Verdict("a above b", 1.234, -0.5, 2.0, holds=False)
    lines = as_markdown(results, [verdict], bench).splitlines()
    assert lines[0] == "## A table" and lines[2].startswith("**Synthetic corpus**")
    figures = "4.2 | 37.50 | 62.50 | 75.00"  # the means of two seeds: 2.5 and 6, 2 and 1 of 4 ...
    row = next(line for line in lines if line.startswith("| MVPt+ |"))
    assert row.startswith(f"| MVPt+ | {figures} (") and row.endswith(
        "| 5 | 27.93 | 50.60 | 60.68 |"
    )
    assert next(x for x in lines if "broken off" in x).endswith("| 13 | 6.09 | 24.91 | 41.x |")
    assert next(x for x in lines if "ours alone" in x).endswith("| - | - | - | - |")
    assert lines[-1] == "| a above b | +1.2 (-0.5 to +2.0) | **no** |"


def test_the_json_has_every_seed(bench, results):
    report = json.loads(json.dumps(as_json(results, [], bench)))
    assert report["synthetic"] is True
    first, _, alone = report["tables"][0]["rows"]
    assert first["paper"] == {"MR": 5, "R@1": 27.93, "R@5": 50.6, "R@10": "60.68"}
    assert first["ours"]["R@1_seeds"] == [50.0, 25.0] and first["ours"]["MR"] == 4.25
    assert alone["paper"] is None
    assert "R@1_seeds" not in alone["ours"]  # chance: its repetitions are no seeds


def test_files_are_whole_and_the_plot_is_a_picture(bench, results, tmp_path):
    write(tmp_path / "new", "t", "text\n", {"a": 1})
    plot(results, bench, tmp_path / "new" / "t.png")
    assert sorted(p.name for p in (tmp_path / "new").iterdir()) == ["t.json", "t.md", "t.png"]
    assert (tmp_path / "new" / "t.png").read_bytes().startswith(b"\x89PNG")
