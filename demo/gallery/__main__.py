"""`python -m demo.gallery VERB`: comparisons prepared beforehand, to open at once and to share.

    python -m demo.gallery build --out DIR [--examples CLIPS] [--models viml mvpt+ mt] [-k 3]
    python -m demo.gallery export DIR --out PAGE_DIR     # one HTML page, the media beside it
    python -m demo.gallery film DIR --out film.mp4       # side by side, with captions

Without DIR it is the gallery that the page shows (`python app.py`, tab "Listening room"). CLIPS is
a folder of clips; `words.csv` in it (columns video,text) says what the music should be like.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from demo.settings import EXAMPLES_DIR, GALLERY
from demo.verbs import Verbs
from viml_core.config import STARTER_LIBRARY
from viml_core.console import show_progress
from viml_core.errors import InputError
from viml_core.weights import cache_dir


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; the exit status."""
    usual = cache_dir() / GALLERY
    verbs = Verbs("demo.gallery", __doc__)
    build = verbs.add("build", run_build, "ask the models and render what is new or stale")
    build.add_argument("--out", type=Path, default=usual, metavar="DIR")
    build.add_argument("--examples", type=Path, default=EXAMPLES_DIR, metavar="CLIPS")
    build.add_argument("--models", nargs="+", metavar="NAME", help="two or three; viml mvpt+")
    build.add_argument("-k", type=int, default=None, help="tracks of each model")
    build.add_argument("--library", type=Path, default=STARTER_LIBRARY, metavar="DIR")
    build.add_argument("--checkpoints", help="a folder or hf://owner/name; the shipped ones")
    export = verbs.add("export", run_export, "write a static page with the media beside it")
    export.add_argument("gallery", type=Path, nargs="?", default=usual, metavar="DIR")
    export.add_argument("--out", type=Path, required=True, metavar="PAGE_DIR", help="is made")
    film = verbs.add("film", run_film, "write a film that plays the models by turns")
    film.add_argument("gallery", type=Path, nargs="?", default=usual, metavar="DIR")
    film.add_argument("--out", type=Path, required=True, metavar="FILE.mp4")
    film.add_argument("--examples", nargs="+", metavar="NAME", help="these alone, in this order")
    film.add_argument("--width", type=int, default=1280, help="of the film, in pixels")
    film.add_argument("--seconds", type=float, default=10.0, help="of each model's turn, at most")
    return verbs.main(argv)


def run_build(args: argparse.Namespace) -> None:
    """Prepare all examples of a folder."""
    from demo.gallery.preparing import MODELS, Answering, Gallery, K, read_examples
    from viml_core.library import Library
    from viml_core.recommender import Recommender

    examples = read_examples(args.examples)
    recommender = Recommender.load(checkpoints=args.checkpoints, progress=show_progress)
    music = recommender.preset.music.fingerprint
    library = Library.open(args.library, music_encoder_fingerprint=music)
    k = K if args.k is None else args.k
    if k < 1:
        raise InputError(f"-k is {k}, but at least one track of each model is needed.")
    answering = Answering(recommender, library, args.models or MODELS, k)
    gallery = Gallery(args.out)
    for example in examples:
        prepared = gallery.prepare(answering, example, show_progress)
        models = " beside ".join(column.model for column in prepared.comparison.columns)
        common = prepared.comparison.common()
        print(f"{args.out / example.name}: {models}, {common} of {k} tracks in common")


def run_export(args: argparse.Namespace) -> None:
    """Write the static page."""
    from demo.gallery.exporting import export_page
    from demo.gallery.preparing import Gallery

    page = export_page(Gallery(args.gallery).chosen(), args.gallery, args.out)
    print(f"{page}: open it in a browser, or put its folder on any web server")


def run_film(args: argparse.Namespace) -> None:
    """Write the film."""
    from demo.gallery.film import FilmConfig, make_film
    from demo.gallery.preparing import Gallery

    examples = Gallery(args.gallery).chosen(args.examples)
    config = FilmConfig(width_px=args.width, turn_s=args.seconds)
    print(make_film(examples, args.gallery, args.out, config, show_progress))


if __name__ == "__main__":
    sys.exit(main())
