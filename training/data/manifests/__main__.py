"""`python -m training.data.manifests DATASET`: a manifest from ids and local media.

    yt8m       --ids IDS --media DIR --out M.parquet [--texts TEXTCLIPS.parquet]
    textclips  [--train CSV] [--test CSV] --media DIR --out M.parquet
    movieclips --ids IDS --media DIR --tagging DIR --ontology ontology.json --out M.parquet

IDS is a text file with one id on each line, or a CSV with `video_id` and, where it is known,
`split`; without one a video's split follows from its id. A video's file is named by its id, or ends
in `[id]`. Every id becomes at least one row; the report counts them by split and status. For
`textclips` it also says how the files compare with the paper, whose test set has 3,000 texts where
the published file has 3,169.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path

from training.data.manifests.datasets import (
    discrepancy,
    distinct_texts,
    film_rows,
    forced_splits,
    odd_lengths,
    text_rows,
    video_rows,
)
from training.data.manifests.media import examine
from training.data.manifests.sources import (
    IdList,
    Shares,
    read_dead,
    read_ids,
    read_text_clips,
)
from training.data.manifests.table import (
    STATUSES,
    Row,
    count_statuses,
    read_manifest,
    write_manifest,
)
from training.data.manifests.tagging import TaggingFolder, hear, read_class_list
from training.data.movieclips import MusicRule, Ontology
from viml_core.console import run
from viml_core.errors import InputError


@dataclass(frozen=True)
class Made:
    """The rows of a manifest, and what a person should know about how they came about."""

    rows: list[Row]
    notes: list[str] = field(default_factory=list)


def make_yt8m(args: argparse.Namespace) -> Made:
    """YT8M-MusicVideo."""
    ids = read_ids(args.ids)
    texts = read_manifest(args.texts) if args.texts else []
    splits, moved = forced_splits(ids.splits, texts, Shares())
    notes = _split_notes(ids)
    if moved:
        notes.append(f"{moved} videos were put in the split of their texts in {args.texts}.")
    states = examine(list(splits), args.media, read_dead(args.dead), args.workers)
    return Made(video_rows(splits, states), notes)


def make_textclips(args: argparse.Namespace) -> Made:
    """YT8M-MusicTextClips."""
    files = {split: getattr(args, split) for split in ("train", "test") if getattr(args, split)}
    if not files:
        raise InputError("There is nothing to read; give --train, --test or both.")
    rows = {split: read_text_clips(path) for split, path in files.items()}
    clips = distinct_texts(rows)
    video_ids = list(dict.fromkeys(c.video_id for members in clips.values() for c in members))
    states = examine(video_ids, args.media, read_dead(args.dead), args.workers)
    notes = [discrepancy(split, len(rows[split]), len(clips[split])) for split in rows]
    return Made(text_rows(clips, states), notes)


def make_movieclips(args: argparse.Namespace) -> Made:
    """MovieClips."""
    ids = read_ids(args.ids)
    splits, _ = forced_splits(ids.splits, [], Shares())
    ontology = Ontology.read(args.ontology)
    if not args.tagging.is_dir():
        raise InputError(f"There is no folder {args.tagging}; give that of the tagger's outputs.")
    classes = read_class_list(args.classes) if args.classes else None
    taggings = TaggingFolder(args.tagging, classes, args.frame_rate)
    rule = MusicRule()
    heard = hear(splits, taggings, ontology, rule)
    states = examine(list(splits), args.media, read_dead(args.dead), args.workers)
    notes = [*_split_notes(ids), *odd_lengths(states, heard)]
    return Made(film_rows(splits, states, heard, rule), notes)


def _split_notes(ids: IdList) -> list[str]:
    notes = []
    unsplit = sum(split is None for split in ids.splits.values())
    if unsplit:
        share = Shares()
        notes.append(
            f"{unsplit} ids state no split and got one by their hash: {share.test:.0%} test, "
            f"{share.validation:.0%} validation."
        )
    if ids.repeated:
        notes.append(f"{ids.repeated} lines repeat an id and were taken once.")
    return notes


def main() -> None:
    """Make one manifest and report on it."""
    args = _parser().parse_args()
    if args.workers < 1:
        raise InputError(f"--workers is {args.workers}, but has to be at least 1.")
    made = args.make(args)
    write_manifest(made.rows, args.out)
    counts = count_statuses(made.rows)
    if args.json:
        report = {"manifest": str(args.out), "rows": len(made.rows), "items": counts}
        print(json.dumps(report | {"notes": made.notes}, indent=2))
        return
    print(f"{args.out}: {len(made.rows)} rows")
    for split, by_status in counts.items():
        for status, count in by_status.items():
            print(f"  {split:<10} {status:<10} {count:>7}  {STATUSES[status]}")
    for note in made.notes:
        print(f"  {note}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m training.data.manifests",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = parser.add_subparsers(required=True, metavar="DATASET")
    yt8m = verbs.add_parser("yt8m", help=make_yt8m.__doc__)
    yt8m.add_argument("--ids", type=Path, required=True, metavar="FILE")
    yt8m.add_argument(
        "--texts", type=Path, metavar="PARQUET", help="a textclips manifest, whose splits hold"
    )
    textclips = verbs.add_parser("textclips", help=make_textclips.__doc__)
    for split in ("train", "test"):
        textclips.add_argument(
            f"--{split}", type=Path, metavar="CSV", help="the published file of that split"
        )
    movieclips = verbs.add_parser("movieclips", help=make_movieclips.__doc__)
    movieclips.add_argument("--ids", type=Path, required=True, metavar="FILE")
    movieclips.add_argument(
        "--tagging", type=Path, required=True, metavar="DIR", help="<id>.npz, .npy or .csv"
    )
    movieclips.add_argument("--ontology", type=Path, required=True, metavar="JSON")
    movieclips.add_argument(
        "--classes", type=Path, metavar="CSV", help="index,mid: for files without class ids"
    )
    movieclips.add_argument(
        "--frame-rate", type=float, metavar="HZ", help="for files that do not state it"
    )
    makers = {yt8m: make_yt8m, textclips: make_textclips, movieclips: make_movieclips}
    for verb, make in makers.items():
        verb.add_argument("--media", type=Path, required=True, metavar="DIR")
        verb.add_argument("--out", type=Path, required=True, metavar="PARQUET")
        verb.add_argument("--dead", type=Path, metavar="FILE", help="ids gone at the source")
        verb.add_argument("--workers", type=int, default=1, help="videos opened at a time")
        verb.add_argument("--json", action="store_true")
        verb.set_defaults(make=make)
    return parser


if __name__ == "__main__":
    sys.exit(run("manifests", main))
