"""A library as a dataset repository: features and catalogue of all, audio where licences allow."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from viml_core.library.catalogue import Catalogue
from viml_core.library.database import CATALOGUE_FILE
from viml_core.library.shipped import check_shipped
from viml_core.types import Track

AUDIO_FOLDER = "audio"
LICENSE_NOTE = "LICENSE.md"
# Creative Commons of every kind allows verbatim copies; others name what they are.
_SHAREABLE = re.compile(
    r"\b(cc0|cc[ -]by|creative ?commons|public domain|mit|apache|[al]?gpl|bsd|free art|ofl)\b"
    r"|creativecommons\.org/(licenses|publicdomain)/",
    re.IGNORECASE,
)
_CARD = """---
license: other
license_name: as-stated-per-track
license_link: {license_file}
pretty_name: {name}
tags:
- music
- viml-library
---

# {name}

A music library for ViML: the catalogue with the music
encoder's features of {tracks} tracks (preset `{preset}`, encoder {encoder}), and the audio of the
{shared} of them whose licences allow to pass it on. The other {withheld} are listed with their
features and without their sound, and are not suggested.

```
python -m viml_core suggest clip.mp4 --library hf://datasets/{repo}
```

## Licences

Each track keeps its own, which is shown with every result. Music under "no derivatives" may not be
put under a video.

| licence | tracks |
| --- | --- |
{licences}

## Intended use and weaknesses

To choose music for videos. Tags and tempo were heard by a machine and are sometimes wrong; titles
and artists are as the files' own tags say.
"""


@dataclass(frozen=True)
class SharedLibrary:
    """A folder to upload, and how many of its tracks come with their audio."""

    folder: Path
    tracks: int
    shared: int


def may_share(track: Track) -> bool:
    """Whether a track's stated licence allows to pass its audio on. What is not stated does not."""
    return bool(_SHAREABLE.search(track.license))


def build_library_folder(source: Path, out: Path, repo: str) -> SharedLibrary:
    """Write into `out` a sealed copy that names no file outside itself and tells no path of yours.

    Raises:
        LibraryError: there is no library, or it is damaged.
    """
    library = Catalogue(source, read_only=True)
    library.database.check()
    tracks = library.tracks()
    (out / AUDIO_FOLDER).mkdir(parents=True, exist_ok=True)
    shutil.copyfile(library.database.path, out / CATALOGUE_FILE)
    shared = [track for track in tracks if may_share(track)]
    for track in shared:
        shutil.copyfile(track.path, out / _place(track))
    _rewrite_paths(out, tracks)
    Catalogue(out).seal()
    check_shipped(out, repo)
    licences = Counter(track.license for track in tracks)
    meta = library.meta()
    notes = source / LICENSE_NOTE
    if notes.is_file():
        shutil.copyfile(notes, out / LICENSE_NOTE)
    card = _CARD.format(
        name=repo.split("/")[1],
        repo=repo,
        tracks=len(tracks),
        shared=len(shared),
        withheld=len(tracks) - len(shared),
        preset=meta.preset_name,
        encoder=meta.music_encoder,
        license_file=LICENSE_NOTE if notes.is_file() else "README.md",
        licences="\n".join(f"| {name} | {count} |" for name, count in licences.most_common()),
    )
    (out / "README.md").write_text(card, encoding="utf-8")
    return SharedLibrary(out, len(tracks), len(shared))


def _place(track: Track) -> str:
    return f"{AUDIO_FOLDER}/{track.track_id}{track.path.suffix.lower()}"


def _rewrite_paths(folder: Path, tracks: tuple[Track, ...]) -> None:
    """One file for each track, in the audio folder; what could not be read is forgotten."""
    with Catalogue(folder).database.writing() as connection:
        connection.execute("UPDATE meta SET value = 'no' WHERE name = 'sealed'")
        kept = {track.track_id: _place(track) for track in tracks}
        rows = connection.execute("SELECT file_id, track_id FROM files ORDER BY file_id").fetchall()
        seen: set[str] = set()
        for file_id, track_id in rows:
            if track_id in kept and track_id not in seen:
                seen.add(track_id)
                update = "UPDATE files SET path = ?, reason = NULL WHERE file_id = ?"
                connection.execute(update, (kept[track_id], file_id))
            else:
                connection.execute("DELETE FROM files WHERE file_id = ?", (file_id,))
        for table in ("embeddings", "features", "tracks"):
            marks = ", ".join("?" * len(kept))
            connection.execute(f"DELETE FROM {table} WHERE track_id NOT IN ({marks})", tuple(kept))
