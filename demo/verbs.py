"""A command line of verbs: `python -m PROGRAM VERB`, a function for each."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from viml_core.cli import OneLineParser
from viml_core.console import run


class Verbs:
    """The verbs of one program; its docstring is the help."""

    def __init__(self, program: str, told: str | None) -> None:
        self.program = program
        self._parser = OneLineParser(
            prog=f"python -m {program}",
            description=told,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        self._verbs = self._parser.add_subparsers(
            required=True, metavar="VERB", parser_class=OneLineParser
        )

    def add(
        self, name: str, work: Callable[[argparse.Namespace], None], told: str
    ) -> argparse.ArgumentParser:
        """One more verb; its arguments are added to what is returned."""
        parser: argparse.ArgumentParser = self._verbs.add_parser(name, help=told)
        parser.set_defaults(run=work)
        return parser

    def main(self, argv: Sequence[str] | None) -> int:
        """Run the verb that is named; the exit status."""

        def command() -> None:
            args = self._parser.parse_args(argv)
            args.run(args)

        return run(self.program, command)
