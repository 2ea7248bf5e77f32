"""The command line: `index` adds music to a library, `suggest` asks for the tracks that suit.

Exit status 0, or 2 with one line on stderr for whatever the caller can mend. What goes to stdout is
the answer alone; progress and notes go to stderr.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from viml_core import suggest_like, suggest_video
from viml_core.beat_term import CANDIDATES
from viml_core.config import STARTER_LIBRARY, Limits
from viml_core.console import run, show_progress
from viml_core.errors import InputError, VimlError
from viml_core.features.presets import DEFAULT_PRESET, preset_names
from viml_core.filter_options import NOTHING_PASSES, add_filter_options, filters_of
from viml_core.finishing import cli as finishing
from viml_core.models.scoring import DEFAULT_RANKING
from viml_core.sources import choose_model, place

if TYPE_CHECKING:
    from viml_core.session import Session

BATCH_COLUMNS = ("video", "text")
NOTHING_FITS = (
    "nothing in this library seems to fit; these are the nearest tracks. Add other music, or ask "
    "for something else."
)
RAW = "raw cosines, because these checkpoints have no calibration"
MODEL_HELP = (
    f"viml, mvpt+, mt or an ensemble such as ens:viml,mt (default {DEFAULT_RANKING}); a folder or "
    "hf://owner/name[@revision] to take the models from; or both, as hf://owner/name#viml"
)

ON_BEAT_HELP = (
    f"how much cuts on the beat count among the best {CANDIDATES} tracks, 0..1 (default 0); "
    "each is listened to"
)


class OneLineParser(argparse.ArgumentParser):
    """Says what is wrong in one line instead of argparse's page of usage."""

    def error(self, message: str) -> NoReturn:
        raise InputError(f"{message}; see `{self.prog} --help`.")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""

    def command() -> None:
        args = _parser().parse_args(argv)
        args.run(args)

    return run("viml_core", command)


def _parser() -> argparse.ArgumentParser:
    parser = OneLineParser(prog="python -m viml_core", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=OneLineParser)
    index = commands.add_parser("index", help="add music to a library")
    index.add_argument("music", nargs="+", type=Path, metavar="MUSIC_DIR", help="folder or file")
    index.add_argument("--library", type=Path, required=True, metavar="DIR")
    index.add_argument("--preset", choices=preset_names(), default=DEFAULT_PRESET)
    index.set_defaults(run=run_index)
    suggest = commands.add_parser("suggest", help="rank a library for a clip, words, or both")
    suggest.add_argument("video", nargs="?", type=Path, help="the clip; leave out for words alone")
    suggest.add_argument("--text", default="", help="what the music should be; may stay empty")
    suggest.add_argument("-k", type=int, default=5, help="number of tracks (default 5)")
    suggest.add_argument("--library", type=place, default=STARTER_LIBRARY, metavar="DIR")
    suggest.add_argument("--model", help=MODEL_HELP)
    suggest.add_argument("--alpha", type=float, help="weight of the words in an ensemble, 0..1")
    suggest.add_argument(
        "--checkpoints", type=place, metavar="DIR", help="default: the shipped ones"
    )
    suggest.add_argument(
        "--no-diversity", action="store_true", help="let near-identical tracks follow each other"
    )
    add_filter_options(suggest)
    suggest.add_argument("--on-beat", type=float, default=0.0, metavar="WEIGHT", help=ON_BEAT_HELP)
    suggest.add_argument("--previews", type=Path, metavar="OUT_DIR", help="render one mp4 a track")
    suggest.add_argument("--batch", type=Path, metavar="FILE.csv", help="columns video,text")
    suggest.add_argument("--json", action="store_true", help="print the answer as JSON")
    suggest.set_defaults(run=run_suggest)
    summary = "rank a folder of clips for a track"
    suggest_video.add_arguments(commands.add_parser("suggest-video", help=summary))
    summary = "find what is like a track of a library, or like it but calmer, faster ..."
    suggest_like.add_arguments(commands.add_parser("like", help=summary))
    finishing.add_arguments(commands.add_parser("finish", help="put a track under a clip"))
    return parser


