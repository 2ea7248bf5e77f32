"""`python -m training.analyses VERB --out DIR`: a figure, and the numbers beside it.

Writes DIR/VERB.png, DIR/VERB.json and DIR/VERB.csv. What is not given is what the project ships:
the starter library, the example clips and the checkpoints, on which each analysis runs but, for
want of clips, proves nothing.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from training.analyses import attributes, change_rate, genres, same_genre, tsne
from training.analyses.figures import require_matplotlib
from viml_core.config import STARTER_LIBRARY
from viml_core.console import run
from viml_core.sources import place

VERBS = {
    "attributes": (attributes, "genres of the tracks retrieved for each value of an attribute"),
    "change-rate": (change_rate, "accuracy when brightness, hue or tempo are changed by a rate"),
    "genres": (genres, "genres of a library, and of what is retrieved from it"),
    "same-genre": (same_genre, "a random track of the right genre against the model"),
    "tsne": (tsne, "the music space of a model in two dimensions, coloured by genre"),
}


def main() -> None:
    """Run one verb. Each module of `VERBS` has `MODELS`, `add_arguments` and `analyse`."""
    parser = argparse.ArgumentParser(
        prog="python -m training.analyses",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB", dest="verb")
    for name, (module, summary) in VERBS.items():
        verb = verbs.add_parser(
            name,
            help=summary,
            description=module.__doc__,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        verb.add_argument("--out", type=Path, default=Path("build/analyses"), metavar="DIR")
        verb.add_argument("--library", type=place, default=STARTER_LIBRARY, metavar="DIR")
        verb.add_argument(
            "--checkpoints", type=place, metavar="DIR", help="default: the shipped ones"
        )
        verb.add_argument("--model", choices=module.MODELS, default="mvpt+")
        verb.set_defaults(analyse=module.analyse, genres=None)
        module.add_arguments(verb)
    args = parser.parse_args()
    require_matplotlib()
    for path in args.analyse(args).write(args.out, args.verb):
        print(path)


if __name__ == "__main__":
    sys.exit(run("analyses", main))
