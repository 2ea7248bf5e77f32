"""Films for training: real clips that move and cut as told, of photographs and of every drawing."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from training.data import filmed
from training.data.drawings import PAINTERS
from training.data.films import SECONDS, Look, drawing, photograph, shoot
from viml_core.config import Limits, SamplingConfig
from viml_core.errors import InputError
from viml_core.features.base import Preset
from viml_core.features.picture import RANGES, describe_pictures
from viml_core.library.identity import file_sha256
from viml_core.media.frames import sample_clip
from viml_core.media.probe import probe


def looks(path: Path) -> dict[str, float]:
    """The real descriptors of a film."""
    info = probe(path, Limits())
    assert info.duration_s == pytest.approx(SECONDS, abs=0.2)
    (segment,) = sample_clip(info, SamplingConfig())
    return dict(zip(RANGES, describe_pictures(segment).tolist(), strict=True))


def test_a_film_moves_and_cuts_and_is_lit_as_told(tmp_path):
    slow, fast = Look(1, pace=0.05, cuts=0.0), Look(1, pace=0.9, cuts=1.0, gain=0.3)
    still, moving = (
        looks(shoot(drawing("product", look), look, tmp_path / f"{look.cuts}.mp4"))
        for look in (slow, fast)
    )
    assert moving["motion"] > still["motion"]
    assert moving["cut_rate"] > still["cut_rate"]
    assert moving["brightness"] < still["brightness"] - 0.2


@pytest.mark.parametrize("name", PAINTERS)
def test_every_drawing_moves_and_is_the_same_for_a_seed(name):
    motif = drawing(name, Look(3, pace=0.5, cuts=0.0))
    first, later = motif(0.4, 0), motif(1.9, 0)
    assert first.shape == (300, 400, 3)
    assert (first != later).any()
    np.testing.assert_array_equal(motif(0.4, 0), first)


def test_every_drawn_scene_has_its_drawing_and_every_drawing_a_scene():
    scenes = filmed.read_moving_scenes()
    assert {name for name, _ in scenes} == set(PAINTERS)
    assert len({scene for _, scene in scenes}) == len(scenes) >= 40


class Eye:
    """Counts how often it is asked, and sees the mean colour."""

    fingerprint, dim = "eye", 3

    def __init__(self):
        self.asked = 0

    def encode(self, segments):
        self.asked += 1
        return np.stack([s.frames.mean(axis=(0, 1, 2)) for s in segments]).astype(np.float32), ()


@pytest.fixture
def pictures(tmp_path, monkeypatch):
    """One red picture of a training package, and its row."""
    path = tmp_path / "pack" / "red.png"
    path.parent.mkdir()
    Image.new("RGB", (640, 400), (200, 20, 20)).save(path)
    row = {
        "file": "pack/red.png",
        "sha256": file_sha256(path),
        "seen": "red",
        "mood": "warm, bold",
        "fit_words": "rock;loud",
        "misfit_words": "lullaby",
    }
    listed = tmp_path / "pictures.csv"
    with listed.open("w", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row)
    monkeypatch.setattr(filmed, "TRAINING_PICTURES", listed)
    monkeypatch.setattr(filmed, "LOOKS_OF_PICTURE", 2)
    return path


def test_photographs_are_looked_at_once(pictures, tmp_path):
    eye = Eye()
    preset = Preset("toy", eye, None, None, SamplingConfig())
    (footage,) = filmed.picture_footage(tmp_path, preset, tmp_path / "films")
    assert footage.scene.music == ("rock", "loud") and footage.scene.moods == ("warm", "bold")
    assert len(footage.pictures) == 2 == eye.asked
    for x_v in footage.pictures:
        assert x_v[0, 0] > 3 * x_v[0, 1]  # red, whatever the look
    assert (footage.pictures[0] != footage.pictures[1]).any()
    next((tmp_path / "films").iterdir()).unlink()  # as a kill would leave it
    filmed.picture_footage(tmp_path, preset, tmp_path / "films")
    assert eye.asked == 3


def test_another_picture_than_the_labelled_one_is_refused(pictures, tmp_path):
    Image.new("RGB", (640, 400)).save(pictures)
    with pytest.raises(InputError, match="another file"):
        filmed.picture_footage(tmp_path, Preset("toy", Eye(), None, None, None), tmp_path / "f")
    assert photograph(pictures)(0.0, 0).shape == (384, 512, 3)
