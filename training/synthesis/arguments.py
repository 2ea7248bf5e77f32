"""Numbers on the command line: one clear sentence for what is none, or out of its range."""

from __future__ import annotations

from argparse import ArgumentTypeError
from typing import TypeVar

Number = TypeVar("Number", int, float)


def share(text: str) -> float:
    """0 to 1."""
    value = _number(text, float)
    if not 0 <= value <= 1:
        raise ArgumentTypeError(f"{text} is no number from 0 to 1")
    return value


def positive(text: str) -> int:
    """1, 2, 3..."""
    value = _number(text, int)
    if value < 1:
        raise ArgumentTypeError(f"{text} is less than 1")
    return value


def above_zero(text: str) -> float:
    """Any finite number above 0."""
    value = _number(text, float)
    if not 0 < value < float("inf"):
        raise ArgumentTypeError(f"{text} is no number above 0")
    return value


def _number(text: str, kind: type[Number]) -> Number:
    try:
        return kind(text)
    except ValueError as error:
        whole = "whole " if kind is int else ""
        raise ArgumentTypeError(f"{text!r} is no {whole}number") from error
