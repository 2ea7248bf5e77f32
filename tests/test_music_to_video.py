"""Clips for a track: the same cosines as tracks for a clip, and the command that asks for them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import synth
from viml_core import cli
from viml_core.errors import InputError, MediaError
from viml_core.models.scoring import parse_ranking
from viml_core.music_to_video import listen, look_through, suggest_clips


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Three clips that differ, one of them a folder deeper, and a file that is none."""
    folder = tmp_path_factory.mktemp("clips")
    (folder / "deeper").mkdir()
    synth.clip(folder / "moving.mp4", seconds=2)
    synth.clip(folder / "deeper" / "red.mp4", seconds=2, source="color=red")
    synth.clip(folder / "zoom.mp4", seconds=2, source="smptebars")
    (folder / "notes.txt").write_text("no clip")
    (folder / ".hidden.mp4").write_text("not looked at")
    return folder


@pytest.mark.parametrize("text", ["", "calm piano"])
def test_a_clip_scores_what_the_track_scores_for_it(recommender, starter, folder, tmp_path, text):
    ranking, track = parse_ranking("viml&mt"), starter.rankable()[3]
    heard = listen(recommender, track.path)
    found = look_through(recommender, folder, tmp_path)
    best = suggest_clips(recommender, heard, found.clips, ranking, 9, text=text)
    assert [s.rank for s in best] == [1, 2, 3]
    assert [s.score for s in best] == sorted((s.score for s in best), reverse=True)
    for suggestion in best:
        scores = recommender.scores(starter, ranking, suggestion.clip, text)
        assert suggestion.score == pytest.approx(float(scores[3]), abs=2e-3)
    assert [path.name for path, _ in found.skipped] == ["notes.txt"]


def test_what_cannot_be_served_is_said(recommender, tmp_path, folder):
    silent = tmp_path / "silent.wav"
    synth.ffmpeg("-f", "lavfi", "-i", "anullsrc=duration=3", silent)
    with pytest.raises(MediaError, match="silent"):
        listen(recommender, silent)
    for clips in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(InputError):
            look_through(recommender, clips, tmp_path)


def test_the_command_answers_in_json_with_previews(folder, tmp_path, capsys):
    track = synth.track(tmp_path / "tone.wav", seconds=3)
    arguments = ["suggest-video", str(track), "--clips", str(folder), "-k", "2", "--json"]
    assert cli.main([*arguments, "--model", "mvpt+", "--previews", str(tmp_path / "out")]) == 0
    printed = capsys.readouterr()
    answer = json.loads(printed.out)
    assert [r["rank"] for r in answer["results"]] == [1, 2]
    assert answer["model"]["name"] == "mvpt+"
    assert [synth.duration_s(r["preview"]) for r in answer["results"]] == pytest.approx(
        [2, 2], abs=0.1
    )
    assert "skipped" in printed.err and "notes.txt" in printed.err
    assert cli.main([*arguments, "--model", "mt"]) == 2
    assert "does not look at pictures" in capsys.readouterr().err
