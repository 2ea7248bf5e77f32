"""The report: known answers, the rule of exclusion, and the export as its only source."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy.stats import binomtest

from demo.study import export
from demo.study.export import Row
from demo.study.report import make_report
from demo.study.sittings import CHECK_SIDES
from demo.study.writing import markdown, write_report
from viml_core.errors import InputError

FIRST, SECOND = "viml&mt", "mvpt+"


def row(rater: str, pair: str, preferred: str, kind: str = "pair", left: str = FIRST) -> Row:
    right = SECOND if left == FIRST else FIRST
    if kind == "check":
        left, right = CHECK_SIDES
    choice = {left: "left", right: "right"}.get(preferred, preferred)
    return Row(
        *("blend | picture", "v1", "video-to-music", "four-way", FIRST, SECOND, 3, 1, 40, 0),
        *(rater, 0, pair, kind, f"clip {pair}", left, right, "x", "y", '{"mt": "1"}', "c"),
        *(choice, preferred, "mood;style", 'a "quoted", comment\nof two lines', 5.25, 6.0, "[]"),
        "2026-01-01T00:00:00.000+00:00",
    )


def votes(wins: int, total: int, raters: int = 20) -> list[Row]:
    return [
        row(f"r{n % raters}", f"{n // raters}", FIRST if n < wins else SECOND) for n in range(total)
    ]


@pytest.mark.parametrize(("wins", "total"), [(220, 296), (257, 372)])
def test_mvpts_counts_give_scipys_numbers(wins, total):
    found = make_report(votes(wins, total)).overall
    test = binomtest(wins, total)
    limits = test.proportion_ci(method="wilson")
    assert (found.first, found.second, found.share.p_value) == (wins, total - wins, test.pvalue)
    assert (found.share.wilson.low, found.share.wilson.high) == (limits.low, limits.high)
    text = markdown(make_report(votes(wins, total)))
    assert "220 of 296 | 74.3%" in text and "257 of 372 | 69.1%" in text


def test_raters_who_fail_checks_are_excluded_and_named():
    rows = votes(60, 100, raters=10)
    real, spoilt = CHECK_SIDES
    rows += [row(f"r{n}", "check.1", spoilt if n in (2, 5) else real, "check") for n in range(10)]
    rows += [row("r7", "check.2", "both bad", "check")]
    report = make_report(rows)
    assert [(e.rater, e.failures, e.votes) for e in report.excluded] == [
        ("r2", 1, 10),
        ("r5", 1, 10),
        ("r7", 1, 10),
    ]
    assert (report.checks, report.checks_failed) == (11, 3)
    assert report.overall.share.total == 70 and report.with_excluded.share.total == 100
    assert [tally.name for tally in report.raters] == [f"r{n}" for n in (0, 1, 3, 4, 6, 8, 9)]
    assert "r2 (1 failed, 10 votes)" in markdown(report)
    lenient = make_report([r._replace(exclude_from_failures=2) for r in rows])
    assert lenient.excluded == () and lenient.overall.share.total == 100


def test_ties_and_both_bad_are_counted_apart():
    rows = [*votes(6, 10, raters=5), row("r1", "t", "tie"), row("r2", "t", "both bad")]
    found = make_report(rows)
    assert (found.overall.ties, found.overall.both_bad) == (1, 1)
    assert found.overall.share.total == 10 and found.overall.share.preference == 0.6
    [tied] = [tally for tally in found.queries if tally.name == "clip t"]
    assert tied.share.preference is None


def test_sides_and_agreement():
    rows = [row(f"r{n}", f"{p}", FIRST if p % 2 else SECOND) for n in range(6) for p in range(4)]
    report = make_report(rows)
    assert report.agreement == 1.0
    assert (report.left_chosen.wins, report.left_chosen.total) == (12, 24)
    rng = np.random.default_rng(0)
    coin = [r._replace(preferred=str(rng.choice([FIRST, SECOND]))) for r in rows * 1]
    assert make_report(coin).agreement < 0.5


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_the_export_alone_gives_the_same_report(tmp_path, suffix):
    if suffix == "parquet":
        pytest.importorskip("pyarrow")
    rows = [*votes(33, 60), row("r1", "t", "tie")]
    export.write(tmp_path / f"votes.{suffix}", rows)
    again = export.read(tmp_path / f"votes.{suffix}")
    assert again == rows
    assert make_report(again) == make_report(rows)


def test_what_is_no_export_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "a.csv").write_text("rater,choice\nx,left\n")
    (tmp_path / "b.csv").write_bytes(b"\xff\xfe\x00")
    for name in ("a.csv", "b.csv", "missing.csv"):
        with pytest.raises(InputError, match="cannot be read as an export"):
            export.read(tmp_path / name)
    with pytest.raises(InputError, match="no votes"):
        make_report([])
    with pytest.raises(InputError, match="several studies"):
        make_report([*votes(1, 2), *(r._replace(study_version="v2") for r in votes(1, 2))])
    with pytest.raises(InputError, match="must end in"):
        export.write(tmp_path / "votes.xlsx", votes(1, 2))


def test_the_report_is_written_with_a_plot(tmp_path):
    report = make_report([*votes(33, 60), row("r1", "t", "tie")])
    write_report(report, tmp_path)
    text = (tmp_path / "report.md").read_text()
    assert "| all" not in text and "blend | picture" in text.splitlines()[0]
    assert json.loads((tmp_path / "report.json").read_text())["overall"]["first"] == 33
    assert (tmp_path / "report.png").read_bytes()[:4] == b"\x89PNG"
