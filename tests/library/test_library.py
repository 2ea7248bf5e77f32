"""The library as the rest of the core sees it: opening, serving, refreshing, sealing."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.library.toy import (
    ToyEncoder,
    ToyModel,
    folder_state,
    ingest,
    make,
    open_toy,
    song,
    write,
    write_songs,
)
from viml_core.errors import CheckpointError, InputError, LibraryError
from viml_core.library import Library
from viml_core.library.database import CATALOGUE_FILE

QUERY = np.linspace(-1, 1, ToyModel.dim).astype(np.float32)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A library of five songs."""
    write_songs(tmp_path / "music", 5)
    ingest(tmp_path / "lib", tmp_path / "music")
    return tmp_path / "lib"


def index_files(home: Path) -> list[Path]:
    return sorted(home.glob("index-*"))


def test_scores_belong_to_the_rankable_tracks(home: Path) -> None:
    library, model = open_toy(home), ToyModel()
    scores = library.scores(model, QUERY)
    hits = library.search(model, QUERY, 5)
    assert [hit.score for hit in hits] == sorted(scores.tolist(), reverse=True)
    by_id = dict(zip([t.track_id for t in library.rankable()], scores.tolist(), strict=True))
    assert {hit.track.track_id: hit.score for hit in hits} == pytest.approx(by_id)
    assert library.index(model).track_ids == tuple(t.track_id for t in library.rankable())
    for track in library.rankable():
        samples = song(int(track.path.stem), 7 + int(track.path.stem) / 100)
        x_m = ToyEncoder().encode(read(track.path)).x_m
        assert by_id[track.track_id] == pytest.approx(float(model.embed_music([x_m])[0] @ QUERY))
        assert len(samples) == pytest.approx(track.duration_s * 8000, abs=1)


def read(path: Path):
    from viml_core.media.audio import decode_audio

    return decode_audio(path, max_duration_s=60)


def test_k_beyond_the_library_gives_all_of_it_and_below_one_an_error(home: Path) -> None:
    library = open_toy(home)
    assert len(library.search(ToyModel(), QUERY, 100)) == len(library) == 5
    assert len(library.search(ToyModel(), QUERY, 2)) == 2
    with pytest.raises(InputError, match="0"):
        library.search(ToyModel(), QUERY, 0)


def test_a_file_that_vanishes_while_serving_is_passed_over(home: Path) -> None:
    library, model = open_toy(home), ToyModel()
    first, second, *_ = library.search(model, QUERY, 5)
    first.track.path.unlink()
    assert library.search(model, QUERY, 1) == (second,)
    assert len(library.search(model, QUERY, 5)) == 4


def test_a_track_is_found_by_its_id(home: Path) -> None:
    library = open_toy(home)
    [track, *_] = library.tracks()
    assert library.track(track.track_id) == track
    with pytest.raises(LibraryError, match="no such"):
        library.track("no such")


def test_embeddings_are_made_once_for_each_model(home: Path) -> None:
    model, other = ToyModel(0), ToyModel(1)
    scores = open_toy(home).scores(model, QUERY)
    assert model.embedded == 5
    for path in index_files(home):
        path.unlink()
    np.testing.assert_array_equal(open_toy(home).scores(model, QUERY), scores)
    assert model.embedded == 5
    assert not np.allclose(open_toy(home).scores(other, QUERY), scores)
    assert other.embedded == 5
    np.testing.assert_array_equal(open_toy(home).scores(model, QUERY), scores)
    assert len(index_files(home)) == 2


def test_only_new_tracks_are_embedded(home: Path, tmp_path: Path) -> None:
    model = ToyModel()
    open_toy(home).index(model)
    write(tmp_path / "music" / "new.wav", song(9, 9))
    ingest(home, tmp_path / "music")
    assert len(open_toy(home).index(model)) == 6
    assert model.embedded == 6


