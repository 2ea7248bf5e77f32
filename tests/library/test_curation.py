"""What a person says of the tracks holds, whatever happens to the files."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.library.toy import ToyModel, ingest, make, open_toy, song, write
from viml_core.errors import InputError, LibraryError
from viml_core.library import Library
from viml_core.library.curation import REMOVED, Details
from viml_core.types import SPEECH_ONLY

MINE = Details("My title", "Me", "CC0-1.0", ("mine", "calm"))


@pytest.fixture
def music(tmp_path: Path) -> Path:
    for number in range(3):
        tune = song(number, 7 + number / 100)
        write(tmp_path / "music" / f"{number}.wav", tune, title=f"Song {number}", artist="Band")
    return tmp_path / "music"


@pytest.fixture
def library(tmp_path: Path, music: Path) -> Library:
    ingest(tmp_path / "lib", music)
    return make(tmp_path / "lib")


def named(library: Library, title: str):
    return next(track for track in library.tracks() if track.title == title)


def test_a_correction_is_seen_at_once_by_all_and_changes_nothing_else(library: Library):
    other, before = make(library.folder), named(library, "Song 1")
    corrected = library.correct(before.track_id, MINE)
    assert Details.of(corrected) == MINE
    assert other.refresh() and other.track(before.track_id) == corrected
    expected = vars(before) | {
        "title": "My title", "artist": "Me", "license": "CC0-1.0", "tags": ("mine", "calm")
    }  # fmt: skip
    assert vars(corrected) == expected
    assert {t.title for t in library.tracks()} == {"Song 0", "My title", "Song 2"}


def test_a_correction_outlives_moving_retagging_and_another_encoding(library: Library, music: Path):
    track_id = named(library, "Song 1").track_id
    library.correct(track_id, MINE)
    (music / "1.wav").rename(music / "moved.wav")
    ingest(library.folder, music)
    write(music / "moved.wav", song(1, 7.01), title="Other tags", artist="Others")
    ingest(library.folder, music)
    (music / "moved.wav").unlink()
    write(music / "again.flac", song(1, 7.01), title="Yet others")
    ingest(library.folder, music)
    library.refresh()
    assert library.track(track_id).path.name == "again.flac"
    assert Details.of(library.track(track_id)) == MINE


def test_what_was_not_corrected_follows_the_file(library: Library, music: Path):
    track = named(library, "Song 1")
    library.correct(track.track_id, Details("My title", track.artist, track.license, track.tags))
    write(music / "1.wav", song(1, 7.01), title="Other", artist="New band")
    ingest(library.folder, music)
    library.refresh()
    now = library.track(track.track_id)
    assert (now.title, now.artist) == ("My title", "New band")


def test_correcting_back_forgets_the_correction(library: Library, music: Path):
    track = named(library, "Song 1")
    library.correct(track.track_id, MINE)
    library.correct(track.track_id, Details.of(track))
    write(music / "1.wav", song(1, 7.01), title="Other")
    ingest(library.folder, music)
    library.refresh()
    assert library.track(track.track_id).title == "Other"


def test_the_mark_of_speech_can_be_set_and_taken_away(library: Library):
    track = named(library, "Song 1")
    spoken = Details(track.title, track.artist, track.license, (SPEECH_ONLY, *track.tags))
    library.correct(track.track_id, spoken)
    assert len(library.rankable()) == 2
    library.correct(track.track_id, Details.of(track))
    assert len(library.rankable()) == 3


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (("  My\n title\0 ", " ", "", (" a  b ", "", "a b")),
         ("My title", "Unknown artist", "unknown", ("a b",))),
        (("<b>'; DROP TABLE tracks", "é", "x", ()), ("<b>'; DROP TABLE tracks", "é", "x", ())),
    ],
)  # fmt: skip
def test_what_was_typed_is_tidied_and_kept_literally(library: Library, typed, kept):
    track = library.correct(named(library, "Song 0").track_id, Details(*typed))
    assert (track.title, track.artist, track.license, track.tags) == kept


@pytest.mark.parametrize(
    "typed",
    [
        (" ", "a", "b", ()),
        ("t" * 301, "a", "b", ()),
        ("t", "a", "b", tuple(f"tag {n}" for n in range(31))),
    ],
    ids=["no title", "too long", "too many tags"],
)
def test_what_cannot_be_a_track_is_refused(typed):
    with pytest.raises(InputError):
        Details(*typed)


def test_a_removed_track_is_gone_and_its_file_stays_and_stays_out(library: Library, music: Path):
    track = named(library, "Song 1")
    library.correct(track.track_id, MINE)
    shutil.copy(music / "1.wav", music / "copy.wav")
    ingest(library.folder, music)
    assert library.remove(track.track_id) == (music / "1.wav", music / "copy.wav")
    assert (music / "1.wav").exists()
    with pytest.raises(LibraryError):
        library.track(track.track_id)
    report = ingest(library.folder, music)
    assert (report.added, report.known) == ((), 2)
    assert {skipped.reason for skipped in report.skipped} == {REMOVED}
    assert library.problems() == ()  # none of them is a file that could not be read
    opened, model = open_toy(library.folder), ToyModel()
    assert [t.title for t in opened.rankable()] == [t.title for t in library.rankable()]
    assert opened.scores(model, np.ones(ToyModel.dim, np.float32)).shape == (2,)


def test_what_was_removed_comes_back_as_it_is_in_the_file(library: Library, music: Path):
    track = named(library, "Song 1")
    library.correct(track.track_id, MINE)
    library.remove(track.track_id)
    assert library.forget_removed() == 1
    assert ingest(library.folder, music).added == (track,)
    library.refresh()
    assert library.track(track.track_id) == track


def test_a_closed_library_and_unknown_tracks_are_refused(library: Library, music: Path):
    for act in (library.remove, lambda track_id: library.correct(track_id, MINE)):
        with pytest.raises(LibraryError, match="no track with the id 'nobody'"):
            act("nobody")
    library.remove(library.tracks()[0].track_id)
    assert len(library.tracks()) == 2
    closed = make(library.folder.parent / "closed")
    ingest(closed.folder, write(closed.folder / "a.wav", song(9)))
    closed.refresh()
    closed.seal()
    before = (closed.folder / "catalogue.sqlite").read_bytes()
    track_id = closed.tracks()[0].track_id
    for act in (closed.remove, lambda track_id: closed.correct(track_id, MINE)):
        with pytest.raises(LibraryError, match="read-only"):
            act(track_id)
    with pytest.raises(LibraryError, match="read-only"):
        closed.forget_removed()
    assert (closed.folder / "catalogue.sqlite").read_bytes() == before
