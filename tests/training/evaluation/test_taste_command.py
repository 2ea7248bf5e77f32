"""`python -m training.evaluate taste` on a few real files, through the real encoders and models."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests import synth
from training.evaluation import real_media
from training.evaluation.media import load_pictures
from training.evaluation.real_media import CHANCE, COLD_START, add_arguments, as_table, report
from training.evaluation.taste import LabelledClip, read_clips
from viml_core.config import CHECKPOINTS_DIR
from viml_core.errors import CheckpointError, InputError

MODELS = {"viml", "mvpt+", "mt", "viml&mt", "viml&mvpt+", "mt&mvpt+"}
TRACKS = """file,style_words,query
a.wav,calm;soft,a soft low tone
b.wav,bright;loud,a high bright tone
c.wav,soft;bright,something between
"""
CLIPS = """file,mood,fit_words,misfit_words
one.mp4,quiet,calm,loud
two.mp4,bold,loud,calm
red/still.png,warm,calm,loud
blue/still.png,cold,loud,calm
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """Three tones, two clips and two stills of one file name, with their tables."""
    folder = tmp_path_factory.mktemp("taste")
    for name in ("music", "pictures"):
        (folder / name).mkdir()
    (folder / "tracks.csv").write_text(TRACKS)
    (folder / "clips.csv").write_text(CLIPS)
    for name, hz in (("a.wav", 220.0), ("b.wav", 1760.0), ("c.wav", 660.0)):
        synth.track(folder / "music" / name, 4, hz)
    for name, source in (("one", "testsrc2"), ("two", "smptebars")):
        synth.clip(folder / "pictures" / f"{name}.mp4", 1, source=source)
    for colour in ("red", "blue"):
        (folder / "more" / colour).mkdir(parents=True)
        Image.new("RGB", (200, 150), colour).save(folder / "more" / colour / "still.png")
    return folder


def arguments(place: Path, *more: object) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    files = ["--tracks", place / "tracks.csv", "--clips", place / "clips.csv"]
    files += ["--music", place / "music", "--pictures", place / "pictures", place / "more"]
    return parser.parse_args([str(x) for x in (*files, "--work", place / "work", *more)])


@pytest.fixture(scope="module")
def found(place) -> dict:
    """The report of two folders of checkpoints, tuned: all of the shipped models, and two."""
    shipped = CHECKPOINTS_DIR / "embedded"
    shutil.copytree(shipped, place / "all")
    for name in ("viml", "mt"):
        shutil.copytree(shipped / name, place / "two" / name)
    return report(arguments(place, "--alphas", "--checkpoints", place / "all", place / "two"))


def test_every_model_and_ensemble_stands_beside_chance_and_the_cold_start(found):
    expected = {f"all: {name}" for name in MODELS} | {"two: viml", "two: mt", "two: viml&mt"}
    assert set(found["rows"]) == {CHANCE, COLD_START} | expected
    assert (found["tracks"], found["clips"], found["stills"]) == (3, 2, 2)
    json.dumps(found)
    for name in ("viml", "mt", "viml&mt"):
        ours, theirs = found["rows"][f"all: {name}"], found["rows"][f"two: {name}"]
        assert ours["text_to_track"] == theirs["text_to_track"]


def test_what_cannot_be_asked_is_absent(found):
    assert "clips" not in found["rows"]["all: mt"]
    deaf = found["rows"]["all: mvpt+"]
    assert deaf["clips"] == deaf["clips_and_words"]
    assert deaf["clips_steering"]["words_followed"] == 0.5
    assert found["rows"]["all: mt"]["stills_steering"]["clip_followed"] == 0.5


def test_the_table_has_a_line_for_each_ranking_and_each_alpha(found):
    text = as_table(found)
    assert text.count("| all: viml&mt |") == 5  # words; clips and stills with their steerability
    assert text.count("| 0.35 |") == len(found["alphas"]) == 4
    assert "[" in text.split("| cold start |")[1].split("\n")[0]


def test_tuned_alphas_lie_beside_the_checkpoints_and_are_used(found, place):
    kept = json.loads((place / "all" / "alphas.json").read_text())
    assert {f"all: {n}": row["alpha"] for n, row in kept.items()} == {
        name: tuned["alpha"] for name, tuned in found["alphas"].items() if name.startswith("all")
    }
    assert set(json.loads((place / "two" / "alphas.json").read_text())) == {"viml&mt"}


def test_what_was_seen_is_kept_and_stills_of_one_name_stay_two(found, place, recommender):
    clips = read_clips(place / "clips.csv")
    roots = [place / "pictures", place / "more"]
    seen = load_pictures(clips, roots, recommender.preset, place / "work")
    assert len(list((place / "work" / "clips").iterdir())) == len(clips)
    assert not np.allclose(seen.x_v[2], seen.x_v[3])
    for features in (place / "work" / "clips").iterdir():
        np.save(features, np.zeros((1, 3), np.float32))
    again = load_pictures(clips, roots, recommender.preset, place / "work")
    assert all(x.shape == (1, 3) for x in again.x_v)


def test_missing_and_altered_files_are_one_sentence(place, recommender, tmp_path):
    preset = recommender.preset
    with pytest.raises(InputError, match=r"gone\.mp4 is not under"):
        load_pictures([LabelledClip("gone.mp4", "", (), ())], [place], preset, tmp_path)
    other = LabelledClip("pictures/one.mp4", "", (), (), sha256="0" * 64)
    with pytest.raises(InputError, match="not the file that was labelled"):
        load_pictures([other], [place], preset, tmp_path)


def test_a_folder_without_checkpoints_is_one_sentence(place, recommender, tmp_path):
    with pytest.raises(CheckpointError, match="no checkpoint in"):
        real_media.load_models(tmp_path, recommender.preset)
