"""What every command line shares: progress on a terminal, and one line for an expected failure."""

from __future__ import annotations

import sys
from collections.abc import Callable

from viml_core.errors import VimlError

EXIT_BAD_INPUT = 2
EXIT_INTERRUPTED = 130


def show_progress(step: str, fraction: float | None = None) -> None:
    """One line that overwrites itself, and only for a person: a log would fill with it."""
    if sys.stderr.isatty():
        share = "" if fraction is None else f" {fraction:4.0%}"
        print(f"\r\033[K{step}{share}", end="", file=sys.stderr, flush=True)


def run(program: str, command: Callable[[], None]) -> int:
    """Run a command; its exit status. A `VimlError` becomes one line on stderr."""
    try:
        command()
    except VimlError as error:
        print(f"{program}: {' '.join(str(error).split())}", file=sys.stderr)
        return EXIT_BAD_INPUT
    except KeyboardInterrupt:
        print(f"{program}: stopped; what was finished is kept.", file=sys.stderr)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()  # the reader of a pipe has gone: nobody is left to tell
    return 0
