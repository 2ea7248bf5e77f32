"""Ingestion: what is new, known, moved, a duplicate, silent or unreadable."""

from __future__ import annotations

import itertools
import os
import shutil
import threading
from pathlib import Path

import mutagen.flac
import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.toy import (
    ToyEncoder,
    ToyModel,
    contents,
    ingest,
    make,
    open_toy,
    song,
    write,
    write_songs,
)
from viml_core.config import Limits
from viml_core.errors import Cancelled, InputError, LibraryError
from viml_core.library import Library


@pytest.fixture
def music(tmp_path: Path) -> Path:
    return tmp_path / "music"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where the library goes. Its name is as hostile as those of files may be."""
    return tmp_path / "my lib #1? 100%20 'x' 🎵"


def ids(library: Library) -> set[str]:
    return {track.track_id for track in library.tracks()}


def test_a_folder_is_taken_in_and_a_second_run_does_nothing(music: Path, home: Path) -> None:
    files = write_songs(music, 3)
    library, encoder = make(home), ToyEncoder()
    first = library.ingest([music], encoder)
    assert [track.path for track in first.added] == files
    assert (first.known, first.duplicates, first.skipped) == (0, (), ())
    assert ids(library) == {track.track_id for track in first.added}
    again = library.ingest([music], encoder)
    assert (again.added, again.known, again.duplicates) == ((), 3, ())
    assert encoder.encoded == 3


def test_a_track_carries_what_the_file_and_the_encoder_say(music: Path, home: Path) -> None:
    write(music / "a.flac", song(1, 7), title="Ébauche", artist="J. S. B.", license="CC0")
    write(music / "no tags.wav", song(2, 8))
    tagged, untagged = ingest(home, music).added
    assert (tagged.title, tagged.artist, tagged.license) == ("Ébauche", "J. S. B.", "CC0")
    assert (untagged.title, untagged.artist, untagged.license) == (
        "no tags",
        "Unknown artist",
        "unknown",
    )
    assert tagged.tags == ("toy", "été")
    assert tagged.bpm == 120.0
    assert tagged.duration_s == pytest.approx(7)
    assert tagged.peak_dbfs == pytest.approx(20 * np.log10(np.abs(song(1, 7)).max()), abs=0.5)
    assert -40 < tagged.loudness_lufs < tagged.peak_dbfs
    assert open_toy(home).tracks() == tuple(sorted([tagged, untagged], key=lambda t: t.track_id))


@pytest.mark.parametrize(
    "name",
    ["a 'quoted' \"name\".wav", "100%20 $(touch x) `y`.wav", "été 🎵.wav", "-rf.wav", "a\nb.wav"],
)
def test_file_names_are_only_names(name: str, music: Path, home: Path) -> None:
    path = write(music / name, song(1))
    assert [track.path for track in ingest(home, music).added] == [path]
    assert [track.path for track in open_toy(home).tracks()] == [path]


def test_a_moved_file_keeps_its_id_and_is_not_encoded_again(music: Path, home: Path) -> None:
    [path, _] = write_songs(music, 2)
    before = contents(ingest_and_return(home, music))
    path.rename(music / "renamed.wav")
    encoder = ToyEncoder()
    report = make(home).ingest([music], encoder)
    assert (report.added, report.known, report.duplicates) == ((), 2, ())
    assert encoder.encoded == 0
    after = contents(home)
    assert set(after) == set(before)
    assert str(music / "renamed.wav") in {path for path, _, _ in after.values()}


def ingest_and_return(home: Path, *sources: Path) -> Path:
    ingest(home, *sources)
    return home


def test_the_same_bytes_twice_are_one_track(music: Path, home: Path) -> None:
    path = write(music / "a.wav", song(1))
    shutil.copy(path, music / "b.wav")
    report = ingest(home, music)
    assert len(report.added) == 1
    assert report.duplicates == ((music / "b.wav", path),)
    assert ingest(home, music).known == 2


def test_the_same_sound_with_other_tags_is_one_track(music: Path, home: Path) -> None:
    path = write(music / "a.flac", song(1), title="One")
    shutil.copy(path, music / "b.flac")
    tags = mutagen.flac.FLAC(music / "b.flac")
    tags["title"] = "Another"
    tags.save()
    report = ingest(home, music)
    assert report.duplicates == ((music / "b.flac", path),)
    assert [track.title for track in open_toy(home).tracks()] == ["One"]


def test_a_reencode_is_one_track_and_is_not_encoded(music: Path, home: Path) -> None:
    samples = song(1, 8, 44100)
    original = write(music / "a.wav", samples, 44100)
    for suffix in ("flac", "mp3", "ogg"):
        write(music / f"b.{suffix}", samples, 44100)
    other = write(music / "c.wav", song(2, 8, 44100), 44100)  # as long, and another tune
    encoder = ToyEncoder()
    report = make(home).ingest([music], encoder)
    assert [track.path for track in report.added] == [original, other]
    assert {path.suffix for path, _ in report.duplicates} == {".flac", ".mp3", ".ogg"}
    assert {original for _, original in report.duplicates} == {original}
    assert encoder.encoded == 2


def test_edited_tags_change_the_track_and_not_its_id(music: Path, home: Path) -> None:
    path = write(music / "a.flac", song(1), title="Before")
    [before] = ingest(home, music).added
    tags = mutagen.flac.FLAC(path)
    tags["title"] = "After, and rather longer than that"
    tags.save()
    report = ingest(home, music)
    assert (report.added, report.known, report.duplicates) == ((), 1, ())
    [after] = open_toy(home).tracks()
    assert (after.track_id, after.title) == (before.track_id, "After, and rather longer than that")


def test_a_file_with_another_sound_is_another_track(music: Path, home: Path) -> None:
    path = write(music / "a.wav", song(1, 7))
    [before] = ingest(home, music).added
    write(path, song(2, 8))
    [after] = ingest(home, music).added
    assert before.track_id != after.track_id
    assert open_toy(home).tracks() == (after,)
    write(path, song(1, 7))  # what was known once comes back without encoding
    report = ingest(home, music)
    assert (report.added, report.known) == ((), 1)
    assert open_toy(home).tracks() == (before,)


def test_a_vanished_file_is_not_served_and_comes_back(music: Path, home: Path) -> None:
    [path, other] = write_songs(music, 2)
    ingest(home, music)
    path.rename(path.with_suffix(".away"))
    assert [track.path for track in open_toy(home).tracks()] == [other]
    path.with_suffix(".away").rename(path)
    assert len(open_toy(home)) == 2


def test_a_duplicate_steps_in_for_a_vanished_original(music: Path, home: Path) -> None:
    path = write(music / "a.wav", song(1))
    shutil.copy(path, music / "b.wav")
    [track] = ingest(home, music).added
    path.unlink()
    [served] = open_toy(home).tracks()
    assert (served.track_id, served.path) == (track.track_id, music / "b.wav")


def test_unreadable_files_are_listed_and_retried_only_when_they_change(
    music: Path, home: Path
) -> None:
    good = write(music / "good.wav", song(1))
    bad, empty = music / "bad.mp3", music / "empty.ogg"
    bad.write_bytes(b"not music at all" * 100)
    empty.touch()
    report = ingest(home, music)
    assert [track.path for track in report.added] == [good]
    assert [path for path, _ in report.skipped] == [bad, empty]
    assert make(home).problems() == report.skipped
    assert all(reason.strip().endswith(".") for _, reason in report.skipped)

    decoded_before = bad.stat().st_atime_ns
    os.utime(bad, ns=(decoded_before - 10**15, bad.stat().st_mtime_ns))
    asleep = bad.stat().st_atime_ns
    assert ingest(home, music).skipped == report.skipped
    assert bad.stat().st_atime_ns == asleep  # not even opened

    write(bad.with_suffix(".wav"), song(2, 8)).replace(bad)
    assert [track.path for track in ingest(home, music).added] == [bad]
    empty.unlink()
    assert make(home).problems() == ()


def test_a_file_beyond_the_limit_is_taken_once_the_limit_allows(music: Path, home: Path) -> None:
    path = write(music / "long.wav", song(1, 9))
    library, encoder = make(home), ToyEncoder()
    [(skipped, reason)] = library.ingest([music], encoder, limits=Limits(max_track_s=5)).skipped
    assert skipped == path
    assert reason.endswith(".")
    assert [track.path for track in library.ingest([music], encoder).added] == [path]


def test_a_named_file_is_tried_whatever_its_suffix(music: Path, home: Path) -> None:
    write(music / "a.wav", song(1)).rename(music / "recording")
    assert ingest(home, music).added == ()
    assert len(ingest(home, music / "recording").added) == 1


def test_silence_is_listed_and_never_ranked(music: Path, home: Path) -> None:
    write(music / "silent.wav", np.zeros(80_000, np.float32))
    write(music / "music.wav", song(1))
    ingest(home, music)
    library = open_toy(home)
    assert {track.path.stem: track.silent for track in library.tracks()} == {
        "silent": True,
        "music": False,
    }
    assert [track.path.stem for track in library.rankable()] == ["music"]
    assert library.scores(ToyModel(), np.ones(ToyModel.dim)).shape == (1,)


def test_samples_that_are_not_numbers_never_reach_the_index(music: Path, home: Path) -> None:
    samples = song(1)
    samples[100:200] = np.nan
    samples[300] = np.inf
    write(music / "music.wav", song(2, 8))
    soundfile.write(music / "nan.wav", samples, 8000, subtype="FLOAT")
    ingest(home, music)
    assert np.isfinite(open_toy(home).index(ToyModel()).vectors).all()


def test_features_that_are_not_numbers_are_a_problem_of_the_file(music: Path, home: Path) -> None:
    class Broken(ToyEncoder):
        def encode(self, waveform):
            features = super().encode(waveform)
            features.x_m[0, 0] = np.nan
            return features

    path = write(music / "a.wav", song(1))
    report = make(home).ingest([music], Broken())
    assert report.added == ()
    assert [skipped.path for skipped in report.skipped] == [path]


def test_cancel_keeps_what_is_done_and_the_next_run_goes_on(music: Path, home: Path) -> None:
    write_songs(music, 6)
    cancel = threading.Event()

    class Impatient(ToyEncoder):
        def encode(self, waveform):
            if self.encoded == 2:
                cancel.set()
            return super().encode(waveform)

    encoder = Impatient()
    with pytest.raises(Cancelled, match="New tracks kept: 2;"):
        make(home).ingest([music], encoder, cancel=cancel)
    assert encoder.encoded == 3  # stopped within the third track
    assert len(open_toy(home)) == 2
    assert len(ingest(home, music).added) == 4


def test_progress_names_the_file_and_grows(music: Path, home: Path) -> None:
    write_songs(music, 4)
    steps: list[tuple[str, float | None]] = []
    make(home).ingest(
        [music], ToyEncoder(), progress=lambda step, fraction=None: steps.append((step, fraction))
    )
    assert [f"{i:02d}.wav" in step for i, (step, _) in enumerate(steps[1:])] == [True] * 4
    assert [fraction for _, fraction in steps[1:]] == [0, 0.25, 0.5, 0.75]


def test_a_source_that_is_not_there_changes_nothing(music: Path, home: Path) -> None:
    write_songs(music, 1)
    with pytest.raises(InputError, match="nowhere"):
        ingest(home, music, music / "nowhere")
    assert len(make(home)) == 0


def test_another_encoder_cannot_add_to_a_library(music: Path, home: Path) -> None:
    write_songs(music, 1)
    with pytest.raises(LibraryError, match="toy-2"):
        make(home).ingest([music], ToyEncoder("toy-2"))


def test_music_beside_the_catalogue_moves_with_it(tmp_path: Path) -> None:
    write_songs(tmp_path / "lib" / "tracks", 2)
    before = contents(ingest_and_return(tmp_path / "lib", tmp_path / "lib"))
    (tmp_path / "lib").rename(tmp_path / "moved")
    after = contents(tmp_path / "moved")
    assert set(after) == set(before)
    assert all(path.startswith(f"{tmp_path}/moved/tracks/") for path, _, _ in after.values())
    assert ingest(tmp_path / "moved", tmp_path / "moved").known == 2


@given(order=st.permutations(range(6)), cuts=st.sets(st.integers(1, 5)))
@settings(max_examples=10, deadline=None)
def test_the_order_of_ingestion_does_not_matter(
    order: list[int], cuts: set[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("order")
    files = write_songs(folder / "music", 5)
    files.append(shutil.copy(files[0], folder / "music" / "copy.wav"))
    all_at_once = set(contents(ingest_and_return(folder / "reference", folder / "music")))
    edges = [0, *sorted(cuts), 6]
    for start, stop in itertools.pairwise(edges):
        ingest(folder / "lib", *[Path(files[i]) for i in order[start:stop]])
    assert set(contents(folder / "lib")) == all_at_once
    report = ingest(folder / "lib", folder / "music")
    assert (report.added, report.known) == ((), 6)


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["write", "copy", "move", "delete", "ingest"]),
        st.integers(0, 3),
        st.integers(0, 3),
    ),
    max_size=12,
)


@given(edits=EDITS)
@settings(max_examples=25, deadline=None)
def test_whatever_is_done_to_the_files_the_library_follows(
    edits: list[tuple[str, int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Files are written, copied, moved and deleted; after a run the library holds what is there."""
    folder = tmp_path_factory.mktemp("edits")
    music, home = folder / "music", folder / "lib"
    music.mkdir()
    song_at: dict[Path, int] = {}
    encoder = ToyEncoder()
    for edit, number, other in [*edits, ("ingest", 0, 0)]:
        path, target = music / f"{number}.wav", music / f"{other}.wav"
        if edit == "write":
            song_at[write(path, song(other, 7 + other))] = other
        elif edit == "delete" and path in song_at:
            path.unlink()
            del song_at[path]
        elif edit in ("copy", "move") and path in song_at and path != target:
            shutil.copy(path, target) if edit == "copy" else path.rename(target)
            song_at[target] = song_at[path] if edit == "copy" else song_at.pop(path)
        elif edit == "ingest":
            library = make(home)
            library.ingest([music], encoder)
            served = {song_at[t.path]: round(t.duration_s) - 7 for t in library.tracks()}
            assert served == {number: number for number in set(song_at.values())}
            assert len(library) == len(served)
            assert library.ingest([music], encoder).known == len(song_at)
    assert encoder.encoded <= 4  # never the same sound twice
