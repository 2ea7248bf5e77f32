"""Numbers of the command line that need a sentence of their own where they cannot be."""

from __future__ import annotations

import argparse
import sys

EVERYTHING = sys.maxsize  # the size of a pool that holds all candidates, however many
LARGEST_SEED = 2**32 - 1  # scikit-learn's; numpy takes any


def seed(text: str) -> int:
    """`--seed`: a whole number that every generator takes."""
    return _whole(text, 0, LARGEST_SEED)


def count(text: str) -> int:
    """A number of things, at least one."""
    return _whole(text, 1, EVERYTHING)


def pool_size(text: str) -> int:
    """Candidates of each query, or `all`."""
    return EVERYTHING if text == "all" else count(text)


def _whole(text: str, least: int, most: int) -> int:
    if not text.isdecimal() or not least <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number of at least {least}")
    return int(text)
