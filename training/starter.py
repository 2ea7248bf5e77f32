"""`python -m training.starter`: make the shipped starter library out of its audio.

Run it after the music or a checkpoint has changed. The library keeps the base features and the
embeddings of the shipped models, so that the app answers at once and never writes to it.
"""

from __future__ import annotations

import sys

from viml_core.config import STARTER_LIBRARY
from viml_core.console import run, show_progress
from viml_core.errors import LibraryError
from viml_core.library import Library
from viml_core.recommender import Recommender


def main() -> None:
    """Build it anew from `assets/library/audio`."""
    recommender = Recommender.load(progress=show_progress)
    for old in STARTER_LIBRARY.glob("catalogue.sqlite*"):
        old.unlink()
    music = recommender.preset.music
    library = Library.create(
        STARTER_LIBRARY,
        preset_name=recommender.preset.name,
        music_encoder_fingerprint=music.fingerprint,
    )
    report = library.ingest([STARTER_LIBRARY / "audio"], music, progress=show_progress)
    if report.skipped or report.duplicates:
        raise LibraryError(
            f"The starter library is not clean: {report.skipped}, {report.duplicates}."
        )
    for embedder in recommender.embedders.values():
        library.index(embedder)
    library.seal()
    print(f"{STARTER_LIBRARY}: {len(library)} tracks, models {', '.join(recommender.embedders)}")


if __name__ == "__main__":
    sys.exit(run("starter", main))
