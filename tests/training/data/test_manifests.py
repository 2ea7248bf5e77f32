"""Manifests from real files, by the command: every id is accounted for."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import numpy as np
import pytest

from tests.synth import clip, ffmpeg
from training.data.manifests.__main__ import main
from training.data.manifests.table import read_manifest
from viml_core.console import run

pytest.importorskip("pyarrow", reason="manifests need pyarrow")

MUSIC, SPEECH = "/m/04rlf", "/m/09x0r"


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good video, one named by its title, one without sound and one that is none."""
    folder = tmp_path_factory.mktemp("media")
    good = clip(folder / "good.mp4", 50, size="64x48")
    good.with_name("A title [other-id_1].mp4").write_bytes(good.read_bytes())
    ffmpeg("-f", "lavfi", "-i", "testsrc2=size=64x48:rate=5:duration=2", folder / "mute.mp4")
    (folder / "broken.mp4").write_bytes(b"no video")
    (folder / "good.info.json").write_text("{}")
    return folder


def make(*arguments: str | Path) -> dict[str, Any]:
    """The command's report."""
    done = attempt(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


class Done(NamedTuple):
    """What a command came to."""

    returncode: int
    stdout: str
    stderr: str


def attempt(*arguments: str | Path) -> Done:
    """The command, in this process."""
    out, err = io.StringIO(), io.StringIO()
    with (
        patch.object(sys, "argv", ["manifests", *map(str, arguments)]),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        status = run("manifests", main)
    return Done(status, out.getvalue(), err.getvalue())


def lines(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n")
    return path


def test_every_id_is_a_row_with_what_became_of_it(media: Path, tmp_path: Path) -> None:
    ids = lines(
        tmp_path / "ids.csv",
        "video_id,split",
        *("good,train", "other-id_1,test", "mute,train", "broken,train", "lost,train"),
        *("gone,validation", "good,train"),
    )
    dead = lines(tmp_path / "dead.txt", "gone private video", "good 410")
    out = tmp_path / "m.parquet"
    report = make("yt8m", "--ids", ids, "--media", media, "--out", out, "--dead", dead)
    rows = {row.id: row for row in read_manifest(out)}
    assert list(rows) == ["good", "other-id_1", "mute", "broken", "lost", "gone"]
    assert {i: row.status for i, row in rows.items()} == {
        "good": "ok",
        "other-id_1": "ok",
        "mute": "no-sound",
        "broken": "unreadable",
        "lost": "missing",
        "gone": "dead",
    }
    assert report["rows"] == 6
    train = {"ok": 1, "missing": 1, "unreadable": 1, "no-sound": 1}
    assert report["items"] == {"train": train, "validation": {"dead": 1}, "test": {"ok": 1}}
    assert report["notes"] == ["1 lines repeat an id and were taken once."]
    assert "'broken.mp4' is not a video" in rows["broken"].reason
    good = rows["good"]
    assert (good.media, good.start_s) == (str((media / "good.mp4").resolve()), 0.0)
    assert good.end_s == good.duration_s == pytest.approx(50, abs=0.1)


def test_texts_get_the_30_s_around_them_and_the_sizes_are_stated(
    media: Path, tmp_path: Path
) -> None:
    test = lines(
        tmp_path / "test.csv",
        "video_id,start,end,text",
        'good,20,30,"Slow, with strings."',
        "good,44,54,At the end",
        "other-id_1,60,70,Beyond the end",
        "lost,5,15,Nobody has it",
        "good,20,30,What another person wrote",
        "lost,5,15,Nobody has it",
    )
    train = lines(tmp_path / "train.csv", "video_id,start,end,text", "mute,0,10,Silence")
    out = tmp_path / "t.parquet"
    report = make("textclips", "--train", train, "--test", test, "--media", media, "--out", out)
    rows = {row.id: row for row in read_manifest(out)}
    assert {i: row.status for i, row in rows.items()} == {
        "mute@0": "no-sound",
        "good@20": "ok",
        "good@44": "ok",
        "other-id_1@60": "outside",
        "lost@5": "missing",
        "good@20#2": "ok",
    }
    assert rows["good@20#2"].text == "What another person wrote"
    middle, end = rows["good@20"], rows["good@44"]
    assert (middle.start_s, middle.end_s) == (10.0, 40.0)
    assert (middle.text, middle.text_start_s, middle.text_end_s) == ("Slow, with strings.", 20, 30)
    assert end.end_s == end.duration_s and end.start_s == pytest.approx(end.end_s - 30)
    assert report["notes"] == [
        "train: the paper states 1,000 texts; this manifest uses the file that was given, all 1 "
        "rows of it.",
        "test: the paper states 3,000 texts and 3,169 are in the published file; this manifest "
        "uses the file that was given, all 6 rows of it, 1 of which repeat another.",
    ]
    moved = tmp_path / "yt8m.parquet"
    ids = lines(tmp_path / "ids.csv", "video_id,split", "good,train", "lost,test")
    report = make("yt8m", "--ids", ids, "--media", media, "--out", moved, "--texts", out)
    assert [row.split for row in read_manifest(moved)] == ["test", "test"]
    assert report["notes"][0].startswith("1 videos were put in the split of their texts")


def test_films_are_cut_to_their_music(media: Path, tmp_path: Path) -> None:
    tagging = tmp_path / "tagging"
    tagging.mkdir()
    probabilities = np.zeros((500, 2), np.float16)  # 50 s at 10 Hz
    probabilities[:, 0] = 0.9
    probabilities[220:255, 1] = 0.4  # 3.5 s of speech
    np.save(tagging / "good.npy", probabilities)
    rows = [f"{MUSIC},{SPEECH}", *["0.9,0.3"] * 500]
    lines(tagging / "other-id_1.csv", *rows)
    np.savez(tagging / "mute.npz", probabilities=probabilities[:20], classes=[MUSIC, SPEECH])
    ontology = tmp_path / "ontology.json"
    nodes = [{"id": MUSIC, "name": "Music", "child_ids": []}]
    ontology.write_text(json.dumps([*nodes, {"id": SPEECH, "name": "Speech", "child_ids": []}]))
    classes = lines(tmp_path / "classes.csv", "index,mid", f"0,{MUSIC}", f"1,{SPEECH}")
    ids = lines(tmp_path / "ids.txt", "good", "other-id_1", "mute", "lost")
    out = tmp_path / "films.parquet"
    arguments = ("movieclips", "--ids", ids, "--media", media, "--out", out, "--tagging", tagging)
    arguments += ("--ontology", ontology, "--frame-rate", "10")
    done = attempt(*arguments)
    assert done.returncode == 2 and "good.npy does not name its classes" in done.stderr
    assert not out.exists()
    report = make(*arguments, "--classes", classes)
    rows = {row.id: row for row in read_manifest(out)}
    assert {i: row.status for i, row in rows.items()} == {
        "good@0": "ok",
        "good@25.5": "ok",
        "other-id_1": "no-music",
        "mute": "no-sound",
        "lost": "missing",
    }
    assert (rows["good@0"].end_s, rows["good@25.5"].end_s) == (22.0, 50.0)
    assert rows["good@0"].split == rows["good@25.5"].split
    (note,) = report["notes"]
    assert note.startswith("4 ids state no split and got one by their hash")

    np.save(tagging / "good.npy", probabilities[:250])  # of 100 Hz, say
    report = make(*arguments, "--classes", classes)
    assert report["notes"][1:] == [
        "1 taggings are not as long as their videos (the first: 'good' has frames for 25 s, and "
        "lasts 50 s); see whether the frame rate is right."
    ]
    np.save(tagging / "good.npy", np.concatenate([1 - probabilities[:400], probabilities]))
    (tagging / "other-id_1.csv").write_text(f"{MUSIC},{SPEECH}\n0.9,0.3\n0.9")  # cut short
    (tagging / "lost.npz").write_bytes((tagging / "mute.npz").read_bytes()[:-50])
    make(*arguments, "--classes", classes)
    cut = {row.id: row for row in read_manifest(out)}
    assert (cut["other-id_1"].status, cut["lost"].status) == ("untagged", "missing")
    assert "other-id_1.csv is not a tagger's output" in cut["other-id_1"].reason
    assert cut["good@40"].status == cut["good@65.5"].status == "outside"
    assert "the file ends 10.0 s after" in cut["good@40"].reason


def test_taggings_of_which_none_can_be_used_are_refused(media: Path, tmp_path: Path) -> None:
    for name in ("good", "mute"):
        np.save(tmp_path / f"{name}.npy", np.full((500, 2), 7.0))
    ontology = tmp_path / "ontology.json"
    nodes = [{"id": MUSIC, "child_ids": []}, {"id": SPEECH, "child_ids": []}]
    ontology.write_text(json.dumps(nodes))
    classes = lines(tmp_path / "classes.csv", "index,mid", f"0,{MUSIC}", f"1,{SPEECH}")
    ids = lines(tmp_path / "ids.txt", "good", "mute")
    arguments = ("--ids", ids, "--media", media, "--tagging", tmp_path, "--ontology", ontology)
    arguments += ("--frame-rate", "10", "--classes", classes, "--out", tmp_path / "m.parquet")
    done = attempt("movieclips", *arguments)
    assert done.returncode == 2 and "No tagging can be used, 2 in all; the first:" in done.stderr
    assert "outside 0..1" in done.stderr and not (tmp_path / "m.parquet").exists()


def test_odd_media_are_rows_with_a_reason(media: Path, tmp_path: Path) -> None:
    folder = tmp_path / "media"
    folder.mkdir()
    mute, odd = media / "mute.mp4", os.fsdecode(b"caf\xe9 [latin].mp4")
    for name in ("-dash.mp4", "Zwei\nZeilen, ein ♫ [line].mp4", odd):
        (folder / name).write_bytes(mute.read_bytes())
    ffmpeg("-f", "lavfi", "-i", "sine=duration=1", folder / "sound.m4a")
    (folder / "empty.mp4").touch()
    (folder / "empty.webp").touch()  # its thumbnail
    (folder / "folder.mp4").mkdir()
    ids = lines(tmp_path / "ids.txt", "\ufeff-dash", "line", "latin", "sound", "empty", "folder")
    out = tmp_path / "m.parquet"
    make("yt8m", "--ids", ids, "--media", folder, "--out", out, "--workers", "2")
    rows = {row.id: row for row in read_manifest(out)}
    assert {i: row.status for i, row in rows.items()} == {
        "-dash": "no-sound",
        "line": "no-sound",
        "latin": "unreadable",
        "sound": "unreadable",
        "empty": "unreadable",
        "folder": "missing",
    }
    assert r"b'caf\xe9 [latin].mp4' is not in UTF-8" in rows["latin"].reason
    assert "no moving picture" in rows["sound"].reason and "0 bytes" in rows["empty"].reason
    done = attempt("yt8m", "--ids", ids, "--media", folder, "--out", out, "--workers", "0")
    assert done.returncode == 2 and "--workers is 0" in done.stderr


def test_two_files_for_one_video_are_one_sentence(media: Path, tmp_path: Path) -> None:
    for name in ("a.mp4", "Title [a].mp4"):
        (tmp_path / name).write_bytes((media / "mute.mp4").read_bytes())
    ids = lines(tmp_path / "ids.txt", "a")
    command = [sys.executable, "-m", "training.data.manifests", "yt8m", "--ids", ids]
    command += ["--media", tmp_path, "--out", tmp_path / "m.parquet"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 2 and done.stderr.count("\n") == 1
    assert "are both the video 'a'; keep one." in done.stderr
