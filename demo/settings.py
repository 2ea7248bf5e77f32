"""Every number and path of the page, read once from the command line and the environment."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from viml_core.config import ASSETS_DIR, STARTER_LIBRARY, Limits
from viml_core.sources import choose_model, place
from viml_core.weights import cache_dir

EXAMPLES_DIR = ASSETS_DIR / "examples"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
GALLERY = "gallery"
MIB = 1024 * 1024
HOSTED_LIMITS = Limits(max_clip_s=180.0, max_clip_bytes=200 * MIB, max_track_s=900.0)


@dataclass(frozen=True)
class Settings:
    """What one running page may do.

    `hosted` is true wherever others than the person at this machine can reach the page: then no
    path that a visitor types is ever read, and the limits are tighter.
    """

    hosted: bool = False
    language: str = "en"  # of the page's words: see `demo.language`
    server_name: str = "127.0.0.1"
    port: int = 7860
    checkpoints: str | Path | None = None  # a folder or hf:// address; None: the shipped ones
    starter_library: str | Path = STARTER_LIBRARY
    own_libraries: Path = field(default_factory=lambda: cache_dir() / "libraries")
    gallery: Path = field(default_factory=lambda: cache_dir() / GALLERY)  # prepared comparisons
    studies: Path = field(default_factory=lambda: cache_dir() / "studies")  # made from the page
    study: Path | None = None  # one that is served beside the page, under /study
    limits: Limits = field(default_factory=Limits)
    max_upload_tracks: int = 500
    max_results: int = 10  # the number of pre-built result slots
    default_results: int = 5
    kept_clips: int = 4  # per session, with their features, proxies and previews
    kept_answers: int = 3  # per session, each with its preview files
    session_bytes: int = 6 * 1024 * MIB
    max_music_bytes: int = 20 * 1024 * MIB  # of a visitor's own, uploaded
    session_idle_s: float = 3600.0
    max_sessions: int = 50
    queue_size: int = 32
    heavy_jobs: int = 2  # requests and indexing runs that may work at the same time


def read_settings(argv: Sequence[str], environ: Mapping[str, str]) -> Settings:
    """Settings from `app.py`'s arguments; the environment speaks where an argument is missing.

    SPACE_ID (a Space) opens the page to everybody; GRADIO_SERVER_NAME and GRADIO_SERVER_PORT are
    Gradio's own variables, VIML_MODEL names the models, VIML_GALLERY a folder of prepared
    comparisons, VIML_STUDY that of a study to serve beside the page, VIML_LANGUAGE what
    the page speaks.
    """
    on_space = "SPACE_ID" in environ
    default_host = "0.0.0.0" if on_space else "127.0.0.1"
    parser = argparse.ArgumentParser(prog="app.py", description="The page of ViML.")
    parser.add_argument("--host", default=environ.get("GRADIO_SERVER_NAME", default_host))
    port = int(environ.get("GRADIO_SERVER_PORT", "7860"))
    parser.add_argument("--port", type=int, default=port)
    parser.add_argument("--model", help="a folder or hf://owner/name[@revision] of models")
    parser.add_argument("--checkpoints", type=place, help="the same; default: the shipped ones")
    library = "the starter library; a folder or hf://datasets/owner/name"
    parser.add_argument("--library", type=place, default=STARTER_LIBRARY, help=library)
    parser.add_argument("--max-clip-s", type=float, help="the longest clip that is taken")
    parser.add_argument("--max-clip-mb", type=int, help="the largest file that is taken")
    args = parser.parse_args(argv)
    hosted = on_space or args.host not in LOOPBACK
    limits = HOSTED_LIMITS if hosted else Limits()
    if args.max_clip_s:
        limits = replace(limits, max_clip_s=args.max_clip_s)
    if args.max_clip_mb:
        limits = replace(limits, max_clip_bytes=args.max_clip_mb * MIB)
    return Settings(
        hosted=hosted,
        language=environ.get("VIML_LANGUAGE", Settings.language),
        server_name=args.host,
        port=args.port,
        checkpoints=choose_model(args.model, args.checkpoints, environ).source,
        starter_library=args.library,
        gallery=Path(environ.get("VIML_GALLERY") or cache_dir() / GALLERY),
        study=Path(environ["VIML_STUDY"]) if environ.get("VIML_STUDY") else None,
        limits=limits,
        max_upload_tracks=50 if hosted else Settings.max_upload_tracks,
        session_bytes=512 * MIB if hosted else Settings.session_bytes,
        max_music_bytes=512 * MIB if hosted else Settings.max_music_bytes,
    )
