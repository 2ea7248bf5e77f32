"""Music to learn from: rendered tracks keep their exact labels, real ones what is heard in them."""

from __future__ import annotations

import csv
import json

import pytest

from tests.synth import ffmpeg
from training.data import music
from viml_core.config import STARTER_LIBRARY
from viml_core.errors import InputError

AUDIO = STARTER_LIBRARY / "audio"


@pytest.fixture
def excerpts(tmp_path):
    """The beginnings of two shipped tracks, and their rows of the manifest."""
    rows = [json.loads(line) for line in (AUDIO / "renderings.jsonl").read_text().splitlines()][:2]
    folder = tmp_path / "music"
    folder.mkdir()
    for row in rows:
        ffmpeg("-i", AUDIO / row["file"], "-t", "5", "-c", "copy", folder / row["file"])
    return folder, rows


def test_renderings_come_with_the_labels_of_their_scores(excerpts, recommender, tmp_path):
    folder, rows = excerpts
    with pytest.raises(InputError, match=r"training\.composer corpus"):
        list(music.rendered_music(folder, recommender.preset, tmp_path / "work"))
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "renderings.jsonl").write_text(lines)
    known = list(music.rendered_music(folder, recommender.preset, tmp_path / "work"))
    assert {track.labels.bpm for track in known} == {row["bpm"] for row in rows}
    assert {track.labels.genres for track in known} == {tuple(row["genres"]) for row in rows}
    assert len({track.x_m.tobytes() for track in known}) == 2


def test_real_tracks_are_labelled_by_what_the_music_encoder_hears(
    excerpts, recommender, tmp_path, monkeypatch
):
    folder, rows = excerpts
    listed = tmp_path / "music.csv"
    with listed.open("w", newline="") as file:
        writer = csv.DictWriter(file, ["file"])
        writer.writeheader()
        writer.writerow({"file": rows[0]["file"]})  # the other one is not of the training split
    monkeypatch.setattr(music, "TRAINING_TRACKS", listed)
    (track,) = music.heard_music(folder, recommender.preset, tmp_path / "work")
    assert track.labels.genres
    assert track.labels.energy is None
