"""Sentences of the core in another language, found by what they have in common.

The core speaks English, in whole sentences with values in them, to command lines and programs, too;
it knows nothing of languages. A template is such a sentence with `{}` where a value stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping


class Sentences:
    """English templates with their translations, which say `{0}`, `{1}` ... where values go.

    Where several templates match, the one with the most words of its own is taken.
    """

    def __init__(self, translations: Mapping[str, str]) -> None:
        longest_first = sorted(translations, key=lambda english: -len(english.replace("{}", "")))
        self._known = [(_pattern(english), translations[english]) for english in longest_first]

    def __call__(self, said: str) -> str:
        """The sentence in the other language; what no template matches stays as it is."""
        for pattern, translation in self._known:
            if match := pattern.fullmatch(said):
                return translation.format(*map(self, match.groups()))
        return said


def _pattern(template: str) -> re.Pattern[str]:
    parts = map(re.escape, template.split("{}"))
    return re.compile("(.+?)".join(parts), re.DOTALL)
