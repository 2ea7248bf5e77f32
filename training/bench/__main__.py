"""`python -m training.bench VERB`: prints one report as JSON."""

from __future__ import annotations

import argparse
import json
import sys

from training.bench import beats, export, extraction, main_job, precision, ranking, step
from viml_core.console import run

VERBS = {
    "beats": (beats, "our beats and bar lines against tracks whose bars are known"),
    "export": (export, "finishing a clip beside the bare ffmpeg command"),
    "extraction": (extraction, "two workers beside one on the same clips"),
    "main-job": (main_job, "one request, from the clip to five previews"),
    "precision": (precision, "encoders in bf16 and int8 beside fp32: agreement and cost"),
    "ranking": (ranking, "ranking beside the bare product of the embeddings"),
    "step": (step, "a training step at the paper's size beside bare matrix products"),
}


def main() -> None:
    """Run one benchmark. Each module of `VERBS` has `add_arguments(parser)` and `report(args)`."""
    parser = argparse.ArgumentParser(prog="python -m training.bench", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    for name, (module, summary) in VERBS.items():
        verb = verbs.add_parser(name, help=summary, description=module.__doc__)
        module.add_arguments(verb)
        verb.set_defaults(report=module.report)
    args = parser.parse_args()
    print(json.dumps(args.report(args), indent=2))


if __name__ == "__main__":
    sys.exit(run("bench", main))
