"""`python -m training.starter`: make the shipped starter library out of its audio.

Run it after the music or a checkpoint has changed (`training.rebuild` does). The library keeps the
base features and the embeddings of the shipped models, so that the app answers at once and never
writes to it. Tracks that it knows are not heard again, unless the music encoder has changed.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from viml_core.config import STARTER_LIBRARY
from viml_core.console import run, show_progress
from viml_core.errors import LibraryError
from viml_core.library import Library
from viml_core.library.catalogue import Catalogue
from viml_core.library.database import CATALOGUE_FILE
from viml_core.library.identity import file_sha256
from viml_core.library.scan import find_music
from viml_core.media.files import atomic_output
from viml_core.recommender import Recommender

AUDIO = "audio"


def rebuild(home: Path, recommender: Recommender) -> Library:
    """The sealed library of the music in `home`/audio with the models' embeddings.

    It is made aside, so that there is a whole one at every moment.

    Raises:
        LibraryError: a file cannot be read, or is another one's recording.
    """
    music = recommender.preset.music
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / home.name
        shutil.copytree(home / AUDIO, copy / AUDIO)
        if _knows_this_music(home, music.fingerprint):
            shutil.copy(home / CATALOGUE_FILE, copy)
            Catalogue(copy).reopen()
        library = Library.create(
            copy,
            preset_name=recommender.preset.name,
            music_encoder_fingerprint=music.fingerprint,
        )
        report = library.ingest([copy / AUDIO], music, progress=show_progress)
        if report.skipped or report.duplicates:
            raise LibraryError(
                f"The starter library is not clean: {report.skipped}, {report.duplicates}."
            )
        for embedder in recommender.embedders.values():
            library.index(embedder)
        library.seal()
        with atomic_output(home / CATALOGUE_FILE) as fresh:
            shutil.copy(copy / CATALOGUE_FILE, fresh)
    return Library.open(home, music_encoder_fingerprint=music.fingerprint)


def stale(home: Path, models: Mapping[str, str]) -> list[str]:
    """What the library lacks of its audio and of the models (fingerprint by name), in words."""
    if not (home / CATALOGUE_FILE).is_file():
        return ["there is no catalogue"]
    catalogue = Catalogue(home, read_only=True)
    known = {path: file.sha256 for path, file in catalogue.files().items()}
    there = {path: file_sha256(path) for path in find_music([home / AUDIO]).files}
    reasons = []
    if known != there:
        changed = {path for path, _ in known.items() ^ there.items()}
        reasons.append(f"{len(changed)} files of its audio are new, changed or gone")
    embedded, tracks = catalogue.models(), len(catalogue.tracks())
    missing = [name for name, mark in models.items() if embedded.get(mark, 0) < tracks]
    if missing:
        reasons.append(f"no embeddings of the checkpoints {', '.join(missing)}")
    if set(embedded) - set(models.values()):
        reasons.append("embeddings of checkpoints that are gone")
    return reasons


def _knows_this_music(home: Path, music_encoder: str) -> bool:
    """Whether the catalogue's features hold: same encoder, and no file of it is gone or changed."""
    if not (home / CATALOGUE_FILE).is_file():
        return False
    catalogue = Catalogue(home, read_only=True)
    same = catalogue.meta().music_encoder == music_encoder
    return same and all(
        path.is_file() and file_sha256(path) == file.sha256
        for path, file in catalogue.files().items()
    )


def main() -> None:
    """Bring `assets/library` up to date."""
    recommender = Recommender.load(progress=show_progress)
    library = rebuild(STARTER_LIBRARY, recommender)
    print(f"{STARTER_LIBRARY}: {len(library)} tracks, models {', '.join(recommender.embedders)}")


if __name__ == "__main__":
    sys.exit(run("starter", main))
