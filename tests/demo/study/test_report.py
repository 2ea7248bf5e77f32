"""The report: known answers, the rule of exclusion, and the export as its only source."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy.stats import binomtest

from demo.study import export
from demo.study.export import Export, Head
from demo.study.listening import SIDES
from demo.study.report import Report, make_report
from demo.study.sittings import CHECK_SIDES
from demo.study.store import Vote
from demo.study.writing import markdown, write_report
from viml_core.errors import InputError

FIRST, SECOND, HEADLINE = "viml&mt", "mvpt+", "rater and item"


HEAD = Head("blend | picture", "video-to-music", "four-way", FIRST, SECOND, 3, 1, HEADLINE, 40, 0)


def cast(rater: str, pair: str, preferred: str, kind: str = "pair", left: str = FIRST) -> Vote:
    right = SECOND if left == FIRST else FIRST
    if kind == "check":
        left, right = CHECK_SIDES
    choice = {left: "left", right: "right"}.get(preferred, preferred)
    item = f"clip {sum(map(ord, pair)) % 6}"
    return Vote(
        *("v1", rater, 0, pair, kind, f"clip {pair}", item, left, right, "x", "y", '{"mt": "1"}'),
        *("c", choice, ("mood", "style"), 'a "quoted",\r\n=comment\rof three lines', 5.25, 6.0),
        *("[]", 1767225600.125),
    )


def report_of(votes: list[Vote], **changes) -> Report:
    return make_report(Export(HEAD._replace(**changes), tuple(votes)))


def votes(wins: int, total: int, raters: int = 20) -> list[Vote]:
    return [
        cast(f"r{n % raters}", f"{n // raters}", FIRST if n < wins else SECOND)
        for n in range(total)
    ]


@pytest.mark.parametrize(("wins", "total"), [(220, 296), (257, 372)])
def test_mvpts_counts_give_scipys_numbers(wins, total):
    found = report_of(votes(wins, total)).overall
    test = binomtest(wins, total)
    limits = test.proportion_ci(method="wilson")
    assert (found.first, found.second, found.share.p_value) == (wins, total - wins, test.pvalue)
    assert (found.share.wilson.low, found.share.wilson.high) == (limits.low, limits.high)
    text = markdown(report_of(votes(wins, total)))
    assert "220 of 296 | 74.3%" in text and "257 of 372 | 69.1%" in text


def test_raters_who_fail_checks_are_excluded_and_named():
    rows = votes(60, 100, raters=10)
    real, spoilt = CHECK_SIDES
    rows += [cast(f"r{n}", "check.1", spoilt if n in (2, 5) else real, "check") for n in range(10)]
    rows += [cast("r7", "check.2", "both bad", "check")]
    report = report_of(rows)
    assert [(e.rater, e.failures, e.votes) for e in report.excluded] == [
        ("r2", 1, 10),
        ("r5", 1, 10),
        ("r7", 1, 10),
    ]
    assert (report.checks, report.checks_failed) == (11, 3)
    assert report.overall.share.total == 70 and report.with_excluded.share.total == 100
    assert [tally.name for tally in report.raters] == [f"r{n}" for n in (0, 1, 3, 4, 6, 8, 9)]
    assert "r2 (1 failed, 10 votes)" in markdown(report)
    lenient = report_of(rows, exclude_from_failures=2)
    assert lenient.excluded == () and lenient.overall.share.total == 100


def test_ties_and_both_bad_are_counted_apart():
    rows = [*votes(6, 10, raters=5), cast("r1", "t", "tie"), cast("r2", "t", "both bad")]
    found = report_of(rows)
    assert (found.overall.ties, found.overall.both_bad) == (1, 1)
    assert found.overall.share.total == 10 and found.overall.share.preference == 0.6
    [tied] = [tally for tally in found.queries if tally.name == "clip t"]
    assert tied.share.preference is None


def test_the_headline_is_the_one_that_was_fixed():
    rows = votes(60, 100, raters=10)
    both, alone = report_of(rows), report_of(rows, headline="rater")
    assert both.interval == both.by_rater_and_item == alone.by_rater_and_item
    assert alone.interval == alone.by_rater == both.by_rater != both.interval
    assert len(both.items) == 6 == both.interval.clusters
    needed = {found.needed[0].clustered for found in (both, alone)}
    assert len(needed) == 2  # planned with the spread that the headline has
    for found, name in ((both, "rater and clip"), (alone, "rater")):
        text, shown = markdown(found), found.interval.interval
        assert f"before the first vote: **clustered by {name}**" in text
        assert f"by {name} | **{shown.low:.1%} to {shown.high:.1%}**" in text
        assert text.count("bootstrap 95%") == 2
    tracks = markdown(report_of(rows, task="music-to-video"))
    assert "clustered by rater and track" in tracks and "## By track" in tracks
    assert "- (too few)" in markdown(report_of([v._replace(item="one") for v in rows]))


def test_sides_and_agreement():
    rows = [cast(f"r{n}", f"{p}", FIRST if p % 2 else SECOND) for n in range(6) for p in range(4)]
    report = report_of(rows)
    assert report.agreement == 1.0
    assert (report.left_chosen.wins, report.left_chosen.total) == (12, 24)
    rng = np.random.default_rng(0)
    coin = [v._replace(choice=str(rng.choice(SIDES))) for v in rows]
    assert report_of(coin).agreement < 0.5


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_the_export_alone_gives_the_same_report(tmp_path, suffix):
    if suffix == "parquet":
        pytest.importorskip("pyarrow")
    kept = Export(HEAD, (*votes(33, 60), cast("r1", "t", "tie")))
    export.write(tmp_path / f"votes.{suffix}", kept)
    again = export.read(tmp_path / f"votes.{suffix}")
    assert again == kept
    assert make_report(again) == make_report(kept)


def test_what_is_no_export_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "a.csv").write_text("rater,choice\nx,left\n")
    (tmp_path / "b.csv").write_bytes(b"\xff\xfe\x00")
    for name in ("a.csv", "b.csv", "missing.csv"):
        with pytest.raises(InputError, match="cannot be read as an export"):
            export.read(tmp_path / name)
    with pytest.raises(InputError, match="no votes"):
        report_of([])
    one, other = votes(1, 2)
    export.write(tmp_path / "two.csv", Export(HEAD, (one, other._replace(study_version="v2"))))
    with pytest.raises(InputError, match="several studies"):
        export.read(tmp_path / "two.csv")
    with pytest.raises(InputError, match="must end in"):
        export.write(tmp_path / "votes.xlsx", Export(HEAD, (one,)))
    with pytest.raises(InputError, match="no interval"):
        report_of([one], headline="percentile")


def test_the_report_is_written_with_a_plot(tmp_path):
    report = report_of([*votes(33, 60), cast("r1", "t", "tie")])
    write_report(report, tmp_path)
    text = (tmp_path / "report.md").read_text()
    assert "| all" not in text and "blend | picture" in text.splitlines()[0]
    assert json.loads((tmp_path / "report.json").read_text())["overall"]["first"] == 33
    assert (tmp_path / "report.png").read_bytes()[:4] == b"\x89PNG"