def test_a_stale_index_file_is_never_served(home: Path, tmp_path: Path) -> None:
    model = ToyModel()
    open_toy(home).index(model)
    [stale] = index_files(home)
    old = stale.read_bytes()
    write(tmp_path / "music" / "new.wav", song(9, 9))
    (tmp_path / "music" / "00.wav").unlink()
    ingest(home, tmp_path / "music")  # as many tracks as before, one of them another
    library = open_toy(home)
    fresh = library.scores(model, QUERY)
    [path] = index_files(home)
    assert path != stale
    stale.write_bytes(old)
    np.testing.assert_array_equal(open_toy(home).scores(model, QUERY), fresh)
    path.write_bytes(b"damaged")
    np.testing.assert_array_equal(open_toy(home).scores(model, QUERY), fresh)


def test_what_another_process_adds_is_served_after_a_refresh(home: Path, tmp_path: Path) -> None:
    library, model = open_toy(home), ToyModel()
    before = library.scores(model, QUERY)
    pinned = library.snapshot()
    assert library.refresh() is False
    write(tmp_path / "music" / "new.wav", song(9, 9))
    ingest(home, tmp_path / "music")
    np.testing.assert_array_equal(library.scores(model, QUERY), before)
    assert library.refresh() is True
    assert len(library.rankable()) == len(library.scores(model, QUERY)) == 6
    np.testing.assert_array_equal(pinned.scores(model, QUERY), before)
    assert len(pinned.rankable()) == 5


def test_a_model_without_numbers_is_refused(home: Path) -> None:
    class Broken(ToyModel):
        def embed_music(self, x_m):
            return super().embed_music(x_m) * np.nan

    with pytest.raises(CheckpointError, match="model 0"):
        open_toy(home).index(Broken())
    assert np.isfinite(open_toy(home).scores(ToyModel(), QUERY)).all()


def test_a_sealed_library_is_never_written_to(tmp_path: Path) -> None:
    home = tmp_path / "lib"
    write_songs(home / "tracks", 3)
    ingest(home, home)
    expected = open_toy(home).scores(ToyModel(), QUERY)
    make(home).seal()
    state = folder_state(home)
    library = open_toy(home)
    np.testing.assert_array_equal(library.scores(ToyModel(), QUERY), expected)
    library.scores(ToyModel(5), QUERY)  # a model that it has never seen
    assert library.refresh() is False
    with pytest.raises(LibraryError, match="read-only"):
        library.ingest([home], ToyEncoder())
    assert len(make(home)) == 3
    assert folder_state(home) == state
    assert {path.name for path in home.iterdir()} == {"tracks", CATALOGUE_FILE}


def test_sealing_the_same_music_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_songs(tmp_path / name / "tracks", 3)
        library = make(tmp_path / name)
        library.ingest([library.folder], ToyEncoder())
        library.seal()
    first, second = ((tmp_path / name / CATALOGUE_FILE).read_bytes() for name in ("a", "b"))
    assert first == second


def test_a_library_with_music_elsewhere_cannot_be_sealed(home: Path) -> None:
    with pytest.raises(LibraryError, match=r"00\.wav"):
        make(home).seal()


@pytest.fixture
def read_only_home(tmp_path: Path) -> Iterator[Path]:
    """A library that is not sealed, in a folder that cannot be written."""
    home = tmp_path / "lib"
    home.mkdir()
    as_root = os.access("/etc/shadow", os.W_OK)  # permissions mean nothing to root: needs a mount
    if as_root:
        mounted = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", home], capture_output=True)
        if mounted.returncode:
            pytest.skip("root without the right to mount: no folder is read-only")
    write_songs(home / "tracks", 3)
    ingest(home, home)
    if as_root:
        subprocess.run(["mount", "-o", "remount,ro", home], check=True)
    else:
        home.chmod(0o555)
    yield home
    if as_root:
        subprocess.run(["umount", home], check=True)
    else:
        home.chmod(0o755)


