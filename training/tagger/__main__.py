"""`python -m training.tagger VERB`: train DeepSim with a tagging head, judge it, let it tag music.

    python -m training.tagger train --config FILE
    python -m training.tagger evaluate --config FILE [--json]
    python -m training.tagger tag MUSIC_DIR --tagger CHECKPOINT|musicnn --out ITEMS.jsonl

FILE is JSON: `table` (`training/tagger/tables.py` says which are read), `audio`, the folder of its
paths, `out` for the checkpoint, `cache` for spectrograms; `run` (default: build/runs/NAME OF THE
FILE) keeps the state, so that the same command goes on after a kill; `held_out_share` of the groups
is never trained on, and is what `evaluate` measures; `workers` is how many tracks are decoded side
by side; `train` sets fields of `TaggerConfig`.
ITEMS.jsonl is what `python -m training.synthesize` reads; musicnn's confidences are low, so give it
--threshold 0.15 with them. `tag` too goes on after a kill.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from training.tagger.config import Recipe
from viml_core.console import run


def train(args: argparse.Namespace) -> None:
    """Train on the tracks that are not held out."""
    from training.tagger.train import train

    recipe = Recipe.read(args.config)
    print("\n".join([f"{recipe.out}:", *(f"  {line}" for line in train(recipe).lines())]))


def evaluate(args: argparse.Namespace) -> None:
    """Measure the trained tagger on the held-out tracks."""
    from training.tagger.evaluate import as_table, evaluate

    report = evaluate(Recipe.read(args.config))
    print(json.dumps(report, indent=2) if args.json else as_table(report))


def tag(args: argparse.Namespace) -> None:
    """Write what is heard in music files."""
    from training.tagger.tagging import load_tagger, tag_music

    done = tag_music(args.music, load_tagger(args.tagger), args.out)
    items, kept = done.written + done.kept, f" ({done.kept} kept)" if done.kept else ""
    print(f"{args.out}: {items} items by {args.tagger}{kept}, {len(done.left_out)} left out")
    for name, reason in done.left_out.items():
        print(f"  {name}: {reason}")


def main() -> None:
    """Run one verb."""
    args = _parser().parse_args()
    args.command(args)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m training.tagger",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    parsers = {}
    for command in (train, evaluate, tag):
        parsers[command] = verbs.add_parser(command.__name__, help=command.__doc__)
        parsers[command].set_defaults(command=command)
    for command in (train, evaluate):
        parsers[command].add_argument("--config", type=Path, required=True, metavar="FILE")
    parsers[evaluate].add_argument("--json", action="store_true")
    parsers[tag].add_argument("music", type=Path, metavar="MUSIC_DIR", help="or one file")
    parsers[tag].add_argument(
        "--tagger", required=True, metavar="NAME", help="the folder of a checkpoint, or musicnn"
    )
    parsers[tag].add_argument("--out", type=Path, required=True, metavar="FILE")
    return parser


if __name__ == "__main__":
    sys.exit(run("tagger", main))
