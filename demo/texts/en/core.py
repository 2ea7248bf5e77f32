"""What the core says of its work and its failures. It says that in English itself."""

from __future__ import annotations


def told(sentence: str) -> str:
    """A step, a reason or a failure, in the language of the page."""
    return sentence
