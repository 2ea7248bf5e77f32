"""`python -m viml_core finish`: a clip and a track of a library to a finished clip."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from viml_core.config import STARTER_LIBRARY
from viml_core.console import show_progress
from viml_core.errors import InputError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    parser.add_argument("video", type=Path, help="the clip")
    parser.add_argument("--track", required=True, metavar="ID", help="track_id of `suggest --json`")
    parser.add_argument("--library", type=Path, default=STARTER_LIBRARY, metavar="DIR")
    parser.add_argument("--mix", type=Path, metavar="MIX.json", help="default: music alone")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="for the files")
    parser.set_defaults(run=run_finish)


def run_finish(args: argparse.Namespace) -> None:
    """`finish`: writes the finished clip and its papers, and prints where they are as JSON."""
    import numpy as np

    from viml_core.finishing.finisher import Finisher
    from viml_core.finishing.mix import Mix
    from viml_core.library import Library
    from viml_core.library.catalogue import Catalogue
    from viml_core.media.probe import probe
    from viml_core.types import ClipFeatures

    mix = Mix.from_json(_read(args.mix)) if args.mix else Mix()
    clip = ClipFeatures(probe(args.video), np.zeros((0, 0), np.float32), (), None)
    show_progress("Opening the library")
    encoder = Catalogue(args.library, read_only=True).meta().music_encoder  # whichever it was
    track = Library.open(args.library, music_encoder_fingerprint=encoder).track(args.track)
    show_progress("Finishing the clip")
    exported = Finisher().export(clip, track, mix, args.out)
    files = {name: str(getattr(exported, name)) for name in _FILES}
    measured = {
        "picture_copied": exported.picture_copied,
        "notes": list(exported.notes),
        "loudness_lufs": round(exported.loudness_lufs, 2),
        "true_peak_dbtp": round(exported.true_peak_dbtp, 2),
    }
    print(json.dumps({**files, **measured}, indent=2))


_FILES = ("video", "music", "mix", "edl", "command", "credits")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The mix {path} cannot be read ({error}); check the path.") from error