def run_index(args: argparse.Namespace) -> None:
    """`index`: add what is new, say what could not be read and why."""
    from viml_core.features.presets import load_preset
    from viml_core.library import Library

    missing = [str(source) for source in args.music if not source.exists()]
    if missing:
        raise InputError(f"There is no file or folder {', '.join(missing)}; check the path.")
    preset = load_preset(args.preset, show_progress)
    library = Library.create(
        args.library,
        preset_name=preset.name,
        music_encoder_fingerprint=preset.music.fingerprint,
    )
    report = library.ingest(args.music, preset.music, progress=show_progress)
    for path, reason in report.skipped:
        print(f"skipped {path}: {reason}", file=sys.stderr)
    for track in report.added:
        if track.speech_only:
            print(f"speech {track.path}: kept, but never suggested as music", file=sys.stderr)
    for path, original in report.duplicates:
        print(f"duplicate {path}: the same recording as {original}", file=sys.stderr)
    print(
        f"{args.library}: {len(report.added)} added, {report.known} known, "
        f"{len(report.duplicates)} duplicates, {len(report.skipped)} skipped; "
        f"{len(library)} tracks in all"
    )


def run_suggest(args: argparse.Namespace) -> None:
    """`suggest`: one query from the arguments, or many from a CSV file."""
    from viml_core.session import Session

    if args.batch and (args.video or args.text):
        raise InputError("--batch brings its own videos and texts; leave out VIDEO and --text.")
    if not args.batch and args.video is None and not args.text.strip():
        raise InputError("There is nothing to search with: give a VIDEO, --text, or both.")
    rows = list(_batch_rows(args.batch)) if args.batch else []
    filters = filters_of(args)
    choice = choose_model(args.model, args.checkpoints)
    with tempfile.TemporaryDirectory(prefix="viml-") as scratch:
        session = Session.open(
            args.library,
            ranking=choice.ranking,
            alpha=args.alpha,
            checkpoints=choice.source,
            diverse=not args.no_diversity,
            filters=filters,
            on_beat=args.on_beat,
            scratch=Path(scratch),
            progress=show_progress,
        )
        if args.batch:
            _answer_batch(session, rows, args)
            return
        answer = session.answer(args.video, args.text, args.k, args.previews, Limits())
    _note_short_library(answer, args.k)
    if answer["nothing_fits"]:
        print(f"viml_core: {NOTHING_FITS}", file=sys.stderr)
    if answer["clip"] and answer["clip"]["has_music"]:
        print("viml_core: this clip already has music of its own.", file=sys.stderr)
    print(json.dumps(answer, ensure_ascii=False) if args.json else _as_text(answer))


def _answer_batch(session: Session, rows: list[tuple[str, str]], args: argparse.Namespace) -> None:
    """One JSON object a line, in the order of the file; a failed row is reported in its place."""
    for number, (video, text) in enumerate(rows, start=1):
        previews = args.previews / f"{number:04d}" if args.previews else None
        try:
            answer = session.answer(
                Path(video) if video else None, text, args.k, previews, Limits()
            )
        except VimlError as error:
            answer = {"query": {"video": video or None, "text": text}, "error": str(error)}
        print(json.dumps(answer, ensure_ascii=False), flush=True)


def _batch_rows(path: Path) -> Iterator[tuple[str, str]]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            if not set(BATCH_COLUMNS) & set(reader.fieldnames or ()):
                raise InputError(f"{path} has no column 'video' or 'text' in its first line.")
            for row in reader:
                yield (row.get("video") or "").strip(), (row.get("text") or "").strip()
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            f"The batch file {path} cannot be read ({error}); it must be a CSV in UTF-8."
        ) from error


def _note_short_library(answer: dict[str, Any], k: int) -> None:
    found = len(answer["results"])
    if not found:
        print(f"viml_core: {NOTHING_PASSES}", file=sys.stderr)
    elif found < k:
        which = "that pass the filters" if answer["filters"]["left_out"] else ""
        print(
            f"viml_core: the library has {found} tracks {which}".rstrip()
            + f", so {found} are listed.",
            file=sys.stderr,
        )


def _as_text(answer: dict[str, Any]) -> str:
    lines = []
    for r in answer["results"]:
        lines.append(f"{r['rank']:3d}. {r['title']} - {r['artist']} [{r['license']}]")
        about = ", ".join(r["tags"]) or "no tags"
        lines.append(f"     score {r['score']:.3f}; {about}; {r['path']}")
        if r["preview"]:
            lines.append(f"     preview {r['preview']}")
    model = answer["model"]
    encoders = ", ".join(model["encoders"].values())
    lines.append(f"Served by {model['name']} on the preset {model['preset']} ({encoders}).")
    calibration = model["calibration"]
    lines.append(f"Scores are {f'chances, calibrated on {calibration}' if calibration else RAW}.")
    return "\n".join(lines)
