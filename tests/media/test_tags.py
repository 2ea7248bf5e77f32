"""Title, artist and licence are found under every name, and text that is broken breaks nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import mutagen
import mutagen.id3
import mutagen.mp4
import numpy as np
import pytest
import soundfile

from tests.media.synth import ffmpeg, music
from viml_core.media.tags import AudioTags, read_tags

FORMATS = (".mp3", ".flac", ".ogg", ".opus", ".m4a", ".wav")
URL = "https://creativecommons.org/licenses/by/4.0/"
SHOWN = "CC-BY-4.0"


@pytest.fixture(scope="module")
def songs(media: Path) -> Path:
    """One second of music in every format, without tags."""
    folder = media / "untagged"
    folder.mkdir()
    soundfile.write(folder / "song.wav", music(1.0).T, 44100, subtype="PCM_16")
    for suffix in FORMATS[:-1]:
        bare = ("-map_metadata", "-1", "-fflags", "+bitexact")
        ffmpeg("-i", folder / "song.wav", *bare, folder / f"song{suffix}")
    return folder


@pytest.fixture
def copy(songs: Path, tmp_path: Path) -> Path:
    """The same files, to be changed."""
    return Path(shutil.copytree(songs, tmp_path / "copy"))


@pytest.mark.parametrize("suffix", FORMATS)
def test_without_tags_the_stem_is_the_title(songs: Path, suffix: str) -> None:
    assert read_tags(songs / f"song{suffix}") == AudioTags("song", "Unknown artist", "unknown")


@pytest.mark.parametrize("suffix", FORMATS)
def test_tags_that_ffmpeg_writes(songs: Path, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"tagged{suffix}"
    words = ("title=Größe 日本 🎵", "artist=Ana & Bo", f"copyright={URL}")
    metadata = [part for word in words for part in ("-metadata", word)]
    ffmpeg("-i", songs / f"song{suffix}", *metadata, "-c", "copy", path)
    assert read_tags(path) == AudioTags("Größe 日本 🎵", "Ana & Bo", SHOWN)


def test_licences_by_all_their_names(copy: Path) -> None:
    for frame in (
        mutagen.id3.WCOP(url=URL),
        mutagen.id3.TXXX(encoding=3, desc="LICENSE", text=[URL]),
        mutagen.id3.TCOP(encoding=3, text=[URL]),
    ):
        tags = mutagen.id3.ID3()
        tags.add(frame)
        tags.save(copy / "song.mp3")
        assert read_tags(copy / "song.mp3").license == SHOWN
    for key, value in (("cprt", [URL]), ("----:com.apple.iTunes:LICENSE", [URL.encode()])):
        mp4 = mutagen.mp4.MP4(copy / "song.m4a")
        mp4.delete()
        mp4.tags = mutagen.mp4.MP4Tags()
        mp4.tags[key] = value
        mp4.save()
        assert read_tags(copy / "song.m4a").license == SHOWN
    for name in ("song.flac", "song.ogg", "song.opus"):
        comments = mutagen.File(copy / name)
        comments["LICENSE"], comments["copyright"] = URL, "2020 somebody"
        comments.save()
        assert read_tags(copy / name).license == SHOWN


def test_utf8_stored_as_latin1_is_read_as_what_it_is(copy: Path) -> None:
    tags = mutagen.id3.ID3()
    tags.add(mutagen.id3.TIT2(encoding=0, text=["Größe – été".encode().decode("latin-1")]))
    tags.add(mutagen.id3.TPE1(encoding=0, text=["Café déjà"]))
    tags.save(copy / "song.mp3")
    assert read_tags(copy / "song.mp3") == AudioTags("Größe – été", "Café déjà", "unknown")


def test_text_in_unknown_encodings_is_replaced_not_fatal(copy: Path) -> None:
    sjis = "夜に駆ける".encode("shift_jis")
    for encoding, raw in ((0, sjis), (1, b"\xff\xfe\x00\xd8"), (1, b"odd"), (3, b"\xff\xfe\xfa")):
        frame = b"TIT2" + (len(raw) + 1).to_bytes(4, "big") + b"\0\0" + bytes([encoding]) + raw
        header = b"ID3\x03\x00\x00" + bytes([0, 0, len(frame) >> 7, len(frame) & 127])
        path = copy / "odd.mp3"
        path.write_bytes(header + frame + (copy / "song.mp3").read_bytes())
        title = read_tags(path).title
        assert title and title.isprintable()
        title.encode()  # no surrogates: it can be stored and shown


def test_titles_are_one_printable_line(copy: Path) -> None:
    comments = mutagen.File(copy / "song.flac")
    comments["title"] = "  two\nlines\x00 \u202eand\tmore " + "x" * 5000
    comments["artist"] = " \n "
    comments.save()
    tags = read_tags(copy / "song.flac")
    assert tags.title.startswith("two lines and more xx") and len(tags.title) <= 300
    assert tags.artist == "Unknown artist"


@pytest.mark.parametrize("suffix", FORMATS)
def test_damaged_files_are_read_without_an_error(copy: Path, suffix: str) -> None:
    whole = (copy / f"song{suffix}").read_bytes()
    rng = np.random.default_rng(0)
    path = copy / f"damaged{suffix}"
    for _ in range(60):
        damaged = bytearray(whole[: rng.integers(1, len(whole))])
        for position in rng.integers(0, min(len(damaged), 400), 12):
            damaged[position] = rng.integers(256)
        path.write_bytes(damaged)
        assert read_tags(path).title
    path.write_bytes(b"")
    assert read_tags(path) == AudioTags("damaged", "Unknown artist", "unknown")


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("See http://creativecommons.org/licenses/by-sa/4.0/ for it", "CC-BY-SA-4.0"),
        ("All rights reserved", "All rights reserved"),
    ],
)
def test_a_creative_commons_address_is_shown_by_its_name(tmp_path, stated, shown):
    path = tmp_path / "a.ogg"
    soundfile.write(path, np.zeros(8000), 8000, format="OGG", subtype="VORBIS")
    tagged = mutagen.File(path)
    tagged["license"] = stated
    tagged.save()
    assert read_tags(path).license == shown
