"""`python -m viml_core like`: what is like a track of a library, or like it but ..."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from viml_core.config import STARTER_LIBRARY
from viml_core.console import show_progress
from viml_core.errors import CheckpointError, InputError
from viml_core.filter_options import add_filter_options, filters_of
from viml_core.similar import BUTS, But, like
from viml_core.sources import choose_model, find_checkpoints, find_library, models_in, place

if TYPE_CHECKING:
    from viml_core.filters import Filters
    from viml_core.library import Library
    from viml_core.models.checkpoint import Embedder
    from viml_core.similar import Alike
    from viml_core.types import Track

MODEL = "viml"  # by whose embeddings of the music tracks are compared, as on the page
_BUTS: dict[str, But] = {but.replace(" ", "-"): but for but in BUTS}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments, and what runs them."""
    parser.add_argument("track", help="its track_id, its file, or its whole title")
    parser.add_argument("--but", choices=list(_BUTS), default="more", help="default: more like it")
    parser.add_argument("-k", type=int, default=5, help="number of tracks (default 5)")
    parser.add_argument("--library", type=place, default=STARTER_LIBRARY, metavar="DIR")
    parser.add_argument(
        "--checkpoints", type=place, metavar="DIR", help="default: the shipped ones"
    )
    add_filter_options(parser)
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> None:
    """Print what is like a track; what forbids derivatives is left out, as for every video."""
    filters, but = filters_of(args), _BUTS[args.but]
    if args.k < 1:
        raise InputError(f"The number of tracks is {args.k}, but it must be at least 1.")
    embedder = _embedder(choose_model(None, args.checkpoints).source)
    library = _open(args.library, embedder)
    seed = find_track(library, args.track)
    alike = like(library, embedder, seed.track_id, but, args.k, filters=filters)
    if len(alike) < args.k:
        print(f"viml_core: {len(alike)} tracks of this library are like that.", file=sys.stderr)
    answer = _answer(library, embedder, seed, but, filters, alike)
    print(json.dumps(answer, ensure_ascii=False) if args.json else _as_text(answer))


def find_track(library: Library, said: str) -> Track:
    """The track that somebody names by its id, its file or its title.

    Raises:
        InputError: there is none that can be suggested, or several are called so.
    """
    tracks = library.rankable()
    found = [track for track in tracks if said in (track.track_id, str(track.path))]
    found = found or [track for track in tracks if track.title.casefold() == said.casefold()]
    if not found:
        raise InputError(
            f"There is no track '{said}' in the library {library.name}; give a track_id or a whole "
            "title as `suggest --json` prints them."
        )
    if len(found) > 1:
        ids = ", ".join(track.track_id for track in found)
        raise InputError(
            f"{len(found)} tracks are called '{said}'; give the track_id of one: {ids}."
        )
    return found[0]


def _embedder(source: str | None) -> Embedder:
    from viml_core.models.checkpoint import load_checkpoint

    found = find_checkpoints(source, show_progress)
    if MODEL not in models_in(found.folder):
        raise CheckpointError(f"There is no checkpoint of '{MODEL}' in {found.source}; add one.")
    return load_checkpoint(found.folder / MODEL)


def _open(library: Any, embedder: Embedder) -> Library:
    """Opened for the music encoder that the model was trained on."""
    from viml_core.library import Library

    folder = find_library(library, show_progress)
    return Library.open(folder, music_encoder_fingerprint=embedder.config.encoders["music"])


def _answer(
    library: Library,
    embedder: Embedder,
    seed: Track,
    but: But,
    filters: Filters,
    alike: tuple[Alike, ...],
) -> dict[str, Any]:
    allowed = filters.mask(library.rankable(), for_video=True)
    return {
        "query": {"like": seed.track_id, "title": seed.title, "but": but},
        "model": {"name": MODEL, "checkpoints": {MODEL: embedder.fingerprint}},
        "library": str(library.folder),
        "filters": {**asdict(filters), "left_out": int((~allowed).sum())},
        "results": [
            {
                "rank": rank,
                "track_id": a.track.track_id,
                "path": str(a.track.path),
                "title": a.track.title,
                "artist": a.track.artist,
                "license": a.track.license,
                "likeness": a.likeness,
                "tags": list(a.track.tags),
                "bpm": a.track.bpm,
            }
            for rank, a in enumerate(alike, start=1)
        ],
    }


def _as_text(answer: dict[str, Any]) -> str:
    query = answer["query"]
    but = "" if query["but"] == "more" else f" ({query['but']})"
    lines = [f"Like {query['title']}{but}:"]
    for r in answer["results"]:
        lines.append(f"{r['rank']:3d}. {r['title']} - {r['artist']} [{r['license']}]")
        about = ", ".join(r["tags"]) or "no tags"
        lines.append(f"     likeness {r['likeness']:.3f}; {about}; {r['path']}")
    mark = answer["model"]["checkpoints"][MODEL]
    lines.append(f"Compared by the music embeddings of {MODEL} ({mark[:8]}).")
    return "\n".join(lines)
