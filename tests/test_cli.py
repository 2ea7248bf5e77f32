"""The command line as scripts meet it: a subprocess, its JSON, its exit status, its one line."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests import synth
from viml_core.config import STARTER_LIBRARY

RESULT_KEYS = {
    "rank", "track_id", "path", "title", "artist", "license", "score", "raw_score",
    "video_score", "text_score", "start_s", "beat_lift", "tags", "bpm", "preview",
}  # fmt: skip


def viml(*args, **env):
    """Run the command line where no system ffmpeg and no Hub can be found."""
    return subprocess.run(
        [sys.executable, "-m", "viml_core", *map(str, args)],
        capture_output=True,
        text=True,
        timeout=300,
        env=os.environ | {"HF_HUB_OFFLINE": "1"} | env,
    )


def assert_refused(done, says):
    """Exit status 2, one line on stderr that says it, no traceback, nothing on stdout."""
    assert done.returncode == 2, done.stderr
    assert done.stderr.count("\n") == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return synth.clip(tmp_path_factory.mktemp("cli") / "a clip.mp4", seconds=3)


def test_suggest_answers_in_the_contracts_form(clip, tmp_path):
    wanted = ("--use", "advertising", "--exclude", "Drums", "--max-bpm", 110)
    asked = ("suggest", clip, "--text", "calm piano", "-k", 3, *wanted)
    done = viml(*asked, "--previews", tmp_path, "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert set(answer) >= {"query", "model", "library", "nothing_fits", "results", "timings_s"}
    filters = answer["filters"]
    assert (filters["use"], filters["exclude"], filters["max_bpm"]) == (
        "advertising",
        ["Drums"],
        110,
    )
    assert filters["left_out"] > 0
    assert all(r["bpm"] <= 110 and "drums" not in r["tags"] for r in answer["results"])
    assert answer["nothing_fits"] is False
    assert answer["model"]["diversity"] is True
    assert answer["query"] == {"video": str(clip), "text": "calm piano", "mode": "video+text"}
    assert answer["model"]["name"] == "viml&mt"
    assert set(answer["model"]["checkpoints"]) == {"viml", "mt"}
    assert len(answer["model"]["encoders"]) == 3
    assert [r["rank"] for r in answer["results"]] == [1, 2, 3]
    for result in answer["results"]:
        assert set(result) == RESULT_KEYS
        assert synth.duration_s(result["preview"]) == pytest.approx(3.0, abs=0.1)
    scores = [r["score"] for r in answer["results"]]
    assert scores[0] == max(scores)  # the others may stand behind a track that they repeat


def test_other_words_change_the_list_and_no_words_are_a_query_too(clip, tmp_path):
    batch = tmp_path / "batch.csv"
    texts = ["gentle solo piano", "fast aggressive metal", ""]
    batch.write_text("video,text\n" + "".join(f"{clip},{t}\n" for t in texts))
    done = viml("suggest", "--batch", batch, "-k", 3)
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    lists = [tuple(r["track_id"] for r in a["results"]) for a in answers]
    assert len(set(lists)) == 3
    assert [a["query"]["mode"] for a in answers] == ["video+text", "video+text", "video"]
    assert answers[2]["results"][0]["text_score"] is None


def test_a_failed_row_is_reported_in_its_place_and_the_others_go_on(clip, tmp_path):
    (tmp_path / "bad.mp4").write_text("not a video")
    batch = tmp_path / "batch.csv"
    batch.write_text(f"video,text\n{clip},calm\n{tmp_path / 'bad.mp4'},calm\n,piano\n")
    answers = [json.loads(line) for line in viml("suggest", "--batch", batch).stdout.splitlines()]
    assert ["error" in a for a in answers] == [False, True, False]
    assert answers[1]["query"]["video"].endswith("bad.mp4")
    assert answers[2]["query"]["mode"] == "text"


def test_k_of_the_librarys_size_ranks_everything_and_more_is_said(clip):
    everything = json.loads(viml("suggest", "--text", "piano", "-k", 999, "--json").stdout)
    size = len(everything["results"])
    assert size >= 16
    done = viml("suggest", "--text", "piano", "-k", 999)
    assert f"has {size} tracks" in done.stderr
    assert done.returncode == 0


def test_index_adds_skips_and_reports(tmp_path):
    music, library = tmp_path / "music", tmp_path / "library"
    music.mkdir()
    synth.track(music / "häppy 'song' 100%20.wav", seconds=4)
    (music / "broken.mp3").write_bytes(b"no sound at all")
    first = viml("index", music, "--library", library)
    assert first.returncode == 0, first.stderr
    assert "1 added" in first.stdout
    assert "broken.mp3" in first.stderr
    again = viml("index", music, "--library", library)
    assert "0 added, 1 known" in again.stdout
    answer = json.loads(viml("suggest", "--text", "a tone", "--library", library, "--json").stdout)
    assert [r["title"] for r in answer["results"]] == ["häppy 'song' 100%20"]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["suggest"], "nothing to search with"),
        (["suggest", "--text", "x", "-k", "0"], "at least 1"),
        (["suggest", "--text", "x", "-k", "many"], "invalid int value"),
        (["suggest", "--text", "x", "--model", "clip"], "no model 'clip'"),
        (["suggest", "--text", "x", "--model", "viml&mt", "--alpha", "2"], "between 0 and 1"),
        (["suggest", "--text", "x", "--library", "/nowhere"], "viml_core index"),
        (["suggest", "/nowhere/clip.mp4"], "/nowhere/clip.mp4"),
        (["suggest", "--text", "x", "--min-bpm", "120", "--max-bpm", "90"], "swap them"),
        (["suggest", "--text", "x", "--use", "school"], "invalid choice: 'school'"),
        (["suggest", "--batch", "/nowhere.csv"], "/nowhere.csv"),
        (["index", "/nowhere", "--library", "/tmp/unused"], "/nowhere"),
        (["sugest"], "invalid choice"),
    ],
)
def test_bad_usage_is_one_line_and_status_2(args, says):
    assert_refused(viml(*args), says)


def test_the_starter_library_is_not_written_when_served():
    before = {p: p.stat().st_mtime_ns for p in sorted(STARTER_LIBRARY.rglob("*"))}
    assert viml("suggest", "--text", "waltz").returncode == 0
    assert {p: p.stat().st_mtime_ns for p in sorted(STARTER_LIBRARY.rglob("*"))} == before
