"""The options of a command line that say what a track must be, and the filters that they make."""

from __future__ import annotations

import argparse
from typing import get_args

from viml_core.filters import Filters, Use, Voice

NOTHING_PASSES = "no track of this library passes the filters; loosen them."

BOUNDS = (
    ("--min-bpm", "min_bpm", "BPM"),
    ("--max-bpm", "max_bpm", "BPM"),
    ("--min-length", "min_length_s", "SECONDS"),
    ("--max-length", "max_length_s", "SECONDS"),
)


def add_filter_options(parser: argparse.ArgumentParser) -> None:
    """One option for each field of `Filters`, under its name."""
    group = parser.add_argument_group("only music that ...")
    group.add_argument(
        "--use", choices=get_args(Use), default="any", help="may be used for, by its licence"
    )
    group.add_argument("--voice", choices=get_args(Voice), default="any", help="has")
    for option, field, unit in BOUNDS:
        group.add_argument(option, type=float, dest=field, metavar=unit)
    group.add_argument(
        "--include", action="append", default=[], metavar="TAG", help="has this tag; repeat it"
    )
    group.add_argument(
        "--exclude", action="append", default=[], metavar="TAG", help="lacks this tag; repeat it"
    )


def filters_of(args: argparse.Namespace) -> Filters:
    """What the options say.

    Raises:
        InputError: they contradict each other.
    """
    return Filters(
        args.use,
        args.voice,
        args.min_bpm,
        args.max_bpm,
        args.min_length_s,
        args.max_length_s,
        tuple(args.include),
        tuple(args.exclude),
    )
