"""`python -m demo.study`, with a server that is a process of its own and is killed."""

from __future__ import annotations

import json
import signal

import httpx
import pytest

from demo.study.__main__ import main
from demo.study.load import serving
from tests.demo.study.conftest import Made
from tests.demo.study.test_web import Rater


def test_a_server_killed_between_votes_has_lost_none(made: Made, tmp_path, capsys):
    tokens = made.tokens()[:2]
    for choice in ("left", "right"):
        with serving(made.folder) as server, httpx.Client(base_url=server.url) as client:
            for token in tokens:
                rater = Rater(client, token)
                position = rater.state()["position"]
                rater.listen(position)
                assert rater.vote(position, choice).status_code == 200
            server.process.send_signal(signal.SIGKILL)
            assert server.process.wait() == -signal.SIGKILL
    out = tmp_path / "votes.csv"
    assert main(["check", str(made.folder)]) == 0
    assert "4 votes; whole" in capsys.readouterr().out
    assert main(["export", str(made.folder), "--out", str(out)]) == 0
    capsys.readouterr()
    assert main(["report", str(out), "--json"]) == 0
    of_export = json.loads(capsys.readouterr().out)
    assert main(["report", str(made.folder), "--json", "--out", str(tmp_path / "report")]) == 0
    assert json.loads(capsys.readouterr().out) == of_export
    assert of_export["raters_voted"] == 2 and (tmp_path / "report" / "report.md").exists()
    rater = made.manifest.lists[0].rater
    assert main(["erase", str(made.folder), rater]) == 0
    assert "2 votes deleted" in capsys.readouterr().out
    assert main(["export", str(made.folder), "--out", str(out)]) == 0
    assert rater not in out.read_text()
    capsys.readouterr()
    assert main(["report", str(out), "--json"]) == 0
    left = json.loads(capsys.readouterr().out)
    assert (left["raters_voted"], left["raters_erased"]) == (1, 1)
    assert [one["name"] for one in left["raters"]] in ([], [made.manifest.lists[1].rater])


def test_links_and_what_is_wrong_in_one_line(made: Made, study_file, tmp_path, capsys):
    assert main(["links", str(made.folder), "--base", "https://a.example/"]) == 0
    links = capsys.readouterr().out.splitlines()
    assert [line.split("/r/")[1] for line in links] == [f"{t}/" for t in made.tokens()]
    assert main(["check", str(study_file)]) == 0
    (made.folder / "secret").chmod(0o644)
    for arguments in (
        ["check", made.folder],
        ["check", tmp_path],
        ["report", made.folder],
        ["erase", made.folder, "nobody"],
        ["new", study_file, made.folder],
        ["export", made.folder, "--out", tmp_path / "votes.txt"],
        ["load", made.folder, "--raters", "99"],
        ["fly"],
    ):
        assert main([str(argument) for argument in arguments]) == 2, arguments
        *_, last = capsys.readouterr().err.splitlines()
        assert last.startswith("demo.study: ")


@pytest.mark.slow
def test_fifty_raters_at_once_wait_less_than_half_a_second(study_file, tmp_path, recommender):
    from demo.study.load import measure_load
    from demo.study.making import make_study
    from viml_core.types import no_progress

    plan = json.loads(study_file.read_text()) | {"raters": 50, "min_listen_s": 2}
    file = study_file.with_name("fifty.json")
    file.write_text(json.dumps(plan))
    make_study(file, tmp_path / "study", no_progress, recommender)
    measured = measure_load(tmp_path / "study", 50, 2)
    assert measured["votes_kept"] == measured["votes_acknowledged"] == 100
    assert measured["interaction_ms"]["p95"] < 500, measured
