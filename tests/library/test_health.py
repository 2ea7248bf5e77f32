"""Every ailment is found, and a well library is called well."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.library.toy import RATE_HZ, ingest, make, song, write, write_songs
from viml_core.library import Library
from viml_core.library.curation import Details
from viml_core.library.health import check_up
from viml_core.library.statistics import Bar, statistics
from viml_core.types import SPEECH_ONLY, Track


@pytest.fixture
def library(tmp_path: Path) -> Library:
    write_songs(tmp_path / "music", 3)
    ingest(tmp_path / "lib", tmp_path / "music")
    return make(tmp_path / "lib")


def test_every_ailment_is_found(library: Library, tmp_path: Path, monkeypatch):
    music = tmp_path / "music"
    assert [t.path.name for t in check_up(library).silent] == []
    write(music / "silent.wav", np.zeros(8 * RATE_HZ, np.float32))
    write(music / "talk.wav", song(50, 8.5))
    write(music / "gone.wav", song(51, 9.0))
    write(music / "unwanted.wav", song(52, 9.5))
    shutil.copy(music / "00.wav", music / "copy.wav")
    (music / "letter.mp3").write_text("no music")
    ingest(library.folder, music)
    library.refresh()
    by_name = {track.path.name: track for track in library.tracks()}
    talk = by_name["talk.wav"]
    details = Details(talk.title, talk.artist, talk.license, (SPEECH_ONLY, *talk.tags))
    library.correct(talk.track_id, details)
    library.remove(by_name["unwanted.wav"].track_id)
    (music / "gone.wav").unlink()
    library.refresh()
    health = check_up(make(library.folder))
    assert [(s.path.name, "letter.mp3" in s.reason) for s in health.unreadable] == [
        ("letter.mp3", True)
    ]
    assert [track.path.name for track in health.silent] == ["silent.wav"]
    assert [track.path.name for track in health.speech] == ["talk.wav"]
    assert health.duplicates == ((music / "copy.wav", music / "00.wav"),)
    assert health.missing == (music / "gone.wav",)
    assert health.removed == (music / "unwanted.wav",)
    assert (health.tracks, health.suggestible) == (5, 3)
    assert not health.well


def test_alike_pairs_are_told_nearest_first_and_across_blocks(library: Library, monkeypatch):
    tracks = library.rankable()
    near, nearer = np.float32(0.975), np.float32(0.99)
    rows = np.array(
        [[1, 0, 0], [near, (1 - near**2) ** 0.5, 0], [nearer, 0, (1 - nearer**2) ** 0.5]]
    )
    known = dict(zip([t.track_id for t in tracks], rows.astype(np.float32), strict=True))
    monkeypatch.setattr(
        Library, "profiles", lambda self, some: np.stack([known[t.track_id] for t in some])
    )
    for at_once in (1, 2, 256):
        monkeypatch.setattr("viml_core.library.neighbours.ROWS_AT_ONCE", at_once)
        health = check_up(library)
        found = [(tracks.index(p.first), tracks.index(p.second)) for p in health.alike]
        assert found == [(0, 2), (0, 1)], at_once  # 1 and 2 have 0.965
        assert [p.likeness for p in health.alike] == pytest.approx([0.99, 0.975], abs=1e-3)
    fewer = check_up(library, max_pairs=1)
    assert (len(fewer.alike), fewer.pairs_left_out) == (1, 1)


def test_a_well_library_is_called_well(starter: Library):
    health = check_up(starter)
    assert health.well and health.suggestible == len(starter.tracks())


def some_track(bpm: float | None, duration_s: float, lufs: float, tags: tuple[str, ...], **more):
    return Track("id", Path("x"), "t", "a", more.pop("license", "CC0-1.0"), duration_s, lufs, -1.0,
                 bpm, tags, **more)  # fmt: skip


def test_statistics_of_known_tracks():
    tracks = [
        some_track(99.9, 15.0, -14.0, ("piano", "calm")),
        some_track(100.0, 14.9, -15.1, ("piano",), license="CC-BY-4.0"),
        some_track(125.0, 700.0, -9.0, ("Calm", "drums", "drums")),
        some_track(None, 29.0, -120.0, (), silent=True),
    ]
    found = statistics(tracks)
    assert (found.tracks, found.without_tempo) == (4, 1)
    assert found.total_s == pytest.approx(758.9)
    assert [(b.lower, b.upper, b.count) for b in found.tempo] == [
        (90, 100, 1), (100, 110, 1), (110, 120, 0), (120, 130, 1),
    ]  # fmt: skip
    counts = {(bar.lower, bar.upper): bar.count for bar in found.length}
    assert (counts[0, 15], counts[15, 30], counts[600, None]) == (1, 2, 1)
    assert sum(counts.values()) == 4
    assert [(b.lower, b.count) for b in found.loudness] == [(-18, 1), (-15, 1), (-12, 0), (-9, 1)]
    assert found.tags == (
        Bar(2, "piano"), Bar(1, "calm"), Bar(1, "Calm"), Bar(1, "drums")
    )  # fmt: skip
    assert found.licences == (Bar(3, "CC0-1.0"), Bar(1, "CC-BY-4.0"))


def test_statistics_of_nothing():
    found = statistics([])
    assert (found.tempo, found.loudness, found.tags) == ((), (), ())
    assert sum(bar.count for bar in found.length) == 0