def test_a_library_in_a_read_only_folder_is_served(read_only_home: Path) -> None:
    library = open_toy(read_only_home)
    assert len(library.search(ToyModel(), QUERY, 3)) == 3
    assert len(make(read_only_home)) == 3
    with pytest.raises(LibraryError, match="read-only"):
        library.ingest([read_only_home], ToyEncoder())


def assert_says_what_to_do(folder: Path, words: str) -> None:
    with pytest.raises(LibraryError, match=words) as raised:
        open_toy(folder)
    assert "python -m viml_core index MUSIC_DIR --library DIR" in str(raised.value)
    assert str(folder) in str(raised.value)


def test_what_is_not_a_library_says_so(tmp_path: Path) -> None:
    assert_says_what_to_do(tmp_path / "nowhere", "no music library")
    assert_says_what_to_do(tmp_path, "no music library")
    (tmp_path / "file").touch()
    assert_says_what_to_do(tmp_path / "file", "no music library")


def test_an_empty_library_says_so(tmp_path: Path) -> None:
    make(tmp_path / "lib")
    assert_says_what_to_do(tmp_path / "lib", "empty")
    write(tmp_path / "silent.wav", np.zeros(8000, np.float32))
    ingest(tmp_path / "lib", tmp_path / "silent.wav")
    assert_says_what_to_do(tmp_path / "lib", "silent")


def test_a_library_whose_disk_is_away_says_so(home: Path, tmp_path: Path) -> None:
    (tmp_path / "music").rename(tmp_path / "unplugged")
    assert_says_what_to_do(home, r"00\.wav")


def test_a_library_of_other_encoders_says_so(home: Path) -> None:
    for refused in (
        lambda: Library.open(home, music_encoder_fingerprint="toy-2"),
        lambda: make(home, ToyEncoder("toy-2")),
    ):
        with pytest.raises(LibraryError, match=r"toy-1.*toy-2.*MUSIC_DIR --library DIR"):
            refused()


def test_a_foreign_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / CATALOGUE_FILE
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (soup TEXT)")
    before = path.read_bytes()
    assert_says_what_to_do(tmp_path, "not the catalogue")
    with pytest.raises(LibraryError, match="not the catalogue"):
        make(tmp_path)
    assert path.read_bytes() == before


def test_a_newer_format_says_so(home: Path) -> None:
    with sqlite3.connect(home / CATALOGUE_FILE) as connection:
        connection.execute("PRAGMA user_version = 2")
    assert_says_what_to_do(home, "format 2")


def test_a_damaged_catalogue_says_so(home: Path) -> None:
    path = home / CATALOGUE_FILE
    content = path.read_bytes()
    for damaged in (b"garbage" * 1000, content[: len(content) // 2], content[:100]):
        path.write_bytes(damaged)
        assert_says_what_to_do(home, "damaged")
        with pytest.raises(LibraryError, match="damaged"):
            make(home).ingest([home], ToyEncoder())


def test_damaged_rows_say_so(home: Path) -> None:
    with sqlite3.connect(home / CATALOGUE_FILE) as connection:
        connection.execute("UPDATE features SET x_m = x'0102'")
    with pytest.raises(LibraryError, match="damaged"):
        open_toy(home).index(ToyModel())
    with sqlite3.connect(home / CATALOGUE_FILE) as connection:
        connection.execute("UPDATE tracks SET tags = 'not json'")
    assert_says_what_to_do(home, "damaged")


def test_pages_of_noise_never_end_in_a_traceback(home: Path) -> None:
    path = home / CATALOGUE_FILE
    content = path.read_bytes()
    rng = np.random.default_rng(0)
    for page in range(len(content) // 4096):
        noise = bytearray(content)
        noise[page * 4096 + 16 : (page + 1) * 4096] = rng.bytes(4080)
        path.write_bytes(noise)
        with contextlib.suppress(LibraryError):  # noise may also pass for a smaller library
            open_toy(home).scores(ToyModel(), QUERY)
