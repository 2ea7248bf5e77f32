"""`python -m training.evaluate VERB`: how well models find music.

    python -m training.evaluate retrieval --data CORPUS --checkpoints DIR
    python -m training.evaluate retrieval --data CORPUS --checkpoints DIR --level clip --json
    python -m training.evaluate chance --pool 2000
    python -m training.evaluate taste --tracks TRACKS.csv --clips CLIPS.csv \\
        --music ROOT --pictures ROOT [ROOT ...]

`retrieval` is the papers' protocol on a corpus of `training.extract assemble`: each clip's own
track among others, at the track level and at the clip level.

For `taste`, TRACKS.csv has `file,style_words,query`, CLIPS.csv `file,mood,fit_words,misfit_words`;
the files lie under the two roots (default: beside each CSV). Features are kept in --work for the
next run. Several folders after --checkpoints are compared in one table; --alphas tunes the
ensembles of each and writes the choice beside its checkpoints, where the app reads it.
"""

from __future__ import annotations

import argparse
import json
import sys

from training.evaluation import chance, real_media, retrieval
from viml_core.console import run

VERBS = {
    "retrieval": (retrieval, "checkpoints on a corpus, as the papers measure"),
    "chance": (chance, "random scores through the same ranking"),
    "taste": (real_media, "real tracks and clips, labelled by people"),
}


def main() -> None:
    """Run one verb. Each module has `add_arguments(parser)`, `report(args)`, `as_table(report)`."""
    parser = argparse.ArgumentParser(
        prog="python -m training.evaluate",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    for name, (module, summary) in VERBS.items():
        verb = verbs.add_parser(
            name,
            help=summary,
            description=module.__doc__,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add_arguments(verb)
        verb.add_argument("--json", action="store_true")
        verb.set_defaults(module=module)
    args = parser.parse_args()
    report = args.module.report(args)
    print(json.dumps(report, indent=2) if args.json else args.module.as_table(report))


if __name__ == "__main__":
    sys.exit(run("evaluate", main))
