"""Title, artist and licence as a music file states them, whatever its format calls them."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import mutagen
import soundfile

UNKNOWN_ARTIST = "Unknown artist"
UNKNOWN_LICENSE = "unknown"
_MAX_CHARS = 300
_CREATIVE_COMMONS = re.compile(
    r"creativecommons\.org/licenses/(?P<terms>[a-z-]+)/(?P<version>\d\.\d)"
)
_DAMAGE = (ValueError, LookupError, EOFError, struct.error)  # what mutagen lets through of it
_JOINER = "\u200d"  # holds compound emoji together, and is all of the unprintable that is kept

# Lower-case keys by meaning, most telling first: ID3 frames, MP4 atoms, Vorbis, APE, ASF and RIFF.
_TITLE = ("tit2", "\xa9nam", "title", "wm/title")
_ARTIST = ("tpe1", "\xa9art", "artist", "author", "tpe2", "aart", "albumartist")
_LICENSE = (
    *("txxx:license", "wcop", "license", "----:com.apple.itunes:license", "wm/copyrighturl"),
    *("tcop", "cprt", "copyright"),
)


@dataclass(frozen=True)
class AudioTags:
    """Never empty: the file's stem stands in for a title, `UNKNOWN_ARTIST` and `UNKNOWN_LICENSE`
    for the rest."""

    title: str
    artist: str
    license: str


def read_tags(path: Path) -> AudioTags:
    """The tags of a music file. What is broken, absent or undecodable is replaced, not an error."""
    tags = _mutagen_tags(path) or _libsndfile_tags(path)
    return AudioTags(
        title=_first(tags, _TITLE) or _tidy(path.stem) or "Untitled",
        artist=_first(tags, _ARTIST) or UNKNOWN_ARTIST,
        license=_short_license(_first(tags, _LICENSE)) or UNKNOWN_LICENSE,
    )


def _short_license(text: str) -> str:
    """Creative Commons' addresses as the names people know: CC0-1.0, CC-BY-SA-4.0."""
    if "creativecommons.org/publicdomain/zero" in text:
        return "CC0-1.0"
    found = _CREATIVE_COMMONS.search(text)
    return f"CC-{found['terms'].upper()}-{found['version']}" if found else text


def _mutagen_tags(path: Path) -> dict[str, object]:
    try:
        opened = mutagen.File(path)
    except (mutagen.MutagenError, OSError, *_DAMAGE):
        return {}
    tags = getattr(opened, "tags", None)
    return {} if tags is None else {str(key).lower(): tags[key] for key in tags.keys()}  # noqa: SIM118


def _libsndfile_tags(path: Path) -> dict[str, object]:
    """The INFO chunk of a wav file, which mutagen does not read."""
    try:
        with soundfile.SoundFile(path) as source:
            return dict(source.copy_metadata())
    except (soundfile.LibsndfileError, UnicodeDecodeError):
        return {}


def _first(tags: Mapping[str, object], keys: Sequence[str]) -> str:
    values = (text for key in keys if key in tags for text in _texts(tags[key]))
    return next((tidy for tidy in map(_tidy, values) if tidy), "")


def _texts(value: object) -> Iterator[str]:
    """Strings out of a frame, a list, bytes or whatever else mutagen wraps a text in."""
    if isinstance(value, bytes):
        yield value.decode("utf-8", errors="replace")
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _texts(part)
    elif hasattr(value, "text") and not isinstance(value, str):
        yield from _texts(value.text)
    else:
        yield str(getattr(value, "url", value))


def _tidy(text: str) -> str:
    """One printable line. UTF-8 that was stored or read as Latin-1 is read again as what it is."""
    try:
        text = text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        text = text.encode("utf-8", errors="replace").decode("utf-8")
    printable = "".join(c if c.isprintable() or c == _JOINER else " " for c in text)
    return " ".join(printable.split())[:_MAX_CHARS]
