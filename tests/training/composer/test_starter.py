"""The starter library as it is shipped: complete, labelled, free, small. Needs no synthesiser."""

from __future__ import annotations

import hashlib
import sqlite3
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
from training.composer.patches import NOISES
from training.composer.starter import starter_jobs
from training.composer.styles import STYLES

AUDIO = Path(__file__).resolve().parents[3] / "assets" / "library" / "audio"
JOBS = starter_jobs()


def test_every_style_is_heard_and_no_piece_twice() -> None:
    assert len(JOBS) >= 62 and len(STYLES) >= 44
    assert {job.style for job in JOBS} == set(STYLES)
    assert len({(job.style, job.seed) for job in JOBS}) == len(JOBS)
    assert len({job.file for job in JOBS}) == len({job.title for job in JOBS}) == len(JOBS)


def test_every_track_is_there_and_described() -> None:
    rows = read_manifest(AUDIO)
    assert set(rows) == {job.file for job in JOBS} == {path.name for path in AUDIO.glob("*.opus")}
    for job in JOBS:
        row = rows[job.file]
        assert (row["title"], row["style"], row["seed"]) == (job.title, job.style, job.seed)
        assert row["license"] == "CC0-1.0"
        assert 45 <= row["duration_s"] <= 60
    assert sum(path.stat().st_size for path in AUDIO.iterdir()) < 35_000_000


def test_the_composer_still_writes_the_scores_that_were_recorded() -> None:
    rows = read_manifest(AUDIO)
    for job in JOBS:
        score = compose(STYLES[job.style], job.seed, job.duration_s)
        written = hashlib.sha256(midi_bytes(score)).hexdigest()
        assert written == rows[job.file]["midi_sha256"], job.title


def test_no_track_falls_silent() -> None:
    for job in JOBS:
        score = compose(STYLES[job.style], job.seed, job.duration_s)
        played = [part for part in score.parts if part.instrument.patch not in NOISES]
        spans = sorted(
            (score.seconds(note.start), score.seconds(note.end))
            for part in played
            for note in part.notes
        )
        sounding_until_s = 0.0
        for start_s, end_s in spans:
            assert start_s - sounding_until_s < 0.5, (job.title, sounding_until_s)
            sounding_until_s = max(sounding_until_s, end_s)


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.title)
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
    """Two of one style in key and tempo; two of different styles in nearly all that is stated."""
    rows = list(read_manifest(AUDIO).values())
    assert len({row["pcm_sha256"] for row in rows}) == len(rows)
    for first, second in combinations(rows, 2):
        same = {key for key in ("key", "bpm", "genres", "instruments") if first[key] == second[key]}
        siblings = first["style"] == second["style"]
        fine = not same & {"key", "bpm"} if siblings else len(same) <= 1
        assert fine, (first["file"], second["file"], same)


def test_the_sealed_library_holds_these_tracks() -> None:
    catalogue = sqlite3.connect(f"file:{AUDIO.parent / 'catalogue.sqlite'}?mode=ro", uri=True)
    paths = {path for (path,) in catalogue.execute("SELECT path FROM files")}
    tracks = dict(catalogue.execute("SELECT title, license FROM tracks"))
    catalogue.close()
    assert paths == {f"audio/{job.file}" for job in JOBS}
    assert tracks == dict.fromkeys((job.title for job in JOBS), "CC0-1.0")
