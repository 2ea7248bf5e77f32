"""From a study file to a folder, and what `check` says of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from demo.study.checking import check_study
from demo.study.making import make_study
from demo.study.plan import read_plan
from demo.study.rendering import measure, pad
from tests import synth
from viml_core.errors import InputError, StorageError
from viml_core.media.ffmpeg import ffmpeg_path
from viml_core.types import no_progress


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"colour": "red"}, "wrong at colour"),
        ({"seed": "four"}, "wrong at seed"),
        ({"seed": None}, "wrong at seed"),
        ({"models": ["viml"]}, "wrong at models"),
        ({"models": ["viml", "viml"]}, "nothing to compare"),
        ({"models": ["viml", "gpt"]}, "no model 'gpt'"),
        ({"models": ["viml", "mt"], "queries": [{"clip": "bars.mp4"}] * 2}, "by words alone"),
        ({"queries": [{"clip": "bars.mp4"}, {"clip": "bars.mp4"}]}, "twice"),
        ({"queries": [{"clip": "gone.mp4"}, {"clip": "bars.mp4"}]}, "gone.mp4, which is no file"),
        ({"queries": [{"track": "bars.mp4"}] * 2}, "must have a clip only"),
        ({"queries": [{"clip": "bars.mp4", "text": "like MVPt+ does"}] * 2}, "to raters"),
        ({"queries": [{"clip": "bars.mp4", "words": "x"}] * 2}, "wrong at queries.0.words"),
        ({"pairs_per_rater": 9}, "at most 3 pairs"),
        ({"min_listen_s": 0.0}, "min_listen_s is 0"),
        ({"headline": "percentile"}, "wrong at headline"),
        (
            {"headline": "rater and item", "queries": [{"clip": "bars.mp4"}], "pairs_per_rater": 1},
            "a single one is asked with",
        ),
        ({"task": "music-to-video", "queries": [{"track": "bars.mp4"}] * 1}, "at most 1 pairs"),
    ],
)
def test_a_wrong_study_file_is_refused_in_a_sentence(study_file, change, says):
    plan = json.loads(study_file.read_text()) | change
    if change.get("seed", 0) is None:
        del plan["seed"]
    wrong = study_file.with_name("wrong.json")
    wrong.write_text(json.dumps(plan))
    with pytest.raises(InputError) as caught:
        read_plan(wrong)
    assert says in str(caught.value) and "\n" not in str(caught.value)


def test_the_headline_is_fixed_by_how_many_clips_there_are(study_file):
    plan = json.loads(study_file.read_text())
    file = study_file.with_name("many.json")
    names = [f"{folder}/bars.mp4" for folder in "abcde"]
    for name in names:
        (study_file.parent / name).parent.mkdir(exist_ok=True)
        shutil.copy(study_file.with_name("bars.mp4"), study_file.parent / name)
    few, many = [[{"clip": n, "text": "x"} for n in names[:count]] for count in (4, 5)]
    for queries, fixed, headline in [
        (few, {}, "rater"),
        (many, {}, "rater and item"),
        (many, {"headline": "rater"}, "rater"),
        (few, {"headline": "rater and item"}, "rater and item"),
    ]:
        file.write_text(json.dumps(plan | {"queries": queries} | fixed))
        assert read_plan(file).headline == headline
    one = read_plan(file).queries[1]
    assert read_plan(file).query_name(one) == "b/bars.mp4 “x”"  # clips of one name are told apart


def test_a_made_study_is_whole(made_once):
    checked = check_study(made_once.folder, no_progress)
    assert checked.problems == () and checked.votes == 0
    manifest = checked.manifest
    assert len(manifest.pair_ids) + len(manifest.agreed) == 3 and len(manifest.lists) == 4
    assert (made_once.folder / "secret").stat().st_mode & 0o777 == 0o600
    assert made_once.folder.stat().st_mode & 0o077 == 0
    for pair in manifest.pairs:
        levels = [preview.loudness_lufs for preview in pair.previews]
        assert abs(levels[0] - levels[1]) <= 0.5
    check = manifest.pair("check.1")
    assert check.previews[1].subject == "noise" != check.previews[0].subject


def test_equal_answers_are_no_pair_and_too_few_pairs_are_said(study_file, tmp_path, recommender):
    plan = json.loads(study_file.read_text())
    plan |= {"models": ["viml", "viml&mt"], "queries": [{"clip": "bars.mp4"}]}
    plan |= {"pairs_per_rater": 1, "raters": 2}
    file = study_file.with_name("alike.json")
    file.write_text(json.dumps(plan))
    with pytest.raises(InputError, match="the same answer to 1 of 1"):
        make_study(file, tmp_path / "study", no_progress, recommender)
    assert list(tmp_path.iterdir()) == []  # nothing half made is left


def louder(path: Path) -> None:
    """1.5 dB more, as nobody would notice by looking."""
    copy = path.with_name("louder.mp4")
    synth.ffmpeg("-i", path, "-c:v", "copy", "-af", "volume=1.5dB", copy)
    times = path.stat().st_mtime
    copy.replace(path)
    os.utime(path, (times, times))


def test_check_finds_what_was_spoilt(made):
    media = sorted((made.folder / "media").iterdir())
    louder(media[0])
    media[1].unlink()
    os.utime(media[2])
    (made.folder / "media" / "viml.mp4").touch()
    (made.folder / "secret").chmod(0o644)
    problems = "\n".join(check_study(made.folder, no_progress).problems)
    for found in (media[0].name, media[1].name, media[2].name, "viml.mp4", "644"):
        assert found in problems


def test_check_measures_loudness_itself(made, monkeypatch):
    from demo.study import checking

    monkeypatch.setattr(checking, "file_sha256", lambda path: known[path.name])
    known = {p.name: p.sha256 for pair in made.manifest.pairs for p in pair.previews}
    louder(made.folder / "media" / made.manifest.pairs[0].previews[0].name)
    [problem] = check_study(made.folder, no_progress).problems
    assert "differ by 1." in problem


def test_the_size_of_a_file_tells_nothing(made_once, tmp_path):
    """One preview, made ready twice: it is heard as before, and of another size."""
    media = sorted((made_once.folder / "media").iterdir())[0]
    copies = [Path(shutil.copy(media, tmp_path / f"{n}.mp4")) for n in range(3)]
    for copy in copies:
        pad(copy)
        assert measure(copy) == measure(media)
    assert len({copy.stat().st_size for copy in copies} | {media.stat().st_size}) == 4


def loudness_by_ffmpeg(path: Path) -> float:
    """Integrated loudness as another program measures it."""
    command = [ffmpeg_path(), "-i", path, "-af", "ebur128", "-f", "null", "-"]
    log = subprocess.run(command, capture_output=True, text=True).stderr
    return float(log.split("Integrated loudness:")[1].split("I:")[1].split("LUFS")[0])


def test_both_of_a_pair_are_equally_loud_to_another_meter(made_once):
    for pair in made_once.manifest.pairs:
        levels = [
            loudness_by_ffmpeg(made_once.folder / "media" / preview.name)
            for preview in pair.previews
        ]
        assert abs(levels[0] - levels[1]) <= 0.5, pair.pair_id


def test_a_changed_manifest_is_refused(made):
    path = made.folder / "manifest.json"
    path.write_text(
        path.read_text().replace('"exclude_from_failures": 1', '"exclude_from_failures": 2')
    )
    with pytest.raises(StorageError, match="was changed after"):
        check_study(made.folder, no_progress)


def test_music_to_video_from_file_to_folder(study_file, tmp_path, recommender):
    clips = tmp_path / "clips"
    clips.mkdir()
    for name in ("bars.mp4", "moving.mp4"):
        shutil.copy(study_file.with_name(name), clips)
    synth.clip(clips / "red.mp4", seconds=3, size="160x120", source="color=red")
    for hz in (110, 880):
        synth.track(tmp_path / f"{hz}.wav", seconds=4, hz=hz)
    plan = {
        "title": "t",
        "task": "music-to-video",
        "models": ["viml", "mvpt+"],
        "clips": "clips",
        "queries": [{"track": "110.wav", "text": t} for t in ("", "angry", "sunny beach")]
        + [{"track": "880.wav", "text": "calm"}],
        "ranks": 2,
        "seed": 1,
        "raters": 2,
        "pairs_per_rater": 1,
        "attention_checks": 1,
        "min_listen_s": 1,
    }
    (tmp_path / "study.json").write_text(json.dumps(plan))
    folder = tmp_path / "made"
    made = make_study(tmp_path / "study.json", folder, no_progress, recommender)
    assert check_study(folder, no_progress).problems == ()
    chosen = {preview.subject for pair in made.pairs for preview in pair.previews}
    assert chosen <= {"bars.mp4", "moving.mp4", "red.mp4", "test picture"}
    assert made.pair("check.1").previews[1].subject == "test picture"


def test_previews_carry_no_name(made_once):
    """Neither in their tags nor anywhere else in the file."""
    words = {b"viml", b"mvpt", b"noise", b"/media/"}
    for pair in made_once.manifest.pairs:
        for preview in pair.previews:
            words.add(preview.subject.split(" (")[0].encode().lower())
    for path in (made_once.folder / "media").iterdir():
        content = path.read_bytes().lower()
        assert not [word for word in words if word in content]
        log = subprocess.run([ffmpeg_path(), "-i", path], capture_output=True, text=True).stderr
        assert "title" not in log and "artist" not in log and "creation_time" not in log
