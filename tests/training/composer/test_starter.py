"""The starter library as it is shipped: complete, labelled, free, small. Needs no synthesiser."""

from __future__ import annotations

import hashlib
from itertools import combinations
from pathlib import Path

import mutagen
import numpy as np
import pyloudnorm
import pytest
import soundfile

from training.composer.batch import read_manifest
from training.composer.compose import compose
from training.composer.midi import midi_bytes
from training.composer.starter import starter_jobs
from training.composer.styles import STYLES

AUDIO = Path(__file__).resolve().parents[3] / "assets" / "library" / "audio"
JOBS = starter_jobs()


def test_the_library_holds_at_least_sixteen_styles_each_once() -> None:
    styles = [job.style for job in JOBS]
    assert len(styles) >= 16
    assert len(set(styles)) == len(styles) and set(styles) <= set(STYLES)
    assert len({job.file for job in JOBS}) == len(JOBS)


def test_every_track_is_there_and_described() -> None:
    rows = read_manifest(AUDIO)
    assert set(rows) == {job.file for job in JOBS} == {path.name for path in AUDIO.glob("*.opus")}
    for job in JOBS:
        row = rows[job.file]
        assert (row["title"], row["style"], row["seed"]) == (job.title, job.style, job.seed)
        assert row["license"] == "CC0-1.0"
        assert 30 <= row["duration_s"] <= 75
    assert sum(path.stat().st_size for path in AUDIO.iterdir()) < 12_000_000


def test_the_composer_still_writes_the_scores_that_were_recorded() -> None:
    rows = read_manifest(AUDIO)
    for job in JOBS:
        score = compose(STYLES[job.style], job.seed, job.duration_s)
        written = hashlib.sha256(midi_bytes(score)).hexdigest()
        assert written == rows[job.file]["midi_sha256"], job.title


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.style)
def test_a_track_carries_its_tags_and_its_level(job) -> None:  # type: ignore[no-untyped-def]
    tags = mutagen.File(AUDIO / job.file).tags
    assert tags["title"] == [job.title] and tags["artist"] == ["ViML Starter Library"]
    assert "publicdomain/zero/1.0" in tags["license"][0]
    assert tags["genre"] and tags["mood"] and float(tags["bpm"][0]) > 40
    sound, rate_hz = soundfile.read(AUDIO / job.file)
    assert pyloudnorm.Meter(rate_hz).integrated_loudness(sound) == pytest.approx(-14, abs=0.5)
    assert np.abs(sound).max() <= 10 ** (-1 / 20)
    assert np.abs(sound[-rate_hz // 100 :]).max() < 2e-3


def test_tracks_differ() -> None:
    rows = list(read_manifest(AUDIO).values())
    assert len({row["pcm_sha256"] for row in rows}) == len(rows)
    for first, second in combinations(rows, 2):
        same = [key for key in ("key", "bpm", "genres", "instruments") if first[key] == second[key]]
        assert len(same) <= 1, (first["file"], second["file"], same)
